"""One evening, many scenarios: what a room takes along into the next."""

from __future__ import annotations

from attrs import evolve

from game.core.failure import Failure
from game.core.scenario import Scenario
from game.room import actions, messages
from game.room.evening import carry_over
from game.room.reducer import step
from game.room.state import OBSERVER, Room, Stage, new_room
from game.room.views import Control, permitted_controls
from tests.core.examples import character
from tests.room.rooms import done, refused, room_of, seat, story, to_stage


def other() -> Scenario:
    """The same scenes with three other people in them."""
    names = ("cem", "dua", "eva")
    return evolve(story(), id="other", cast={name: character(name, "goal M") for name in names})


def following(room: Room, scenario: Scenario) -> Room:
    """The room on *scenario* that takes over from *room*."""
    return done(new_room(scenario, 2), carry_over(room, scenario))


def test_people_and_settings_go_on() -> None:
    """Seats, names, tables, hands and settings stay; votes, lines and undo begin anew."""
    room = done(
        room_of(3, heads=4),
        actions.Join(seat(0), "Ana", 7),
        actions.Remove(seat(2)),
        actions.Rounds(1),
        actions.ShowFirst(True),
        actions.TableVotes(True),
        actions.Lock(True),
    )
    after = following(room, other())
    assert after.seats == room.seats
    kept = (after.heads, after.rounds, after.show_first, after.table_votes, after.locked)
    assert kept == (4, 1, True, True, True)
    assert (after.stage, after.votes, after.shared, after.past) == (Stage.LOBBY, {}, {}, ())
    assert after.follows


def test_lines_wait_again_after_a_room_of_before() -> None:
    """A room whose edition did not hold lines passes that on as little as any other rule."""
    old = evolve(room_of(1), edition=2, hold_lines=False)
    assert following(old, other()).hold_lines
    assert not following(done(room_of(1), actions.HoldLines(False)), other()).hold_lines


def test_roles_are_those_of_the_new_cast() -> None:
    """Who had a card has one again, evenly dealt; observers observe; who had none has none."""
    dealt = done(room_of(7), actions.TakeRole(seat(6), OBSERVER), actions.Deal())
    after = following(dealt, other())
    roles = [item.role or "" for item in after.seats.values()]
    assert sorted(roles[:6]) == ["cem", "cem", "dua", "dua", "eva", "eva"]
    assert roles[6] == OBSERVER
    late = done(after, actions.Join("late"))
    assert late.seats["late"].role in {"cem", "dua", "eva"}
    assert {item.role for item in following(room_of(2), other()).seats.values()} == {None}


def test_who_had_left_before_did_not_take_part() -> None:
    """A phone that was gone when the room began counts once it is back or does something."""
    gone = actions.Away((seat(1), seat(2)))
    after = following(done(room_of(3), gone), other())
    assert [item.id for item in after.took_part] == [seat(0)]
    back = done(after, actions.Away((seat(1),), on=False))
    assert [item.id for item in back.took_part] == [seat(0), seat(1)]
    voting = done(after, actions.GoOn(), actions.GoOn())
    assert voting.ballot is not None
    voted = done(voting, actions.Vote(seat(2), voting.ballot.key, "lead"))
    ended = done(voted, actions.Away(tuple(voted.seats)))
    assert [item.id for item in ended.took_part] == [seat(0), seat(2)]
    first = done(room_of(2), actions.Away((seat(0), seat(1))))
    assert len(first.took_part) == 2


def test_only_an_empty_room_takes_people_over() -> None:
    """The people of another room come before anything else, or not at all."""
    assert refused(room_of(1), actions.CarryOver(seats=())) == "not-now"


def test_a_scenario_that_is_over_asks_what_is_next() -> None:
    """After the last page the room waits for the next scenario or for the end of the evening."""
    room = to_stage(Stage.OVER)
    waits = step(room, actions.GoOn())
    assert isinstance(waits, Failure)
    assert waits.message == messages.CHOOSE_NEXT
    ended = done(room, actions.End())
    assert ended.stage is Stage.ENDED
    assert done(ended, actions.Undo()).stage is Stage.OVER


def test_the_evening_can_end_before_the_next_scenario_begins() -> None:
    """Whoever picked one only to look is not held by it; the first lobby has nothing to end."""
    assert refused(room_of(1), actions.End()) == "not-now"
    lobby = following(to_stage(Stage.OVER), other())
    assert Control.END in permitted_controls(lobby)
    ended = done(lobby, actions.End())
    assert (ended.stage, ended.begun) == (Stage.ENDED, False)
    assert done(to_stage(Stage.OVER), actions.End()).begun
    assert done(ended, actions.Undo()).stage is Stage.LOBBY
    begun = done(lobby, actions.GoOn())
    assert Control.END not in permitted_controls(begun)
    assert refused(begun, actions.End()) == "not-now"
