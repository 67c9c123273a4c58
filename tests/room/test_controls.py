"""What the facilitator may do at each stage: the list, and what the room accepts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import get_args

import pytest
from attrs import evolve

from game.journal.room_codec import ROOM
from game.room import actions, messages
from game.room.reducer import step
from game.room.state import Room, Stage, options
from game.room.views import Control, permitted_controls
from tests.room.rooms import POSTING, at_call, at_choice, done, refused, room_of, seat, to_stage


def _option(room: Room) -> str:
    if room.stage is Stage.LETTER:
        return POSTING.practices[0]
    return options(room, room.ballot)[0] if room.ballot else "lead"


ACTIONS: Mapping[Control, Callable[[Room], actions.FacilitatorAction]] = {
    Control.GO_ON: lambda room: actions.GoOn(anyway=True),
    Control.END: lambda room: actions.End(),
    Control.UNDO: lambda room: actions.Undo(),
    Control.TALK: lambda room: actions.Talk(anyway=True),
    Control.REVEAL: lambda room: actions.Reveal(anyway=True),
    Control.REOPEN: lambda room: actions.Reopen(),
    Control.DECIDE: lambda room: actions.Decide(_option(room)),
    Control.HANDS: lambda room: actions.Hands(room.ballot.key if room.ballot else "", (1,)),
    Control.HEADS: lambda room: actions.Heads(3),
    Control.DEAL: lambda room: actions.Deal(),
    Control.ROUNDS: lambda room: actions.Rounds(1),
    Control.SHOW_FIRST: lambda room: actions.ShowFirst(on=True),
    Control.TABLE_VOTES: lambda room: actions.TableVotes(on=not room.table_votes),
    Control.PAUSE: lambda room: actions.Pause(on=not room.paused),
    Control.LOCK: lambda room: actions.Lock(on=not room.locked),
    Control.TIMER: lambda room: actions.Timer(1e9),
    Control.REMOVE: lambda room: actions.Remove(seat(0)),
    Control.TAKE_DOWN: lambda room: actions.TakeDown((*room.lines, *room.held, "")[0]),
    Control.SHOW_LINES: lambda room: actions.ShowLines(room.held),
    Control.SHOW_PUZZLE: lambda room: actions.ShowPuzzle(1),
    Control.CLOSE_PUZZLE: lambda room: actions.ClosePuzzle(1, answered=True),
    Control.HOLD_LINES: lambda room: actions.HoldLines(on=not room.hold_lines),
}
"""Of each control an action with values that fit, wherever any do."""

ROOMS: Mapping[str, Callable[[], Room]] = {
    **{stage.value: lambda stage=stage: to_stage(stage) for stage in Stage},  # type: ignore[misc]
    # Before a practice is settled, going on is refused with a sentence, as with a tie.
    "letter": lambda: done(to_stage(Stage.LETTER), actions.Decide(POSTING.practices[0])),
    "an empty room": lambda: room_of(0),
    "a vote that pauses": lambda: done(at_call(2), actions.Pause(on=True)),
    "a letter that pauses": lambda: done(to_stage(Stage.LETTER), actions.Pause(on=True)),
    "a question": lambda: done(to_stage(Stage.TALK), actions.AskPuzzle(seat(0), "Why?")),
    "a question at the end": lambda: done(
        to_stage(Stage.NOW_WHAT), actions.AskPuzzle(seat(0), "Why?"), actions.GoOn()
    ),
    "a line that waits": lambda: done(to_stage(Stage.NOW_WHAT), actions.Share(seat(0), "Ask.")),
    "a line on the wall": lambda: done(
        to_stage(Stage.NOW_WHAT), actions.Share(seat(0), "Ask."), actions.ShowLines(("Ask.",))
    ),
}


PAUSED = (Control.GO_ON, Control.TALK, Control.REVEAL, Control.DECIDE, Control.TIMER)
"""What waits for the end of a pause."""


@pytest.mark.parametrize("control", Control)
@pytest.mark.parametrize("name", ROOMS)
def test_the_room_accepts_what_is_listed(name: str, control: Control) -> None:
    """At every stage the room takes each action on the list, and refuses every other one."""
    room = ROOMS[name]()
    accepted = isinstance(step(room, ACTIONS[control](room)), Room)
    waits = room.paused and control in PAUSED
    assert accepted == (control in permitted_controls(room) and not waits)


def test_every_facilitators_action_has_a_control() -> None:
    """The list can name all that is the facilitator's, by the tags that are sent."""
    tags = {tag for tag, kind in ROOM.tags.items() if kind in get_args(actions.FacilitatorAction)}
    assert tags == {control.value for control in Control} == {c.value for c in ACTIONS}
    for control, action in ACTIONS.items():
        assert ROOM.tags[control.value] is type(action(room_of(1)))


@pytest.mark.parametrize(
    "action",
    [
        actions.GoOn(anyway=True),
        actions.Talk(anyway=True),
        actions.Reveal(anyway=True),
        actions.Decide("lead"),
    ],
)
def test_a_room_that_pauses_does_not_go_on(action: actions.FacilitatorAction) -> None:
    """No step closes a vote behind a pause; in rooms stored before the rule it did."""
    room = done(at_call(2), actions.Pause(on=True))
    refusal = step(room, action)
    assert not isinstance(refusal, Room)
    assert (refusal.code, refusal.message) == ("paused", messages.PAUSES)
    done(room, actions.Pause(on=False), action)
    done(evolve(room, edition=3), action)


def test_a_practice_waits_for_the_end_of_a_pause() -> None:
    """It is settled like a vote; in rooms stored before the rule it was not."""
    room = done(to_stage(Stage.LETTER), actions.Pause(on=True))
    settle = actions.Decide(POSTING.practices[0])
    assert refused(room, settle) == "paused"
    done(evolve(room, edition=5), settle)


def test_a_tie_says_what_to_do() -> None:
    """Going on stays permitted during a tie; the refusal explains how to continue."""
    room = at_choice(0, heads=2)
    assert room.ballot is not None
    room = done(room, actions.Hands(room.ballot.key, (1, 1, 0, 0)), actions.Reveal())
    assert room.stage is Stage.REVEAL
    refusal = step(room, actions.GoOn())
    assert not isinstance(refusal, Room)
    assert refusal.code == "tie"
    assert Control.GO_ON in permitted_controls(room)
