"""Lines that seats offer for the projector at the debrief."""

from __future__ import annotations

from attrs import evolve

from game.core.failure import Failure
from game.room import actions
from game.room.state import Room, Stage, sitting


def share(room: Room, action: actions.Share) -> Room | Failure:
    """Set or remove the line of a seat; it waits for the facilitator if lines are held."""
    seat = sitting(room, action.seat)
    if isinstance(seat, Failure):
        return seat
    takes_back = not action.text and action.seat in room.shared
    if room.stage is not Stage.NOW_WHAT and not takes_back:
        return Failure(code="not-now", message="Lines can be shared at the end of the debrief.")
    if len(action.text) > actions.MAX_LINE:
        return Failure(code="too-long", message=f"At most {actions.MAX_LINE} characters, please.")
    text, before = action.text, room.shared.get(action.seat)
    rest = {key: line for key, line in room.shared.items() if key != action.seat}
    seen = text and (not room.hold_lines or (text == before and action.seat in room.shown))
    return evolve(
        room,
        shared={**rest, action.seat: text} if text else rest,
        shown=room.shown | {action.seat} if seen else room.shown - {action.seat},
        taken_down=room.taken_down - {action.seat},
    )


def show(room: Room, action: actions.ShowLines) -> Room | Failure:
    """Put lines that wait on the projector; those that do not wait any more are passed over."""
    texts = set(action.texts) & set(room.held)
    if not texts:
        return Failure(code="no-such-line", message="That line does not wait now.")
    seats = {seat for seat, text in room.shared.items() if text in texts}
    return evolve(room, shown=room.shown | seats)


def take_down(room: Room, action: actions.TakeDown) -> Room | Failure:
    """Remove a line, shown or waiting; its seat can share another."""
    if action.text not in (*room.lines, *room.held):
        return Failure(code="no-such-line", message="That line is not shared now.")
    gone = {seat for seat, text in room.shared.items() if text == action.text}
    shared = {seat: text for seat, text in room.shared.items() if seat not in gone}
    return evolve(room, shared=shared, shown=room.shown - gone, taken_down=room.taken_down | gone)


def without(room: Room, seat: str) -> Room:
    """Remove the line of *seat*, if it has one."""
    shared = {key: text for key, text in room.shared.items() if key != seat}
    return evolve(room, shared=shared, shown=room.shown - {seat})


def hold(room: Room, action: actions.HoldLines) -> Room:
    """Hold new lines, or not; those that wait already still do."""
    return evolve(room, hold_lines=action.on)
