"""Errors of SQLite told apart: those of the disk, and those of the file."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any


UNREADABLE = (sqlite3.DatabaseError, MemoryError, UnicodeError, OverflowError)
"""What is raised at a row that cannot be made out."""


def primary(error: Exception) -> int:
    """SQLite's code of *error* without the details; 0 where there is none."""
    return (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF


def is_damage(error: Exception) -> bool:
    """Whether *error* says that the file itself is no sound database."""
    # SQLite quotes names of the schema in its messages, whatever bytes they are made of.
    if isinstance(error, UnicodeDecodeError | MemoryError):
        return True
    return primary(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def is_read_error(error: Exception) -> bool:
    """Whether *error* comes from the disk, and says nothing of the file's content."""
    if isinstance(error, OSError):
        return error.errno == errno.EIO
    return primary(error) == sqlite3.SQLITE_IOERR


def fetch(
    connection: sqlite3.Connection,
    statement: str,
    values: Sequence[object] | Mapping[str, object] = (),
) -> list[Any]:
    """Every row that *statement* gives, asked for once more after a read error."""
    try:
        return connection.execute(statement, values).fetchall()
    except sqlite3.Error as error:
        if not is_read_error(error):
            raise
        return connection.execute(statement, values).fetchall()
