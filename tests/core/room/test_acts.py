"""Who may do what in a room."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.core.room import acts
from game.core.room.state import Room, options
from game.core.room.steps import step
from tests.core.room.rooms import cast_votes, room_of, seat


ALL: tuple[acts.Act, ...] = (
    acts.Join("s", "Ana", 3),
    acts.TakeRole("s", "ana"),
    acts.Vote("s", "1.hall.call.1", "lead"),
    acts.Share("s", "Ask first."),
    acts.Deal(),
    acts.Heads(4),
    acts.Hands("1.hall.call.1", (1, 2)),
    acts.GoOn(True),
    acts.Talk(),
    acts.Reveal(),
    acts.Decide("lead"),
    acts.Reopen(),
    acts.Undo(),
    acts.Pause(True),
    acts.Lock(True),
    acts.Remove("s", False),
    acts.TakeDown("Ask first."),
    acts.Rounds(1),
    acts.ShowFirst(True),
    acts.Timer(12.5),
)


def test_every_act_is_tried_here() -> None:
    """The table has every kind there is."""
    assert {type(act) for act in ALL} == {*get_args(acts.Act)}


@pytest.mark.parametrize("act", ALL, ids=lambda act: type(act).__name__)
def test_who_may(act: acts.Act) -> None:
    """A seat may do its own acts only; everything else is the host's."""
    own = isinstance(act, acts.SeatAct)
    assert acts.permitted(act, "s") is own
    assert not acts.permitted(act, "other")
    assert acts.permitted(act, None) is not own


KEYS = st.sampled_from(
    [
        acts.GoOn(),
        acts.GoOn(True),
        acts.Talk(True),
        acts.Reveal(True),
        acts.Decide("lead"),
        acts.Decide("good"),
        acts.Reopen(),
        acts.Undo(),
        acts.Pause(True),
        acts.Pause(False),
        acts.Lock(True),
        acts.Rounds(1),
        acts.Rounds(3),
        acts.ShowFirst(True),
        acts.Deal(),
        acts.Heads(2),
    ]
)


@given(st.lists(KEYS, max_size=200))
def test_any_keys_lose_no_vote(keys: list[acts.Act]) -> None:
    """Whatever the host presses, every vote that was taken stays."""
    room, taken = room_of(2), {}
    for key in keys:
        if room.open_ballot:
            option = options(room, room.open_ballot)[0]
            room = cast_votes(room, [option, option])
            taken[room.ballot.key if room.ballot else ""] = {seat(0): option, seat(1): option}
        after = step(room, key)
        if isinstance(after, Room):
            room = after
    assert {key: room.votes[key] for key in taken} == taken
