"""Read journals and JSON exports of other players: playthroughs and room votes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from attrs import frozen

from game.content.ids import file_id
from game.core.failure import Failure
from game.core.scenario import Scenario
from game.journal import runs
from game.journal.codec import PLAY
from game.journal.database import ForeignFileError, read_copy
from game.journal.exports.json import KIND, VERSION
from game.journal.player import pseudonym
from game.journal.pooled_rooms import (
    ROOM_KIND,
    PooledRoom,
    is_repeated,
    merge_rooms,
    room_from_export,
    room_from_journal,
)
from game.journal.rooms import evenings
from game.journal.runs import Run, utc_now
from game.journal.store import Journal
from game.journal.stored_runs import StoredRun


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
    """
    The *players* and *rooms* that were read.

    *damaged* runs and *damaged_rooms* were left out: their numbers.
    """

    players: tuple[PlayerRuns, ...] = ()
    rooms: tuple[PooledRoom, ...] = ()
    damaged: int = 0
    damaged_rooms: int = 0


def read(path: Path, find: Find) -> Pool | Failure:
    """
    Read the journal or JSON export at *path*, or return why that is impossible.

    *find* gives the scenarios of rooms in a journal; one without has no votes. A room that plays
    a scenario again in its evening is left out.
    """
    try:
        if path.exists() and not path.is_dir() and not path.is_file():
            # A pipe would block, and a device might never end.
            return _unusable("it is no file")
        with path.open("rb") as file:
            is_journal = file.read(len(SQLITE)) == SQLITE
        return _journal(path, find) if is_journal else _export(path)
    except OSError as error:
        return _unusable(str(error.strerror or error))
    except ForeignFileError as error:
        return _unusable(f"it {error}")
    except sqlite3.Error as error:
        return _unusable(f"it is damaged, or cannot be opened ({error})")
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return _unusable("it is no journal, and no JSON that 'two-hats journal' wrote")


def _unusable(message: str) -> Failure:
    return Failure(code="unusable", message=message, help="name journals and exports")


def _journal(path: Path, find: Find) -> Pool:
    journal = Journal(read_copy(path), None, utc_now, lasts=False)
    try:
        stored = [item for run in journal.runs() if (item := journal.kept(run))]
        kept = tuple(item for item in stored if item.run.sound)
        rooms = journal.rooms
        found = rooms.runs()
        by_evening = evenings(found)
        sound = [run for run in found if rooms.is_sound(run)]
        first = [run for run in sound if not is_repeated(run, by_evening[run.occasion])]
        return Pool(
            players=(PlayerRuns(player=pseudonym(journal), kept=kept),) if kept else (),
            rooms=tuple(room_from_journal(rooms, run, find(run.scenario)) for run in first),
            damaged=len(journal.damaged_runs),
            damaged_rooms=len(found) - len(sound),
        )
    finally:
        journal.close()


def _export(path: Path) -> Pool:
    text = path.read_text("utf-8-sig")
    try:
        whole = json.loads(text)
    except ValueError:
        # A title may hold a character that splitlines() takes for the end of a line.
        plays = [json.loads(line) for line in text.split("\n") if line.strip()]
    else:
        if whole.get("kind") == ROOM_KIND:
            room = room_from_export(whole)
            return Pool(rooms=() if whole.get("repeated") else (room,))
        plays = list(_plays(whole))
    json.dumps(plays, ensure_ascii=False).encode()  # raises for lone surrogates
    result: dict[str, list[StoredRun]] = {}
    for play in plays:
        if (play["kind"], play["version"]) != (KIND, VERSION):
            raise ValueError
        player = str(play["player"])
        result.setdefault(player, []).append(_kept(play))
    players = (PlayerRuns(player=player, kept=tuple(kept)) for player, kept in result.items())
    return Pool(players=tuple(players))


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
    points = play["points"]
    if len(parsed) < len(actions) or not play["scenes"] <= len(parsed):
        raise ValueError
    scenario = str(play["scenario"])
    if scenario != file_id(scenario):
        raise ValueError
    if points is not None and not 0 <= points <= 100:
        raise ValueError
    return StoredRun(
        run=Run(
            id=int(play["run"]),
            scenario=scenario,
            title=str(play["title"]),
            seed=play["seed"],
            started=play["started"],
            touched=play["touched"],
            phase=play["phase"],
            scenes=play["scenes"],
            points=points,
            alone=play.get("alone"),
            edition=play.get("edition"),
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
    for player in (player for pool in all_pools for player in pool.players):
        own_runs = result.setdefault(player.player, {})
        for item in player.kept:
            stored = own_runs.setdefault(item.run.id, item)
            if len(stored.actions) < len(item.actions):
                own_runs[item.run.id] = item
    return Pool(
        players=tuple(
            PlayerRuns(player=player, kept=tuple(own_runs.values()))
            for player, own_runs in result.items()
        ),
        rooms=merge_rooms(room for pool in all_pools for room in pool.rooms),
        damaged=sum(pool.damaged for pool in all_pools),
        damaged_rooms=sum(pool.damaged_rooms for pool in all_pools),
    )
