"""The flow of a session: stages, votes, and decisions."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from attrs import evolve

from game.core.enums import Call
from game.core.playthrough import Phase
from game.room import actions, messages
from game.room.discussion import scene_summaries
from game.room.reducer import replay, step
from game.room.state import Question, Room, Stage, new_room, options
from game.room.tally import decision, expected, missing, tally
from game.room.views import projector
from tests.room.rooms import (
    at_call,
    at_choice,
    cast_votes,
    done,
    refused,
    room_of,
    seat,
    story,
    to_stage,
)


def test_a_whole_session() -> None:
    """Two scenes, voted on and talked about, lead through every stage to the end."""
    room, seen = room_of(6), []
    while room.stage is not Stage.OVER:
        if room.open_ballot:
            room = cast_votes(room, [options(room, room.open_ballot)[0]] * 6)
        room = done(room, actions.GoOn())
        seen.append(room.stage.value)
    scene = ["read", "vote", "vote", "talk", "vote", "reveal", "outcome", "why"]
    assert seen == [*scene, *scene, "ending", "what", "so-what", "now-what", "over"]
    assert [turn.call for turn in room.play.turns] == [Call.LEAD, Call.LEAD]


def test_the_room_moves_the_story() -> None:
    """The call and the choice with the most votes in the last round are the room's."""
    room = cast_votes(at_call(5), ["lead", "manage", "manage", "manage", "lead"])
    room = cast_votes(done(room, actions.GoOn()), ["good"] * 5)
    room = cast_votes(done(room, actions.GoOn(), actions.GoOn()), ["poor", "poor", "poor"])
    room = done(room, actions.GoOn(anyway=True), actions.GoOn())
    assert room.play.phase is Phase.OUTCOME
    assert (room.play.turns[0].call, room.play.turns[0].choice) == (Call.MANAGE, "poor")


def test_a_round_of_its_own() -> None:
    """A vote in the second round leaves the first as it was."""
    room = cast_votes(at_choice(3), ["good", "good", "poor"])
    first = room.ballot
    room = cast_votes(done(room, actions.GoOn(), actions.GoOn()), ["poor", "poor", "poor"])
    assert first is not None
    assert room.ballot is not None
    assert tally(room, first)["good"] == 2
    assert tally(room, room.ballot)["poor"] == 3


def test_a_tie_on_the_call_stands() -> None:
    """It is shown and the story goes on; the log names both calls, not one of them."""
    room = cast_votes(at_call(4), ["lead", "lead", "manage", "manage"])
    room = done(room, actions.GoOn())
    assert (room.stage, decision(room)) == (Stage.REVEAL, None)
    shown = messages.decided(projector(room)) or ""
    assert shown.startswith("It's a tie between lead and manage. It stands")
    room = done(room, actions.GoOn())
    assert (room.stage, room.ballot and room.ballot.question) == (Stage.VOTE, Question.CHOICE)
    room = cast_votes(room, ["good"] * 4)
    room = done(room, actions.Reveal(), actions.GoOn())
    (summary,) = scene_summaries(room)
    assert summary.tied_calls == (Call.LEAD, Call.MANAGE)
    assert messages.call_given(summary) == "lead and manage, a tie"


def test_a_tie_of_three_calls_counts_them() -> None:
    """Calls whose names have a comma are told apart by quotation marks."""
    votes = ["lead", "manage", "lead-then-manage"]
    room = done(cast_votes(at_call(3), votes), actions.GoOn())
    assert messages.decided(projector(room)) == (
        "It's a tie between “lead”, “manage” and “lead, then manage”. "
        "It stands: three readings of one moment. The story goes on."
    )


def test_a_call_without_votes_does_not_stand() -> None:
    """Nobody's vote is no tie: the vote opens again, or the facilitator settles it."""
    room = done(at_call(4), actions.GoOn(anyway=True))
    after = step(room, actions.GoOn())
    assert not isinstance(after, Room)
    assert (after.code, after.message) == ("no-votes", messages.NOBODY)


def test_a_tie_on_the_choice_is_not_broken() -> None:
    """The story needs one choice: a tie stops the way on until the facilitator settles it."""
    room = cast_votes(at_choice(4), ["good", "good", "poor", "poor"])
    room = done(room, actions.Reveal())
    assert refused(room, actions.GoOn()) == "tie"
    room = done(room, actions.Decide("poor"), actions.GoOn())
    assert room.play.turns[0].choice == "poor"


def second_vote(first: list[str]) -> Room:
    """A room at the second vote on a choice, after *first*."""
    room = cast_votes(at_choice(len(first)), first)
    return done(room, actions.GoOn(), actions.GoOn())


def test_the_second_vote_starts_from_the_first() -> None:
    """No answer keeps the first vote: one ballot never beats three."""
    room = cast_votes(second_vote(["good", "good", "good", "poor"]), ["poor"])
    room = done(room, actions.GoOn(anyway=True))
    assert decision(room) is None  # two and two: three stood, one of them moved
    room = cast_votes(second_vote(["good", "good", "good"]), ["poor"])
    room = done(room, actions.GoOn(anyway=True))
    assert decision(room) == "good"
    (moved,) = messages.moves(projector(room))
    assert moved.startswith("1 of 3 moved from ")


