"""Reducers for seats: join, roles, votes, shared lines, removal."""

from __future__ import annotations

from attrs import evolve

from game.core.failure import Failure
from game.room import actions
from game.room.names import generate_name, make_unique
from game.room.state import Room, Seat, Stage, options


MAX_SEATS = 500
MAX_TABLES = 99


def join(room: Room, action: actions.Join) -> Room | Failure:
    """Add a seat, or update one that returns; reject removed seats."""
    before = room.seats.get(action.seat)
    if before is not None and before.removed:
        return Failure(code="removed", message="This seat was taken away by the facilitator.")
    if before is None and room.locked:
        return Failure(code="locked", message="The room is closed to new people for now.")
    if before is None and len(room.present) >= MAX_SEATS:
        return Failure(code="full", message="The room is full.")
    if not 0 <= action.table <= MAX_TABLES:
        return Failure(code="no-such-table", message=f"Tables have numbers up to {MAX_TABLES}.")
    taken = {seat.name for seat in room.seats.values() if seat.id != action.seat}
    name = action.name or (before.name if before else generate_name(room.play.seed, action.seat))
    role = before.role if before else _scarcest(room) if room.dealt else None
    seat = Seat(id=action.seat, name=make_unique(name, taken), role=role, table=action.table)
    return _seated(room, seat)


def take_role(room: Room, action: actions.TakeRole) -> Room | Failure:
    """Set the role of a seat."""
    seat = _sitting(room, action.seat)
    if isinstance(seat, Failure):
        return seat
    if action.role not in room.names:
        return Failure(code="no-such-role", message="There is no card for that role.")
    return _seated(room, evolve(seat, role=action.role))


def vote(room: Room, action: actions.Vote) -> Room | Failure:
    """Record the vote of a seat in the open ballot."""
    seat = _sitting(room, action.seat)
    if isinstance(seat, Failure):
        return seat
    if room.paused and room.stage is Stage.VOTE:
        return Failure(code="paused", message="The room pauses. Your vote can wait.")
    open_ballot = room.open_ballot
    if open_ballot is None or open_ballot.key != action.ballot:
        return Failure(code="closed", message="That vote is closed.")
    if action.option not in options(room, open_ballot):
        return Failure(code="no-such-option", message="That is not on the wall.")
    votes = {**room.votes.get(action.ballot, {}), action.seat: action.option}
    return evolve(room, votes={**room.votes, action.ballot: votes})


def share(room: Room, action: actions.Share) -> Room | Failure:
    """Set or remove the shared line of a seat."""
    seat = _sitting(room, action.seat)
    if isinstance(seat, Failure):
        return seat
    if room.stage is not Stage.NOW_WHAT:
        return Failure(code="not-now", message="The wall opens at the end of the debrief.")
    if len(action.text) > actions.MAX_LINE:
        return Failure(code="too-long", message=f"At most {actions.MAX_LINE} characters, please.")
    rest = {key: text for key, text in room.shared.items() if key != action.seat}
    shared = {**rest, action.seat: action.text} if action.text else rest
    return evolve(room, shared=shared, taken_down=room.taken_down - {action.seat})


def take_down(room: Room, action: actions.TakeDown) -> Room | Failure:
    """Remove a shared line; its seat can share another."""
    if action.text not in room.lines:
        return Failure(code="no-such-line", message="That line is not on the wall.")
    gone = {seat for seat, text in room.shared.items() if text == action.text}
    shared = {seat: text for seat, text in room.shared.items() if seat not in gone}
    return evolve(room, shared=shared, taken_down=room.taken_down | gone)


def deal(room: Room, action: actions.Deal) -> Room | Failure:
    """Give every seat without a role the scarcest one."""
    dealt = evolve(room, dealt=True)
    for seat in room.present:
        if seat.role is None:
            dealt = _seated(dealt, evolve(seat, role=_scarcest(dealt)))
    return dealt


def remove(room: Room, action: actions.Remove) -> Room | Failure:
    """Remove a seat and its vote in the open ballot, or restore the seat."""
    seat = room.seats.get(action.seat)
    if seat is None:
        return Failure(code="no-seat", message="Nobody sits there.")
    after = _seated(room, evolve(seat, removed=action.on))
    if not action.on or room.ballot is None or room.stage not in (Stage.VOTE, Stage.TALK):
        return after
    key = room.ballot.key
    kept = {who: option for who, option in room.votes.get(key, {}).items() if who != action.seat}
    return evolve(after, votes={**room.votes, key: kept})


def _seated(room: Room, seat: Seat) -> Room:
    return evolve(room, seats={**room.seats, seat.id: seat})


def _sitting(room: Room, seat_id: str) -> Seat | Failure:
    seat = room.seats.get(seat_id)
    if seat is None:
        return Failure(code="no-seat", message="Join the room first.")
    if seat.removed:
        return Failure(code="removed", message="This seat was taken away by the facilitator.")
    return seat


def _scarcest(room: Room) -> str:
    """Return the character with the fewest seats, the first of the cast among equals."""
    have = [seat.role for seat in room.present]
    return min(room.play.scenario.cast, key=have.count)
