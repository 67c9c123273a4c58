"""
Other people's playthroughs, read and never written: journals and exports.

A file is one player's: a journal, or what ``two-hats journal export`` wrote as
JSON or as JSON lines.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from attrs import frozen

from game.core.actions import from_data
from game.journal.database import DamagedFileError, ForeignFileError, read_copy
from game.journal.export.data import KIND, VERSION
from game.journal.kept import Kept
from game.journal.run import Run
from game.journal.store import Journal, utc_now


SQLITE = b"SQLite format 3\0"


@frozen(kw_only=True)
class Shelf:
    """What one *player*, known by a pseudonym, has *kept*."""

    player: str
    kept: tuple[Kept, ...]


def read(path: Path) -> tuple[Shelf, ...] | str:
    """The players in the file at *path*, or why it cannot be read."""
    try:
        with path.open("rb") as file:
            is_journal = file.read(len(SQLITE)) == SQLITE
        return (_journal(path),) if is_journal else _export(path)
    except OSError as error:
        return str(error.strerror or error)
    except ForeignFileError as error:
        return f"it {error}"
    except (DamagedFileError, sqlite3.Error) as error:
        return f"it is damaged, or cannot be opened ({error})" if str(error) else "it is damaged"
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return "it is no journal, and no JSON that 'two-hats journal export' wrote"


def _journal(path: Path) -> Shelf:
    journal = Journal(read_copy(path), None, utc_now)
    try:
        kept = tuple(one for run in journal.runs() if (one := journal.kept(run)))
        return Shelf(player=journal.player(), kept=kept)
    finally:
        journal.close()


def _export(path: Path) -> tuple[Shelf, ...]:
    text = path.read_text("utf-8-sig")
    try:
        whole = json.loads(text)
    except ValueError:
        plays = [json.loads(line) for line in text.splitlines() if line.strip()]
    else:
        plays = list(_plays(whole))
    found: dict[str, list[Kept]] = {}
    for play in plays:
        if (play["kind"], play["version"]) != (KIND, VERSION):
            raise ValueError
        found.setdefault(str(play["player"]), []).append(_kept(play))
    return tuple(Shelf(player=player, kept=tuple(kept)) for player, kept in found.items())


def _plays(whole: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The plays of a JSON export; a single line of JSON lines is one by itself."""
    if "plays" not in whole:
        yield whole
        return
    head = {name: whole[name] for name in ("kind", "version", "player")}
    for play in whole["plays"]:
        yield {**head, **play}


def _kept(play: dict[str, Any]) -> Kept:
    actions = [from_data({k: v for k, v in one.items() if k != "at"}) for one in play["actions"]]
    known = tuple(action for action in actions if action is not None)
    if len(known) < len(actions):
        raise ValueError
    return Kept(
        run=Run(
            id=int(play["run"]),
            scenario=str(play["scenario"]),
            title=str(play["title"]),
            seed=play["seed"],
            started=str(play["started"]),
            touched=str(play["touched"]),
            phase=str(play["phase"]),
            scenes=int(play["scenes"]),
            points=play["points"],
            alone=play.get("alone"),
        ),
        actions=known,
        times=tuple(_time(one["at"]) for one in play["actions"]),
    )


def _time(at: str | None) -> str | None:
    return None if at is None else datetime.fromisoformat(at).isoformat(timespec="milliseconds")


def merged(shelves: Iterable[Shelf]) -> tuple[Shelf, ...]:
    """One shelf for each player; of a run that was read twice the longer one."""
    found: dict[str, dict[int, Kept]] = {}
    for shelf in shelves:
        theirs = found.setdefault(shelf.player, {})
        for one in shelf.kept:
            there = theirs.setdefault(one.run.id, one)
            if len(there.actions) < len(one.actions):
                theirs[one.run.id] = one
    return tuple(
        Shelf(player=player, kept=tuple(theirs.values())) for player, theirs in found.items()
    )
