"""The debrief in plain mode, and how sure a call was."""

from __future__ import annotations

from game.core.actions import Confidence
from game.core.debrief import Point, ResolveCall, Walk
from game.journal.store import Journal
from game.plain.io import LineIO
from game.plain.loop import PlayLoop
from game.text.debrief import NOTHING_MISSED
from tests.plain.table import BOOK, WARD, Table, answers, number


PLAYED = answers("door.talk", "hall.count")


def test_think_it_over() -> None:
    """At the end one word tells the cue, call, deed and what came of it, and asks one question."""
    table = Table()
    table.play(*PLAYED, "think")
    for output in (
        "Scene 1: Twenty to three.",
        "Cue: “stands frozen by the bed”.",
        "Called: manage, then lead.",
        "Tokens served of those needed:",
        "Direction: 50, then",
        "Which line shows it most clearly?",
        "One thing for your next working day",
    ):
        assert output in table.text


def test_a_line_is_answered_and_not_graded() -> None:
    """A number picks a line; what the key hears in it is told, whatever was picked."""
    table = Table()
    table.play(*PLAYED, "line 1", "line 99")
    assert "Why the key says" in table.text
    assert "Please type line and one of the numbers." in table.text


def test_a_plan_is_kept() -> None:
    """A number keeps a plan, and the words of it are said once more."""
    typed = iter([*PLAYED, "plan 1"])
    sentence: list[str] = []
    journal = Journal.open(None)
    PlayLoop(
        session=journal.begin(WARD, 3),
        afresh=None,
        name="ward",
        book=BOOK,
        io=LineIO(read=lambda: next(typed, None), write=sentence.append, width=0),
    ).run()
    kept = journal.setting("plan", "")
    assert kept
    assert [line for line in sentence if line.startswith("Kept:")] == [f"Kept: {kept}"]


def test_reflections_are_kept_beside_the_run() -> None:
    """Another road walked, a line and a plan picked are in the journal; the taken road is not."""
    table = Table()
    why = ["", "4", number(WARD, "door", "talk"), ""]
    explored_choices = [f"what {number(WARD, 'door', choice)}" for choice in ("card", "talk")]
    session = table.play(*why, *explored_choices, "", *PLAYED[5:], "line 1", "line 99", "plan 1")
    kept = table.journal.kept(session.run)
    assert kept is not None
    walk, point, resolve = [reflection.what for reflection in kept.reflections]
    assert walk == Walk("door", "card")
    assert isinstance(point, Point)
    assert isinstance(resolve, ResolveCall)
    assert len(kept.actions) == len(session.play.actions)


def test_a_whole_run_offers_nothing_to_mend() -> None:
    """Where nothing was missed, the words for a line and a plan say so."""
    table = Table()
    table.play(
        *answers("door.card"), *answers("hall.ask", call="1")[1:], "think", "line 1", "plan 1"
    )
    assert table.said.count(NOTHING_MISSED) == 2


def test_nothing_to_think_over_before_the_end() -> None:
    """Before the ending the words say when they will help."""
    table = Table()
    table.play("", "think")
    assert "once the story has ended" in table.text


def test_how_sure_a_call_was() -> None:
    """Between call and choice a word says it; elsewhere it says where it belongs."""
    table = Table()
    session = table.play("", "sure", "4", "sure", number(WARD, "door", "talk"))
    assert "after your call and before your choice" in table.text
    assert "Your call: sure. It is not scored." in table.text
    assert session.play.turns[0].confidence is Confidence.SURE
