"""Rooms in the journal: kept before they are acknowledged, and carried on as they were."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from attrs import evolve

from game.core.failure import Failure, message_of
from game.journal.entrances import Entrance
from game.journal.room_codec import ROOM
from game.journal.rooms import RoomSession
from game.journal.store import Journal
from game.room import actions
from game.room.state import Room, Stage
from tests.journal.resealed import reseal
from tests.room.rooms import seat, story


def begun(journal: Journal) -> RoomSession:
    """A room whose first call is open, with two seats."""
    session = journal.rooms.begin(story(), 1, "K7QFA")
    session.apply_all(
        [actions.Join(seat(0)), actions.Join(seat(1)), actions.GoOn(), actions.GoOn()]
    )
    return session


def to_the_projector() -> list[actions.RoomAction]:
    """The facilitator's actions from the lobby to the sharing of lines."""
    scene = (
        actions.GoOn(),
        actions.GoOn(),
        actions.Decide("lead"),
        actions.GoOn(),
        actions.Decide("good"),
    )
    return [*(*scene, actions.GoOn(), actions.GoOn()) * 2, *[actions.GoOn()] * 4]


def test_a_room_is_carried_on(tmp_path: Path) -> None:
    """Another process finds the same seats, stage and votes, without any closing."""
    session = begun(Journal.open(tmp_path / "journal.db"))
    session.act(actions.Vote(seat(0), "1.hall.call.1", "lead"))
    again = Journal.open(tmp_path / "journal.db").rooms
    run = again.unfinished()
    assert run is not None
    assert (run.code, run.stage, run.seed) == ("K7QFA", "vote", 1)
    assert again.resume(run, story()).room == session.room


def test_what_is_acknowledged_is_on_the_disk(tmp_path: Path) -> None:
    """When a vote's result is given, another connection reads it already."""
    session = begun(Journal.open(tmp_path / "journal.db"))
    session.act(actions.Vote(seat(1), "1.hall.call.1", "manage"))
    rows = sqlite3.connect(tmp_path / "journal.db").execute("SELECT data FROM room_acts")
    assert '"option": "manage"' in rows.fetchall()[-1][0]


def test_refused_actions_are_not_kept(tmp_path: Path) -> None:
    """A refused action is not stored; others in the same write are."""
    session = begun(Journal.open(tmp_path / "journal.db"))
    results = session.apply_all(
        [
            actions.Vote("nobody", "1.hall.call.1", "lead"),
            actions.Vote(seat(0), "1.hall.call.1", "lead"),
        ]
    )
    assert [type(result) for result in results] == [Failure, Room]
    again = Journal.open(tmp_path / "journal.db").rooms
    assert again.resume(again.runs()[0], story()).room.votes == {"1.hall.call.1": {seat(0): "lead"}}


def test_a_line_that_was_taken_down_stays_down(tmp_path: Path) -> None:
    """A resumed room does not have the line, and still notifies its author."""
    journal = Journal.open(tmp_path / "journal.db")
    session = journal.rooms.begin(story(), 1, "K7QFA")
    session.apply_all([actions.Join(seat(0)), actions.Join(seat(1)), *to_the_projector()])
    session.apply_all([actions.Share(seat(0), "Rude."), actions.Share(seat(1), "Ask first.")])
    session.apply_all([actions.ShowLines(("Ask first.",)), actions.TakeDown("Rude.")])
    later = Journal.open(tmp_path / "journal.db")
    again = later.rooms.resume(later.rooms.runs()[0], story())
    assert again.room == session.room
    assert again.room.lines == ("Ask first.",)
    assert again.room.taken_down == {seat(0)}
    journal.close()
    later.close()
    assert all(b"Rude." not in file.read_bytes() for file in tmp_path.iterdir())


def test_a_line_that_was_taken_back_leaves_the_file(tmp_path: Path) -> None:
    """Only the last line of a seat is in the journal; what others shared and saw stays as it is."""
    journal = Journal.open(tmp_path / "journal.db")
    session = journal.rooms.begin(story(), 1, "K7QFA")
    session.apply_all([*(actions.Join(seat(who)) for who in range(3)), *to_the_projector()])
    for who, text in ((0, "My boss shouts."), (1, "Ask."), (0, "Ask."), (2, "I am Lea."), (2, "")):
        session.act(actions.Share(seat(who), text))
        session.act(actions.ShowLines((text,)))
    session.act(actions.Share(seat(0), "List."))
    later = Journal.open(tmp_path / "journal.db")
    again = later.rooms.resume(later.rooms.runs()[0], story())
    assert again.notice is None
    assert again.room == session.room
    assert (again.room.lines, again.room.held) == (("Ask.",), ("List.",))
    journal.close()
    later.close()
    for gone in (b"shouts", b"Lea"):
        assert all(gone not in file.read_bytes() for file in tmp_path.iterdir())


