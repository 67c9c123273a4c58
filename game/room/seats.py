"""Actions of a seat, and actions upon seats."""

from __future__ import annotations

from attrs import evolve

from game.core.playthrough import Refusal
from game.room import actions
from game.room.names import apart, made_up
from game.room.state import Room, Seat, Stage, options


MAX_SEATS = 500
MAX_TABLES = 99


def join(room: Room, act: actions.Join) -> Room | Refusal:
    """Someone comes, or comes back; who was taken away cannot."""
    before = room.seats.get(act.seat)
    if before is not None and before.removed:
        return Refusal(code="removed", message="This seat was taken away by the facilitator.")
    if before is None and room.locked:
        return Refusal(code="locked", message="The room is closed to new people for now.")
    if before is None and len(room.here) >= MAX_SEATS:
        return Refusal(code="full", message="The room is full.")
    if not 0 <= act.table <= MAX_TABLES:
        return Refusal(code="no-such-table", message=f"Tables have numbers up to {MAX_TABLES}.")
    taken = {seat.name for seat in room.seats.values() if seat.id != act.seat}
    name = act.name or (before.name if before else made_up(room.play.seed, act.seat))
    role = before.role if before else _scarcest(room) if room.dealt else None
    seat = Seat(id=act.seat, name=apart(name, taken), role=role, table=act.table)
    return _seated(room, seat)


def take_role(room: Room, act: actions.TakeRole) -> Room | Refusal:
    """Someone takes a card."""
    seat = _sitting(room, act.seat)
    if isinstance(seat, Refusal):
        return seat
    if act.role not in room.names:
        return Refusal(code="no-such-role", message="There is no card for that role.")
    return _seated(room, evolve(seat, role=act.role))


def vote(room: Room, act: actions.Vote) -> Room | Refusal:
    """Someone votes while that ballot is open."""
    seat = _sitting(room, act.seat)
    if isinstance(seat, Refusal):
        return seat
    if room.paused and room.stage is Stage.VOTE:
        return Refusal(code="paused", message="The room pauses. Your vote can wait.")
    open_ballot = room.open_ballot
    if open_ballot is None or open_ballot.key != act.ballot:
        return Refusal(code="closed", message="That vote is closed.")
    if act.option not in options(room, open_ballot):
        return Refusal(code="no-such-option", message="That is not on the wall.")
    votes = {**room.votes.get(act.ballot, {}), act.seat: act.option}
    return evolve(room, votes={**room.votes, act.ballot: votes})


def share(room: Room, act: actions.Share) -> Room | Refusal:
    """Someone puts a line on the wall, or takes it back."""
    seat = _sitting(room, act.seat)
    if isinstance(seat, Refusal):
        return seat
    if room.stage is not Stage.NOW_WHAT:
        return Refusal(code="not-now", message="The wall opens at the end of the debrief.")
    if len(act.text) > actions.MAX_TEXT:
        return Refusal(code="too-long", message=f"At most {actions.MAX_TEXT} characters, please.")
    rest = {key: text for key, text in room.shared.items() if key != act.seat}
    shared = {**rest, act.seat: act.text} if act.text else rest
    return evolve(room, shared=shared, taken_down=room.taken_down - {act.seat})


def take_down(room: Room, act: actions.TakeDown) -> Room | Refusal:
    """A line leaves the wall; whoever put it there may put up another."""
    if act.text not in room.lines:
        return Refusal(code="no-such-line", message="That line is not on the wall.")
    gone = {seat for seat, text in room.shared.items() if text == act.text}
    shared = {seat: text for seat, text in room.shared.items() if seat not in gone}
    return evolve(room, shared=shared, taken_down=room.taken_down | gone)


def deal(room: Room, act: actions.Deal) -> Room | Refusal:
    """Whoever has no card gets one, the scarcest first."""
    dealt = evolve(room, dealt=True)
    for seat in room.here:
        if seat.role is None:
            dealt = _seated(dealt, evolve(seat, role=_scarcest(dealt)))
    return dealt


def remove(room: Room, act: actions.Remove) -> Room | Refusal:
    """A seat is taken away with the vote it has in the open ballot, or given back."""
    seat = room.seats.get(act.seat)
    if seat is None:
        return Refusal(code="no-seat", message="Nobody sits there.")
    after = _seated(room, evolve(seat, removed=act.on))
    if not act.on or room.ballot is None or room.stage not in (Stage.VOTE, Stage.TALK):
        return after
    key = room.ballot.key
    kept = {who: option for who, option in room.votes.get(key, {}).items() if who != act.seat}
    return evolve(after, votes={**room.votes, key: kept})


def _seated(room: Room, seat: Seat) -> Room:
    return evolve(room, seats={**room.seats, seat.id: seat})


def _sitting(room: Room, seat_id: str) -> Seat | Refusal:
    seat = room.seats.get(seat_id)
    if seat is None:
        return Refusal(code="no-seat", message="Join the room first.")
    if seat.removed:
        return Refusal(code="removed", message="This seat was taken away by the facilitator.")
    return seat


def _scarcest(room: Room) -> str:
    """The role that fewest have, the first of the cast among equals."""
    have = [seat.role for seat in room.here]
    return min(room.play.scenario.cast, key=have.count)
