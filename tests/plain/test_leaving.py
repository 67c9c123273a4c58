"""Leaving loses nothing, and the way back is said."""

from __future__ import annotations

from contextlib import closing
from itertools import islice
from pathlib import Path

import pytest

from game.core.playthrough import Phase
from game.core.view import view
from game.journal.database import open_file
from game.journal.runs import utc_now
from game.journal.store import Journal
from tests.journal.stories import ENDLESS, on_and_on
from tests.plain.table import SEED, WARD, Table, answers


ALL = answers("door.card", "hall.ask")
COMMAND = "two-hats play ward --plain"
WAY_BACK = ["Saved. To go on:", COMMAND, ""]


@pytest.mark.parametrize("steps", range(1, len(ALL)))
@pytest.mark.parametrize("end", [[], ["quit"]])
def test_every_step_is_kept(steps: int, end: list[str]) -> None:
    """Wherever the input ends or the player quits, the next start stands at the same step."""
    table = Table()
    left = table.play(*ALL[:steps], *end).play
    assert table.said[-3:] == WAY_BACK
    resumed = table.resume().play
    assert resumed == left
    assert "Going on where you left off." in table.text
    assert "Type new to begin again." in table.said


def test_a_resumed_game_says_where_it_stands() -> None:
    """The title, the scene and what it waits for come first; then the whole step."""
    table = Table()
    table.play(*ALL[:2])
    table.resume()
    assert table.said[:3] == [
        "The Ward",
        "",
        "Going on where you left off. Scene 1 of 2: Twenty to three, waiting for your choice.",
    ]
    assert "Ana stands frozen by the bed." in table.said
    assert table.said[-5:-3] == ["Your choice, 1 to 3:", ""]


@pytest.mark.parametrize("width", [1, 20, 72])
def test_the_command_is_on_one_line(width: int) -> None:
    """In however narrow a window, what is to be copied stands on a line of its own."""
    table = Table(width=width)
    table.play(*ALL[:2], "quit")
    assert table.said[-2:] == [COMMAND, ""]


def test_new_begins_afresh() -> None:
    """A fresh run has its own seed and stands at the briefing; the other one stays open."""
    table = Table()
    table.play(*ALL[:3])
    session = table.resume("new", "")
    assert session.play.seed == SEED + 1
    assert session.play.phase is Phase.CALL
    assert f"Seed {SEED + 1}. Type help at any prompt." in table.said
    assert [run.seed for run in table.journal.runs("ward")] == [SEED + 1, SEED]


def test_nothing_is_said_to_be_saved_before_the_first_step() -> None:
    """A briefing that was only looked at leaves nothing behind, and claims nothing."""
    table = Table()
    table.play("quit")
    assert table.said[-3:-1] == ["Nothing is saved. To begin again:", COMMAND]
    assert table.journal.runs() == ()


@pytest.mark.parametrize("end", [[], [""], ["quit"]])
def test_a_finished_game_just_ends(end: list[str]) -> None:
    """After the ending there is nothing to go on with."""
    table = Table()
    play = table.play(*ALL, *end).play
    assert play.phase is Phase.ENDING
    assert "To go on" not in table.text
    assert table.journal.unfinished() is None


def test_the_ending_can_still_be_turned_back() -> None:
    """From the ending the last why can be read again, and the ending after it."""
    table = Table()
    play = table.play(*ALL, "back", "what", "").play
    assert play.phase is Phase.ENDING
    assert view(play).points == 80


def test_what_could_not_be_kept_is_said_once() -> None:
    """The game goes on without its journal, says so, and does not claim to have saved."""
    table = Table()
    session = table.journal.begin(WARD, SEED)
    table.journal.close()
    play = table.play(*ALL[:3], session=session).play
    assert play.phase is Phase.OUTCOME
    assert table.text.count("could not be kept") == 1
    assert table.said[-3:-1] == ["Nothing is saved. To begin again:", COMMAND]


def test_what_was_kept_before_is_not_called_lost() -> None:
    """When only the last step could not be kept, the way back to what was kept is printed."""
    table = Table()
    session = table.play(*ALL[:2])
    table.journal.close()
    table.play(*ALL[2:3], session=session)
    assert table.said[-3:-1] == [
        "Your last step is not saved; what came before it is. To go on:",
        COMMAND,
    ]


def test_how_many_steps_are_lost_is_counted() -> None:
    """Several steps that could not be kept are told by their number."""
    table = Table()
    session = table.play(*ALL[:2])
    table.journal.close()
    table.play(*ALL[2:4], session=session)
    assert table.said[-3:-1] == [
        "Your last 2 steps are not saved; what came before them is. To go on:",
        COMMAND,
    ]


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (0, "Nothing is saved. To begin again"),
        (2, "What you did now is not saved; what came before is. To go on"),
    ],
)
def test_a_journal_that_keeps_nothing_now(before: int, said: str) -> None:
    """Where nothing is stored in this session, what an earlier one stored is not called lost."""
    table = Table()
    session = table.play(*ALL[:before])
    if before:
        session = table.journal.resume(session.run, WARD)
    table.play(*ALL[before : before + 1], session=session, kept=False)
    assert table.said[-3:-1] == [f"{said}:", COMMAND]


def test_help_claims_nothing_that_is_not_so() -> None:
    """While something is not saved, the line on quitting does not say that it is."""
    table = Table()
    session = table.play("help")
    assert "quit: stop here; every step is saved" in table.said
    table.journal.close()
    table.play("", "help", session=session)
    assert "quit: stop here; every step is saved" not in table.said
    assert "quit: stop here; not every step is saved" in table.said


def test_leaving_on_a_full_disk(tmp_path: Path) -> None:
    """Where the disk is full by the last step, leaving says so; the steps before it are there."""
    path = tmp_path / "journal.sqlite3"
    with closing(open_file(path, patience=0).connection) as connection:
        table = Table(scenario=ENDLESS, journal=Journal(connection, None, utc_now))
        session = table.journal.begin(ENDLESS, SEED)
        connection.execute("PRAGMA max_page_count = 1")
        for action in islice(on_and_on(), 1_000):
            session.act(action)
            if not session.saved:
                break
        table.play(session=session)
    assert table.said[-3:-1] == [
        "Your last step is not saved; what came before it is. To go on:",
        "two-hats play endless --plain",
    ]
    with closing(Journal.open(path)) as journal:
        run = journal.unfinished()
        assert run is not None
        assert journal.resume(run, ENDLESS).play.actions == session.play.actions[:-1]


def test_a_run_that_went_on_elsewhere_is_saved() -> None:
    """A run carried on in two windows becomes two runs, and leaving does not call that a loss."""
    table = Table()
    item = table.play(*ALL[:2])
    other = table.journal.resume(item.run, WARD)
    table.play(*ALL[2:3], session=item)
    table.play(*ALL[2:3], session=other)
    assert "a run of its own" in table.text
    assert table.said[-3:] == WAY_BACK


def test_a_changed_scenario_is_said() -> None:
    """What was left out on resuming is told before the game goes on."""
    table = Table()
    table.play(*ALL[:3])
    session = table.journal.resume(table.journal.runs()[0], WARD)
    session.notice = "The scenario has changed."
    table.play(session=session)
    assert "The scenario has changed." in table.said
