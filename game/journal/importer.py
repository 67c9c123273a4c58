"""Read other people's journals and exports: playthroughs and room votes."""

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
"""Tells this kind of JSON from others."""
ROOM_VERSION = 1
"""It counts up when what read the one before can no longer read it."""


@frozen(kw_only=True)
class Votes:
    """One first round: options by *seat*, and those that are only *counted*, by option."""

    seats: Mapping[str, str] = field(factory=dict)
    counted: Mapping[str, int] = field(factory=dict)


@frozen(kw_only=True)
class PooledRoom:
    """
    The first rounds of one room on each scene of a *scenario*, which it came to once.

    *name* is the same wherever the room was read. What nobody voted on is not there.
    """

    scenario: str
    name: str
    calls: Mapping[str, Votes] = field(factory=dict)
    choices: Mapping[str, Votes] = field(factory=dict)

    @property
    def followed(self) -> int:
        """How many votes can be told by seat."""
        return sum(len(votes.seats) for votes in (*self.calls.values(), *self.choices.values()))


def of_journal(rooms: Rooms, run: RoomRun, scenario: Scenario | None) -> PooledRoom:
    """The votes of *run*, which *rooms* have; none where its *scenario* is not known."""
    result = () if scenario is None else tuple(_first_rounds(rooms.resume(run, scenario).room))
    return _pooled(run.scenario, run.started, result)


def of_export(payload: Mapping[str, Any]) -> PooledRoom:
    """
    The votes in a JSON export; those by phone can be followed only where it has names.

    Raises ``ValueError`` or its like for anything else.
    """
    if (payload["kind"], payload["version"]) != (ROOM_KIND, ROOM_VERSION):
        raise ValueError
    return _pooled(
        str(payload["scenario"]), str(payload["started"]), map(_exported, payload["ballots"])
    )


def merge_rooms(rooms: Iterable[PooledRoom]) -> tuple[PooledRoom, ...]:
    """Each room once; of one that was read twice, the reading in which more can be followed."""
    result: dict[str, PooledRoom] = {}
    for room in rooms:
        there = result.setdefault(room.name, room)
        if there.followed < room.followed:
            result[room.name] = room
    return tuple(result.values())


def _pooled(scenario: str, started: str, rounds: Iterable[tuple[Ballot, Votes]]) -> PooledRoom:
    result: dict[Question, dict[str, Votes]] = {question: {} for question in Question}
    for ballot, votes in sorted(rounds, key=lambda one: one[0].turn):
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
"""Gives the scenario of an id, where it is known."""

SQLITE = b"SQLite format 3\0"


@frozen(kw_only=True)
class Shelf:
    """What one *player*, known by a pseudonym, has *kept*."""

    player: str
    kept: tuple[StoredRun, ...]


@frozen(kw_only=True)
class Pool:
    """The *players* and the *rooms* that were read."""

    players: tuple[Shelf, ...] = ()
    rooms: tuple[PooledRoom, ...] = ()


def read(path: Path, find: Find) -> Pool | str:
    """What is in the file at *path*, whose rooms *find* has scenarios for; or why it cannot be."""
    try:
        if path.exists() and not path.is_dir() and not path.is_file():
            return "it is no file"  # a pipe would keep us waiting, and a device might never end
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
            players=(Shelf(player=journal.player(), kept=kept),) if kept else (),
            rooms=tuple(of_journal(rooms, run, find(run.scenario)) for run in sound),
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
            return Pool(rooms=(of_export(whole),))
        plays = list(_plays(whole))
    result: dict[str, list[StoredRun]] = {}
    for play in plays:
        if (play["kind"], play["version"]) != (KIND, VERSION):
            raise ValueError
        player = str(play["player"])
        player.encode()  # ids are made of its bytes, and half of a letter has none
        result.setdefault(player, []).append(_kept(play))
    shelves = (Shelf(player=player, kept=tuple(kept)) for player, kept in result.items())
    return Pool(players=tuple(shelves))


def _plays(whole: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The plays of a JSON export; a single line of JSON lines is one by itself."""
    if "plays" not in whole:
        yield whole
        return
    head = {name: whole[name] for name in ("kind", "version", "player")}
    for play in whole["plays"]:
        yield {**head, **play}


def _kept(play: dict[str, Any]) -> StoredRun:
    actions = [PLAY.from_data(item) for item in play["actions"]]
    known_names = tuple(action for action in actions if action is not None)
    if len(known_names) < len(actions):
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
        actions=known_names,
        times=tuple(_time(item["at"]) for item in play["actions"]),
    )


def _time(at: str | None) -> str | None:
    if at is None:
        return None
    return datetime.fromisoformat(runs.time(at)).isoformat(timespec="milliseconds")


def merged(pools: Iterable[Pool]) -> Pool:
    """One shelf for each player; of a run that was read twice the longer one; each room once."""
    read_all = tuple(pools)
    result: dict[str, dict[int, StoredRun]] = {}
    for shelf in (shelf for pool in read_all for shelf in pool.players):
        theirs = result.setdefault(shelf.player, {})
        for item in shelf.kept:
            there = theirs.setdefault(item.run.id, item)
            if len(there.actions) < len(item.actions):
                theirs[item.run.id] = item
    return Pool(
        players=tuple(
            Shelf(player=player, kept=tuple(theirs.values())) for player, theirs in result.items()
        ),
        rooms=merge_rooms(room for pool in read_all for room in pool.rooms),
    )
