"""A page opened from disk plays to the end, resumes and makes no request."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from game.core.enums import Call
from game.core.failure import Failure
from game.core.scenario import Scenario
from game.journal.importer import read
from game.publish.page import Publication, asset, page
from game.publish.tables import scenario_table
from tests.core.examples import choice, scenario, scene
from tests.publish.browser import RESTORE, SMALL, advance, opened, play_on, reload, stage
from tests.server.browser import in_browser
from tests.shipped import LIBRARY


SHIPPED = {entry.id: entry for entry in LIBRARY}
MAX_PAGE = 400_000
MAX_LINES = 600
NASTY = (
    "</script><script>alert(1)</script><img src=x onerror=alert(2)> {{title}} ${1} {name} "
    "{number} $& <!-- ]]> %s \\u003c & &amp; 'quoted' \"twice\""
)


def shipped(name: str = "smoke-on-ward-six") -> Scenario:
    """Return a shipped scenario."""
    result = SHIPPED[name].scenario
    assert result is not None
    return result


def saved(folder: Path, publication: Publication) -> str:
    """Write *publication* to *folder* and return its address."""
    file = folder / "page.html"
    file.write_text(page(publication), "utf-8")
    return file.as_uri()


@pytest.fixture(scope="module")
def smoke(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a page of one shipped scenario."""
    return saved(tmp_path_factory.mktemp("smoke"), Publication.of(shipped()))


@pytest.mark.parametrize("name", SHIPPED)
def test_a_page_is_one_small_file(name: str) -> None:
    """Pages of shipped scenarios stay below the size limit and have no external references."""
    html = page(Publication.of(shipped(name)))

    assert len(html.encode()) <= MAX_PAGE
    assert (
        re.findall(r"(?:src|href)=\"(?!data:)[^\"]*", html.split('<script type="application')[0])
        == []
    )


def test_the_script_is_short() -> None:
    """The scripts that play a scenario have fewer than 600 lines in total."""
    lines = [line for name in ("walk.js", "page.js") for line in asset(name).splitlines()]

    assert len(lines) < MAX_LINES
    assert max(map(len, lines)) <= 100


def test_the_same_scenario_gives_the_same_page() -> None:
    """Publishing twice yields equal bytes."""
    assert page(Publication.of(shipped())) == page(Publication.of(shipped()))


@in_browser
async def test_it_plays_to_the_end(smoke: str) -> None:
    """A run can be played to the end with buttons on a phone-sized screen."""
    async with opened(smoke, reduced_motion="no-preference") as result:
        been: list[str] = []
        while await stage(result) != "ending":
            been.append(await advance(result))
            assert len(been) < 100, been

        scenes = been.count("why")
        assert scenes == 4
        assert been == ["briefing", *["call", "choice", "outcome", "why"] * scenes]
        text = await result.inner_text("main")
        assert "of 100 points, the mean of your scenes" in text
        assert "Two Hats is practice and not an assessment of you." in text


@in_browser
async def test_keys_alone_are_enough(smoke: str) -> None:
    """Tab and Enter take each step, and focus moves to the new heading."""
    scene = ["call", "choice", "outcome", "why"]
    async with opened(smoke) as result:
        been = []
        for _ in range(9):
            been.append(await stage(result))
            for _ in range(20):
                await result.keyboard.press("Tab")
                if await result.evaluate("document.activeElement.matches('main > button')"):
                    break
            else:
                pytest.fail("no button in reach")
            await result.keyboard.press("Enter")
            assert await result.evaluate("document.activeElement.tagName") in ("H1", "H2")
        assert been == ["briefing", *scene, *scene]


@in_browser
async def test_nothing_of_the_key_is_on_the_screen_too_soon(smoke: str) -> None:
    """Nothing on the screen shows the key before the page *why*."""
    output = scenario_table(shipped())["scenes"]["smoke"]
    hidden = [output["needed"][1], *(text for _, text, *_ in output["context"])]
    hidden += [block[1] for item in output["choices"] for block in item["why"][-1:]]
    outcomes = [item["outcome"][1] for item in output["choices"]]
    async with opened(smoke) as result:
        for now in ("briefing", "call", "choice", "outcome"):
            flat = " ".join((await result.inner_html("main")).split())
            early = hidden if now == "outcome" else hidden + outcomes
            assert [text for text in early if text.split("\n")[0][:40] in flat] == []
            assert await advance(result) == now
        assert hidden[0] in " ".join((await result.inner_text("main")).split())


@in_browser
async def test_the_place_is_kept(smoke: str) -> None:
    """A reopened page resumes the run."""
    async with opened(smoke) as result:
        await play_on(result, until="outcome")
        before = await result.inner_text("main")
        await reload(result)
        assert await result.inner_text("main") == before


