"""Delete runs and rooms so that no trace stays in the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Set
from pathlib import Path

from game.core.failure import Failure
from game.journal.database import transaction


PLAYER = "player"
"""Setting with the player's pseudonym."""

STILL_OPEN = (
    "It is deleted, but another program has the journal open, so traces are left in the file. "
    "Close that program and delete once more."
)


def delete(
    connection: sqlite3.Connection, runs: Iterable[int] | None, rooms: Iterable[int] = ()
) -> Failure | None:
    """
    Delete *runs* and *rooms* with their dependent rows.

    With None for *runs*, delete every run and room and the pseudonym. Settings stay.
    """
    try:
        connection.execute("PRAGMA secure_delete = ON")
        with transaction(connection):
            # Allows deleting rows that refer to one another.
            connection.execute("PRAGMA defer_foreign_keys = ON")
            if runs is None:
                _delete_all(connection)
            else:
                rows = [(run,) for run in runs]
                campaigns = _campaigns(connection, rows)
                _delete_some(connection, "runs", rows)
                _delete_some(connection, "rooms", [(room,) for room in rooms])
                # One that has no run yet is being played in another window.
                _delete_some(connection, "campaigns", campaigns - _campaigns(connection))
    except sqlite3.Error as error:
        return _not_deleted(f"Nothing could be deleted ({error}).")
    try:
        connection.execute("VACUUM")
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error:
        return _not_deleted(STILL_OPEN)
    return _not_deleted(STILL_OPEN) if busy else None


def _not_deleted(message: str) -> Failure:
    return Failure(code="not-deleted", message=message)


def damaged_copies(journal: Path) -> list[Path]:
    """Return the damaged files kept aside beside *journal*."""
    return sorted(journal.parent.glob(f"{journal.stem}.damaged-*"))


def backups(journal: Path) -> list[Path]:
    """Return the backups of *journal* made before migrations."""
    return sorted(journal.parent.glob(f"{journal.stem}.version-*"))


def delete_damaged_copies(journal: Path) -> Failure | None:
    """Delete the ``damaged_copies``."""
    return _unlink(damaged_copies(journal))


def delete_backups(journal: Path) -> Failure | None:
    """Delete the ``backups``."""
    return _unlink(backups(journal))


def _unlink(files: Iterable[Path]) -> Failure | None:
    try:
        for file in files:
            file.unlink()
    except OSError as error:
        return _not_deleted(f"{error.filename} could not be deleted ({error.strerror}).")
    return None


def _delete_all(connection: sqlite3.Connection) -> None:
    for table in _tables(connection):
        if table != "settings":
            connection.execute(f"DELETE FROM {table}")
    connection.execute("DELETE FROM settings WHERE name = ?", (PLAYER,))


Ids = Collection[tuple[int]]
"""Rows of one id each."""


def _delete_some(connection: sqlite3.Connection, table: str, rows: Ids) -> None:
    for referring, column in _references_to(connection, table):
        connection.executemany(f"DELETE FROM {referring} WHERE {column} = ?", rows)
    connection.executemany(f"DELETE FROM {table} WHERE id = ?", rows)


def _campaigns(connection: sqlite3.Connection, runs: Ids | None = None) -> Set[tuple[int]]:
    """Return the ids of the campaigns of *runs*, by default of all runs."""
    select = "SELECT campaign FROM runs WHERE campaign IS NOT NULL"
    if runs is None:
        return {*connection.execute(select)}
    found = (connection.execute(f"{select} AND id = ?", row).fetchone() for row in runs)
    return {*filter(None, found)}


def _tables(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*'"
    )
    return [name for (name,) in rows]


def _references_to(connection: sqlite3.Connection, table: str) -> Iterator[tuple[str, str]]:
    """Yield every table that refers to *table*, with the referring column."""
    for referring in _tables(connection):
        for row in connection.execute(f"PRAGMA foreign_key_list({referring})").fetchall():
            if row[2] == table:
                yield referring, row[3]
