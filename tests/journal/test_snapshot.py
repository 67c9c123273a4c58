"""A new journal has the schema that the migrations make."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from game.journal.schema import MIGRATIONS, migrate
from game.journal.snapshot import VERSION, create
from game.journal.store import Journal


def schema_of(connection: sqlite3.Connection) -> set[tuple[str, ...]]:
    """Return kind, name, table and statement of each table and index, on one line."""
    rows = connection.execute("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema")
    return {(*names, on_one_line(sql)) for *names, sql in rows}


def on_one_line(statement: str) -> str:
    """Return *statement* without the blanks that migrations leave around commas and brackets."""
    return re.sub(r" ?([(),]) ?", r"\1", " ".join(statement.split())).strip()


def columns_of(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Return every column in order: name, type, whether null, default, place in the key."""
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    return {
        table: connection.execute(f"PRAGMA table_xinfo({table})").fetchall() for (table,) in tables
    }


def test_same_as_migrations() -> None:
    """Tables, columns in their order, keys and indexes are those that the migrations make."""
    migrated, created = sqlite3.connect(":memory:"), sqlite3.connect(":memory:")
    migrate(migrated, MIGRATIONS[:VERSION])
    create(created, MIGRATIONS[:VERSION])

    assert schema_of(created) == schema_of(migrated)
    assert columns_of(created) == columns_of(migrated)


def test_earlier_and_later_versions() -> None:
    """An earlier version is made by its migrations, a later one on top of the snapshot."""
    further = ("CREATE TABLE kettles (id INTEGER PRIMARY KEY)",)
    for steps in (MIGRATIONS[:3], MIGRATIONS[: VERSION - 1], (*MIGRATIONS, further)):
        migrated, created = sqlite3.connect(":memory:"), sqlite3.connect(":memory:")
        migrate(migrated, steps)
        create(created, steps)

        assert schema_of(created) == schema_of(migrated)


def test_new_file(tmp_path: Path) -> None:
    """A new file has that schema, and its version; so has a journal in memory."""
    path = tmp_path / "journal.db"
    Journal.open(path).close()
    migrated = sqlite3.connect(":memory:")
    migrate(migrated, MIGRATIONS)

    with sqlite3.connect(path) as created:
        assert schema_of(created) == schema_of(migrated)
        assert created.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