def test_who_has_not_answered_is_asked_about() -> None:
    """Closing a second vote early says how many did not answer, and that their vote stands."""
    room = cast_votes(second_vote(["good", "good", "good"]), ["poor"])
    assert messages.voted(projector(room)) == "1 of 3 have answered"
    after = step(room, actions.GoOn())
    assert not isinstance(after, Room)
    assert after.code == "missing"
    assert after.message == "2 of 3 have not answered. No answer keeps the first vote."


def test_hands_stay_as_they_were() -> None:
    """Hands that are not counted again in a second vote stand as in the first, but are missed."""
    room = at_choice(0, heads=5)
    assert room.ballot is not None
    room = done(room, actions.Hands(room.ballot.key, (4, 1, 0, 0)), actions.GoOn(), actions.GoOn())
    assert messages.voted(projector(room)) == "0 of 5 have answered"
    assert refused(room, actions.GoOn()) == "missing"
    assert done(evolve(room, edition=4), actions.GoOn()).stage is Stage.REVEAL
    room = done(room, actions.GoOn(anyway=True))
    assert room.stage is Stage.REVEAL
    assert room.ballot is not None
    assert sum(tally(room, room.ballot).values()) == 5


def test_a_removed_seat_keeps_no_vote() -> None:
    """Who is taken away during a second vote counts in neither round of it."""
    room = second_vote(["good", "good", "poor"])
    room = done(room, actions.Remove(seat(2)), actions.GoOn(anyway=True))
    assert room.ballot is not None
    assert tally(room, room.ballot)["poor"] == 0


@pytest.mark.parametrize("again", [actions.Reopen(), actions.Undo()])
def test_a_vote_that_opens_again_is_without_removed_seats(again: actions.RoomAction) -> None:
    """Who was removed after the result counts in it, and no longer once people vote again."""
    room = done(cast_votes(at_choice(3), ["good", "poor", "poor"]), actions.Reveal())
    room = done(room, actions.Remove(seat(1)), actions.Remove(seat(2)))
    assert decision(room) == "poor"
    old = done(evolve(room, edition=5), again)
    room = done(room, again)
    assert messages.voted(projector(room)) == "1 of 1 have voted"
    assert decision(room) == "good"
    assert decision(old) == "poor"


def test_rooms_of_the_first_edition_replay_by_its_rules() -> None:
    """Stored without an edition, a second vote starts empty, as it did when it was decided."""
    stored: list[actions.RoomAction] = [
        *(actions.Join(seat(number)) for number in range(4)),
        actions.GoOn(),
        actions.GoOn(),
        actions.Decide("lead"),
        actions.GoOn(),
        *(actions.Vote(seat(number), "1.hall.choice.1", "good") for number in range(4)),
        actions.GoOn(),
        actions.GoOn(),
        actions.Vote(seat(0), "1.hall.choice.2", "poor"),
        actions.GoOn(anyway=True),
        actions.GoOn(),
    ]
    old, rejected = replay(story(), 1, stored)
    assert (old.play.turns[0].choice, rejected) == ("poor", 0)
    new, _ = replay(story(), 1, [actions.Edition(2), *stored])
    assert new.play.turns[0].choice == "good"


def test_nobody_waits_for_who_is_away() -> None:
    """A phone that is gone is not missing; its vote counts, and it is waited for once back."""
    room = cast_votes(at_call(4), ["lead", "lead"])
    room = done(room, actions.Away((seat(0), seat(3))))
    assert (missing(room), expected(room)) == (1, 3)
    assert room.ballot is not None
    assert tally(room, room.ballot)["lead"] == 2
    room = done(room, actions.Away((seat(0), seat(3)), on=False))
    assert (missing(room), expected(room)) == (2, 4)


def test_a_tie_may_be_voted_on_again() -> None:
    """One more round can break a tie as well."""
    room = cast_votes(at_call(2), ["lead", "manage"])
    room = cast_votes(done(room, actions.GoOn(), actions.Talk(), actions.GoOn()), ["lead", "lead"])
    assert room.ballot is not None
    assert room.ballot.number == 2
    assert done(room, actions.GoOn()).play.call is Call.LEAD


def test_any_number_of_rounds() -> None:
    """After the reveal the room may talk and vote again, as often as it likes."""
    room = to_stage(Stage.REVEAL)
    for number in range(3, 7):
        room = done(room, actions.Talk(), actions.GoOn())
        assert room.ballot is not None
        assert room.ballot.number == number
        room = done(cast_votes(room, ["good"] * 8), actions.GoOn())
    assert room.stage is Stage.REVEAL


