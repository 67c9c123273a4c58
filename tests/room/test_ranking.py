"""Nobody is ranked: the room has one score, and no view distinguishes people by it."""

from __future__ import annotations

import pytest
from attrs import asdict, evolve

from game.room import actions
from game.room.state import Question, Room, Stage
from game.room.views import facilitator_view, phone, projector
from tests.room.rooms import at_choice, cast_votes, done, seat, to_stage


NAMES = ("Zora", "Quentin", "Xaver")


def named(stage: Stage) -> Room:
    """A room at *stage* in which three of eight have names of their own."""
    room = to_stage(stage)
    return done(room, *(actions.Join(seat(number), name) for number, name in enumerate(NAMES)))


@pytest.mark.parametrize("stage", list(Stage))
def test_no_view_names_anybody(stage: Stage) -> None:
    """At no stage does the projector show a name or seat; a phone has only its own."""
    room = named(stage)
    output = str(asdict(projector(room))) + str(asdict(facilitator_view(room)))
    assert not [item for item in room.seats.values() if item.name in output or item.id in output]
    own = str(asdict(phone(room, seat(0))))
    assert NAMES[0] in own
    others = [item for item in room.seats.values() if item.id != seat(0)]
    assert not [item for item in others if item.name in own or item.id in own]


def test_whoever_was_right_has_no_more_for_it() -> None:
    """Once the vote is over two people who answered differently are shown the same to the end."""
    room = cast_votes(done(at_choice(4), actions.Rounds(1)), ["good", "good", "good", "poor"])
    room = done(room, actions.GoOn(), actions.GoOn())
    while room.stage is not Stage.OVER:
        if room.stage not in (Stage.VOTE, Stage.REVEAL):
            right, wrong = (
                evolve(phone(room, item), seat="", name="") for item in (seat(0), seat(3))
            )
            assert right == wrong
        elif room.ballot is not None:
            call = room.ballot.question is Question.CALL
            room = done(room, actions.Decide("lead" if call else "good"))
        room = done(room, actions.GoOn(anyway=True))
