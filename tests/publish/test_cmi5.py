"""A cmi5 package reports to the platform that launches it in Chromium."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as Xml
from zipfile import ZipFile

import pytest
from attrs import evolve
from playwright.async_api import Page

from game.core.actions import Action
from game.journal.codec import PLAY
from game.journal.exports.record import gather
from game.journal.exports.xapi import statements
from game.journal.store import Journal
from game.publish.packages import cmi5, structure
from game.publish.page import Publication
from tests.publish.browser import RESTORE, advance, opened, play_again, play_on, replays
from tests.publish.store import ACTOR, PUBLISHER, REGISTRATION, SESSION, UNIT, Store
from tests.publish.test_page import NASTY, shipped
from tests.server.browser import in_browser
from tests.xapi import validate


SMOKE = Publication.of(shipped())
CMI5 = "https://w3id.org/xapi/cmi5/context/categories/cmi5"
MOVE_ON = "https://w3id.org/xapi/cmi5/context/categories/moveon"
SPACE = "{https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd}"


def course() -> Store:
    """Return a platform with one shipped scenario."""
    return Store(ZipFile(BytesIO(cmi5(SMOKE))))


@asynccontextmanager
async def launched(
    platform: Store, *, leave: bool = True, attacked: bool = False
) -> AsyncIterator[Page]:
    """
    Launch the course of *platform* in a browser; leave it on exit by default.

    When *attacked*, the page may have errors.
    """
    async with (
        platform.running(),
        opened(platform.address, platform.home, attacked=attacked) as page,
    ):
        await page.wait_for_selector("h1")
        yield page
        if leave:
            await page.get_by_role("button", name="Leave", exact=True).click()
            await page.wait_for_url(f"{platform.home}back")


@pytest.mark.parametrize("mastery", [None, 60])
@pytest.mark.parametrize("publication", [SMOKE, evolve(SMOKE, title=NASTY, summary=NASTY)])
def test_the_course_structure(publication: Publication, mastery: int | None) -> None:
    """
    Elements and attributes of the course structure follow the specification.

    The schema is available online only, so its rules for one unit are restated here.
    """
    root = Xml.fromstring(structure(publication, mastery))
    given, unit = root

    assert (root.tag, given.tag, unit.tag) == tuple(
        f"{SPACE}{name}" for name in ("courseStructure", "course", "au")
    )
    assert [item.tag for item in given] == [f"{SPACE}title", f"{SPACE}description"]
    assert [item.tag for item in unit] == [f"{SPACE}{n}" for n in ("title", "description", "url")]
    for title in (given[0], given[1], unit[0], unit[1]):
        (text,) = title
        assert text.tag == f"{SPACE}langstring"
        assert text.attrib == {"lang": "en"}
        assert text.text
    assert unit[2].text == "index.html"
    assert list(given.attrib) == ["id"]
    assert unit.attrib["id"].startswith(given.attrib["id"])
    assert unit.attrib["moveOn"] == "Completed"
    assert unit.attrib["launchMethod"] == "AnyWindow"
    assert unit.attrib.get("masteryScore") == (None if mastery is None else "0.6")


@in_browser
async def test_a_launch_to_its_end() -> None:
    """Statements are valid; initialized is first, completed occurs once, terminated is last."""
    platform = course()
    async with launched(platform) as page:
        await play_on(page, pick=1)
    output = platform.statements

    assert output[0] == platform.of_verb("initialized")[0]
    assert output[-1] == platform.of_verb("terminated")[0]
    assert len(platform.of_verb("completed")) == 1
    assert not platform.of_verb("passed") + platform.of_verb("failed")
    assert "GET lrs/agents/profile" in platform.asked
    for item in output:
        validate(item)
        assert item["actor"] == ACTOR
        assert item["context"]["registration"] == REGISTRATION
        assert item["context"]["extensions"][SESSION] == "session-1"
        grouping = item["context"]["contextActivities"]["grouping"]
        assert {"id": PUBLISHER} in grouping
        about_unit = item["object"]["id"] == UNIT
        assert (CMI5 in categories(item)) == about_unit
        result = item.get("result", {})
        assert (MOVE_ON in categories(item)) == (about_unit and "completion" in result)
        assert not (about_unit and "score" in result)
    assert set(platform.of_verb("completed")[0]["result"]) == {"completion", "duration"}
    assert set(platform.of_verb("terminated")[0]["result"]) == {"duration"}
    assert len({item["id"] for item in output}) == len(output)


def categories(statement: dict[str, Any]) -> set[str]:
    """Return the ids of the context activities of a statement."""
    around = statement["context"]["contextActivities"]
    return {item["id"] for item in around.get("category", [])}


@in_browser
async def test_statements_are_those_of_the_journal() -> None:
    """Statements on calls, choices, explored choices and the ending equal the journal's export."""
    platform = course()
    async with launched(platform) as page:
        await play_on(page, until="choice")
        await page.get_by_label("fairly sure").check()
        await play_on(page, pick=1, until="why")
        await page.locator("summary.road").first.click()
        await play_on(page, pick=2)
    (run,) = platform.documents["two-hats"]["store"]["runs"].values()
    expected = [item for item in in_journal(run) if "initialized" not in item["verb"]["id"]]
    sent = [item for item in platform.statements if item["object"]["id"] != UNIT]
    (explored_choice,) = [item for item in sent if item["verb"]["id"].endswith("experienced")]
    sent.remove(explored_choice)

    assert [plain(item) for item in sent] == [plain(item) for item in expected]
    assert "/road/" in explored_choice["object"]["id"]
    assert any("confidence" in json.dumps(item) for item in sent)
    for item, same in zip(sent, expected, strict=True):
        around = item["context"]["contextActivities"]
        for name, activities in same["context"]["contextActivities"].items():
            assert all(activity in around[name] for activity in activities)


