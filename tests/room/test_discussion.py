"""What is asked next, by the pattern in how the room voted."""

from __future__ import annotations

import pytest

from game.present.console import console_view
from game.room import actions
from game.room.discussion import NEXT, next_question, prompts, scene_summaries
from game.room.state import Question, Room, Stage, options
from game.room.tally import Pattern, ballots_on, pattern
from tests.room.rooms import at_choice, cast_votes, done, to_stage


Pair = tuple[str | None, str | None]

SAME: list[Pair] = [("good", "good")]
PAIRS: dict[Pattern, list[Pair]] = {
    Pattern.SILENT: [(None, None)] * 10,
    Pattern.UNANIMOUS: SAME * 10,
    Pattern.MOVED: SAME * 5 + [("poor", "good")] * 5,
    Pattern.STUCK: SAME * 7 + [("poor", "poor")] * 3,
    Pattern.SPLIT: SAME * 10 + [("poor", "poor")] * 9 + [("odd", "good")],
    Pattern.LEANING: SAME * 16 + [("poor", "poor")] * 3 + [("odd", "good")],
}
"""What people vote before the talk and after it, so that one pattern stands out."""


def revealed(expected: Pattern) -> Room:
    """A room that has voted twice with that pattern and sees it."""
    pairs = PAIRS[expected]
    room = at_choice(len(pairs))
    for position in (0, 1):
        for number, pair in enumerate(pairs):
            vote = pair[position]
            if vote is not None:
                room = cast_votes(room, [vote], first=number)
        steps = [actions.GoOn(anyway=True)] * (2 - position)
        room = done(room, *steps)
    return room


def at_debrief(room: Room, stage: Stage) -> Room:
    """*room* led on to *stage*; what is still open is settled for the best."""
    while room.stage is not stage:
        if room.stage in (Stage.VOTE, Stage.REVEAL):
            assert room.ballot is not None
            call = room.ballot.question is Question.CALL
            room = done(room, actions.Decide("lead" if call else "good"))
        room = done(room, actions.GoOn(anyway=True))
    return room


@pytest.mark.parametrize("expected", list(Pattern))
def test_the_question_follows_the_pattern(expected: Pattern) -> None:
    """Unanimous, split, moved, stuck, leaning, silent: each is asked about what it shows."""
    room = revealed(expected)
    assert room.stage is Stage.REVEAL
    assert pattern(room, ballots_on(room, 1, Question.CHOICE)) is expected
    asked = next_question(room)
    assert asked == NEXT[expected].format("5 of 10")


@pytest.mark.parametrize("expected", list(Pattern))
def test_the_debrief_recalls_a_scene_that_moved_many(expected: Pattern) -> None:
    """If more than a third moved, the first question says how many, and asks for the reasons."""
    room = at_debrief(revealed(expected), Stage.WHAT)
    moved = prompts(room)[0] == "In “title of hall” 5 of 10 moved. What was said?"
    assert moved is (expected is Pattern.MOVED)


def test_the_minority_of_a_split_room() -> None:
    """Those whose road was not taken are asked for; where there were none, for their best case."""
    split = prompts(at_debrief(revealed(Pattern.SPLIT), Stage.SO_WHAT))
    agreed = prompts(at_debrief(revealed(Pattern.UNANIMOUS), Stage.SO_WHAT))
    assert "Some in “title of hall” chose otherwise. When would they be right?" in split
    assert any(asked.endswith("Make their best case.") for asked in agreed)


@pytest.mark.parametrize("stage", list(Stage))
def test_a_console_has_each_question_once(stage: Stage) -> None:
    """A face shows the next question, the author's and the debrief's one below the other."""
    seen = console_view(to_stage(stage))
    asked = [seen.next_question, *seen.ask, *seen.prompts]
    assert len(set(asked)) == len(asked)


def test_the_authors_questions_wait_for_the_choice() -> None:
    """They tell the key: nobody is to ask them before the choice was voted on."""
    room, asked = to_stage(Stage.LETTER), dict[tuple[Stage, bool], bool]()
    room = done(room, actions.Decide(console_view(room).options[0].id))
    while room.stage is not Stage.WHY:
        seen = console_view(room)
        assert "ask of hall" in (*seen.questions, *seen.later)
        choice = room.ballot is not None and room.ballot.question is Question.CHOICE
        asked[room.stage, choice] = "ask of hall" in seen.questions
        if room.open_ballot:
            room = cast_votes(room, [options(room, room.open_ballot)[0]] * 8)
        reveals = room.stage is Stage.VOTE and not choice
        room = done(room, actions.Reveal() if reveals else actions.GoOn())
    early = [Stage.LETTER, Stage.READ, Stage.VOTE, Stage.REVEAL]
    assert not any(asked[stage, False] for stage in early)
    assert not asked[Stage.VOTE, True]
    assert all(asked[stage, True] for stage in (Stage.TALK, Stage.REVEAL, Stage.OUTCOME))


def test_a_vote_after_the_facilitator_settled_is_the_rooms() -> None:
    """A choice that was settled, talked over and voted on again is not the facilitator's."""
    room = done(cast_votes(at_choice(3), ["good", "poor", "odd"]), actions.Decide("good"))
    assert scene_summaries(done(room, actions.GoOn()))[0].settled >= {Question.CHOICE}

    room = done(room, actions.Talk(), actions.GoOn())
    room = done(cast_votes(room, ["poor"] * 3), actions.Reveal(), actions.GoOn())
    assert Question.CHOICE not in scene_summaries(room)[0].settled
