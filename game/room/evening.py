"""One evening, many scenarios: what is offered next, and what a room keeps when it goes on."""

from __future__ import annotations

from attrs import evolve, frozen

from game.core.scenario import Scenario
from game.room.actions import CarryOver
from game.room.state import FINISHED, OBSERVER, Room, Seat, Stage, holds_lines, scarcest


BETWEEN = FINISHED | {Stage.LOBBY}
"""The stages at which a room can go on with another scenario."""


def can_end(room: Room) -> bool:
    """Return whether the evening can end: after a scenario, and before the next one begins."""
    return room.stage is Stage.OVER or (room.stage is Stage.LOBBY and room.follows)


@frozen(kw_only=True)
class Offer:
    """
    A scenario that can be next: its *id*, *title*, and *facts* in a few words.

    *after* is when the room began that it would follow. *played* is whether this evening has had
    it, *suggested* whether it is the one to take.
    """

    id: str
    title: str
    facts: str
    after: str
    played: bool = False
    suggested: bool = False

    @property
    def note(self) -> str:
        """The facts, and what is to be said of it besides."""
        marks = ("next" if self.suggested else "", "played this evening" if self.played else "")
        return " · ".join(filter(None, (self.facts, *marks)))


def carry_over(room: Room, scenario: Scenario) -> CarryOver:
    """
    Return the action with which a new room on *scenario* takes over from *room*.

    Seats keep their ids, names and tables. Who had the card of a character is dealt one of the
    new *scenario*; observers stay observers.
    """
    seats: list[Seat] = []
    for seat in room.seats.values():
        role = seat.role
        if role not in (None, OBSERVER):
            role = scarcest(scenario.cast, seats)
        seats.append(evolve(seat, role=role))
    return CarryOver(
        seats=tuple(seats),
        heads=room.heads,
        rounds=room.rounds,
        show_first=room.show_first,
        table_votes=room.table_votes,
        locked=room.locked,
        dealt=room.dealt,
        hold_lines=room.hold_lines or not holds_lines(room.edition),  # unless somebody chose
    )


def carried_over(room: Room, action: CarryOver) -> Room:
    """Return the new *room* with the people and settings of *action*; unknown cards are lost."""

    def known(seat: Seat) -> Seat:
        return seat if seat.role is None or seat.role in room.names else evolve(seat, role=None)

    return evolve(
        room,
        seats={seat.id: known(seat) for seat in action.seats},
        heads=action.heads,
        rounds=action.rounds,
        show_first=action.show_first,
        table_votes=action.table_votes,
        locked=action.locked,
        dealt=action.dealt,
        hold_lines=action.hold_lines,
        follows=True,
        left=frozenset(seat.id for seat in action.seats if seat.away),
    )
