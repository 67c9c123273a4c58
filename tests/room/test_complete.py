"""When a console may say that everyone has voted."""

from __future__ import annotations

from game.room import actions
from game.room.console import console_view
from tests.room.rooms import at_call, cast_votes, done, seat


def test_a_vote_without_votes_is_not_complete() -> None:
    """Nobody is waited for, but nobody has voted either."""
    room = at_call(2)
    gone = done(room, actions.Away((seat(0), seat(1))))
    assert not console_view(gone).missing
    assert not console_view(gone).complete
    assert not console_view(cast_votes(room, ["lead"])).complete
    assert console_view(cast_votes(room, ["lead", "manage"])).complete
