"""A campaign in the terminal: letters, picks, postings, the way so far, and the ending."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from game.content.library import CampaignEntry, Library, packaged
from game.content.loader import CampaignReading
from game.content.yaml.source import Source
from game.core.campaign import Stage
from game.core.playthrough import Phase
from game.core.scenario import Scenario
from game.journal.campaigns import CampaignSession
from game.tui.app import GameApp
from game.tui.screens.campaign import CampaignScreen
from game.tui.screens.home import HomeScreen
from game.tui.screens.play import PlayScreen
from game.tui.screens.play_asides import TextScreen
from game.tui.widgets.cards import Cards
from tests.core.campaigns import CAMPAIGN, TOWNS, action, best
from tests.core.examples import played
from tests.shipped import LIBRARY
from tests.tui.stage import assert_looks_like, picture, play_out, rows, stage


SIZES = [(64, 18), (80, 24)]


class Towns(Library):
    """A library of three towns, whose numbers no author will ever move."""

    def scenario(self, name: str) -> Scenario | None:
        """The town called *name*."""
        return TOWNS.get(name)


class Tour(CampaignEntry):
    """The way through them."""

    reading = CampaignReading(Source("tour.yaml", ""), CAMPAIGN, ())


SMALL = Towns({}, (), {"tour": Tour("tour", Path("tour.yaml"), TOWNS)})


def campaign_play(
    pilot: Pilot[None], postings: int, *, library: Library = LIBRARY, picked: bool = False
) -> CampaignSession:
    """The first campaign of *library*, kept by the game, with *postings* played by the key."""
    app = pilot.app
    assert isinstance(app, GameApp)
    campaign = next(iter(library.campaigns.values())).reading.campaign
    assert campaign is not None
    session = app.journal.campaigns.begin(campaign, seed=3)
    for _ in range(postings):
        if session.campaign_state.stage is Stage.PICK:
            session.pick(session.campaign_state.offers[0])
        assert session.campaign_state.posting is not None
        scenario = library.scenario(session.campaign_state.posting.id)
        assert scenario is not None
        run = session.post(scenario)
        while run.play.phase is not Phase.ENDING:
            played(run.act(action(run.play, best)))
        session.settle()
    if picked:
        session.pick(session.campaign_state.offers[0])
    return session


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press *keys*, each after the screen has settled."""
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


async def choose(pilot: Pilot[None], card: str, *keys: str) -> None:
    """Take the *card* of home, then press *keys*."""
    cards = [shown.key for shown in pilot.app.screen.query_one(Cards).cards]
    await press(pilot, str(cards.index(card) + 1), "enter", *keys)


@pytest.mark.parametrize("size", SIZES)
async def test_it_begins_as_kept(size: tuple[int, int]) -> None:
    """Home leads to the opening, the opening to the first letter."""
    async with stage(size, library=LIBRARY) as pilot:
        await choose(pilot, "campaigns")
        assert_looks_like(pilot, f"campaign-{size[0]}x{size[1]}-1-opening")
        await press(pilot, "enter")
        assert_looks_like(pilot, f"campaign-{size[0]}x{size[1]}-2-letter")


@pytest.mark.parametrize("size", SIZES)
async def test_it_goes_on_as_kept(size: tuple[int, int]) -> None:
    """The way so far, the pick, and the letter with what the practice lets the player know."""
    async with stage(size, library=SMALL) as pilot:
        campaign_play(pilot, postings=2, library=SMALL)
        await choose(pilot, "campaigns")
        assert_looks_like(pilot, f"campaign-{size[0]}x{size[1]}-3-so-far")
        await press(pilot, "enter")
        assert_looks_like(pilot, f"campaign-{size[0]}x{size[1]}-4-pick")
        await press(pilot, "2", "enter")
        assert_looks_like(pilot, f"campaign-{size[0]}x{size[1]}-5-revealed")