def test_a_line_sent_again_with_its_removal_is_kept(tmp_path: Path) -> None:
    """What is erased is what was there before, not the same line after it in the same write."""
    journal = Journal.open(tmp_path / "journal.db")
    session = journal.rooms.begin(story(), 1, "K7QFA")
    session.apply_all([actions.Join(seat(0)), *to_the_projector(), actions.Share(seat(0), "Ask.")])
    session.apply_all([actions.TakeDown("Ask."), actions.Share(seat(0), "Ask.")])
    again = journal.rooms.resume(journal.rooms.runs()[0], story())
    assert again.notice is None
    assert again.room == session.room
    assert again.room.held == ("Ask.",)


def test_what_a_removed_seat_sent_leaves_the_file(tmp_path: Path) -> None:
    """Its line and its questions, answered or not; the same line of another stays."""
    journal = Journal.open(tmp_path / "journal.db")
    session = journal.rooms.begin(story(), 1, "K7QFA")
    session.apply_all([*(actions.Join(seat(who)) for who in range(3)), actions.GoOn()])
    session.apply_all(
        [
            actions.AskPuzzle(seat(1), "Is Lea ill?"),
            actions.ClosePuzzle(1, answered=True),
            actions.AskPuzzle(seat(1), "Does my boss know?"),
            actions.AskPuzzle(seat(2), "Who pays?"),
            *to_the_projector()[1:],
            actions.Share(seat(0), "Ask."),
            actions.Share(seat(1), "Ask."),
            actions.Share(seat(2), "I shout."),
            actions.ShowLines(("Ask.",)),
            actions.Remove(seat(1)),
            actions.Remove(seat(2)),
            actions.Remove(seat(2), on=False),
        ]
    )
    again = journal.rooms.resume(journal.rooms.runs()[0], story())
    assert again.notice is None
    assert again.room == session.room
    assert again.room.lines == ("Ask.",)
    journal.close()
    for gone in (b"Lea", b"boss", b"pays", b"shout"):
        assert all(gone not in file.read_bytes() for file in tmp_path.iterdir())


