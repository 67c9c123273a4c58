"""Time in a room: an answer counts the same whenever it comes, and the clock closes nothing."""

from __future__ import annotations

from attrs import evolve, fields_dict
from hypothesis import given
from hypothesis import strategies as st

from game.room import actions
from game.room.discussion import scene_summaries
from game.room.state import Room, Stage
from game.room.views import projector
from tests.room.rooms import at_choice, cast_votes, done


PEOPLE = 7
OPTIONS = ("good", "poor", "odd", "dull")
CHOSEN = st.lists(st.sampled_from(OPTIONS), min_size=PEOPLE, max_size=PEOPLE)


def led_to_why(room: Room) -> Room:
    """*room* led on to the explanation of its scene; a tie goes to the first option."""
    while room.stage is not Stage.WHY:
        if projector(room).tied:
            room = done(room, actions.Decide(OPTIONS[0]))
        room = done(room, actions.GoOn(anyway=True))
    return room


@given(CHOSEN, CHOSEN, st.permutations(range(PEOPLE)), st.lists(st.integers(0, PEOPLE - 1)))
def test_the_same_votes_at_other_times(
    votes: list[str], first: list[str], order: list[int], slow: list[int]
) -> None:
    """
    In whatever order votes come, at once or after changes and a pause, the score is the same.

    The points, the story, the projector and what is stored are the same, though
    in one room everybody answers at once and in the other the clock has run out.
    """
    room = cast_votes(done(at_choice(PEOPLE), actions.Rounds(1)), votes)
    late = done(at_choice(PEOPLE), actions.Rounds(1), actions.Timer(1.0))
    for number in order:
        if number in slow:
            late = cast_votes(late, [first[number]], first=number)
            late = done(late, actions.Pause(on=True), actions.Pause(on=False), actions.Timer(2.0))
    for number in order:
        late = cast_votes(late, [votes[number]], first=number)
    assert evolve(late, timer=0) == room
    room, late = led_to_why(room), led_to_why(late)
    assert late == room
    assert projector(late) == projector(room)
    assert [moment.why.score for moment in scene_summaries(late)] == [
        moment.why.score for moment in scene_summaries(room)
    ]


def test_a_vote_does_not_know_when_it_was_given() -> None:
    """What is kept of a vote is who, on what, and for what; no time that could be scored."""
    assert set(fields_dict(actions.Vote)) == {"seat", "ballot", "option"}


def test_no_clock_runs_unless_it_is_started() -> None:
    """The rules of a room start no clock, not even that of a talk; an action does."""
    room = cast_votes(done(at_choice(PEOPLE), actions.Rounds(2)), [OPTIONS[0]] * PEOPLE)
    assert projector(room).timer == 0
    room = done(room, actions.GoOn())
    assert room.stage is Stage.TALK
    assert projector(room).timer == 0
    assert projector(done(room, actions.Timer(5.0))).timer == 5
