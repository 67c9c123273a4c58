"""Classification of SQLite and disk errors."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from game.core.failure import Failure


UNREADABLE = (sqlite3.DatabaseError, MemoryError, UnicodeError, OverflowError)
"""Exceptions raised by an unreadable row."""


def primary(error: Exception) -> int:
    """Return SQLite's primary error code of *error*; 0 if it has none."""
    return (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF


def is_damage(error: Exception) -> bool:
    """Return whether *error* means that the file is not a sound database."""
    # SQLite's messages quote schema names, which may contain invalid bytes.
    if isinstance(error, UnicodeDecodeError | MemoryError):
        return True
    return primary(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def is_read_error(error: Exception) -> bool:
    """Return whether *error* comes from the disk rather than the file's content."""
    if isinstance(error, OSError):
        return error.errno == errno.EIO
    return primary(error) == sqlite3.SQLITE_IOERR


def fetch(
    connection: sqlite3.Connection,
    statement: str,
    values: Sequence[object] | Mapping[str, object] = (),
) -> list[Any]:
    """Return all rows of *statement*; retry once after a read error."""
    try:
        return connection.execute(statement, values).fetchall()
    except sqlite3.Error as error:
        if not is_read_error(error):
            raise
        return connection.execute(statement, values).fetchall()


def has_rows(connection: sqlite3.Connection, table: str) -> bool:
    """Return whether *table* has a row, or cannot be read."""
    try:
        return bool(fetch(connection, f"SELECT 1 FROM {table} NOT INDEXED LIMIT 1"))
    except UNREADABLE:
        return True


def not_stored(message: str) -> Failure:
    """Return the failure of a write, with *message* for people."""
    return Failure(code="not-stored", message=message)
