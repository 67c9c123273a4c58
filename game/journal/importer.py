"""Read journals and JSON exports of other players: playthroughs and room votes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from game.core.scenario import Scenario
from game.journal import runs
from game.journal.codec import PLAY
from game.journal.database import ForeignFileError, read_copy
from game.journal.exports.json import KIND, VERSION
from game.journal.runs import Run, StoredRun
from game.journal.store import Journal, utc_now
from game.room.reducer import MAX_HEADS
from game.room.seats import MAX_SEATS
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
        if ballot.number == 1 and ballot.key not in room.reopened:
            seats, counted = room.votes.get(ballot.key, {}), room.hands.get(ballot.key, {})
            yield ballot, Votes(seats=seats, counted=counted)


def _exported(payload: Mapping[str, Any]) -> tuple[Ballot, Votes]:
    turn, scene, question, number = str(payload["ballot"]).split(".")
    ballot = Ballot(int(turn), scene, Question(question), int(number))
    if ballot.number != 1 or payload.get("reopened"):
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


Find = Callable[[str], Scenario | None]
"""Return the scenario with an id, or None."""

SQLITE = b"SQLite format 3\0"


@frozen(kw_only=True)
class PlayerRuns:
    """The runs of one *player*, identified by a pseudonym."""

    player: str
    kept: tuple[StoredRun, ...]


@frozen(kw_only=True)
class Pool:
    """The *players* and *rooms* that were read."""

    players: tuple[PlayerRuns, ...] = ()
    rooms: tuple[PooledRoom, ...] = ()


def read(path: Path, find: Find) -> Pool | str:
    """Read the file at *path*, with the scenarios of *find*; return a reason on failure."""
    try:
        if path.exists() and not path.is_dir() and not path.is_file():
            return "it is no file"  # reading a pipe or device may never end
        with path.open("rb") as file:
            is_journal = file.read(len(SQLITE)) == SQLITE
        return _journal(path, find) if is_journal else _export(path)
    except OSError as error:
        return str(error.strerror or error)
    except ForeignFileError as error:
        return f"it {error}"
    except sqlite3.Error as error:
        return f"it is damaged, or cannot be opened ({error})"
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return "it is no journal, and no JSON that 'two-hats journal' wrote"


def _journal(path: Path, find: Find) -> Pool:
    journal = Journal(read_copy(path), None, utc_now, lasts=False)
    try:
        kept = tuple(
            item for run in journal.runs() if (item := journal.kept(run)) and item.run.sound
        )
        rooms = journal.rooms
        sound = [run for run in rooms.runs() if rooms.is_sound(run)]
        return Pool(
            players=(PlayerRuns(player=journal.player(), kept=kept),) if kept else (),
            rooms=tuple(room_from_journal(rooms, run, find(run.scenario)) for run in sound),
        )
    finally:
        journal.close()


def _export(path: Path) -> Pool:
    text = path.read_text("utf-8-sig")
    try:
        whole = json.loads(text)
    except ValueError:
        plays = [json.loads(line) for line in text.splitlines() if line.strip()]
    else:
        if whole.get("kind") == ROOM_KIND:
            return Pool(rooms=(room_from_export(whole),))
        plays = list(_plays(whole))
    result: dict[str, list[StoredRun]] = {}
    for play in plays:
        if (play["kind"], play["version"]) != (KIND, VERSION):
            raise ValueError
        player = str(play["player"])
        player.encode()  # raises for lone surrogates
        result.setdefault(player, []).append(_kept(play))
    shelves = (PlayerRuns(player=player, kept=tuple(kept)) for player, kept in result.items())
    return Pool(players=tuple(shelves))


def _plays(whole: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the plays of a JSON export; a line of JSON Lines is a single play."""
    if "plays" not in whole:
        yield whole
        return
    head = {name: whole[name] for name in ("kind", "version", "player")}
    for play in whole["plays"]:
        yield {**head, **play}


def _kept(play: dict[str, Any]) -> StoredRun:
    actions = [PLAY.from_data(item) for item in play["actions"]]
    parsed = tuple(action for action in actions if action is not None)
    if len(parsed) < len(actions):
        raise ValueError
    return StoredRun(
        run=Run(
            id=int(play["run"]),
            scenario=str(play["scenario"]),
            title=str(play["title"]),
            seed=play["seed"],
            started=play["started"],
            touched=play["touched"],
            phase=play["phase"],
            scenes=play["scenes"],
            points=play["points"],
            alone=play.get("alone"),
        ),
        actions=parsed,
        times=tuple(_time(item["at"]) for item in play["actions"]),
    )


def _time(at: str | None) -> str | None:
    if at is None:
        return None
    return datetime.fromisoformat(runs.time(at)).isoformat(timespec="milliseconds")


def merge_pools(pools: Iterable[Pool]) -> Pool:
    """Merge *pools*: one entry per player, the longer reading of each run, each room once."""
    all_pools = tuple(pools)
    result: dict[str, dict[int, StoredRun]] = {}
    for shelf in (shelf for pool in all_pools for shelf in pool.players):
        own_runs = result.setdefault(shelf.player, {})
        for item in shelf.kept:
            stored = own_runs.setdefault(item.run.id, item)
            if len(stored.actions) < len(item.actions):
                own_runs[item.run.id] = item
    return Pool(
        players=tuple(
            PlayerRuns(player=player, kept=tuple(own_runs.values()))
            for player, own_runs in result.items()
        ),
        rooms=merge_rooms(room for pool in all_pools for room in pool.rooms),
    )
