"""Who may see what of a room, and what is asked of it."""

from __future__ import annotations

import pytest
from attrs import asdict

from game.room import actions, messages
from game.room.discussion import NEXT, PLANS, next_question, prompts
from game.room.state import Question, Stage
from game.room.tally import Pattern
from game.room.views import facilitator_view, phone, projector
from tests.room.rooms import at_choice, cast_votes, done, room_of, seat, to_stage


def test_votes_are_hidden_until_the_reveal() -> None:
    """Before the reveal, projector and phone are the same however the others voted."""
    for votes in (["good"] * 7, ["poor"] * 7, ["good", "poor", "odd", "dull", "odd", "odd", "odd"]):
        room = cast_votes(at_choice(8), votes)
        plain = cast_votes(at_choice(8), ["good"] * 7)
        assert projector(room) == projector(plain)
        assert phone(room, seat(7)) == phone(plain, seat(7))
        talking, plain = (
            done(room, actions.Talk(anyway=True)),
            done(plain, actions.Talk(anyway=True)),
        )
        assert projector(talking) == projector(plain)
        assert phone(talking, seat(7)) == phone(plain, seat(7))


def test_the_reveal() -> None:
    """Then everyone sees both rounds, the moves, and what the room decided."""
    room = cast_votes(at_choice(3), ["good", "poor", "poor"])
    room = cast_votes(done(room, actions.GoOn(), actions.GoOn()), ["good", "good", "poor"])
    shown = projector(done(room, actions.GoOn()))
    counts = [{bar.option.id: bar.count for bar in result.bars} for result in shown.results]
    assert [(item["good"], item["poor"]) for item in counts] == [(1, 2), (2, 1)]
    assert sum(move.voters for move in shown.moves) == 3
    assert shown.decided is not None
    assert shown.decided.id == "good"


def test_moves_are_reported_on_the_page_after_the_reveal_too() -> None:
    """When the question is closed its letters still name the moves."""
    room = cast_votes(at_choice(3), ["good", "poor", "poor"])
    room = cast_votes(done(room, actions.GoOn(), actions.GoOn()), ["good", "good", "poor"])
    shown, after = (projector(done(room, *[actions.GoOn()] * steps)) for steps in (1, 2))
    assert messages.moves(after) == messages.moves(shown)
    assert "1 of 3 moved from" in messages.moves(after)[0]


def test_many_small_moves_are_reported_as_one_number() -> None:
    """If people moved in all directions, their number is shown, not three of the movements."""
    room = cast_votes(at_choice(5), ["good", "good", "poor", "odd", "dull"])
    room = done(room, actions.GoOn(), actions.GoOn())
    room = cast_votes(room, ["poor", "poor", "odd", "dull", "good"])
    letters = {option.id: option.letter for option in projector(room).options}
    assert messages.moves(projector(done(room, actions.GoOn()))) == (
        "5 of 5 moved.",
        f"2 moved from {letters['good']} to {letters['poor']}.",
    )


def test_hands_that_are_not_counted_again_stand() -> None:
    """Hands that were not counted again stand as they were."""
    room = at_choice(1, heads=2)
    assert room.ballot is not None
    room = done(cast_votes(room, ["good"]), actions.Hands(room.ballot.key, (1, 1)))
    room = cast_votes(done(room, actions.GoOn(anyway=True), actions.GoOn()), ["good"])
    assert messages.moves(projector(done(room, actions.GoOn(anyway=True)))) == (
        "By hand: as before.",
    )


def test_role_cards_are_distinguished_once_the_vote_is_shown() -> None:
    """Only at the reveal, only to the facilitator, and only cards that four people voted with."""
    room = done(room_of(8), *(actions.TakeRole(seat(item), "ana") for item in range(4)))
    room = done(room, *(actions.TakeRole(seat(item), "ben") for item in range(4, 6)))
    room = cast_votes(done(room, actions.GoOn(), actions.GoOn()), ["lead"] * 3 + ["manage"] * 5)
    assert facilitator_view(room).by_role == {}
    output = facilitator_view(done(room, actions.Reveal())).by_role
    assert {name: (item["lead"], item["manage"]) for name, item in output.items()} == {
        "Ana Ash": (3, 1)
    }


