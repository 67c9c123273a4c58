"""What the facilitator may do now: the one list that every face draws."""

from __future__ import annotations

from enum import StrEnum

from game.core.room.state import Room, Stage


class Control(StrEnum):
    """A facilitator's action, by the tag it is saved and sent under."""

    GO_ON = "go-on"
    UNDO = "undo"
    TALK = "talk"
    REVEAL = "reveal"
    REOPEN = "reopen"
    DECIDE = "decide"
    HANDS = "hands"
    HEADS = "heads"
    DEAL = "deal"
    ROUNDS = "rounds"
    SHOW_FIRST = "show-first"
    PAUSE = "pause"
    LOCK = "lock"
    TIMER = "timer"
    REMOVE = "remove"
    TAKE_DOWN = "take-down"


_ALWAYS = frozenset(
    {
        Control.HEADS,
        Control.DEAL,
        Control.ROUNDS,
        Control.SHOW_FIRST,
        Control.PAUSE,
        Control.LOCK,
        Control.TIMER,
    }
)


def permitted_controls(room: Room) -> tuple[Control, ...]:
    """
    The actions that ``step`` accepts now, given fitting values.

    A step may still be refused for votes that are missing or level; the refusal says so.
    """
    closed = room.stage in (Stage.TALK, Stage.REVEAL)
    now = {
        Control.GO_ON: room.stage is not Stage.OVER,
        Control.UNDO: bool(room.past),
        Control.TALK: room.stage in (Stage.VOTE, Stage.REVEAL),
        Control.REVEAL: room.stage in (Stage.VOTE, Stage.TALK),
        Control.REOPEN: closed,
        Control.DECIDE: room.asked is not None,
        Control.HANDS: room.open_ballot is not None,
        Control.REMOVE: bool(room.seats),
        Control.TAKE_DOWN: bool(room.lines),
    }
    return tuple(control for control in Control if control in _ALWAYS or now[control])