QUICK = """() => {
    document.querySelector("summary.road").click();
    document.querySelector("main > button.main").click();
}"""
"""A script that opens another choice and leads on before its toggle event."""


@in_browser
async def test_a_choice_explored_in_passing() -> None:
    """A choice that is opened just before the next step is recorded for the scene it is of."""
    platform = course()
    async with launched(platform) as page:
        await play_on(page, until="why")
        await page.evaluate(QUICK)
        await play_on(page)
    (run,) = platform.documents["two-hats"]["store"]["runs"].values()

    assert [item["scene"] for item in run["thoughts"]] == [shipped().start]


@in_browser
async def test_printing_explores_nothing() -> None:
    """For printing every choice is opened, without being recorded, and closed again."""
    platform = course()
    async with launched(platform) as page:
        await play_on(page, until="why")
        folded = page.locator("details:not([open])")
        before = await folded.count()
        await page.evaluate('dispatchEvent(new Event("beforeprint"))')
        assert await folded.count() == 0
        await page.evaluate('dispatchEvent(new Event("afterprint"))')
        assert await folded.count() == before > 0
        await play_on(page)
    (run,) = platform.documents["two-hats"]["store"]["runs"].values()

    assert run["thoughts"] == []


def in_journal(run: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the journal's statements of the same *run* with the same times."""
    times = iter([run["started"], *(item["at"] for item in run["actions"])])
    journal = Journal.open(None, clock=lambda: datetime.fromisoformat(next(times)))
    session = journal.begin(shipped(), run["seed"])
    for data in run["actions"]:
        action: Action | None = PLAY.from_data(data)
        assert action is not None
        session.act(action)
    kept = journal.kept(session.run)
    assert kept is not None
    return list(statements(gather("nobody", [kept], lambda _: shipped())))


def plain(statement: dict[str, Any]) -> dict[str, Any]:
    """Return a statement without its actor and id."""
    parts = ("verb", "object", "result")
    output = {part: statement[part] for part in parts if part in statement}
    return {**output, "at": datetime.fromisoformat(statement["timestamp"])}


@in_browser
async def test_it_goes_on_where_it_was() -> None:
    """A second launch resumes the first and does not complete again."""
    platform = course()
    async with launched(platform) as page:
        await play_on(page, until="outcome")
        left = await page.inner_text("main")
    async with launched(platform) as page:
        assert await page.inner_text("main") == left
        await play_on(page)
        await play_again(page)
        await play_on(page)

    assert len(platform.of_verb("initialized")) == 2
    assert len(platform.of_verb("completed")) == 1
    assert len(platform.of_verb("completed", defined=False)) == 2


@in_browser
async def test_an_ending_that_is_read_again_is_sent_once() -> None:
    """Back from the ending and on again, also in a later launch, sends nothing twice."""
    platform = course()
    for _ in range(2):
        async with launched(platform) as page:
            await play_on(page)
            await page.get_by_role("button", name="Back", exact=True).click()
            await advance(page)
            await page.get_by_role("button", name="Back", exact=True).click()

    assert len(platform.of_verb("completed", defined=False)) == 1


@pytest.mark.parametrize("name", ["two-hats", "LMS.LaunchData"])
@in_browser
async def test_what_cannot_be_read_is_not_written_over(name: str) -> None:
    """When a document cannot be read, the page says so and plays, but keeps and sends nothing."""
    platform = course()
    platform.broken.add(name)
    kept: dict[str, Any] = {"store": {"runs": {}}, "done": None}
    platform.documents["two-hats"] = kept
    async with launched(platform, leave=name == "two-hats", attacked=True) as page:
        assert "not kept" in await page.inner_text("#status")
        platform.broken.clear()  # it would be taken now
        await play_on(page)

    assert platform.documents["two-hats"] is kept
    assert platform.statements == []


@in_browser
async def test_a_place_that_is_not_kept_is_shown() -> None:
    """While the store refuses the place, the page says so; when it takes it again, no longer."""
    platform = course()
    async with launched(platform, attacked=True) as page:
        platform.broken.add("two-hats")
        await advance(page)
        await page.get_by_text("Your place is not kept").wait_for()
        platform.broken.clear()
        await advance(page)
        await page.locator("#status:not(:empty)").wait_for(state="detached")


@in_browser
async def test_closing_the_window_ends_the_session() -> None:
    """Closing the page without leaving still sends terminated."""
    platform = course()
    async with launched(platform, leave=False) as page:
        await advance(page)
        await page.goto(platform.home + "back")
        while not platform.of_verb("terminated"):
            await page.evaluate("new Promise((done) => setTimeout(done, 50))")

    assert platform.statements[-1] == platform.of_verb("terminated")[0]


@in_browser
async def test_leaving_where_no_way_back_is_known() -> None:
    """When the launch data cannot be read and the window stays, the page says to close it."""
    platform = course()
    platform.broken.add("LMS.LaunchData")
    async with launched(platform, leave=False, attacked=True) as page:
        await page.evaluate("window.close = () => {}")
        await page.get_by_role("button", name="Leave", exact=True).click()
        await page.get_by_text("You can close this window now.").wait_for()


@in_browser
async def test_nothing_is_sent_after_the_end_of_the_session() -> None:
    """A page that the browser restores says that it keeps nothing, and sends nothing more."""
    platform = course()
    async with launched(platform) as page:
        await play_on(page, until="call")
        await page.evaluate(RESTORE)
        await page.get_by_text("Your place is not kept").wait_for()
        await play_on(page)
    (run,) = platform.documents["two-hats"]["store"]["runs"].values()

    assert platform.statements == [
        *platform.of_verb("initialized"),
        *platform.of_verb("terminated"),
    ]
    assert len(run["actions"]) == 1


@pytest.mark.parametrize(("score", "verb"), [(0.01, "passed"), (1, "failed")])
@in_browser
async def test_a_score_to_pass(score: float, verb: str) -> None:
    """The mastery score of the platform decides; the mean of points is reported."""
    platform = course()
    platform.launch["masteryScore"] = score
    async with launched(platform) as page:
        await play_on(page, pick=1)
    (output,) = platform.of_verb(verb)

    assert output["result"]["success"] == (verb == "passed")
    assert output["result"]["score"]["max"] == 100
    assert {CMI5, MOVE_ON} <= categories(output)


@in_browser
async def test_the_first_run_counts_and_the_first_that_passes() -> None:
    """Failed is sent once, passed for the first run that does, with the points on the page."""
    platform = course()
    platform.launch["masteryScore"] = 0.6
    async with launched(platform) as page:
        points = [points async for points in replays(page, (0, 1, 2, 0, 0))]
    (failed,), (passed,) = platform.of_verb("failed"), platform.of_verb("passed")

    assert failed["result"]["score"]["raw"] == points[0]
    assert passed["result"]["score"]["raw"] == next(mean for mean in points if mean >= 60)
    assert len([mean for mean in points if mean < 60]) > 1
    assert points[0] % 1


@in_browser
async def test_a_look_around_counts_nothing() -> None:
    """A launch for review plays without reporting completion."""
    platform = course()
    platform.launch["launchMode"] = "Review"
    async with launched(platform) as page:
        await play_on(page, pick=1)

    assert platform.of_verb("completed") == []
