"""First votes of rooms, read from journals and exports, for item analysis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from game.core.scenario import Scenario
from game.room.reducer import MAX_HEADS, MAX_SEATS
from game.room.state import Ballot, Question, Room
from game.room.tally import ballots


if TYPE_CHECKING:
    from game.journal.rooms import RoomRun, Rooms


ROOM_KIND = "two-hats-room"
"""Identifies JSON exports of rooms."""
ROOM_VERSION = 1
"""Format version; increase it when older readers can no longer read the format."""


@frozen(kw_only=True)
class Votes:
    """Votes of one first round: options by *seat*, and the number *counted* by hand by option."""

    seats: Mapping[str, str] = field(factory=dict)
    counted: Mapping[str, int] = field(factory=dict)


@frozen(kw_only=True)
class PooledRoom:
    """
    First-round votes of one room, by scene of a *scenario*.

    *name* is the same wherever the room was read from. Scenes without votes are left out.
    """

    scenario: str
    name: str
    calls: Mapping[str, Votes] = field(factory=dict)
    choices: Mapping[str, Votes] = field(factory=dict)

    @property
    def followed(self) -> int:
        """The number of votes with a known seat."""
        return sum(len(votes.seats) for votes in (*self.calls.values(), *self.choices.values()))


def is_repeated(run: RoomRun, evening: Iterable[RoomRun]) -> bool:
    """Return whether the same scenario was played earlier in the *evening* of *run*."""
    return any(run.follows(item) and run.key == item.key for item in evening)


def room_from_journal(rooms: Rooms, run: RoomRun, scenario: Scenario | None) -> PooledRoom:
    """Return the votes of *run*; none if its *scenario* is unknown."""
    result = () if scenario is None else tuple(_first_rounds(rooms.resume(run, scenario).room))
    return _pooled(run.scenario, run.started, result)


def room_from_export(payload: Mapping[str, Any]) -> PooledRoom:
    """
    Return the votes in a JSON export; votes by phone have seats only if exported with names.

    Raise ``ValueError``, ``KeyError`` or ``TypeError`` for other data.
    """
    if (payload["kind"], payload["version"]) != (ROOM_KIND, ROOM_VERSION):
        raise ValueError
    return _pooled(
        str(payload["scenario"]), str(payload["started"]), map(_exported, payload["ballots"])
    )


def merge_rooms(rooms: Iterable[PooledRoom]) -> tuple[PooledRoom, ...]:
    """Merge duplicate rooms; keep the reading with more known seats."""
    result: dict[str, PooledRoom] = {}
    for room in rooms:
        stored = result.setdefault(room.name, room)
        if stored.followed < room.followed:
            result[room.name] = room
    return tuple(result.values())


def _pooled(scenario: str, started: str, rounds: Iterable[tuple[Ballot, Votes]]) -> PooledRoom:
    result: dict[Question, dict[str, Votes]] = {question: {} for question in Question}
    for ballot, votes in sorted(rounds, key=lambda item: item[0].turn):
        if votes.seats or any(votes.counted.values()):
            result[ballot.question].setdefault(ballot.scene, votes)
    return PooledRoom(
        scenario=scenario,
        name=f"{scenario}/{started}",
        calls=result[Question.CALL],
        choices=result[Question.CHOICE],
    )


def _first_rounds(room: Room) -> Iterator[tuple[Ballot, Votes]]:
    for ballot in ballots(room):
        if ballot.number == 1 and not ballot.by_table and ballot.key not in room.reopened:
            seats, counted = room.votes.get(ballot.key, {}), room.hands.get(ballot.key, {})
            yield ballot, Votes(seats=seats, counted=counted)


def _exported(payload: Mapping[str, Any]) -> tuple[Ballot, Votes]:
    turn, scene, question, number, *tables = str(payload["ballot"]).split(".")
    ballot = Ballot(int(turn), scene, Question(question), int(number), by_table=bool(tables))
    if ballot.number != 1 or ballot.by_table or payload.get("reopened"):
        return ballot, Votes()
    seats = {str(seat): str(option) for seat, option in payload.get("seats", {}).items()}
    counted = payload["by_hand" if seats else "votes"]
    return ballot, Votes(seats=seats, counted={str(k): _count(n) for k, n in counted.items()})


def _count(number: object) -> int:
    if not isinstance(number, int) or isinstance(number, bool):
        raise TypeError
    if not 0 <= number <= MAX_SEATS + MAX_HEADS:
        raise ValueError
    return number
