"""Who may do what in a room."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.room import actions
from game.room.reducer import step
from game.room.state import Room, options
from tests.room.rooms import POSTING, cast_votes, room_of, seat


ALL: tuple[actions.RoomAction, ...] = (
    actions.Join("s", "Ana", 3),
    actions.TakeRole("s", "ana"),
    actions.Vote("s", "1.hall.call.1", "lead"),
    actions.Share("s", "Ask first."),
    actions.AskPuzzle("s", "Why so loud?"),
    actions.Upvote("s", 1),
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
    actions.ShowLines(("Ask first.",)),
    actions.HoldLines(False),
    actions.ShowPuzzle(1),
    actions.ClosePuzzle(1, True),
    actions.Rounds(1),
    actions.ShowFirst(True),
    actions.TableVotes(True),
    actions.Timer(12.5),
    actions.Edition(1),
    actions.End(),
    actions.CarryOver(seats=()),
    actions.Post(POSTING),
    actions.Away(("s",)),
)


def test_every_action_is_tried_here() -> None:
    """The table has every kind there is."""
    assert {type(action) for action in ALL} == {*get_args(actions.RoomAction)}


@pytest.mark.parametrize("action", ALL, ids=lambda action: type(action).__name__)
def test_who_may(action: actions.RoomAction) -> None:
    """A seat may send its own actions only; the facilitator none of seats and of the server."""
    assert actions.permitted(action, "s") is isinstance(action, actions.SeatAction)
    assert not actions.permitted(action, "other")
    assert actions.permitted(action, None) is isinstance(action, actions.FacilitatorAction)


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
    """Whatever the facilitator does, every recorded vote stays."""
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
