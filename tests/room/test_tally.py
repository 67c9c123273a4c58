"""Movement between votes, and the pattern in them."""

from __future__ import annotations

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from game.present.console import console_view
from game.room import actions, messages
from game.room.discussion import NEXT, next_question, prompts, who_moved
from game.room.state import OBSERVER, Question, Room, Stage
from game.room.tally import (
    Moved,
    Pattern,
    ballots_on,
    expected,
    missing,
    moved,
    movement,
    pattern,
    voted,
)
from game.room.views import projector
from tests.room.rooms import at_choice, cast_votes, done, seat


VOTES = st.lists(
    st.tuples(
        st.sampled_from([None, "good", "poor", "odd", "dull"]),
        st.sampled_from([None, "good", "poor", "odd", "dull"]),
    ),
    min_size=1,
    max_size=40,
)


def two_rounds(pairs: list[tuple[str | None, str | None]]) -> Room:
    """A room whose people vote in two rounds according to *pairs*; None does not vote."""
    room = at_choice(len(pairs))
    for position in (0, 1):
        if position:
            room = done(room, actions.GoOn(anyway=True), actions.GoOn())
        for number, pair in enumerate(pairs):
            vote = pair[position]
            if vote is not None:
                room = cast_votes(room, [vote], first=number)
    return done(room, actions.GoOn(anyway=True))


@given(VOTES)
def test_the_matrix_has_everyone_who_voted(pairs: list[tuple[str | None, str | None]]) -> None:
    """The moves are those that were made; no answer is no move, and newcomers stand apart."""
    room = two_rounds(pairs)
    first, last = ballots_on(room, 1, Question.CHOICE)
    result = {(move.before, move.after): move.voters for move in movement(room, first, last)}
    made = [(was, now or was) for was, now in pairs if was or now]
    assert result == {pair: made.count(pair) for pair in made}
    assert sum(result.values()) == len(made)


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([(None, None)] * 4, Pattern.SILENT),
        ([("good", "good")] * 8, Pattern.UNANIMOUS),
        ([("good", "good")] * 5 + [("poor", "good")] * 5, Pattern.MOVED),
        ([("good", "good")] * 8 + [("poor", "good")] * 4, Pattern.UNANIMOUS),  # a third, no more
        ([("good", "good")] * 7 + [("poor", "good")] * 4, Pattern.MOVED),
        ([("good", None)] * 5 + [("poor", None)] * 4, Pattern.STUCK),
        ([("good", "good")] * 7 + [("poor", "poor")] * 2, Pattern.STUCK),
        ([("good", "good")] * 10 + [("poor", "poor")] * 9 + [("odd", "good")], Pattern.SPLIT),
        ([("good", "good")] * 16 + [("poor", "poor")] * 3 + [("odd", "good")], Pattern.LEANING),
    ],
)
def test_patterns(pairs: list[tuple[str | None, str | None]], expected: Pattern) -> None:
    """What stands out in a vote has one name."""
    room = two_rounds(pairs)
    assert pattern(room, ballots_on(room, 1, Question.CHOICE)) is expected


def test_hands_move_at_least_so_many() -> None:
    """Hands cannot be followed, but a changed count shows that people moved."""
    room = at_choice(0, heads=10)
    assert room.ballot is not None
    room = done(room, actions.Hands(room.ballot.key, (8, 2, 0, 0)), actions.GoOn(), actions.GoOn())
    assert room.ballot is not None
    room = done(room, actions.Hands(room.ballot.key, (3, 7, 0, 0)), actions.GoOn())
    assert pattern(room, ballots_on(room, 1, Question.CHOICE)) is Pattern.MOVED


@pytest.mark.parametrize("people", [0, 3])
def test_equal_counts_of_hands_do_not_show_that_nobody_moved(people: int) -> None:
    """By hand people may have changed places, so nothing says that they did not."""
    room = at_choice(people, heads=10)
    for _ in range(2):
        assert room.ballot is not None
        room = cast_votes(done(room, actions.Hands(room.ballot.key, (8, 2))), ["good"] * people)
        room = done(room, actions.GoOn(), actions.GoOn())
    assert pattern(room, ballots_on(room, 1, Question.CHOICE)) is Pattern.LEANING
    shown = console_view(room)
    assert "By hand: as before." in shown.moves
    assert not any("Nobody moved" in text for text in (*shown.questions, *shown.moves))


