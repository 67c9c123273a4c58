"""Runs as they are stored: with their actions and reflections."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from functools import lru_cache

from attrs import evolve, frozen

from game.core import debrief
from game.core.actions import Action
from game.core.failure import Failure
from game.journal.checksums import RUN, checksum, read_parts
from game.journal.codec import PLAY, Codec
from game.journal.database import transaction
from game.journal.errors import fetch, not_stored
from game.journal.runs import Run, time, time_if_known


REFLECTION: Codec[debrief.ReflectionAction] = Codec(
    {
        "walk": debrief.Walk,
        "point": debrief.Point,
        "resolve": debrief.Resolve,
        "resolve-call": debrief.ResolveCall,
    },
    key="did",
)
"""Reflections on an answered scene."""


@frozen(kw_only=True)
class StoredReflection:
    """A reflection on a run, the *number*-th from 1, stored at *at*."""

    number: int
    what: debrief.ReflectionAction
    at: str


def store_reflection(
    connection: sqlite3.Connection, run: int, what: debrief.ReflectionAction, at: str
) -> Failure | None:
    """Store a reflection on the run with id *run*; return why it could not be stored."""
    try:
        stored = _insert_reflection(connection, run, what, at)
    except sqlite3.Error as error:
        return not_stored(f"What you picked could not be kept in the journal ({error}).")
    if not stored:
        return not_stored("What you picked could not be kept: this run is not in the journal.")
    return None


def _insert_reflection(
    connection: sqlite3.Connection, run: int, what: debrief.ReflectionAction, at: str
) -> bool:
    """Insert a reflection; return False if there is no such run."""
    data = REFLECTION.dumps(what)
    with transaction(connection):
        result = connection.execute(
            "SELECT 1 + (SELECT coalesce(max(number), 0) FROM afterthoughts WHERE run = id) "
            "FROM runs WHERE id = ?",
            (run,),
        ).fetchone()
        if result is not None:
            connection.execute(
                "INSERT INTO afterthoughts (run, number, data, at, checksum) "
                "VALUES (?, ?, ?, ?, ?)",
                (run, result[0], data, at, checksum(run, result[0], data, at)),
            )
    return result is not None


def read_reflections(
    connection: sqlite3.Connection, run: int
) -> tuple[tuple[StoredReflection, ...], tuple[object, ...]]:
    """Return the reflections on *run*, but none of newer versions, and the numbers of damaged."""
    reflections: list[StoredReflection] = []
    damaged: list[object] = []
    rows = fetch(
        connection,
        "SELECT number, data, at, checksum FROM afterthoughts WHERE run = ? ORDER BY number",
        (run,),
    )
    for number, data, at, expected in rows:
        if expected != checksum(run, number, data, at):
            damaged.append(number)
            continue
        try:
            what = REFLECTION.loads(data)
            if what is not None:
                reflections.append(StoredReflection(number=number, what=what, at=time(at)))
        except (ValueError, TypeError):
            damaged.append(number)
    return tuple(reflections), tuple(damaged)


def stray_reflections(connection: sqlite3.Connection) -> list[tuple[object, object]]:
    """Return run and number of every reflection without a run: its key is damaged."""
    return fetch(
        connection, "SELECT run, number FROM afterthoughts WHERE run NOT IN (SELECT id FROM runs)"
    )


@frozen(kw_only=True)
class StoredRun:
    """
    A *run* with its *actions*, their *times* (None if unknown) and its reflections.

    *damaged_reflections* are the numbers of reflections that cannot be read.
    """

    run: Run
    actions: tuple[Action, ...]
    times: tuple[str | None, ...]
    reflections: tuple[StoredReflection, ...] = ()
    damaged_reflections: tuple[object, ...] = ()


def read_stored_run(connection: sqlite3.Connection, run: Run) -> StoredRun:
    """Read *run* with its actions; it is not sound if a checksum does not match."""
    rows, sound = read_parts(connection, RUN, run.id)
    sound = sound and run.sound
    actions = readable_actions(data for _, data, _ in rows)
    times = tuple(time_if_known(at) for *_, at in rows[: len(actions)])
    reflections, damaged_reflections = read_reflections(connection, run.id)
    return StoredRun(
        run=run if sound == run.sound else evolve(run, sound=sound),
        actions=actions,
        times=times,
        reflections=reflections,
        damaged_reflections=damaged_reflections,
    )


def is_sound(connection: sqlite3.Connection, run: Run) -> tuple[bool, tuple[object, ...]]:
    """Return whether *run* is sound with its actions, and the numbers of damaged reflections."""
    _, sound = read_parts(connection, RUN, run.id)
    _, damaged_reflections = read_reflections(connection, run.id)
    return sound and run.sound, damaged_reflections


def readable_actions(stored: Iterable[object]) -> tuple[Action, ...]:
    """Return the stored actions up to the first unknown one."""
    known: list[Action] = []
    for data in stored:
        action = _action(data) if isinstance(data, str) else None
        if action is None:
            break
        known.append(action)
    return tuple(known)


@lru_cache(maxsize=4096)
def _action(data: str) -> Action | None:
    """Return the action in *data*; many runs have the same ones."""
    return PLAY.loads(data)
