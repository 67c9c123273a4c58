"""
Schema of the journal: the migrations from each version to the next.

Every step may be repeated. Existing tables and columns are left as is, so that a half
migrated file still becomes a journal.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Mapping

from game.journal.checksums import RECORDS, checksum, seal_all


Step = str | Callable[[sqlite3.Connection], None]
"""An SQL statement, or a function of the connection."""


def number_writes(connection: sqlite3.Connection) -> None:
    """Number the records without a write number in the order of their times."""
    unnumbered = " UNION ALL ".join(
        f"SELECT '{record.table}', id, touched FROM {record.table} WHERE written = 0"
        for record in RECORDS
    )
    rows = connection.execute(f"{unnumbered} ORDER BY touched, id").fetchall()
    for number, (table, owner, _) in enumerate(rows, next_write(connection)):
        connection.execute(f"UPDATE {table} SET written = ? WHERE id = ?", (number, owner))


def next_write(connection: sqlite3.Connection) -> int:
    """Return the number of the current write: one more than the highest stored."""
    highest = ", ".join(
        f"(SELECT coalesce(max(written), 0) FROM {record.table})" for record in RECORDS
    )
    (last,) = connection.execute(f"SELECT max({highest})").fetchone()
    return int(last) + 1


MIGRATIONS: tuple[tuple[Step, ...], ...] = (
    (
        # Seeds are text because SQLite's integers have 64 bits only.
        """
        CREATE TABLE runs (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            revision INTEGER NOT NULL,
            scenario TEXT NOT NULL,
            title TEXT NOT NULL,
            source TEXT,
            seed TEXT NOT NULL,
            started TEXT NOT NULL,
            touched TEXT NOT NULL,
            phase TEXT NOT NULL,
            scenes INTEGER NOT NULL,
            points REAL
        )
        """,
        """
        CREATE TABLE actions (
            run INTEGER NOT NULL REFERENCES runs,
            number INTEGER NOT NULL,
            data TEXT NOT NULL,
            PRIMARY KEY (run, number)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE superseded (
            run INTEGER NOT NULL REFERENCES runs,
            number INTEGER NOT NULL,
            data TEXT NOT NULL,
            replaced TEXT NOT NULL
        )
        """,
        "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    ),
    (
        """
        CREATE TABLE rooms (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            code TEXT NOT NULL,
            scenario TEXT NOT NULL,
            title TEXT NOT NULL,
            source TEXT,
            seed TEXT NOT NULL,
            started TEXT NOT NULL,
            touched TEXT NOT NULL,
            stage TEXT NOT NULL
        )
        """,
        """
        CREATE TABLE room_acts (
            room INTEGER NOT NULL REFERENCES rooms,
            number INTEGER NOT NULL,
            data TEXT NOT NULL,
            PRIMARY KEY (room, number)
        ) WITHOUT ROWID
        """,
    ),
    (
        # Times of actions; NULL for older ones.
        "ALTER TABLE actions ADD COLUMN at TEXT",
        "ALTER TABLE superseded ADD COLUMN at TEXT",
    ),
    (
        """
        CREATE TABLE campaigns (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            campaign TEXT NOT NULL,
            title TEXT NOT NULL,
            source TEXT,
            seed TEXT NOT NULL,
            postings INTEGER NOT NULL,
            started TEXT NOT NULL,
            touched TEXT NOT NULL
        )
        """,
        """
        CREATE TABLE picks (
            campaign INTEGER NOT NULL REFERENCES campaigns,
            posting TEXT NOT NULL,
            practice TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (campaign, posting)
        ) WITHOUT ROWID
        """,
        "ALTER TABLE runs ADD COLUMN campaign INTEGER REFERENCES campaigns",
    ),
    ("ALTER TABLE runs ADD COLUMN alone TEXT",),
    (
        """
        CREATE TABLE afterthoughts (
            run INTEGER NOT NULL REFERENCES runs,
            number INTEGER NOT NULL,
            data TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (run, number)
        ) WITHOUT ROWID
        """,
    ),
    ("ALTER TABLE rooms ADD COLUMN consoles TEXT NOT NULL DEFAULT ''",),
    # New tags of rooms and reflections, unreadable to earlier versions: see codec.
    (),
    (
        # Write order as a counter, since clocks may be set back.
        *(
            f"ALTER TABLE {record.table} ADD COLUMN written INTEGER NOT NULL DEFAULT 0"
            for record in RECORDS
        ),
        *(f"CREATE INDEX {record.table}_written ON {record.table} (written)" for record in RECORDS),
        *(f"ALTER TABLE {record.table} ADD COLUMN contents TEXT" for record in RECORDS),
        *(f"ALTER TABLE {record.table} ADD COLUMN checksum TEXT" for record in RECORDS),
        "ALTER TABLE afterthoughts ADD COLUMN checksum TEXT",
        "ALTER TABLE settings ADD COLUMN checksum TEXT",
        number_writes,
        seal_all,
    ),
    (
        # A cache: see derived.py.
        """
        CREATE TABLE derived_runs (
            run INTEGER PRIMARY KEY REFERENCES runs,
            revision INTEGER NOT NULL,
            fingerprint TEXT NOT NULL
        )
        """,
        """
        CREATE TABLE derived_answers (
            run INTEGER NOT NULL REFERENCES runs,
            number INTEGER NOT NULL,
            step INTEGER NOT NULL,
            scene TEXT NOT NULL,
            choice TEXT NOT NULL,
            again INTEGER NOT NULL,
            sides TEXT NOT NULL,
            sure INTEGER NOT NULL,
            PRIMARY KEY (run, number)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX runs_of_campaigns ON runs (campaign) WHERE campaign IS NOT NULL",
    ),
    (
        "ALTER TABLE derived_runs ADD COLUMN checksum TEXT",
        "CREATE INDEX runs_answered ON runs (scenario) WHERE scenes != 0 AND alone IS NULL",
    ),
    (
        # Which scenario a run belongs to: see identity.py.
        "ALTER TABLE runs ADD COLUMN work TEXT",
        "ALTER TABLE runs ADD COLUMN edition TEXT",
        "DROP INDEX IF EXISTS runs_answered",
        "CREATE INDEX runs_of_works ON runs (coalesce(work, nullif(source, ''), scenario)) "
        "WHERE scenes != 0 AND alone IS NULL",
    ),
    (
        """
        CREATE TABLE room_entrances (
            room INTEGER PRIMARY KEY REFERENCES rooms,
            data TEXT NOT NULL,
            checksum TEXT NOT NULL
        )
        """,
    ),
    (
        # Which scenario a room belongs to, as for runs.
        "ALTER TABLE rooms ADD COLUMN work TEXT",
        "ALTER TABLE rooms ADD COLUMN edition TEXT",
        # No checksum covers an index, so what is read from one may be damaged unnoticed.
        "DROP INDEX IF EXISTS runs_of_works",
        "DROP INDEX IF EXISTS runs_of_campaigns",
    ),
    # The rooms of one evening have the same text; NULL for those of before.
    ("ALTER TABLE rooms ADD COLUMN evening TEXT",),
)
"""Migrations by version; released ones are never edited."""
NEWEST = "4cf8504ba728c132"
"""The ``digest`` of the tables after all migrations, since making them to compare takes longer."""

