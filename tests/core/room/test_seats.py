"""Who sits in a room: names, role cards, tables, and the door."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from game.core.room import acts
from game.core.room.names import NAME_CELLS, apart
from game.core.room.state import OBSERVER, Stage, opened
from game.core.room.steps import SEATS_MOST
from game.core.room.tally import groups
from game.core.room.views import wall
from tests.core.room.rooms import (
    at_choice,
    cast_votes,
    done,
    refused,
    room_of,
    seat,
    story,
    to_stage,
)


def test_joining_twice_is_joining_once() -> None:
    """A double tap, or a phone that comes back, has one seat and keeps its name."""
    room = done(opened(story(), 1), acts.Join("a"))
    assert done(room, acts.Join("a")) == room


def test_a_made_up_name() -> None:
    """Who gives no name gets one, different for everyone."""
    names = [each.name for each in room_of(200).here]
    assert len(set(names)) == 200
    assert all(2 <= len(name.split()) <= 3 for name in names)


@pytest.mark.parametrize("other", ["Ana", "ANA", "Аna", "Àna", "A n a"])
def test_names_that_look_alike(other: str) -> None:
    """A second name that looks the same gets a number."""
    room = done(opened(story(), 1), acts.Join("a", "Ana"), acts.Join("b", other))
    assert room.seats["b"].name == f"{other} 2"


@given(st.lists(st.text(min_size=1, max_size=12), max_size=8))
def test_names_stay_apart(names: list[str]) -> None:
    """However many look alike, all are told apart."""
    taken: list[str] = []
    for name in names:
        taken.append(apart(name, taken))
    assert len(set(taken)) == len(taken)


@pytest.mark.parametrize("name", ["Bartholomew Lane", "ｗｗｗｗｗｗｗｗ", "🦊🦊🦊🦊🦊🦊🦊🦊"])
def test_a_numbered_name_still_fits(name: str) -> None:
    """The number takes its place from the name, however many look alike."""
    names: list[str] = []
    for _ in range(120):
        names.append(apart(name, names))
    assert len(set(names)) == 120
    assert max(map(cell_len, names)) <= NAME_CELLS


def test_a_room_filled_by_one_prankster() -> None:
    """A full room lets nobody in; each seat that is taken away makes room for somebody."""
    room = room_of(SEATS_MOST)
    assert refused(room, acts.Join("late")) == "full"
    room = done(room, acts.Remove(seat(7)), acts.Join("late"))
    assert refused(room, acts.Join("later")) == "full"


def test_the_door() -> None:
    """A closed door keeps new people out, and lets those with a seat return."""
    room = done(room_of(1), acts.Lock(True))
    assert refused(room, acts.Join("late")) == "locked"
    assert done(room, acts.Join(seat(0))).seats == room.seats
    assert "late" in done(room, acts.Lock(False), acts.Join("late")).seats


def test_taken_away() -> None:
    """A seat that was taken away can neither return nor vote, and its open vote is gone."""
    room = cast_votes(at_choice(2), ["good", "poor"])
    assert room.ballot is not None
    key = room.ballot.key
    room = done(room, acts.Remove(seat(1)))
    assert room.votes[key] == {seat(0): "good"}
    assert refused(room, acts.Join(seat(1))) == "removed"
    assert refused(room, acts.Vote(seat(1), key, "poor")) == "removed"
    assert done(room, acts.Remove(seat(1), False), acts.Vote(seat(1), key, "poor")).people == 2


@given(st.integers(1, 80))
def test_cards_are_dealt_evenly(people: int) -> None:
    """The number of people with each card differs by one at most."""
    room = done(room_of(people), acts.Deal())
    counts = Counter(each.role for each in room.here)
    assert set(counts) <= {"ana", "ben"}
    assert abs(counts["ana"] - counts["ben"]) <= 1


def test_a_late_card() -> None:
    """Who comes after the dealing gets the card that fewest have."""
    room = done(room_of(3), acts.Deal(), acts.Join("late"))
    assert Counter(each.role for each in room.here) == {"ana": 2, "ben": 2}


def test_an_own_card() -> None:
    """Anyone may take another card, or watch; dealing leaves those alone."""
    room = done(room_of(4), acts.TakeRole(seat(0), OBSERVER), acts.Deal())
    assert room.seats[seat(0)].role == OBSERVER
    assert refused(room, acts.TakeRole(seat(0), "nobody")) == "no-such-role"
    assert done(room, acts.TakeRole(seat(0), "ben")).seats[seat(0)].role == "ben"


def test_small_groups_are_not_told_apart() -> None:
    """Votes by table or card are told only of four people or more."""
    room = at_choice(0)
    for number in range(9):
        table = 1 if number < 3 else 2
        room = done(room, acts.Join(seat(number), table=table))
    room = cast_votes(room, ["good"] * 9)
    assert room.ballot is not None
    found = groups(room, room.ballot, "table")
    assert {table: sum(votes.values()) for table, votes in found.items()} == {"2": 6}


def test_a_line_on_the_wall() -> None:
    """At the end of the debrief each seat may put one line up, and take it back."""
    assert refused(room_of(1), acts.Share(seat(0), "Ask first.")) == "not-now"
    room = done(to_stage(Stage.NOW_WHAT), acts.Share(seat(0), "Ask first."))
    room = done(room, acts.Share(seat(1), "List second."), acts.Share(seat(0), "Ask twice."))
    assert wall(room).shared == ("List second.", "Ask twice.")
    assert refused(room, acts.Share(seat(0), "x" * 161)) == "too-long"
    assert wall(done(room, acts.Share(seat(1), ""))).shared == ("Ask twice.",)


def test_a_line_goes_with_its_seat() -> None:
    """What somebody put on the wall leaves it when they are taken away, and may come back."""
    room = done(to_stage(Stage.NOW_WHAT), acts.Share(seat(0), "Ask."), acts.Share(seat(1), "Rude."))
    room = done(room, acts.Remove(seat(1)))
    assert wall(room).shared == ("Ask.",)
    assert wall(done(room, acts.Remove(seat(1), on=False))).shared == ("Ask.", "Rude.")
