"""Write a run and its actions; actions that no longer hold are superseded."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from itertools import zip_longest

from attrs import evolve

from game.core.actions import Action
from game.journal.checksums import RUN, seal
from game.journal.codec import PLAY
from game.journal.database import insert, transaction
from game.journal.errors import fetch
from game.journal.identity import Exists, move_runs, stored_source
from game.journal.runs import Run
from game.journal.schema import next_write


_COLUMNS = tuple(name for name in RUN.columns if name != "contents")
_UPDATE = """
    UPDATE runs SET revision = revision + 1, written = :written,
        source = :source, work = :work, edition = :edition,
        touched = :touched, phase = :phase, scenes = :scenes, points = :points
    WHERE id = :id AND revision = :revision
"""


def write_play(
    connection: sqlite3.Connection,
    run: Run,
    actions: Sequence[Action],
    exists: Exists,
    *,
    sync_later: bool = False,
) -> Run:
    """
    Write *run* with *actions* in a ``database.transaction`` of its own; return it as stored.

    If it is a player's own file that was moved, its other runs and rooms name the new place too.
    """
    with transaction(connection, sync_later=sync_later):
        run = evolve(run, written=next_write(connection))
        moved = run.origin.is_own and run.source != stored_source(connection, RUN, run.id)
        stored = write_run(connection, run, actions)
        if moved:
            move_runs(connection, stored.key, stored.origin, exists)
    return stored


def write_run(
    connection: sqlite3.Connection,
    run: Run,
    actions: Sequence[Action],
    times: Sequence[str | None] = (),
) -> Run:
    """
    Write *run* with *actions* inside a transaction; return it as stored.

    It is inserted as a new run if another process has continued or deleted it, and outside of
    its campaign if that was deleted. An action without a time of its own in *times* gets the
    run's last one.
    """
    values = {**{name: getattr(run, name) for name in _COLUMNS}, "seed": str(run.seed)}
    if connection.execute(_UPDATE, values).rowcount:
        stored = evolve(run, revision=run.revision + 1)
    else:
        found = connection.execute("SELECT id FROM campaigns WHERE id = ?", (run.campaign,))
        if found.fetchone() is None:
            run = evolve(run, campaign=None)
            values["campaign"] = None
        stored = evolve(run, id=insert(connection, "runs", values))
    _write_actions(connection, stored, actions, times)
    seal(connection, RUN, stored.id)
    return stored


def stored_actions(connection: sqlite3.Connection, run: int) -> list[str]:
    """Return the stored actions of the run with id *run*, encoded."""
    rows = fetch(connection, "SELECT data FROM actions WHERE run = ? ORDER BY number", (run,))
    return [data for (data,) in rows]


def _write_actions(
    connection: sqlite3.Connection,
    run: Run,
    actions: Sequence[Action],
    times: Sequence[str | None],
) -> None:
    wanted = [PLAY.dumps(action) for action in actions]
    same = _common(stored_actions(connection, run.id), wanted)
    connection.execute(
        "INSERT INTO superseded (run, number, data, replaced, at) "
        "SELECT run, number, data, ?, at FROM actions WHERE run = ? AND number > ?",
        (run.touched, run.id, same),
    )
    connection.execute("DELETE FROM actions WHERE run = ? AND number > ?", (run.id, same))
    connection.executemany(
        "INSERT INTO actions (run, number, data, at) VALUES (?, ?, ?, ?)",
        [
            (run.id, number, data, at or run.touched)
            for number, (data, at) in enumerate(zip_longest(wanted[same:], times[same:]), same + 1)
        ],
    )


def _common(stored: Sequence[str], wanted: Sequence[str]) -> int:
    """Return the length of the common prefix."""
    pairs = enumerate(zip(stored, wanted, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(stored), len(wanted)))
