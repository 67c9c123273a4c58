"""Who may do what in a room."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.room import actions
from game.room.reducer import step
from game.room.state import Room, options
from tests.room.rooms import cast_votes, room_of, seat


ALL: tuple[actions.RoomAction, ...] = (
    actions.Join("s", "Ana", 3),
    actions.TakeRole("s", "ana"),
    actions.Vote("s", "1.hall.call.1", "lead"),
    actions.Share("s", "Ask first."),
    actions.Deal(),
    actions.Heads(4),
    actions.Hands("1.hall.call.1", (1, 2)),
    actions.GoOn(True),
    actions.Talk(),
    actions.Reveal(),
    actions.Decide("lead"),
    actions.Reopen(),
    actions.Undo(),
    actions.Pause(True),
    actions.Lock(True),
    actions.Remove("s", False),
    actions.TakeDown("Ask first."),
    actions.Rounds(1),
    actions.ShowFirst(True),
    actions.Timer(12.5),
)


def test_every_action_is_tried_here() -> None:
    """The table has every kind there is."""
    assert {type(act) for act in ALL} == {*get_args(actions.RoomAction)}


@pytest.mark.parametrize("act", ALL, ids=lambda act: type(act).__name__)
def test_who_may(act: actions.RoomAction) -> None:
    """A seat may do its own acts only; everything else is the host's."""
    own = isinstance(act, actions.SeatAction)
    assert actions.permitted(act, "s") is own
    assert not actions.permitted(act, "other")
    assert actions.permitted(act, None) is not own


KEYS = st.sampled_from(
    [
        actions.GoOn(),
        actions.GoOn(True),
        actions.Talk(True),
        actions.Reveal(True),
        actions.Decide("lead"),
        actions.Decide("good"),
        actions.Reopen(),
        actions.Undo(),
        actions.Pause(True),
        actions.Pause(False),
        actions.Lock(True),
        actions.Rounds(1),
        actions.Rounds(3),
        actions.ShowFirst(True),
        actions.Deal(),
        actions.Heads(2),
    ]
)


@given(st.lists(KEYS, max_size=200))
def test_any_keys_lose_no_vote(keys: list[actions.RoomAction]) -> None:
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
