"""A small story, and rooms of any size in it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from attrs import evolve

from game.core.enums import Call, Practice
from game.core.failure import Failure
from game.core.scenario import END, Debrief, Facilitator, Scenario
from game.room import actions
from game.room.reducer import step
from game.room.state import Posting, Room, Stage, new_room, options
from tests.core.examples import character, choice, need, scenario, scene


def story(*names: str) -> Scenario:
    """Two scenes, or those with *names*; in each, ``good`` is best and ``poor`` is not."""
    return scenario(
        *(
            scene(
                key,
                choice("good", "L L L L L", go=go),
                choice("poor", "M M M M M", go=go),
                choice("odd", "L M L M L", go=go),
                choice("dull", "- - - - M", go=go),
                need=need("L1 L2 L1 - L1"),
                facilitator=Facilitator(notes=f"notes of {key}", ask=(f"ask of {key}",)),
            )
            for key, go in pairwise((*(names or ("hall", "yard")), END))
        ),
        cast={
            "ana": evolve(character("Ana Ash", "focus L"), brief="Ana has not slept."),
            "ben": evolve(character("Ben Bay", "goal M"), brief="Ben owes the driver."),
        },
        debrief=Debrief(what=("What?",), so_what=("So what?",), now_what=("Now what?",)),
    )


def seat(number: int) -> str:
    """The id of a seat."""
    return f"seat-{number:03}"


def done(room: Room, *todo: actions.RoomAction) -> Room:
    """*room* after acts none of which is refused."""
    for action in todo:
        after = step(room, action)
        assert isinstance(after, Room), f"{action}: {after}"
        room = after
    return room


def refused(room: Room, action: actions.RoomAction) -> str:
    """Return the code with which *action* is rejected."""
    after = step(room, action)
    assert isinstance(after, Failure), f"{action} was not refused"
    return after.code


def room_of(people: int, heads: int = 0, *names: str) -> Room:
    """A room with so many phones, and *heads* people without; *names* are those of ``story``."""
    joins = (actions.Join(seat(number)) for number in range(people))
    return done(new_room(story(*names), 1), *joins, actions.Heads(heads))


def cast_votes(room: Room, votes: Iterable[str], first: int = 0) -> Room:
    """*room* after one vote a seat, from the seat numbered *first* on."""
    assert room.ballot is not None
    key = room.ballot.key
    return done(
        room, *(actions.Vote(seat(number), key, vote) for number, vote in enumerate(votes, first))
    )


def at_call(people: int, heads: int = 0) -> Room:
    """A room in which the first call is open."""
    return done(room_of(people, heads), actions.GoOn(), actions.GoOn())


def at_choice(people: int, heads: int = 0) -> Room:
    """A room that has called the first scene and may choose."""
    return done(at_call(people, heads), actions.Decide(Call.LEAD.value), actions.GoOn())


POSTING = Posting(
    campaign="tour",
    number=1,
    of=2,
    practices=tuple(practice.value for practice in list(Practice)[:3]),
)


def to_stage(stage: Stage, people: int = 8) -> Room:
    """A room that has come to *stage* for the first time, everyone voting for the first option."""
    room = room_of(people)
    if stage is Stage.LETTER:
        room = done(room, actions.Post(POSTING))
    while room.stage is not stage:
        if room.open_ballot:
            room = cast_votes(room, [options(room, room.open_ballot)[0]] * people)
        room = done(room, actions.End() if room.stage is Stage.OVER else actions.GoOn())
    return room