def test_without_a_vote_nobody_is_said_to_have_stayed() -> None:
    """Who did not vote did not move, and did not stay either."""
    room = two_rounds([(None, None)] * 3)
    assert messages.moves(projector(room)) == ()
    assert "Nobody moved." in messages.moves(projector(two_rounds([("good", "good")] * 3)))


@st.composite
def rooms_in_two_rounds(draw: st.DrawFn) -> Room:
    """A room of either edition that voted twice, by phone and by hand, some in one round only."""
    votes = [("good", None), (None, "poor"), ("good", "poor"), ("good", "good")]
    pairs = draw(st.lists(st.sampled_from(votes), min_size=1, max_size=6))
    hands = st.sampled_from([None, None, (2, 1, 0, 0), (1, 2, 0, 0), (0, 1, 1, 0)])
    room = evolve(at_choice(len(pairs), heads=20), edition=draw(st.sampled_from([1, 2])))
    for position in (0, 1):
        if position:
            room = done(room, actions.GoOn(anyway=True), actions.GoOn())
        for number, pair in enumerate(pairs):
            option = pair[position]
            if option is not None:
                room = cast_votes(room, [option], first=number)
        counts = draw(hands)
        if counts is not None:
            assert room.ballot is not None
            room = done(room, actions.Hands(room.ballot.key, counts))
    return done(room, actions.GoOn(anyway=True))


@given(rooms_in_two_rounds())
def test_no_more_people_moved_than_voted_twice(room: Room) -> None:
    """Of those who voted in both rounds some moved, and of nobody else."""
    result = moved(room, ballots_on(room, 1, Question.CHOICE))
    assert 0 <= result.went <= result.of


def test_others_who_vote_later_did_not_move() -> None:
    """Two who vote only first and two who vote only last are no movement, whatever the counts."""
    room = evolve(at_choice(4), edition=1)
    room = done(cast_votes(room, ["good", "poor"]), actions.GoOn(anyway=True), actions.GoOn())
    room = done(cast_votes(room, ["odd", "odd"], first=2), actions.GoOn(anyway=True))
    assert moved(room, ballots_on(room, 1, Question.CHOICE)) == Moved()


def test_phones_and_hands_that_moved_are_told_apart() -> None:
    """Reveal, question and debrief count who changed by phone, and at least so many by hand."""
    room = at_choice(3, heads=4)
    assert room.ballot is not None
    room = cast_votes(done(room, actions.Hands(room.ballot.key, (3, 1))), ["good", "poor", "poor"])
    room = done(room, actions.GoOn(), actions.GoOn())
    assert room.ballot is not None
    room = cast_votes(done(room, actions.Hands(room.ballot.key, (2, 2))), ["good", "good", "poor"])
    room = done(room, actions.GoOn())
    result = moved(room, ballots_on(room, 1, Question.CHOICE))
    assert (result.by_phone, result.by_hand) == ((1, 3), (1, 4))
    assert messages.moves(projector(room))[0].startswith("1 of 3 by phone moved from ")
    assert who_moved(result) == "1 of 3 by phone and at least 1 of 4 by hand"


def test_hands_that_stand_as_before_are_not_counted_as_staying() -> None:
    """Two phones of two moved; of ten hands nobody knows, and they are left out everywhere."""
    room = at_choice(2, heads=10)
    assert room.ballot is not None
    room = cast_votes(done(room, actions.Hands(room.ballot.key, (1, 9))), ["good", "good"])
    room = cast_votes(done(room, actions.GoOn(), actions.GoOn()), ["poor", "poor"])
    room = done(room, actions.GoOn(anyway=True))
    assert messages.moves(projector(room))[0].startswith("2 of 2 by phone moved from ")
    assert next_question(room) == NEXT[Pattern.MOVED].format("2 of 2 by phone")
    room = done(room, actions.GoOn())
    asked = prompts(room, Stage.WHAT)
    assert asked[0] == "In “title of hall” 2 of 2 by phone moved. What was said?"


def test_no_room_waits_for_its_observer() -> None:
    """Who watches may vote and then counts; until then, the room is complete without them."""
    room = done(at_choice(3), actions.TakeRole(seat(2), OBSERVER))
    ballot = room.ballot
    assert ballot is not None
    assert (missing(room), expected(room)) == (2, 2)
    room = cast_votes(room, ["good", "poor"])
    assert (missing(room), voted(room, ballot), expected(room)) == (0, 2, 2)
    room = cast_votes(room, ["odd"], first=2)
    assert (missing(room), voted(room, ballot), expected(room)) == (0, 3, 3)
    assert done(room, actions.GoOn()).stage is not room.stage