@pytest.mark.parametrize("size", SIZES)
async def test_it_ends_as_kept(size: tuple[int, int]) -> None:
    """The closing letter, the measures in words, shapes and numbers, every posting, a way home."""
    async with stage(size, library=SMALL) as pilot:
        campaign_play(pilot, postings=3, library=SMALL)
        await choose(pilot, "campaigns")
        assert_looks_like(pilot, f"campaign-{size[0]}x{size[1]}-6-ending")
        await press(pilot, "pagedown")
        assert_looks_like(pilot, f"campaign-{size[0]}x{size[1]}-7-measures")
        await press(pilot, *["down"] * 20)
        shown = picture(pilot)
        assert "1 Home" in shown
        assert "2 Begin anew" in shown


async def test_a_posting_leads_on_to_the_next_letter() -> None:
    """Letter, posting, its end, a pick, the letter, the next posting."""
    async with stage((80, 24), library=LIBRARY) as pilot:
        await choose(pilot, "campaigns", "enter", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, PlayScreen)
        await play_out(pilot)
        await press(pilot, "end", "1", "enter")
        assert isinstance(pilot.app.screen, CampaignScreen)
        assert "What will you practise on the way?" in picture(pilot)
        await press(pilot, "enter")
        assert "Posting 2 of 8" in picture(pilot)
        await press(pilot, "enter", "enter")
        following = pilot.app.screen
        assert isinstance(following, PlayScreen)
        assert following.seen.title == "Winning Every Match, Missing the Season"


