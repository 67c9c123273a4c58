"""
Other people's playthroughs and rooms, read and never written: journals and exports.

A file is one player's: a journal, or what ``two-hats journal export`` wrote as
JSON or as JSON lines; or one room's, which ``two-hats journal room`` wrote as JSON.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from attrs import frozen

from game.core.scenario import Scenario
from game.journal import rows
from game.journal.codec import PLAY
from game.journal.database import ForeignFileError, read_copy
from game.journal.export.data import KIND, VERSION
from game.journal.kept import Kept
from game.journal.pooled_rooms import KIND as ROOM
from game.journal.pooled_rooms import PooledRoom, of_export, of_journal
from game.journal.pooled_rooms import merged as rooms_merged
from game.journal.run import Run
from game.journal.store import Journal, utc_now


Find = Callable[[str], Scenario | None]
"""Gives the scenario of an id, where it is known."""

SQLITE = b"SQLite format 3\0"


@frozen(kw_only=True)
class Shelf:
    """What one *player*, known by a pseudonym, has *kept*."""

    player: str
    kept: tuple[Kept, ...]


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
        kept = tuple(one for run in journal.runs() if (one := journal.kept(run)) and one.run.sound)
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
        if whole.get("kind") == ROOM:
            return Pool(rooms=(of_export(whole),))
        plays = list(_plays(whole))
    found: dict[str, list[Kept]] = {}
    for play in plays:
        if (play["kind"], play["version"]) != (KIND, VERSION):
            raise ValueError
        player = str(play["player"])
        player.encode()  # ids are made of its bytes, and half of a letter has none
        found.setdefault(player, []).append(_kept(play))
    shelves = (Shelf(player=player, kept=tuple(kept)) for player, kept in found.items())
    return Pool(players=tuple(shelves))


def _plays(whole: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The plays of a JSON export; a single line of JSON lines is one by itself."""
    if "plays" not in whole:
        yield whole
        return
    head = {name: whole[name] for name in ("kind", "version", "player")}
    for play in whole["plays"]:
        yield {**head, **play}


def _kept(play: dict[str, Any]) -> Kept:
    actions = [PLAY.from_data(one) for one in play["actions"]]
    known = tuple(action for action in actions if action is not None)
    if len(known) < len(actions):
        raise ValueError
    return Kept(
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
        actions=known,
        times=tuple(_time(one["at"]) for one in play["actions"]),
    )


def _time(at: str | None) -> str | None:
    if at is None:
        return None
    return datetime.fromisoformat(rows.time(at)).isoformat(timespec="milliseconds")


def merged(pools: Iterable[Pool]) -> Pool:
    """One shelf for each player; of a run that was read twice the longer one; each room once."""
    read_all = tuple(pools)
    found: dict[str, dict[int, Kept]] = {}
    for shelf in (shelf for pool in read_all for shelf in pool.players):
        theirs = found.setdefault(shelf.player, {})
        for one in shelf.kept:
            there = theirs.setdefault(one.run.id, one)
            if len(there.actions) < len(one.actions):
                theirs[one.run.id] = one
    return Pool(
        players=tuple(
            Shelf(player=player, kept=tuple(theirs.values())) for player, theirs in found.items()
        ),
        rooms=rooms_merged(room for pool in read_all for room in pool.rooms),
    )
