"""Two rooms side by side."""

from __future__ import annotations

from attrs import evolve

from game.core.progress import Ratio
from game.room import actions
from game.room.comparison import Comparison, Pair, compare
from game.room.state import Question, Room, Stage, new_room
from tests.room.rooms import cast_votes, done, room_of, story


def played(
    calls: list[str], first: list[str], second: list[str], until: Stage, *names: str
) -> Room:
    """
    A room that called and chose in the hall as given, in two rounds; it goes on to *until*.

    *names* are the scenes, if not those of the story.
    """
    room = done(room_of(len(calls), 0, *names), actions.GoOn(), actions.GoOn())
    room = done(cast_votes(room, calls), actions.GoOn())
    if room.stage is Stage.REVEAL:  # a tie
        room = done(room, actions.GoOn())
    room = done(cast_votes(room, first), actions.GoOn(), actions.GoOn())
    room = done(cast_votes(room, second), actions.GoOn(), actions.GoOn())
    while room.stage is not until:
        if room.open_ballot:
            lead = room.open_ballot.question is Question.CALL
            room = done(room, actions.Decide("lead" if lead else "good"))
        room = done(room, actions.GoOn(anyway=True))
    return room


BEFORE = played(
    ["manage", "manage", "lead", "manage"],
    ["poor", "poor", "good", "odd"],
    ["poor", "poor", "poor", "good"],
    Stage.WHY,
)
AFTER = played(
    ["lead", "lead", "lead", "manage", "lead"],
    ["good", "good", "good", "good", "poor"],
    ["good"] * 5,
    Stage.OVER,
)


def side_by_side(first: Room, second: Room, *, same: bool = True) -> Comparison:
    """The comparison, which there is."""
    found = compare(first, second, same=same)
    assert found is not None
    return found


def test_shares_of_each_decision() -> None:
    """Each option has its votes and shares in both rooms, the key, and who took it."""
    (hall,) = side_by_side(BEFORE, AFTER).scenes
    call, choice = hall.decisions
    lead = next(option for option in call.options if option.id == "lead")
    assert (lead.votes, lead.shares, lead.shares.change) == (Pair(1, 4), Pair(25, 80), 55)
    assert (lead.key, lead.decided) == (True, (False, True))
    good, poor, *_ = choice.options
    assert (good.shares, good.decided) == (Pair(25, 100), (False, True))
    assert (poor.shares, poor.decided) == (Pair(75, 0), (True, False))
    assert choice.largest in (good, poor)
    assert [(moved.went, moved.of) for moved in choice.moved] == [(2, 4), (1, 5)]
    assert hall.points.change is not None
    assert hall.points.change > 0


def test_what_all_scenes_come_to() -> None:
    """Calls and votes are those of all scenes; a scene that one room alone answered is named."""
    found = side_by_side(BEFORE, AFTER)
    assert found.right == (Ratio(0, 1), Ratio(1, 1))
    assert found.votes_right == (Ratio(1, 4), Ratio(4, 5))
    assert found.only == ((), (AFTER.play.scenario.scenes["yard"].title,))


def test_rooms_of_different_scenarios() -> None:
    """Without a scene in common there are the sums alone."""
    found = side_by_side(BEFORE, AFTER, same=False)
    assert found.scenes == ()
    assert found.right == (Ratio(0, 1), Ratio(1, 1))


def test_a_room_without_an_answer() -> None:
    """There is nothing to compare until both have answered a scene."""
    assert compare(AFTER, room_of(3), same=True) is None
    assert compare(new_room(story(), 1), BEFORE, same=True) is None


def test_a_tie_is_not_right() -> None:
    """A call that the room was split on counts as not right, and its shares are the votes."""
    split = played(["lead", "manage"], ["good", "good"], ["good", "good"], Stage.WHY)
    found = side_by_side(split, evolve(split))
    assert found.right[0] == Ratio(0, 1)
    assert found.votes_right[0] == Ratio(1, 2)


def test_halves_are_rounded_up() -> None:
    """One of eight is 13 percent, in the sums and beside its option."""
    eight = played(["lead", *["manage"] * 7], ["good"] * 8, ["good"] * 8, Stage.WHY)
    found = side_by_side(eight, AFTER)
    lead = next(option for option in found.scenes[0].decisions[0].options if option.id == "lead")
    assert (lead.shares.first, found.votes_right[0].percent) == (13, 13)


def test_half_a_point_is_rounded_up() -> None:
    """The mean of 10, 80, 80 and 80 points is 63."""
    names = ("hall", "yard", "gate", "shed")
    four = played(["manage"], ["poor"], ["poor"], Stage.OVER, *names)
    assert side_by_side(four, AFTER).points.first == 63


def test_what_the_facilitator_settled_is_no_call_of_the_room() -> None:
    """A settled call counts as neither right nor wrong, and its decision says who settled it."""
    room = done(room_of(2), *[actions.GoOn()] * 2, actions.Decide("lead"), actions.GoOn())
    room = done(room, actions.Decide("good"), actions.GoOn())
    found = side_by_side(BEFORE, room)
    assert found.right == (Ratio(0, 1), Ratio(0, 0))
    assert [decision.settled for decision in found.scenes[0].decisions] == [(False, True)] * 2
