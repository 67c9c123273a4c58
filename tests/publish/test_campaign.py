"""A campaign on a page has the letters, picks, measures and closing of the core."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from game.core.campaign import Campaign, CampaignState, Stage, finish, pick
from game.core.duration import minutes
from game.core.enums import Practice
from game.core.playthrough import Phase, Playthrough
from game.core.progress import Ratio
from game.core.scenario import Scenario
from game.publish.campaigns import NOTHING, campaign_table
from game.publish.labels import LABELS
from game.publish.page import Publication, merged, tables
from game.publish.site import site
from game.publish.tables import game_table, scenario_table
from game.text import campaign as campaign_words
from game.text import help_pages, labels
from tests.core.campaigns import CARRYING, TOWNS, best, campaign
from tests.core.campaigns import action as taken
from tests.publish.browser import advance, opened, play_again, play_on, reload, stage
from tests.publish.differential import Walker, random_run
from tests.publish.test_page import saved
from tests.publish.test_record import in_page
from tests.server.browser import in_browser
from tests.shipped import LIBRARY


FULL, SAMPLE = 200, 3
"""Number of random runs of each campaign."""


def between_floors() -> tuple[Campaign, dict[str, Scenario]]:
    """Return the shipped campaign and its scenarios."""
    campaign = LIBRARY.campaigns["between-floors"].reading.campaign
    assert campaign is not None
    result = {name: LIBRARY.scenario(name) for name in campaign.postings}
    return campaign, {name: scenario for name, scenario in result.items() if scenario}


def test_shares_read_as_in_the_core() -> None:
    """The templates of a page give the sentences of every share of up to three moments."""
    table = campaign_table(campaign("ulm", "bonn", "gotha"), TOWNS.values())
    shares = [Ratio(met, asked) for asked in (1, 2, 3) for met in range(asked + 1)]
    for share in shares:
        measures = evolve(NOTHING, lead_first=share, manage_first=share, sure=share)
        _, lead, manage = campaign_words.switching(measures)
        expected = [lead, manage, campaign_words.calibration(measures)]
        templates = [table["first"]["lead"], table["first"]["manage"], table["sure"]]
        assert [_sentence(template, share) for template in templates] == expected


def _sentence(template: list[str], share: Ratio) -> str:
    """Fill a template as the page does."""
    text = template[share.met] if share.asked == 1 else template[2]
    return text.format(met=share.met, asked=share.asked, percent=share.percent)


def shown(campaign_state: CampaignState) -> Iterator[Any]:
    """Yield the blocks of the expected page of *campaign_state*."""
    campaign, done = campaign_state.campaign, len(campaign_state.plays)
    if campaign_state.stage is Stage.ENDING:
        yield from _closing(campaign_state)
        return
    progress = campaign_words.progress(done, len(campaign.postings))
    overview = ["own", f"{campaign.title}: {progress}.", "where", None]
    stops = [_stop(number, play) for number, play in enumerate(campaign_state.plays, 1)]
    if campaign_state.favours:
        stops.append(["list", list(map(campaign_words.carried, campaign_state.favours)), "stop"])
    if campaign_state.stage is Stage.PICK:
        yield overview
        yield ["h", 1, campaign_words.PICK]
        yield ["own", campaign_words.PICK_MEANS, "quiet", None]
        for practice in campaign_state.offers:
            name, brings = campaign_words.PRACTICES[practice], campaign_words.BRINGS[practice]
            action = {"do": "practice", "practice": practice.value}
            yield ["button", f"{name}: {brings}", action, "choice", ""]
        yield from stops
        return
    briefing = campaign_state.briefing
    assert briefing is not None
    title = LABELS["from"].format(writer=campaign.writer)
    yield ["own", campaign_words.number(briefing.number, briefing.of), "where", None]
    if briefing.after is not None:
        yield ["written", briefing.after, ""]
    yield ["letter", [["h", 1, title], ["written", briefing.posting.letter, ""]]]
    for favour in briefing.favours:
        yield ["written", campaign_words.postscript(favour), "after"]
    if briefing.practice is not None:
        output = f"{campaign_words.PRACTICES[briefing.practice]}: {briefing.revealed}"
        yield ["written", output, "after"]
    if briefing.looks_back is not None:
        yield ["written", campaign_words.looks_back(briefing.looks_back), "after"]
    yield "travel"
    yield overview
    yield from stops


def _stop(number: int, play: Playthrough) -> Any:
    gauges = play.gauges
    where = LABELS["posting"].format(
        number=number, title=play.scenario.title, place=play.scenario.place
    )
    how = LABELS["stop"].format(
        state=gauges.state.value.capitalize(),
        direction=gauges.direction,
        structure=gauges.structure,
        points=labels.points(play.points),
    )
    return ["button", where, {"do": "visit", "id": play.scenario.id}, "stop", how]


def _closing(campaign_state: CampaignState) -> Iterator[Any]:
    measures = campaign_state.measures
    last = LABELS["last"].format(writer=campaign_state.campaign.writer)
    yield ["letter", [["h", 1, last], ["written", campaign_state.closing, ""]]]
    bearing = campaign_words.BEARINGS[measures.bearing]
    because = campaign_words.bearing_because(measures)
    yield ["own", f"{bearing}. {because}", "state", None]
    for name, pole, now in (
        ("direction", "lead", measures.gauges.direction),
        ("structure", "manage", measures.gauges.structure),
    ):
        label = LABELS["whole_way"]
        line = label.format(name=LABELS[name], now=now, word=labels.gauge(now))
        yield ["gauge", pole, now, None, line]
    calibration = campaign_words.calibration(measures)
    yield [
        "list",
        [
            campaign_words.integration(measures.gauges),
            *campaign_words.switching(measures),
            *([calibration] if calibration else []),
        ],
        "",
    ]
    yield ["own", LABELS["visit"], "quiet", None]
    yield from (_stop(number, play) for number, play in enumerate(campaign_state.plays, 1))
    yield ["own", help_pages.PRACTICE_NOT_TEST, "quiet", None]


def compare(walker: Walker, campaign_state: CampaignState) -> None:
    """Compare the page of *campaign_state* with the core."""
    runs = [[play.scenario.id, in_page(play, first=True)] for play in campaign_state.plays]
    picks = {posting: practice.value for posting, practice in campaign_state.picks.items()}
    output = walker.ask(way={"runs": runs, "picks": picks, "opened": True})
    travels = [index for index, block in enumerate(output) if block[2:3] == [{"do": "travel"}]]
    for index in travels:
        output[index] = "travel"
    assert output == list(shown(campaign_state))


@pytest.mark.parametrize("shipped", [False, True])
def test_any_way_through_a_campaign_is_the_same(
    *, shipped: bool, walker: Walker, pytestconfig: pytest.Config
) -> None:
    """Pages equal the core at every letter, pick and ending, for all bearings and confidence."""
    campaign, scenarios = between_floors() if shipped else (CARRYING, dict(TOWNS))
    stories = {name: scenario_table(scenario) for name, scenario in scenarios.items()}
    table = campaign_table(campaign, scenarios.values())
    walker.give(game=game_table(), stories=stories, campaign=table)
    full = bool(pytestconfig.getoption("full"))
    ways = FULL if full else SAMPLE if shipped else 40
    bearings = set()
    for number in range(ways):
        chance = random.Random(number)
        campaign_state = CampaignState(campaign=campaign)
        while campaign_state.stage is not Stage.ENDING:
            compare(walker, campaign_state)
            campaign_state = _onward(campaign_state, scenarios, chance, well=number % 4 == 3)
        compare(walker, campaign_state)
        bearings.add(campaign_state.measures.bearing)
    assert len(bearings) > 1


def test_a_favour_stands_before_its_scene(walker: Walker) -> None:
    """Its line is read with that scene, at the call and at the choice, and with no other."""
    gotha = TOWNS["gotha"]
    favours = campaign_table(CARRYING, TOWNS.values())["favours"]
    play = _well(gotha)
    line = ["written", "You turn the ring.", "echo"]
    try:
        walker.give(game=game_table(), story=scenario_table(gotha), remembered=favours)
        [views] = walker.pages([(in_page(play, first=True), 0)])
    finally:
        walker.give(remembered=[])
    read = [number for number, view in enumerate(views) if str(line) in str(view)]
    plain = [number for number, view in enumerate(views) if "text of gotha-square" in str(view)]
    assert read == plain == [1, 2]


def _onward(
    campaign_state: CampaignState,
    scenarios: dict[str, Scenario],
    chance: random.Random,
    *,
    well: bool,
) -> CampaignState:
    if campaign_state.stage is Stage.PICK:
        practices: list[Practice] = list(campaign_state.offers)
        after = pick(campaign_state, chance.choice(practices))
    else:
        assert campaign_state.posting is not None
        scenario = scenarios[campaign_state.posting.id]
        after = finish(campaign_state, _well(scenario) if well else random_run(scenario, chance))
    assert isinstance(after, CampaignState)
    return after


def _well(scenario: Scenario) -> Playthrough:
    """Play *scenario* with the call of its key."""
    from game.core.playthrough import start, step

    play = start(scenario, 1)
    while play.phase is not Phase.ENDING:
        after = step(play, taken(play, best))
        assert isinstance(after, Playthrough)
        play = after
    return play


@in_browser
async def test_a_campaign_is_played_to_its_last_letter(tmp_path: Path) -> None:
    """A campaign plays from opening to last letter and resumes in between."""
    certain = evolve(CARRYING.favours["coin"], trust={"ana": 0})
    publication = Publication.of_campaign(
        evolve(CARRYING, favours={"coin": certain}), TOWNS.values()
    )
    async with opened(saved(tmp_path, publication)) as page:
        await page.get_by_role("button", name="Begin", exact=True).click()
        for number in range(3):
            if number:
                await page.locator("main > button.choice").nth(number).click()
            await reload(page)
            assert f"Posting {number + 1} of 3" in await page.inner_text("main")
            await page.get_by_role("button", name="Go to").click()
            await play_on(page, until="call")
            remembered = "You toss the coin." in await page.inner_text("main")
            assert remembered == (number == 2)
            await play_on(page)
            await page.get_by_role("button", name="On with the campaign").click()
        assert await stage(page) == "way"
        assert "The last letter" in await page.inner_text("h1")
        assert "Switching" in await page.inner_text("main")


@in_browser
async def test_the_window_has_the_title_of_what_it_shows(tmp_path: Path) -> None:
    """Start page, letters and postings each give the window their own title."""
    ulm = TOWNS["ulm"]
    both = (Publication.of(ulm), Publication.of_campaign(campaign("ulm", "bonn"), TOWNS.values()))
    titles = []
    async with opened(saved(tmp_path, merged(both, "both", "Both"))) as page:
        for name in ("The Tour", "Begin", "Go to", "On with the campaign", "All scenarios"):
            titles.append(await page.title())
            if name == "On with the campaign":
                await play_on(page)
            await page.get_by_role("button", name=name).click()
        titles.append(await page.title())

    shown = ["Both", "The Tour", "The Tour", ulm.title, "The Tour", "Both"]
    assert titles == [f"{title} · Two Hats" for title in shown]


@in_browser
async def test_a_finished_campaign_can_be_read_and_played_again(tmp_path: Path) -> None:
    """From the last letter each posting can be opened and played again, and so can the whole."""
    towns = [TOWNS["ulm"], TOWNS["bonn"]]
    tour = Publication.of_campaign(campaign("ulm", "bonn"), towns)
    async with opened(saved(tmp_path, tour)) as page:
        await page.get_by_role("button", name="Begin", exact=True).click()
        for number, town in enumerate(towns):
            if number:
                await page.locator("main > button.choice").first.click()
            await page.get_by_role("button", name="Go to").click()
            await play_on(page)
            assert await page.get_by_role("button", name="Play again").count() == 0
            await page.get_by_role("button", name="On with the campaign").click()
            assert await page.get_by_role("button", name=town.title).is_visible()
        letter = await page.inner_text("main")
        await page.get_by_role("button", name=towns[0].title).click()
        assert await stage(page) == "ending"
        await page.get_by_role("button", name="Back", exact=True).click()
        await reload(page)
        assert await page.inner_text("main") == letter
        await page.get_by_role("button", name=towns[0].title).click()
        await advance(page)
        await play_again(page)
        await play_on(page, pick=1)
        await page.get_by_role("button", name="On with the campaign").click()
        assert "The last letter" in await page.inner_text("h1")
        assert await page.inner_text("main") != letter
        await play_again(page)
        await page.get_by_role("button", name="Begin", exact=True).click()
        assert "Posting 1 of 2" in await page.inner_text("main")
        runs = json.loads(await page.evaluate("localStorage['two-hats/tour']"))["runs"]

    assert runs == {}


@in_browser
async def test_two_tabs_keep_the_runs_of_both(tmp_path: Path) -> None:
    """What is played in one tab of a page is seen in the other, and neither wipes it."""
    two = [Publication.of(TOWNS[name]) for name in ("ulm", "bonn")]
    address = saved(tmp_path, merged(two, "two", "Two"))
    async with opened(address) as one:
        other = await one.context.new_page()
        await other.goto(address)
        for scenario, player, watcher in (("Ulm", one, other), ("Bonn", other, one)):
            for page in (player, watcher):
                await page.get_by_role("button", name=scenario).click()
            await play_on(player, until="outcome")
            await watcher.locator("main.outcome").wait_for()
            await advance(watcher)
            await player.locator("main.why").wait_for()
            for page in (player, watcher):
                await page.get_by_role("button", name="All scenarios").click()
        runs = json.loads(await one.evaluate("localStorage['two-hats/two']"))["runs"]

    assert {name: len(run["actions"]) for name, run in runs.items()} == {"ulm": 4, "bonn": 4}


@in_browser
async def test_one_run_of_a_scenario_is_the_first(tmp_path: Path) -> None:
    """Of a run that is left unanswered and one in a campaign, the first to be answered counts."""
    ulm = TOWNS["ulm"]
    both = (Publication.of(ulm), Publication.of_campaign(campaign("ulm"), [ulm]))
    async with opened(saved(tmp_path, merged(both, "both", "Both"))) as page:
        await page.get_by_role("button", name=ulm.title).click()
        await advance(page)
        await page.get_by_role("button", name="All scenarios").click()
        await page.get_by_role("button", name="The Tour").click()
        await page.get_by_role("button", name="Begin", exact=True).click()
        await page.get_by_role("button", name="Go to").click()
        await play_on(page, until="outcome")
        await page.get_by_role("button", name="All scenarios").click()
        await page.get_by_role("button", name=ulm.title).click()
        await play_on(page, until="outcome")
        runs = json.loads(await page.evaluate("localStorage['two-hats/both']"))["runs"]

    assert {name: run["first"] for name, run in runs.items()} == {"tour/ulm": True, "ulm": False}


def test_a_campaign_is_listed_with_all_its_postings() -> None:
    """A start page has their number and minutes, not the place and time of the first."""
    played, scenarios = between_floors()
    tour = Publication.of_campaign(played, scenarios.values())
    single = Publication.of(next(iter(scenarios.values())))
    length = sum(minutes(scenario) for scenario in scenarios.values())
    about = f"8 postings · {length} minutes"
    assert length > 100
    index = dict(site([tour, single], "Scenarios"))["index.html"].decode()
    card, other = index.split("<article")[1:]
    assert f">{about}</p>" in card
    assert about not in other
    menu = tables(merged([tour, single], "both", "Both"))["menu"]
    assert ["own", about, "quiet", None] in menu