async def test_a_posting_left_in_the_middle_goes_on_there() -> None:
    """Home offers the campaign; it leads straight back to the scene, with the letter at a key."""
    async with stage((80, 24), library=LIBRARY) as pilot:
        await choose(pilot, "campaigns", "enter", "enter", "enter", "enter")
        left = pilot.app.screen
        assert isinstance(left, PlayScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "1 Go on: Between Floors" in picture(pilot)
        assert "Posting 1 of 8: Month-End, Every Month, scene 1" in picture(pilot)
        await press(pilot, "1", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, PlayScreen)
        assert screen.session.play == left.session.play
        await press(pilot, "l")
        assert isinstance(pilot.app.screen, TextScreen)
        assert "A letter from Nives Furlan" in picture(pilot)
        await press(pilot, "escape")
        assert screen.is_current


async def test_a_posting_left_on_its_last_page_goes_on_there() -> None:
    """Its ending comes first, where it can be thought over, and then the pick."""
    async with stage((80, 24), library=LIBRARY) as pilot:
        campaign_play(pilot, postings=1)
        await choose(pilot, "journal", "escape")
        await press(pilot, "1", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, PlayScreen)
        assert screen.seen.phase is Phase.ENDING
        await press(pilot, "end", "1", "enter")
        assert isinstance(pilot.app.screen, CampaignScreen)
        assert "What will you practise on the way?" in picture(pilot)


async def test_left_between_two_postings_it_waits_there() -> None:
    """Go on leads to the letter whose practice was picked, and not to the pick again."""
    async with stage((80, 24), library=LIBRARY) as pilot:
        campaign_play(pilot, postings=1, picked=True)
        await choose(pilot, "journal", "escape")
        assert "1 Go on: Between Floors" in picture(pilot)
        assert "Posting 2 of 8 comes next: Winning Every Match" in picture(pilot)
        await press(pilot, "1", "enter")
        assert "Posting 2 of 8" in picture(pilot)


@pytest.mark.parametrize("back", ["escape", "o", "enter"])
async def test_a_look_at_what_is_done_leads_back_to_the_letter(back: str) -> None:
    """The key bar names the ways back, and from the letter Escape leads home, as it says."""
    async with stage((80, 24), library=LIBRARY) as pilot:
        campaign_play(pilot, postings=1, picked=True)
        await choose(pilot, "journal", "escape")
        await choose(pilot, "continue")
        assert "esc Home  o So far" in rows(pilot)[-1]
        await press(pilot, "o")
        assert "1 of 8 postings done" in picture(pilot)
        assert "esc Back  o Letter" in rows(pilot)[-1]
        await press(pilot, back)
        assert "Posting 2 of 8" in picture(pilot)
        assert "esc Home  o So far" in rows(pilot)[-1]
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_what_is_done_comes_first_on_the_way_from_home() -> None:
    """There Escape leads back home, and says so."""
    async with stage((80, 24), library=SMALL) as pilot:
        campaign_play(pilot, postings=2, library=SMALL)
        await choose(pilot, "campaigns")
        assert "esc Home  o Practices" in rows(pilot)[-1]
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_a_posting_is_played_once() -> None:
    """At the end of a posting no new run is offered; by itself the scenario offers one."""
    async with stage((80, 24), library=LIBRARY) as pilot:
        session = campaign_play(pilot, postings=0)
        scenario = LIBRARY.scenario("month-end-every-month")
        assert scenario is not None
        run = session.post(scenario)
        while run.play.phase is not Phase.WHY or len(run.play.turns) < 4:
            played(run.act(action(run.play, best)))
        await choose(pilot, "journal", "escape")
        await choose(pilot, "continue", "enter", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, PlayScreen)
        assert screen.seen.phase is Phase.ENDING
        await press(pilot, "n")
        assert pilot.app.screen is screen


async def test_gauges_in_words() -> None:
    """Who wants gauges in words is told no gauge as a number."""
    async with stage((80, 24), library=SMALL, settings={"gauges": "words"}) as pilot:
        campaign_play(pilot, postings=1, library=SMALL)
        await choose(pilot, "campaigns")
        assert "▲ strong  ■ strong  synergy" in picture(pilot)
        assert "Direction" not in picture(pilot)


async def test_begun_anew_the_old_way_is_kept() -> None:
    """At the end a new way can be begun, which opens with the frame."""
    async with stage((80, 24), library=LIBRARY) as pilot:
        campaign_play(pilot, postings=8)
        await choose(pilot, "campaigns", "n")
        assert "The office of the exchange is a landing in Trieste" in picture(pilot)
        await press(pilot, "enter", "enter", "enter")
        app = pilot.app
        assert isinstance(app, GameApp)
        assert [run.done for run in app.journal.campaigns.runs()] == [0, 8]


@pytest.mark.every_frame
@pytest.mark.parametrize("postings", [0, 3, 8])
async def test_it_lives_through_every_size(postings: int) -> None:
    """Opening, pick and ending are resized to every size and back."""
    async with stage((80, 24), library=LIBRARY) as pilot:
        campaign_play(pilot, postings)
        await choose(pilot, "campaigns")
        campaign = pilot.app.screen
        assert isinstance(campaign, CampaignScreen)
        if postings:
            campaign.action_go_on()
            await pilot.pause()
        before = picture(pilot)
        for size in [(64, 18), (30, 9), (3, 40), (1, 1), (200, 60), (80, 24)]:
            await pilot.resize_terminal(*size)
            await pilot.pause()
        assert picture(pilot).split() == before.split()


async def test_where_there_are_several_they_are_listed(tmp_path: Path) -> None:
    """The list tells of each and how far it has come; a broken one says how to see why."""
    good = (packaged() / "campaigns" / "between-floors.yaml").read_text(encoding="utf-8")
    (tmp_path / "campaigns").mkdir()
    for name, text in {"tour": good.replace("Between Floors", "The Tour"), "worn": "x: 1"}.items():
        (tmp_path / "campaigns" / f"{name}.yaml").write_text(text, encoding="utf-8")
    async with stage((80, 24), library=Library.of([packaged(), tmp_path])) as pilot:
        campaign_play(pilot, postings=1)
        await choose(pilot, "campaigns")
        shown = picture(pilot)
        assert "Between Floors  1 of 8 postings done" in shown
        assert "The Tour  8 postings" in shown
        assert "worn  cannot be played yet" in shown
        await press(pilot, "down", "down", "enter")
        assert "This file has problems." in picture(pilot)
        await press(pilot, "up", "enter")
        assert isinstance(pilot.app.screen, CampaignScreen)
        assert pilot.app.screen.session.run.campaign == "tour"