def test_tables_are_distinguished_once_the_vote_is_shown() -> None:
    """As role cards are: to the facilitator alone, at the reveal, in the order of the tables."""
    room = done(room_of(0), *(actions.Join(seat(item), table=12 - item // 4) for item in range(8)))
    room = cast_votes(done(room, actions.GoOn(), actions.GoOn()), ["lead"] * 5 + ["manage"] * 3)
    assert facilitator_view(room).by_table == {}
    output = facilitator_view(done(room, actions.Reveal())).by_table
    assert [(name, item["lead"], item["manage"]) for name, item in output.items()] == [
        ("Table 11", 1, 3),
        ("Table 12", 4, 0),
    ]


def test_plans_are_shown_in_the_lobby() -> None:
    """How to spend the time is asked before the beginning, and only then."""
    assert facilitator_view(room_of(1)).plans == PLANS
    assert facilitator_view(done(room_of(1), actions.GoOn())).plans == {}


def test_a_brief_is_for_its_holder() -> None:
    """A private brief is on the phone of those who hold the card, and nowhere else."""
    roles = (actions.TakeRole(seat(0), "ana"), actions.TakeRole(seat(1), "observer"))
    room = done(room_of(2), *roles, actions.Deal())
    assert phone(room, seat(0)).brief == "Ana has not slept."
    assert phone(room, seat(1)).brief is None
    assert "not slept" not in str(asdict(projector(room)))
    assert "not slept" not in str(asdict(phone(room, seat(1))))


@pytest.mark.parametrize("stage", list(Stage))
def test_notes_and_key_stay_off_the_projector(stage: Stage) -> None:
    """What is for the facilitator is in no view but the facilitator's."""
    room = to_stage(stage)
    for shown in (projector(room), phone(room, seat(0))):
        assert "notes of" not in str(asdict(shown, recurse=True))
        assert "ask of" not in str(asdict(shown, recurse=True))
    if stage is Stage.VOTE:
        assert (facilitator_view(room).notes, facilitator_view(room).ask) == (
            "notes of hall",
            ("ask of hall",),
        )
        assert facilitator_view(room).best == ("text of good",)


def test_an_own_vote_is_seen() -> None:
    """A phone shows the vote that was given on it."""
    room = cast_votes(at_choice(2), ["poor"])
    assert (phone(room, seat(0)).vote, phone(room, seat(1)).vote) == ("poor", None)


@pytest.mark.parametrize("found", list(Pattern))
def test_a_question_for_every_pattern(found: Pattern) -> None:
    """Each pattern has its own next question."""
    assert NEXT[found].endswith("?")
    assert len(set(NEXT.values())) == len(Pattern)


def test_the_next_question() -> None:
    """The facilitator's question follows from how the room voted."""
    room = done(cast_votes(at_choice(4), ["good"] * 4), actions.GoOn())
    assert next_question(room) == NEXT[Pattern.UNANIMOUS]


@pytest.mark.parametrize("stage", [Stage.WHAT, Stage.SO_WHAT, Stage.NOW_WHAT])
def test_debrief_prompts(stage: Stage) -> None:
    """Each stage of the debrief has two questions or more, one of them the author's."""
    asked = prompts(to_stage(stage))
    assert len(asked) >= 2
    assert {"What?", "So what?", "Now what?"} & set(asked)


def test_the_minority_is_asked() -> None:
    """Those whose choice was not taken are asked when it would have been right."""
    room = cast_votes(done(at_choice(4), actions.Rounds(1)), ["poor", "poor", "poor", "odd"])
    while room.stage is not Stage.SO_WHAT:
        if room.open_ballot and room.open_ballot.turn == 2:
            call = room.open_ballot.question is Question.CALL
            room = cast_votes(room, ["lead" if call else "good"] * 4)
        room = done(room, actions.GoOn())
    assert "Some in “title of hall” chose otherwise. When would they be right?" in prompts(room)


@pytest.mark.parametrize("minutes", [20, 45, 90])
def test_plans_add_up(minutes: int) -> None:
    """A plan spends just its minutes, between a quarter and half of them on the debrief."""
    steps = PLANS[minutes]
    assert sum(step.minutes for step in steps) == minutes
    debrief = sum(step.minutes for step in steps if "hat?" in step.what)
    assert minutes / 4 <= debrief <= minutes / 2
