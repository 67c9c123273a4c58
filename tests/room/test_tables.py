"""Tables that vote as one."""

from __future__ import annotations

import pytest

from game.room import actions, messages
from game.room.discussion import SPOKESPERSON, TABLE_TALK, TALK
from game.room.state import OBSERVER, Room, new_room
from game.room.tally import expected, groups, missing, movement, tally
from game.room.views import phone, projector
from tests.room.rooms import cast_votes, done, seat, story


LEAD, MANAGE = "lead", "manage"


def at_tables(*tables: int, heads: int = 0) -> Room:
    """Return a room with a seat for each of *tables*, whose first call is open, by table."""
    joins = (actions.Join(seat(index), table=table) for index, table in enumerate(tables))
    room = done(new_room(story(), 1), *joins, actions.Heads(heads), actions.TableVotes(True))
    return done(room, actions.GoOn(), actions.GoOn())


def counted(room: Room) -> dict[str, int]:
    """Return the votes of the current ballot, without options that have none."""
    assert room.ballot is not None
    return {option: votes for option, votes in tally(room, room.ballot).items() if votes}


def test_a_table_has_one_vote() -> None:
    """Four people at two tables make two votes; the last answer of a table counts."""
    room = cast_votes(at_tables(1, 1, 2, 2), [LEAD, MANAGE, LEAD, LEAD])

    assert counted(room) == {LEAD: 1, MANAGE: 1}
    assert [phone(room, seat(index)).vote for index in range(4)] == [MANAGE, MANAGE, LEAD, LEAD]
    assert all(phone(room, seat(index)).answered for index in range(4))


def test_who_sits_at_no_table_votes_alone() -> None:
    """A seat without a table has a vote of its own, and so have people without a phone."""
    room = cast_votes(at_tables(1, 1, 0, 0, heads=2), [LEAD, LEAD, MANAGE, LEAD])

    assert counted(room) == {LEAD: 2, MANAGE: 1}
    assert (expected(room), missing(room)) == (5, 2)


def test_a_table_is_waited_for_once() -> None:
    """Nobody waits for the others of a table that has answered, nor for a table of observers."""
    room = done(at_tables(1, 1, 1, 2, 3), actions.TakeRole(seat(4), OBSERVER))
    assert (expected(room), missing(room)) == (2, 2)

    room = cast_votes(room, [LEAD])
    assert (expected(room), missing(room)) == (2, 1)
    assert messages.voted(projector(room)) == "1 of 2 votes are in, one a table"


def test_a_second_round_starts_from_the_vote_of_the_table() -> None:
    """Another person may answer for the table in the second round; that is one table that moved."""
    room = done(at_tables(1, 1, 2), actions.Decide(LEAD), actions.GoOn())
    room = cast_votes(room, ["good", "good", "good"])
    first = room.ballot
    room = done(room, actions.GoOn(), actions.GoOn())
    assert phone(room, seat(0)).vote == "good"

    room = cast_votes(room, ["poor"], first=1)
    assert counted(room) == {"good": 1, "poor": 1}
    assert first is not None
    assert room.ballot is not None
    moved = [move for move in movement(room, first, room.ballot) if move.before != move.after]
    assert [(move.before, move.after, move.people) for move in moved] == [("good", "poor", 1)]


def test_the_reveal_names_the_tables() -> None:
    """The projector shows which tables chose what, once the result is shown, and who speaks."""
    room = cast_votes(at_tables(1, 2, 4), [LEAD, MANAGE, LEAD])
    assert projector(room).tables == {}

    seen = projector(done(room, actions.Reveal()))
    assert seen.tables == {LEAD: (1, 4), MANAGE: (2,)}
    assert messages.moves(seen) == ("Tables 1 and 4: A.", "Table 2: B.")
    assert seen.task == SPOKESPERSON


@pytest.mark.parametrize(("on", "task"), [(True, TABLE_TALK), (False, TALK)])
def test_the_talk_is_at_the_tables(on: bool, task: str) -> None:
    """Tables that vote as one agree first; otherwise people look for somebody who disagrees."""
    room = done(at_tables(1, 2), actions.TableVotes(on), actions.Decide(LEAD), actions.GoOn())

    assert projector(done(room, actions.Talk(anyway=True))).task == task


def test_the_setting_holds_from_the_next_question_on() -> None:
    """A question that is open goes on as it began, and so do its rounds."""
    room = cast_votes(done(at_tables(1, 1), actions.TableVotes(False)), [LEAD, MANAGE])
    assert counted(room) == {MANAGE: 1}

    room = done(room, actions.GoOn())
    assert counted(cast_votes(room, ["good", "poor"])) == {"good": 1, "poor": 1}


def test_a_seat_that_is_removed_leaves_the_vote_to_its_table() -> None:
    """The vote of a table goes only with the last of its people."""
    room = done(cast_votes(at_tables(1, 1), [LEAD, LEAD]), actions.Remove(seat(1)))
    assert counted(room) == {LEAD: 1}

    assert counted(done(room, actions.Remove(seat(0)))) == {}


def test_votes_of_tables_are_not_counted_by_role() -> None:
    """A table's vote belongs to no role, and the tables are named anyway."""
    room = cast_votes(done(at_tables(*[1] * 4, *[2] * 4), actions.Deal()), [LEAD] * 8)

    assert room.ballot is not None
    assert groups(room, room.ballot, "role") == groups(room, room.ballot, "table") == {}
