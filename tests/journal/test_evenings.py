"""An evening in the journal: one room for each scenario, with the same people."""

from __future__ import annotations

import csv
import json
import sqlite3
from io import StringIO
from pathlib import Path

import pytest
from attrs import evolve

from game.core.failure import Failure
from game.journal.exports import rooms as exports
from game.journal.rooms import RoomSession
from game.journal.store import Journal
from game.room import actions, messages
from game.room.state import Stage
from game.server.take_home import take_home
from tests.room.rooms import story
from tests.tui.rooms import to_stage


OTHER = evolve(story(), id="other", title="Another")


def begun(journal: Journal) -> RoomSession:
    """A room with two people and a paired console, in its lobby."""
    session = journal.rooms.begin(story(), 1, "K7QFA")
    session.apply_all([actions.Join("a", "Ana", 3), actions.Join("b")])
    session.let_in(["digest"])
    return session


def test_each_scenario_is_a_room_of_its_own(tmp_path: Path) -> None:
    """Code, people and consoles go on in the next room; the one before stays as it was played."""
    journal = Journal.open(tmp_path / "journal.db")
    session = begun(journal)
    to_stage(session, Stage.OVER)
    before, seats = session.room, session.room.seats
    assert journal.rooms.go_on_with(session, OTHER, 2) is None
    to_stage(session, Stage.VOTE)

    first, second = journal.rooms.evening(session.run)
    assert (first.code, first.stage, second.code, second.stage) == (
        *("K7QFA", "over"),
        *("K7QFA", "vote"),
    )
    assert second.consoles == "digest"
    again = Journal.open(tmp_path / "journal.db").rooms
    assert again.resume(first, story()).room == before
    assert again.resume(second, OTHER).room == session.room
    assert session.room.seats == seats
    assert [item.room for item in session.earlier] == [before]


def test_the_evening_is_resumed_at_its_last_scenario(tmp_path: Path) -> None:
    """A kill resumes the newest room of the evening, also when its scenario is over."""
    journal = Journal.open(tmp_path / "journal.db")
    session = begun(journal)
    for number, scenario in enumerate((OTHER, story(), OTHER), 2):
        to_stage(session, Stage.OVER)
        rooms = Journal.open(tmp_path / "journal.db").rooms
        assert [run.id for run in rooms.unfinished_runs()] == [number - 1]
        journal.rooms.go_on_with(session, scenario, number)
        rooms = Journal.open(tmp_path / "journal.db").rooms
        assert [run.id for run in rooms.unfinished_runs()] == [number]
    to_stage(session, Stage.ENDED)
    assert Journal.open(tmp_path / "journal.db").rooms.unfinished() is None


def test_another_scenario_before_the_first_scene(tmp_path: Path) -> None:
    """A scenario that was chosen by mistake leaves no record; its people are in the other."""
    journal = Journal.open(tmp_path / "journal.db")
    session = begun(journal)
    assert journal.rooms.go_on_with(session, OTHER, 2) is None
    assert [run.title for run in journal.rooms.runs()] == ["Another"]
    assert session.earlier == ()
    assert set(session.room.seats) == {"a", "b"}
    session.act(actions.GoOn())
    refusal = journal.rooms.go_on_with(session, story(), 3)
    assert isinstance(refusal, Failure)
    assert refusal.message == messages.NOT_BETWEEN


def test_a_scenario_that_was_voted_in_is_kept(tmp_path: Path) -> None:
    """Back in the lobby by undo, a room with votes or hands stays, though it was not played."""
    journal = Journal.open(tmp_path / "journal.db")
    for action in (
        lambda ballot: actions.Vote("a", ballot, "lead"),
        lambda ballot: actions.Hands(ballot, (2, 1, 0)),
    ):
        session = begun(journal)
        to_stage(session, Stage.VOTE)
        assert session.room.ballot is not None
        session.apply_all([action(session.room.ballot.key), actions.Undo(), actions.Undo()])
        before, stored = session.room, session.run
        assert before.stage is Stage.LOBBY
        assert journal.rooms.go_on_with(session, OTHER, 2) is None
        again = Journal.open(tmp_path / "journal.db").rooms
        assert again.resume(stored, story()).room == before
        assert session.earlier == ()


def test_votes_that_wait_for_the_disk_hold_the_next_scenario(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While something of a room is not stored, the evening does not go on and lose it."""
    journal = Journal.open(tmp_path / "journal.db")
    session = begun(journal)

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    to_stage(session, Stage.OVER)
    with monkeypatch.context() as patch:
        patch.setattr(session, "_keep", full)
        session.act(actions.Join("late"))
        assert journal.rooms.go_on_with(session, OTHER, 2) == session.failure is not None
        assert session.room.play.scenario == story()
    assert journal.rooms.go_on_with(session, OTHER, 2) is None
    assert set(session.room.seats) == {"a", "b", "late"}


def test_records_leave_out_who_had_left(tmp_path: Path) -> None:
    """Notes, JSON and the page to keep count who was in a scenario, not who left before it."""
    journal = Journal.open(tmp_path / "journal.db")
    session = begun(journal)
    to_stage(session, Stage.OVER)
    (ana, ben) = session.room.seats.values()
    session.act(actions.Away((ben.id,)))
    journal.rooms.go_on_with(session, OTHER, 2)
    to_stage(session, Stage.OVER)
    for played, people in ((session.earlier[0].room, 2), (session.room, 1)):
        notes = exports.markdown(session.run, played, names=True)
        assert f"{people} by phone" in notes
        assert (f"- {ben.name}" in notes) is (people == 2)
        assert json.loads(exports.data(session.run, played))["people"]["phones"] == people
        assert f"Played by a room of {people}." in take_home([played], ana.id)


def test_exports_name_the_evening(tmp_path: Path) -> None:
    """Each format of one room says which scenarios the evening had, and in which order."""
    journal = Journal.open(tmp_path / "journal.db")
    session = begun(journal)
    for number, scenario in enumerate((OTHER, story()), 2):
        to_stage(session, Stage.OVER)
        journal.rooms.go_on_with(session, scenario, number)
    to_stage(session, Stage.OVER)
    evening = journal.rooms.evening(session.run)
    run, room = evening[1], session.earlier[1].room
    notes = exports.markdown(run, room, evening=evening)
    assert "Scenario 2 of 3 of the evening that began with room 1:" in notes
    assert "1. An Example (room 1)\n2. **Another** (room 2)\n3. An Example (room 3)" in notes
    (row, *_) = csv.DictReader(StringIO(exports.spreadsheet(run, room, evening=evening)[1:]))
    assert (row["room"], row["evening"], row["evening_number"]) == ("2", "1", "2")
    named = json.loads(exports.data(run, room, evening=evening))["evening"]
    assert [(item["room"], item["title"]) for item in named] == [
        (item.id, item.title) for item in evening
    ]
    assert "evening" not in exports.markdown(run, room)