APPLICATION_ID = 0x32486174
"""Marks a file as a journal, in its header."""

_ADDS = re.compile(r"\s*ALTER TABLE (\w+) ADD COLUMN (\w+)")
_MAKES = re.compile(r"\s*CREATE (?:UNIQUE )?(?:TABLE|INDEX) (\w+)")


def migrate(connection: sqlite3.Connection, steps: tuple[tuple[Step, ...], ...]) -> None:
    """Run *steps*, except those whose table, index or column exists."""
    for step in (step for version in steps for step in version):
        if not isinstance(step, str):
            step(connection)
        elif not _exists(connection, step):
            connection.execute(step)


def _exists(connection: sqlite3.Connection, statement: str) -> bool:
    if adds := _ADDS.match(statement):
        result = connection.execute(
            "SELECT 1 FROM pragma_table_info(?) WHERE name = ?", (adds[1], adds[2])
        )
        return result.fetchone() is not None
    if makes := _MAKES.match(statement):
        result = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (makes[1],))
        return result.fetchone() is not None
    return False


def tables(connection: sqlite3.Connection) -> Mapping[str, tuple[str, ...]]:
    """Return the columns of every table; no views or virtual tables."""
    rows = connection.execute(
        "SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c "
        "WHERE t.type = 'table' AND t.rootpage > 0 AND t.name NOT GLOB 'sqlite_*'"
    ).fetchall()
    result: dict[str, tuple[str, ...]] = {}
    for table, column in rows:
        result[table] = (*result.get(table, ()), column)
    return result


def digest(connection: sqlite3.Connection) -> str:
    """Return a digest of the names of all tables and columns."""
    return checksum(repr(sorted(tables(connection).items())))


def has_tables_of(connection: sqlite3.Connection, expected: sqlite3.Connection) -> bool:
    """Return whether *connection* has all tables and columns of *expected*."""
    existing = tables(connection)
    return all(
        set(columns) <= set(existing.get(table, ())) for table, columns in tables(expected).items()
    )
