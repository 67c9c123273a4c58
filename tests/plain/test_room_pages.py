"""What the projector shows of a room is printed line by line as well."""

from __future__ import annotations

import re

import pytest

from game.room import actions, messages
from game.room.state import Stage
from game.room.views import projector
from game.text import explanation, judgement
from game.tui import projector_pages
from tests.plain.test_console import led
from tests.tui.rooms import to_stage, vote
from tests.tui.test_console import Line, line


WIDE = 200
"""Columns that hold each line of a page."""
DRAWN = {Stage.WHY, Stage.WHAT}
"""Stages with a page that is drawn; what it says is printed in sentences."""


def voted(stage: Stage) -> Line:
    """A room of three, split on its first scene, that has come to *stage*."""
    end = line()
    to_stage(end.session, Stage.VOTE)
    vote(end.session, "lead", "lead", "manage")
    end.session.apply_all([actions.GoOn(), actions.GoOn()])
    vote(end.session, "talk", "talk", "captain")
    end.session.apply_all([actions.Reveal(), actions.GoOn()])
    to_stage(end.session, stage)
    return end


def printed(end: Line) -> str:
    """Return what the room's page reads, without line breaks and double blanks."""
    return " ".join(led(end, ["read"]).split())


@pytest.mark.parametrize("stage", sorted(set(Stage) - {Stage.VOTE, *DRAWN}))
def test_the_text_of_each_page_is_printed(stage: Stage) -> None:
    """Each line of the projector's page is, but for signs that only the eye needs."""
    end = line()
    to_stage(end.session, stage)
    page = projector_pages.page(projector(end.session.room), WIDE).plain
    told = printed(end)
    headings = {"Talk", "What happened", "What the room would do", "How the room called it"}
    for text in page.splitlines():
        text = re.sub(r"^([A-F])  ", r"\1: ", text)
        words = " ".join(text.lstrip("●○▪").removeprefix("Talk  ").split())
        assert words in told or words in headings, words


def test_why_is_printed_in_full() -> None:
    """The need, the verdict, the other case, the room's calls, the table, readers and ideas."""
    end = voted(Stage.WHY)
    why = projector(end.session.room).story.why
    assert why is not None
    told = printed(end)
    for text in (
        "The moment needed: manage, then lead.",
        judgement.verdict(why),
        "This would be right if no list had been rehearsed and the crew had lost heart.",
        "How the room called it Lead: 2. Manage: 1. Lead, then manage: 0. "
        "Manage, then lead: 0, the key.",
        "Focus: “people” (lead) was needed, 2 tokens.",
        explanation.readers(why),
        "Ideas: ",
    ):
        assert text in told


def test_the_debrief_is_printed_in_full() -> None:
    """Each page has its name and question; the log and the best other case stand on theirs."""
    told = " ".join(led(voted(Stage.ENDING), ["next", "next", "next", "next"]).split())
    for title, about in messages.DEBRIEF.values():
        assert f"{title} {about}" in told
    for text in (
        "Scene 1: Twenty past nine. Chose: Call the crew into the office first.",
        "Called lead. Needed: manage, then lead.",
        "Some would have: Ask Captain Vuk to take over",
        "Right if the crew had no list and the captain knew the drill.",
    ):
        assert told.count(text) == 1
    places = [messages.STAGES[stage] for stage in messages.DEBRIEF]
    assert len(set(places)) == len(places)
    assert all(f"Now {place}." in told for place in places)


def test_a_page_that_was_heard_is_not_repeated() -> None:
    """What happened begins with the decision; trust is told once, and why does not repeat it."""
    end = voted(Stage.OUTCOME)
    choice = end.session.room.play.scenario.scenes["quay"].choices["talk"]
    told = " ".join(led(end, ["next"]).split())
    assert told.index(choice.text) < told.index(choice.outcome)
    why = projector(end.session.room).story.why
    assert why is not None
    for text in (choice.text, choice.outcome, *map(explanation.trust_move, why.trust)):
        assert told.count(text) == 1


@pytest.mark.parametrize("stage", [Stage.OVER, Stage.ENDED])
def test_help_at_the_end_has_the_word_that_leads_on(stage: Stage) -> None:
    """After the end, next lists the scenarios; help says that it works."""
    end = line()
    to_stage(end.session, stage)
    assert "next: what comes next" in led(end, ["help"])
    assert messages.NEXT_SCENARIO in led(end, ["next"])