def test_another_line_does_not_read_the_whole_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a seat replaces its line, only the actions that contain that line are decoded."""
    journal = Journal.open(tmp_path / "journal.db")
    session = journal.rooms.begin(story(), 1, "K7QFA")
    session.apply_all([*(actions.Join(seat(who)) for who in range(50)), *to_the_projector()])
    session.apply_all([actions.Share(seat(who), f"Line {who}.") for who in range(50)])
    decoded: list[str] = []
    monkeypatch.setattr(ROOM, "loads", decoded.append)
    session.act(actions.Share(seat(3), "Another."))
    assert len(decoded) == 1


def test_questions_that_were_taken_away_leave_the_file(tmp_path: Path) -> None:
    """Also those that their seats took back; answered and open ones are there again."""
    journal = Journal.open(tmp_path / "journal.db")
    session = journal.rooms.begin(story(), 1, "K7QFA")
    session.apply_all([*(actions.Join(seat(who)) for who in range(3)), actions.GoOn()])
    session.apply_all(
        [
            actions.AskPuzzle(seat(0), "Why so loud?"),
            actions.AskPuzzle(seat(1), "Is Lea ill?"),
            actions.AskPuzzle(seat(2), "Does my boss know?"),
            actions.Upvote(seat(0), 2),
            actions.ClosePuzzle(1, answered=True),
            actions.ClosePuzzle(2, answered=False),
            actions.AskPuzzle(seat(2), ""),
            actions.AskPuzzle(seat(2), "Who pays?"),
        ]
    )
    later = Journal.open(tmp_path / "journal.db")
    again = later.rooms.resume(later.rooms.runs()[0], story())
    assert again.notice is None
    assert again.room == session.room
    assert [puzzle.text for puzzle in again.room.puzzles] == ["Why so loud?", "", "", "Who pays?"]
    journal.close()
    later.close()
    for gone in (b"Lea", b"boss"):
        assert all(gone not in file.read_bytes() for file in tmp_path.iterdir())


def test_a_room_nobody_came_to(tmp_path: Path) -> None:
    """A room that was opened and left without an act is not listed."""
    journal = Journal.open(tmp_path / "journal.db")
    journal.rooms.begin(story(), 1, "K7QFA")
    assert journal.rooms.unfinished() is None


def test_the_entrance_is_kept(tmp_path: Path) -> None:
    """Where phones found a room is stored with it; where that is damaged, the room goes on."""
    path = tmp_path / "journal.db"
    session = Journal.open(path).rooms.begin(story(), 1, "K7QFA")
    entrance = Entrance(port=8082, bind="127.0.0.1", announced="127.0.0.1")
    session.open_at(entrance)
    session.act(actions.Join(seat(0)))
    moved = evolve(entrance, port=8083)
    session.open_at(moved)
    later = Journal.open(path).rooms
    assert later.resume(later.runs()[0], story()).entrance == moved
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE room_entrances SET data = replace(data, '8083', '9999')")
    again = later.resume(later.runs()[0], story())
    assert again.entrance is None
    assert again.room == session.room


def test_a_finished_room_is_not_carried_on(tmp_path: Path) -> None:
    """When its evening has ended, a room is listed and no longer offered."""
    journal = Journal.open(tmp_path / "journal.db")
    session = journal.rooms.begin(story(), 1, "K7QFA")
    while session.room.stage is not Stage.OVER:
        after = session.act(actions.GoOn(anyway=True))
        if isinstance(after, Failure):
            assert session.room.ballot is not None
            question = session.room.ballot.question.value
            session.act(actions.Decide("lead" if question == "call" else "good"))
    session.act(actions.End())
    assert journal.rooms.unfinished() is None
    assert [run.finished for run in journal.rooms.runs()] == [True]


def test_a_damaged_entry(tmp_path: Path) -> None:
    """An unreadable entry is skipped and reported; the rest is valid."""
    session = begun(Journal.open(tmp_path / "journal.db"))
    with sqlite3.connect(tmp_path / "journal.db") as file:
        file.execute('UPDATE room_acts SET data = \'{"do": "Vo\' WHERE number = 3')
        reseal(file)
    journal = Journal.open(tmp_path / "journal.db")
    again = journal.rooms.resume(journal.rooms.runs()[0], story())
    assert again.notice == "1 entry of this room could not be read."
    assert list(again.room.seats) == [seat(0)]
    again.act(actions.Join(seat(2)))
    assert session.run.id == again.run.id


def test_a_full_disk(tmp_path: Path) -> None:
    """While nothing can be written the room goes on and reports it; later everything is stored."""
    path = tmp_path / "journal.db"
    session = begun(Journal.open(path, patience=0.0))
    blocker = sqlite3.connect(path, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    session.act(actions.Vote(seat(0), "1.hall.call.1", "lead"))
    assert session.failure is not None
    assert "locked" in message_of(session.failure)
    blocker.execute("ROLLBACK")
    session.act(actions.Vote(seat(1), "1.hall.call.1", "manage"))
    assert session.failure is None
    rooms = Journal.open(path).rooms
    votes = rooms.resume(rooms.runs()[0], story()).room.votes["1.hall.call.1"]
    assert votes == {seat(0): "lead", seat(1): "manage"}


def test_what_waits_is_kept_without_a_further_action(tmp_path: Path) -> None:
    """When the disk can be written again, everything is stored, and watchers are notified."""
    path = tmp_path / "journal.db"
    session = begun(Journal.open(path, patience=0.0))
    blocker = sqlite3.connect(path, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    session.act(actions.Vote(seat(0), "1.hall.call.1", "lead"))
    blocker.execute("ROLLBACK")
    calls: list[int] = []
    session.watch(lambda: calls.append(1))
    session.keep()
    assert (session.failure, calls) == (None, [1])
    rooms = Journal.open(path).rooms
    assert rooms.resume(rooms.runs()[0], story()).room == session.room


def test_a_room_carried_on_twice(tmp_path: Path) -> None:
    """When two processes resume a room, each stores what it acknowledged, as separate rooms."""
    path = tmp_path / "journal.db"
    first = begun(Journal.open(path))
    journal = Journal.open(path)
    second = journal.rooms.resume(journal.rooms.runs()[0], story())
    first.act(actions.Vote(seat(0), "1.hall.call.1", "lead"))
    second.act(actions.Vote(seat(0), "1.hall.call.1", "manage"))
    first.act(actions.Vote(seat(1), "1.hall.call.1", "lead"))
    assert (first.failure, second.failure) == (None, None)
    assert first.notice is None
    assert second.notice is not None
    assert "in another window as well" in second.notice
    rooms = {run.id: journal.rooms.resume(run, story()).room for run in journal.rooms.runs()}
    assert rooms == {first.run.id: first.room, second.run.id: second.room}


def test_a_scenario_that_has_changed(tmp_path: Path) -> None:
    """Invalid actions are skipped and reported; the rest of the room is resumed."""
    session = begun(Journal.open(tmp_path / "journal.db"))
    session.apply_all(
        [actions.TakeRole(seat(0), "ana"), actions.Vote(seat(0), "1.hall.call.1", "lead")]
    )
    changed = evolve(story(), cast={"ben": story().cast["ben"]})
    rooms = Journal.open(tmp_path / "journal.db").rooms
    again = rooms.resume(rooms.runs()[0], changed)
    assert again.notice is not None
    assert again.notice.endswith("has changed since: 1 step no longer holds.")
    assert again.room.seats[seat(0)].role is None
    assert again.room.votes == session.room.votes


@pytest.mark.parametrize("accepted", [True, False])
def test_watchers_are_notified(accepted: bool) -> None:
    """Watchers are notified of changes, and not when an action was refused."""
    session = begun(Journal.open(None))
    calls: list[int] = []
    stop = session.watch(lambda: calls.append(1))
    session.act(actions.Join("late") if accepted else actions.Vote("nobody", "x", "lead"))
    assert calls == [1] * accepted
    stop()
    session.act(actions.Join("later"))
    assert calls == [1] * accepted


def test_consoles_are_kept_beside_the_room(tmp_path: Path) -> None:
    """A pairing is stored at once, with the first action, or when the disk can be written again."""
    path = tmp_path / "journal.db"

    def kept() -> frozenset[str]:
        rooms = Journal.open(path).rooms
        return rooms.resume(rooms.runs()[0], story()).consoles

    session = Journal.open(path, patience=0.0).rooms.begin(story(), 1, "K7QFA")
    session.let_in({"one"})
    session.act(actions.GoOn())
    assert kept() == {"one"}
    session.let_in({"one", "two"})
    assert kept() == {"one", "two"}
    blocker = sqlite3.connect(path, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    session.let_in(())
    assert session.failure is not None
    blocker.execute("ROLLBACK")
    assert kept() == {"one", "two"}
    session.keep()
    assert not kept()
    assert session.failure is None


def test_a_room_of_an_earlier_version(tmp_path: Path) -> None:
    """
    A half-played room of version 11 goes on where it was, by the rules it was played by.

    There a second vote started empty, so the one ballot of it outvoted the four before.
    """
    path = tmp_path / "journal.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(Path(__file__).with_name("version-11.sql").read_text())
    rooms = Journal.open(path).rooms
    session = rooms.resume(rooms.runs()[0], story())
    assert (session.notice, session.entrance) == (None, None)
    room = session.room
    assert (room.stage, room.play.turns[0].choice) == (Stage.VOTE, "poor")
    assert room.ballot is not None
    assert room.votes[room.ballot.key] == {seat(1): "manage"}
    assert isinstance(session.act(actions.GoOn(anyway=True)), Room)
    again = Journal.open(path).rooms
    assert again.resume(again.runs()[0], story()).room == session.room


def test_a_talk_starts_its_clock(tmp_path: Path) -> None:
    """Two minutes run from the moment that the room talks, also after it is resumed."""
    path = tmp_path / "journal.db"
    session = begun(Journal.open(path, clock=lambda: datetime.fromtimestamp(1000, UTC)))
    session.apply_all([actions.Decide("lead"), actions.GoOn(), actions.Talk(anyway=True)])
    assert (session.room.stage, session.room.timer) == (Stage.TALK, 1120.0)
    again = Journal.open(path).rooms
    assert again.resume(again.runs()[0], story()).room.timer == 1120.0
    session.act(actions.GoOn())
    assert session.room.timer == 0


@pytest.mark.parametrize(
    ("until", "expected"),
    [(1300.0, 1300.0), (1030.0, 1030.0), (1000.0, 1120.0), (0.0, 1120.0)],
)
@pytest.mark.parametrize("back", [False, True])
def test_a_talk_keeps_a_clock_that_runs(
    tmp_path: Path, until: float, expected: float, back: bool
) -> None:
    """A clock that has not ended goes on in a talk, also in one that is undone to."""
    path = tmp_path / "journal.db"
    session = begun(Journal.open(path, clock=lambda: datetime.fromtimestamp(1000, UTC)))
    session.apply_all([actions.Decide("lead"), actions.GoOn()])
    if back:
        session.apply_all([actions.Talk(anyway=True), actions.GoOn()])
    session.apply_all([actions.Timer(until), actions.Undo() if back else actions.Talk(anyway=True)])
    assert (session.room.stage, session.room.timer) == (Stage.TALK, expected)
    again = Journal.open(path).rooms
    assert again.resume(again.runs()[0], story()).room == session.room