def test_a_quick_session() -> None:
    """With one round a choice is revealed at once."""
    room = cast_votes(done(at_choice(2), actions.Rounds(1)), ["good", "good"])
    assert done(room, actions.GoOn()).stage is Stage.REVEAL


def test_the_first_result_may_be_shown() -> None:
    """A facilitator who wants to see the call first gets a reveal of it."""
    room = cast_votes(done(at_call(2), actions.ShowFirst(True)), ["lead", "lead"])
    room = done(room, actions.GoOn())
    assert (room.stage, room.ballot and room.ballot.question) == (Stage.REVEAL, Question.CALL)


@pytest.mark.parametrize("action", [actions.GoOn, actions.Talk, actions.Reveal])
def test_missing_votes_are_asked_about_once(action: Callable[..., actions.RoomAction]) -> None:
    """Closing a vote too early is rejected with the number missing, unless it is forced."""
    room = cast_votes(at_choice(3), ["good"])
    after = step(room, action())
    assert not isinstance(after, Room)
    assert (after.code, after.message) == ("missing", "2 of 3 have not voted yet.")
    assert done(room, action(anyway=True)).stage in (Stage.TALK, Stage.REVEAL)


def test_skip_a_vote() -> None:
    """The facilitator can settle a question without votes, and the room shows that."""
    room = done(at_call(5), actions.Decide("manage-then-lead"), actions.GoOn())
    assert room.play.call is Call.MANAGE_THEN_LEAD


def test_reopen() -> None:
    """A vote that was closed too early opens again with all its votes."""
    room = cast_votes(at_choice(3), ["good", "good", "poor"])
    room = done(room, actions.GoOn(), actions.Reopen())
    assert room.stage is Stage.VOTE
    assert room.open_ballot is not None
    assert tally(room, room.open_ballot)["good"] == 2
    assert room.reopened == {room.open_ballot.key}


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.LOBBY])
def test_undo_gives_the_room_before(stage: Stage) -> None:
    """Taking a step back gives exactly the room before it."""
    room = to_stage(stage)
    after = step(room, actions.GoOn(anyway=True))
    if isinstance(after, Room):
        assert done(after, actions.Undo()) == room


def test_undo_keeps_votes_and_seats() -> None:
    """Who came and what was voted since the step stays."""
    room = done(at_choice(2), actions.GoOn(anyway=True), actions.GoOn())
    room = done(cast_votes(room, ["good", "poor"]), actions.Join("late"))
    back = done(room, actions.Undo(), actions.Undo())
    assert back.votes == room.votes
    assert back.seats == room.seats
    again = done(back, actions.GoOn(anyway=True), actions.GoOn())
    assert again.ballot is not None
    assert tally(again, again.ballot)["poor"] == 1


def test_the_beginning() -> None:
    """There is nothing before the lobby."""
    assert refused(new_room(story(), 1), actions.Undo()) == "nothing-to-undo"


def test_pause() -> None:
    """While the room pauses no vote is taken; it waits."""
    room = done(at_choice(1), actions.Pause(True))
    assert room.ballot is not None
    vote = actions.Vote(seat(0), room.ballot.key, "good")
    assert refused(room, vote) == "paused"
    assert done(room, actions.Pause(False), vote).votes[room.ballot.key] == {seat(0): "good"}


def test_a_pause_stops_the_clock() -> None:
    """What was left when the room paused is left when it goes on; a step leaves nothing."""
    paused = done(at_choice(1), actions.Timer(100.0), actions.Pause(True, at=70.0))
    assert paused.timer == 0
    assert done(paused, actions.Pause(False, at=500.0)).timer == 530
    assert done(paused, actions.Timer(0), actions.Pause(False, at=500.0)).timer == 0
    assert done(paused, actions.Undo(), actions.Pause(False, at=500.0)).timer == 0
    assert done(paused, actions.Pause(True, at=80.0), actions.Pause(False, at=500.0)).timer == 530
    assert refused(paused, actions.Timer(560.0)) == "paused"
    assert done(paused, actions.Pause(False), actions.Pause(True, at=80.0)).clock_left == 0
    late = done(at_choice(1), actions.Timer(100.0), actions.Pause(True, at=110.0))
    assert late.timer == 100


def test_the_clock_closes_nothing() -> None:
    """The timer is only shown: it changes neither votes nor stage."""
    room = cast_votes(at_choice(2), ["good"])
    after = done(room, actions.Timer(123.0))
    assert (after.stage, after.votes) == (room.stage, room.votes)


def test_replay() -> None:
    """A room is the replay of its acts; what does not hold is passed over and counted."""
    todo = (
        actions.Join("a"),
        actions.Vote("a", "nothing", "lead"),
        actions.GoOn(),
        actions.GoOn(),
        actions.Vote("a", "1.hall.call.1", "lead"),
        actions.GoOn(),
    )
    room, passed = replay(story(), 1, todo)
    assert passed == 1
    assert room.play.call is Call.LEAD
    assert room.votes == {"1.hall.call.1": {"a": "lead"}}
