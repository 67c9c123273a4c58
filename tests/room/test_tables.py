"""Tables that vote as one."""

from __future__ import annotations

import pytest
from attrs import evolve

from game.room import actions, messages
from game.room.discussion import SPOKESPERSON, TABLE_TALK, TALK
from game.room.state import OBSERVER, Room, new_room, vote_of, voting_table
from game.room.tally import by_table, expected, groups, missing, movement, tally
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
    assert messages.voted(projector(room)) == "1 of 2 votes are in"


def test_who_begins_to_watch_votes_alone_at_once() -> None:
    """Before the first answer an observer leaves the vote of the table, whoever joins later."""
    room = at_tables(1, 1, 2)
    assert room.ballot is not None
    watching = actions.TakeRole(seat(0), OBSERVER)
    assert voting_table(done(room, watching), room.ballot, seat(0)) == 0
    old = done(evolve(room, edition=5), watching)
    assert voting_table(old, room.ballot, seat(0)) == 1


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
    assert [(move.before, move.after, move.voters) for move in moved] == [("good", "poor", 1)]


def test_the_reveal_names_the_tables() -> None:
    """The projector shows which tables chose what, once the result is shown, and who speaks."""
    room = cast_votes(at_tables(1, 2, 4), [LEAD, MANAGE, LEAD])
    assert projector(room).tables == {}

    seen = projector(done(room, actions.Reveal()))
    assert seen.tables == {LEAD: (1, 4), MANAGE: (2,)}
    assert messages.moves(seen) == ("Tables 1 and 4: A.", "Table 2: B.")
    assert seen.task == SPOKESPERSON
    assert seen.here == 3


def test_without_a_vote_no_table_is_asked_to_speak() -> None:
    """Nobody has voted, so there is no line that decided it."""
    seen = projector(done(at_tables(1, 2), actions.Reveal(anyway=True)))
    assert messages.decided(seen) == messages.NOBODY
    assert seen.task is None


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


def test_who_moves_during_a_vote_votes_with_the_same_table() -> None:
    """Nobody votes twice by changing tables, and no vote stays at a table that nobody sits at."""
    room = cast_votes(at_tables(1, 1, 0), [LEAD])
    for table in (5, 6, 0):
        room = done(room, actions.Join(seat(0), table=table))
        room = done(room, actions.Join(seat(2), table=table))
        room = cast_votes(room, [LEAD, LEAD, MANAGE])
    assert counted(room) == {LEAD: 1, MANAGE: 1}
    assert [phone(room, seat(index)).votes_with for index in range(3)] == [1, 1, 0]

    left = done(room, actions.Remove(seat(0)), actions.Remove(seat(1)))
    assert counted(left) == {MANAGE: 1}


def test_an_earlier_vote_stays_with_the_table_that_gave_it() -> None:
    """People who move to another table for the next scene keep what they voted before."""
    room = done(cast_votes(at_tables(1, 2), [LEAD, MANAGE]), actions.Reveal())
    ballot = room.ballot
    assert ballot is not None

    moved = done(room, actions.Join(seat(0), table=2))
    assert vote_of(moved, ballot, moved.seats[seat(0)]) == LEAD
    assert by_table(moved, ballot) == {LEAD: (1,), MANAGE: (2,)}


def test_who_comes_late_votes_with_the_table_they_sit_at() -> None:
    """A seat that joins while the vote is open belongs to its table."""
    room = done(at_tables(1), actions.Join(seat(1), table=1))

    assert counted(cast_votes(room, [LEAD, MANAGE])) == {MANAGE: 1}


@pytest.mark.parametrize("before", [False, True])
def test_a_vote_that_is_begun_again_by_other_voters_starts_empty(before: bool) -> None:
    """Undo, switch, go on: votes of people and of tables are never added up."""
    room = done(at_tables(1, 1, 1), actions.Undo(), actions.TableVotes(before), actions.GoOn())
    room = cast_votes(room, [LEAD] * 3)
    room = done(room, actions.Undo(), actions.TableVotes(not before), actions.GoOn())

    assert counted(room) == {}
    assert counted(cast_votes(room, [MANAGE] * 3)) == {MANAGE: 3 if before else 1}


def test_an_observer_votes_alone() -> None:
    """Who plays nobody does not answer for the table."""
    room = done(at_tables(1), actions.Undo(), actions.Join(seat(1), table=1))
    room = done(room, actions.TakeRole(seat(1), OBSERVER), actions.GoOn())

    assert counted(cast_votes(room, [LEAD, MANAGE])) == {LEAD: 1, MANAGE: 1}


def test_without_tables_nobody_hears_of_them() -> None:
    """Where nobody sits at a table, people vote as ever, and no table is asked to speak."""
    room = cast_votes(at_tables(0, 0), [LEAD])
    assert messages.voted(projector(room)) == "1 of 2 have voted"
    assert projector(done(room, actions.Reveal(anyway=True))).task is None
