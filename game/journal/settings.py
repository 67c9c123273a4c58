"""Settings of the player, one row each with a checksum."""

from __future__ import annotations

import sqlite3

from game.journal.checksums import checksum
from game.journal.database import transaction
from game.journal.errors import fetch


def read_setting(connection: sqlite3.Connection, name: str, default: str) -> str:
    """
    Return the setting called *name*, or *default* if it is not set.

    Raise ``ValueError`` if its checksum does not match, and the errors of SQLite.
    """
    rows = fetch(connection, "SELECT value, checksum FROM settings WHERE name = ?", (name,))
    for value, expected in rows:
        if expected != checksum(name, value):
            raise ValueError(name)
        return str(value)
    return default


def write_setting(connection: sqlite3.Connection, name: str, value: str) -> None:
    """Store *value* as the setting called *name*; raise ``sqlite3.Error``."""
    with transaction(connection):
        connection.execute(
            "REPLACE INTO settings (name, value, checksum) VALUES (?, ?, ?)",
            (name, value, checksum(name, value)),
        )