REFUSE = "() => { Storage.prototype.setItem = () => { throw new Error(); }; }"
"""A script by which the browser keeps nothing."""
TAKE = "() => { Storage.prototype.setItem = () => {}; }"
"""A script by which the browser takes what is to be kept."""


@in_browser
async def test_the_footer_agrees_with_the_notice(smoke: str) -> None:
    """While the place is not kept, the footer does not say that it is."""
    async with opened(smoke) as result:
        footer = result.get_by_text("Your place is kept in this browser")
        for script, agrees in ((REFUSE, False), (TAKE, True)):
            await result.evaluate(script)
            await advance(result)
            assert ("not kept" in await result.inner_text("#status")) != agrees
            assert await footer.is_visible() == agrees


@in_browser
async def test_the_notice_can_be_put_away(smoke: str) -> None:
    """That the place is not kept stays put away until it is kept and then lost again."""
    async with opened(smoke) as result:
        notice = result.get_by_text("Your place is not kept")
        await result.evaluate(REFUSE)
        await advance(result)
        await result.get_by_role("button", name="Hide", exact=True).click()
        await advance(result)
        assert not await notice.is_visible()
        for script in (TAKE, REFUSE):
            await result.evaluate(script)
            await advance(result)
        assert await notice.is_visible()


@in_browser
async def test_a_restored_page_shows_what_is_kept(smoke: str) -> None:
    """A page that the browser shows again as it was left shows what was kept meanwhile."""
    async with opened(smoke) as result:
        await play_on(result, until="choice")
        kept = await result.evaluate("JSON.stringify(localStorage)")
        await play_on(result, until="outcome")
        await result.evaluate("(kept) => Object.assign(localStorage, JSON.parse(kept))", kept)
        await result.evaluate(RESTORE)
        await result.locator("main.choice").wait_for()


@in_browser
async def test_a_page_that_was_read_can_be_turned_back(smoke: str) -> None:
    """Back undoes reading on, but not an answer."""
    async with opened(smoke) as result:
        await play_on(result, until="why")
        await result.get_by_role("button", name="Back", exact=True).click()
        assert await stage(result) == "outcome"
        assert await result.get_by_role("button", name="Back", exact=True).count() == 0


@in_browser
async def test_playing_again_asks_first(smoke: str) -> None:
    """Restarting needs a second press, after a warning."""
    async with opened(smoke) as result:
        await play_on(result, until="outcome")
        await result.get_by_role("button", name="Play again", exact=True).click()
        assert await stage(result) == "outcome"
        assert await result.inner_text("#status span") == "What you played here is then gone."
        await result.get_by_role(
            "button", name="Press once more to begin again", exact=True
        ).click()
        assert await stage(result) == "briefing"


@in_browser
async def test_another_choice_can_be_explored(smoke: str) -> None:
    """A what-if shows the other outcome without changing the points."""
    async with opened(smoke) as result:
        await play_on(result, until="why")
        before = await result.locator("p.score").first.inner_text()
        explored_choice = result.locator("summary.road").first
        await explored_choice.click()
        assert "This is only a look." in await result.inner_text("details[open]")
        assert await result.locator("p.score").first.inner_text() == before


@in_browser
async def test_the_debrief_answers(smoke: str) -> None:
    """Picking a line or a plan is confirmed in a live region."""
    async with opened(smoke) as result:
        await play_on(result, pick=1)
        await result.locator("ul.choices").first.locator("button").first.click()
        assert (
            "Why the key says" in await result.locator("p.insight[role=status]").first.inner_text()
        )
        await result.locator("ul.choices").nth(1).locator("button").first.click()
        assert (await result.locator("p.insight[role=status]").nth(1).inner_text()).startswith(
            "Kept:"
        )


@in_browser
async def test_what_was_picked_is_marked(smoke: str) -> None:
    """The line that was picked last is marked, and the answer below the list is on the screen."""
    async with opened(smoke, viewport={"width": 390, "height": 500}) as result:
        await play_on(result, pick=1)
        lines = result.locator("ul.choices").first.locator("button")
        for number in (1, 0):
            await lines.nth(number).click()
            marked = [await line.get_attribute("aria-pressed") for line in await lines.all()]
            assert marked.index("true") == number
            assert marked.count("true") == 1
            box = await result.locator("p.insight[role=status]").first.bounding_box()
            assert box is not None
            assert box["y"] + box["height"] <= 500


@in_browser
async def test_the_ending_is_short(smoke: str) -> None:
    """The log of each scene is closed until it is asked for."""
    async with opened(smoke) as result:
        await play_on(result)
        log = result.locator("main > details")
        assert await log.count() == 4
        assert await result.locator("details[open]").count() == 0


@in_browser
async def test_it_prints(smoke: str) -> None:
    """The printed ending contains log and debrief, but no controls."""
    async with opened(smoke) as result:
        await play_on(result)
        await result.evaluate("dispatchEvent(new Event('beforeprint'))")
        await result.emulate_media(media="print")
        assert await result.locator("details:not([open])").count() == 0
        assert await result.locator("main nav, main .tools button").first.is_hidden()
        assert await result.locator("table.served").is_visible()
        assert len(await result.pdf(format="A4")) > 10_000


