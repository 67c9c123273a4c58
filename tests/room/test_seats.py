"""Seats of a room: names, roles, tables, and the limits of joining."""

from __future__ import annotations

from collections import Counter

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from game.room import actions, messages
from game.room.names import NAME_CELLS, make_unique
from game.room.reducer import MAX_SEATS
from game.room.state import OBSERVER, Stage, new_room
from game.room.tally import groups
from game.room.views import phone, projector
from tests.core.examples import character
from tests.room.rooms import (
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
    room = done(new_room(story(), 1), actions.Join("a"))
    assert done(room, actions.Join("a")) == room


def test_a_made_up_name() -> None:
    """Who gives no name gets one, different for everyone."""
    names = [item.name for item in room_of(200).present]
    assert len(set(names)) == 200
    assert all(2 <= len(name.split()) <= 3 for name in names)


@pytest.mark.parametrize("other", ["Ana", "ANA", "Аna", "Àna", "A n a", "A\u200dna"])
def test_names_that_look_alike(other: str) -> None:
    """A second name that looks the same gets a number."""
    room = done(new_room(story(), 1), actions.Join("a", "Ana"), actions.Join("b", other))
    assert room.seats["b"].name == f"{other} 2"


@given(st.lists(st.text(min_size=1, max_size=12), max_size=8))
def test_names_stay_apart(names: list[str]) -> None:
    """However many look alike, all names are made distinct."""
    taken: list[str] = []
    for name in names:
        taken.append(make_unique(name, taken))
    assert len(set(taken)) == len(taken)


@pytest.mark.parametrize("name", ["Bartholomew Lane", "ｗｗｗｗｗｗｗｗ", "🦊🦊🦊🦊🦊🦊🦊🦊"])
def test_a_numbered_name_still_fits(name: str) -> None:
    """The number takes its place from the name, however many look alike."""
    names: list[str] = []
    for _ in range(120):
        names.append(make_unique(name, names))
    assert len(set(names)) == 120
    assert max(map(cell_len, names)) <= NAME_CELLS


def test_a_room_filled_by_one_prankster() -> None:
    """A full room lets nobody in; each seat that is taken away makes room for somebody."""
    room = room_of(MAX_SEATS)
    assert refused(room, actions.Join("late")) == "full"
    room = done(room, actions.Remove(seat(7)), actions.Join("late"))
    assert refused(room, actions.Join("later")) == "full"


def test_the_join_panel() -> None:
    """A closed door keeps new people out, and lets those with a seat return."""
    room = done(room_of(1), actions.Lock(True))
    assert refused(room, actions.Join("late")) == "locked"
    assert done(room, actions.Join(seat(0))).seats == room.seats
    assert "late" in done(room, actions.Lock(False), actions.Join("late")).seats


def test_taken_away() -> None:
    """A seat that was taken away can neither return nor vote, and its open vote is gone."""
    room = cast_votes(at_choice(2), ["good", "poor"])
    assert room.ballot is not None
    key = room.ballot.key
    room = done(room, actions.Remove(seat(1)))
    assert room.votes[key] == {seat(0): "good"}
    assert refused(room, actions.Join(seat(1))) == "removed"
    assert refused(room, actions.Vote(seat(1), key, "poor")) == "removed"
    assert (
        done(room, actions.Remove(seat(1), False), actions.Vote(seat(1), key, "poor")).people == 2
    )


@given(st.integers(1, 80))
def test_cards_are_dealt_evenly(people: int) -> None:
    """The number of people with each card differs by one at most."""
    room = done(room_of(people), actions.Deal())
    counts = Counter(item.role for item in room.present)
    assert set(counts) <= {"ana", "ben"}
    assert abs(counts["ana"] - counts["ben"]) <= 1


def test_a_late_card() -> None:
    """Who comes after the dealing gets the card that fewest have."""
    room = done(room_of(3), actions.Deal(), actions.Join("late"))
    assert Counter(item.role for item in room.present) == {"ana": 2, "ben": 2}


def test_a_card_for_who_missed_the_deal() -> None:
    """A phone that was gone at the deal gets its card when it comes back."""
    room = done(room_of(3), actions.Away((seat(2),)), actions.Deal())
    assert room.seats[seat(2)].role is None
    back = done(room, actions.Join(seat(2)))
    assert Counter(item.role for item in back.present) == {"ana": 2, "ben": 1}
    assert done(evolve(room, edition=5), actions.Join(seat(2))).seats[seat(2)].role is None


def test_an_own_card() -> None:
    """Anyone may take another card before the deal, or watch; dealing leaves those alone."""
    room = done(room_of(4), actions.TakeRole(seat(0), OBSERVER), actions.Deal())
    assert room.seats[seat(0)].role == OBSERVER
    assert refused(room, actions.TakeRole(seat(0), "nobody")) == "no-such-role"
    room = done(room_of(2), actions.TakeRole(seat(0), "ana"), actions.TakeRole(seat(0), "ben"))
    assert room.seats[seat(0)].role == "ben"


@pytest.mark.parametrize("begins", [actions.Deal(), actions.GoOn()])
def test_a_card_is_closed(begins: actions.RoomAction) -> None:
    """A brief is read once the card stays, so that nobody reads the briefs of others."""
    room = done(room_of(2), actions.TakeRole(seat(0), "ana"))
    assert phone(room, seat(0)).brief is None
    room = done(room, begins)
    assert phone(room, seat(0)).brief == "Ana has not slept."
    assert refused(room, actions.TakeRole(seat(0), "ben")) == "role-stays"
    assert [role for role, _ in phone(room, seat(0)).roles] == ["ana", OBSERVER]
    room = done(room, actions.TakeRole(seat(0), OBSERVER))
    assert refused(room, actions.TakeRole(seat(0), "ana")) == "role-stays"
    old = evolve(room, edition=2)
    assert phone(done(old, actions.TakeRole(seat(0), "ben")), seat(0)).brief is not None


def test_a_card_has_a_question_in_the_talk() -> None:
    """Its holder speaks for somebody, and only then; the task of all invites that."""
    room = done(at_choice(3), actions.TakeRole(seat(0), "ana"), actions.TakeRole(seat(1), OBSERVER))
    assert phone(room, seat(0)).listens is None
    room = done(room, actions.Talk(anyway=True))
    listens = phone(room, seat(0)).listens
    assert listens is not None
    asked = "Speak for Ana Ash, who wants people to come first. What would win Ana Ash over?"
    assert messages.speak_for("Ana Ash", listens) == asked
    assert [phone(room, seat(who)).listens for who in (1, 2)] == [None, None]
    assert "role card" in (projector(room).task or "")
    assert "role card" not in (projector(to_stage(Stage.TALK)).task or "")


def test_small_groups_are_not_distinguished() -> None:
    """Votes by table are shown only for four people or more, and no fewer by subtraction."""
    assert _shown_tables([3, 3, 6]) == {"Table 3": 6}
    assert _shown_tables([3, 5, 6]) == {"Table 3": 6}
    assert _shown_tables([3, 6]) == {}
    assert _shown_tables([4, 6]) == {"Table 1": 4, "Table 2": 6}


def _shown_tables(sizes: list[int]) -> dict[str, int]:
    """Return how many votes are shown for each table, where tables of those *sizes* voted."""
    tables = [number for number, size in enumerate(sizes, start=1) for _ in range(size)]
    room = at_choice(0)
    room = done(room, *(actions.Join(seat(item), table=table) for item, table in enumerate(tables)))
    room = cast_votes(room, ["good"] * len(tables))
    assert room.ballot is not None
    result = groups(room, room.ballot, "table")
    return {table: sum(votes.values()) for table, votes in result.items()}


def test_sixty_people_five_cards_twelve_tables() -> None:
    """Roles and tables are evenly filled; a table with three votes is not shown."""
    cast = {item: character(item.title(), "focus L") for item in ("a", "b", "c", "d", "e")}
    room = new_room(evolve(story(), cast=cast), 1)
    room = done(room, *(actions.Join(seat(item), table=item % 12 + 1) for item in range(60)))
    room = done(room, actions.Deal(), actions.GoOn(), actions.GoOn())
    assert set(Counter(item.role for item in room.present).values()) == {12}
    assert set(Counter(item.table for item in room.present).values()) == {5}
    room = cast_votes(room, ["lead"] * 30 + ["manage"] * 28)
    assert room.ballot is not None
    cards, tables = (groups(room, room.ballot, by) for by in ("role", "table"))
    assert list(cards) == ["A", "B", "C", "D", "E"]
    assert sum(sum(votes.values()) for votes in cards.values()) == 58
    assert list(tables) == [f"Table {number}" for number in range(1, 13)]
    assert (tables["Table 7"]["lead"], tables["Table 7"]["manage"]) == (2, 3)
    assert sum(tables["Table 12"].values()) == 4
    late = groups(done(room, actions.Join(seat(47), table=11)), room.ballot, "table")
    assert list(late) == [f"Table {number}" for number in range(2, 12)]


@given(st.integers(1, 80))
def test_five_cards_are_dealt_evenly(people: int) -> None:
    """However many come and however many cards there are, sizes differ by one at most."""
    cast = {item: character(item, "focus L") for item in "abcde"}
    room = new_room(evolve(story(), cast=cast), 1)
    room = done(room, *(actions.Join(seat(item)) for item in range(people)), actions.Deal())
    counts = Counter(dict.fromkeys(cast, 0))
    counts.update(item.role for item in room.present if item.role)
    assert max(counts.values()) - min(counts.values()) <= 1
