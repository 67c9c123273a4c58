"""Votes by hand, alone and beside phones."""

from __future__ import annotations

import pytest

from game.room import actions
from game.room.reducer import MAX_HEADS
from game.room.state import Stage
from game.room.tally import missing, tally
from tests.room.rooms import at_call, cast_votes, done, refused


def test_a_room_without_phones() -> None:
    """Hands alone carry a whole scene."""
    room = at_call(0, heads=30)
    while room.stage is not Stage.WHY:
        if room.open_ballot:
            room = done(room, actions.Hands(room.open_ballot.key, (12, 10, 5)))
        room = done(room, actions.GoOn())
    assert len(room.play.turns) == 1


def test_the_rest_is_counted() -> None:
    """The last number may be left out: it is everyone who is left."""
    room = at_call(0, heads=30)
    assert room.ballot is not None
    room = done(room, actions.Hands(room.ballot.key, (12, 8, 6)))
    assert room.ballot is not None
    assert list(tally(room, room.ballot).values()) == [12, 8, 6, 4]
    assert missing(room) == 0


def test_the_first_count_shows_the_heads() -> None:
    """Without a number of people by hand, the first count sets it."""
    room = at_call(0)
    assert room.ballot is not None
    assert done(room, actions.Hands(room.ballot.key, (12, 8, 6, 4))).heads == 30


@pytest.mark.parametrize("counts", [(MAX_HEADS, 1), (10**400,)])
def test_more_hands_than_a_room_has(counts: tuple[int, ...]) -> None:
    """A first count cannot exceed the limit of people."""
    room = at_call(0)
    assert room.ballot is not None
    assert refused(room, actions.Hands(room.ballot.key, counts)) == "no-such-count"


def test_hands_and_phones_add_up() -> None:
    """One tally has both."""
    room = cast_votes(at_call(3, heads=2), ["lead", "lead", "manage"])
    assert room.ballot is not None
    room = done(room, actions.Hands(room.ballot.key, (0, 2, 0, 0)))
    assert room.ballot is not None
    assert tally(room, room.ballot)["manage"] == 3
    assert missing(room) == 0


@pytest.mark.parametrize(
    ("counts", "code"),
    [
        ((31,), "too-many"),
        ((10, 10, 10, 1), "too-many"),
        ((-1, 2), "no-such-count"),
        ((1, 1, 1, 1, 1), "no-such-count"),
    ],
)
def test_impossible_hands(counts: tuple[int, ...], code: str) -> None:
    """More hands than heads, or fewer than none, are refused."""
    room = at_call(0, heads=30)
    assert room.ballot is not None
    assert refused(room, actions.Hands(room.ballot.key, counts)) == code


def test_hands_after_the_close() -> None:
    """A count for another ballot than the open one is refused."""
    assert refused(at_call(0, heads=3), actions.Hands("1.hall.call.9", (3,))) == "closed"


def test_heads_below_the_hands() -> None:
    """There cannot be fewer heads than hands already counted."""
    room = at_call(0, heads=5)
    assert room.ballot is not None
    room = done(room, actions.Hands(room.ballot.key, (5, 0, 0, 0)))
    assert refused(room, actions.Heads(4)) == "too-few"
