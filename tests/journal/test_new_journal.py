"""A new journal has the schema that the migrations make."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from game.journal.database import in_memory
from game.journal.schema import MIGRATIONS, NEWEST, digest, migrate
from game.journal.store import Journal


def schema_of(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
    """Return kind, name, table and statement of all that is in a schema, in its order."""
    return connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema").fetchall()


def migrated() -> sqlite3.Connection:
    """Return an empty database after every migration."""
    connection = sqlite3.connect(":memory:")
    migrate(connection, MIGRATIONS)
    return connection


def test_new_file(tmp_path: Path) -> None:
    """A new file has every table and index that the migrations make, and their version."""
    path = tmp_path / "journal.db"
    Journal.open(path).close()
    with closing(sqlite3.connect(path)) as created, closing(migrated()) as expected:
        assert schema_of(created) == schema_of(expected)
        assert created.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)


def test_in_memory() -> None:
    """So has a journal that is not kept."""
    with closing(in_memory()) as created, closing(migrated()) as expected:
        assert schema_of(created) == schema_of(expected)


def test_the_digest_of_its_tables() -> None:
    """The digest that opening compares with is that of the migrated tables."""
    with closing(migrated()) as expected:
        assert digest(expected) == NEWEST