@in_browser
async def test_what_can_be_picked_is_printed(smoke: str) -> None:
    """Each line and plan is on paper above what answers or helps it, the picked ones marked."""
    async with opened(smoke) as result:
        await play_on(result, pick=1)
        lines, plans = (result.locator("ul.choices").nth(place) for place in (0, 1))
        line = lines.get_by_role("button").nth(1)
        await line.click()
        await result.emulate_media(media="print")
        for button in await result.locator("ul.choices button").all():
            await expect(button).to_be_visible()
        assert await plans.get_by_role("button").count() == 3
        mark = "(each) => getComputedStyle(each, '::before').content"
        assert await line.evaluate(mark) == '"✓"'
        assert await lines.get_by_role("button").first.evaluate(mark) == "none"
        assert len(await result.pdf(format="A4")) > 10_000


@in_browser
async def test_the_run_is_saved_as_a_file(smoke: str, tmp_path: Path) -> None:
    """The saved file is a journal export with the run's steps, answers and points."""
    async with opened(smoke) as result:
        await play_on(result, pick=1)
        async with result.expect_download() as waiting:
            await result.get_by_role("button", name="Save your run").click()
        file = tmp_path / "run.json"
        await (await waiting.value).save_as(file)
    pool = read(file, lambda name: shipped(name))

    assert not isinstance(pool, Failure)
    ((kept,),) = (shelf.kept for shelf in pool.players)
    (output,) = json.loads(file.read_text("utf-8"))["plays"]
    assert kept.run.finished
    assert kept.run.points == output["points"]
    assert output["attempt"] == "first"
    assert len(output["answers"]) == 4


def hostile() -> Scenario:
    """Return a scenario with markup and script in every text."""
    choices = (
        choice(
            "a", "L L L L L", text=f"a {NASTY}", outcome=NASTY, explanation=NASTY, right_if=NASTY
        ),
        choice(
            "b", "M M M M M", text=f"b {NASTY}", outcome=NASTY, explanation=NASTY, right_if=NASTY
        ),
    )
    item = scene(
        "one",
        *choices,
        title=NASTY,
        text=f"{NASTY}\n\nThe second {NASTY}.",
        call_because=NASTY,
        says={"ana": NASTY},
        extra_cue={"ben": NASTY},
        after_call=dict.fromkeys(Call, NASTY),
        readers={Call.LEAD: 3},
        dissent=NASTY,
    )
    return scenario(item, title=NASTY, summary=NASTY, role=NASTY, place=NASTY, content_note=NASTY)


@in_browser
async def test_hostile_text_stays_text(tmp_path: Path) -> None:
    """Markup, script ends and template syntax are shown literally."""
    async with opened(saved(tmp_path, Publication.of(hostile()))) as result:
        seen = 0
        while True:
            plain = " ".join((await result.inner_text("main")).split())
            seen += " ".join(NASTY.split()) in plain
            assert await result.locator("main img, main script, main iframe").count() == 0
            if await stage(result) == "ending":
                break
            await advance(result)
        assert seen >= 5


@in_browser
async def test_nothing_else_may_run(smoke: str) -> None:
    """The page's policy blocks foreign scripts, handlers, styles and requests."""
    async with opened(smoke, attacked=True) as result:
        await result.evaluate(
            """() => {
                for (const html of ["<img src=x onerror='window.ran=1'>", "<style>main{}</style>"])
                    document.body.insertAdjacentHTML("beforeend", html);
                const script = document.createElement("script");
                script.textContent = "window.ran = 2";
                document.body.append(script);
            }"""
        )
        assert await result.evaluate("window.ran") is None
        refused = "fetch('http://127.0.0.1:9/').then(() => 'sent', () => 'refused')"
        assert await result.evaluate(refused) == "refused"


@in_browser
async def test_it_reads_from_the_right(tmp_path: Path) -> None:
    """Arabic text has direction right-to-left and its language code."""
    arabic = scenario(
        scene(
            "one", choice("a", text="اسأل أولاً"), choice("b", "M M M M M"), text="دخان في الممر."
        ),
        title="دخان في الممر",
        language="ar",
    )
    async with opened(saved(tmp_path, Publication.of(arabic)), **SMALL) as result:
        await advance(result)
        paragraph = result.locator("article.letter p").first
        assert await paragraph.get_attribute("lang") == "ar"
        assert await paragraph.evaluate("element => getComputedStyle(element).direction") == "rtl"
        await advance(result)
        assert await _overflow(result) == 0


async def _overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than the screen."""
    root = "document.documentElement"
    return int(await page.evaluate(f"{root}.scrollWidth - {root}.clientWidth"))
