"""What a console reports of the people in a room."""

from __future__ import annotations

from game.present.console import console_view
from game.room import actions, messages
from game.room.state import OBSERVER
from tests.room.rooms import at_call, at_choice, cast_votes, done, room_of, seat


def test_a_vote_without_votes_is_not_complete() -> None:
    """Nobody is waited for, but nobody has voted either."""
    room = at_call(2)
    gone = done(room, actions.Away((seat(0), seat(1))))
    assert not console_view(gone).missing
    assert not console_view(gone).complete
    assert not console_view(cast_votes(room, ["lead"])).complete
    assert console_view(cast_votes(room, ["lead", "manage"])).complete


def test_phones_are_the_seats_that_are_here() -> None:
    """An observer without a vote is here by phone, though no vote is expected."""
    room = done(room_of(1), actions.TakeRole(seat(0), OBSERVER), actions.GoOn(), actions.GoOn())
    assert (console_view(room).people, console_view(room).seats) == (0, 1)


def test_the_first_vote_is_kept() -> None:
    """The sentence on missing votes says that no answer keeps the vote before."""
    room = done(cast_votes(at_choice(2), ["good", "good"]), actions.GoOn(), actions.GoOn())
    assert messages.missing_votes(room) == f"2 of 2 have not answered. {messages.KEEPS}"
