"""
Checksums over stored records, so that damage to the file is noticed on reading.

A record is a row with the rows that belong to it. Its ``contents`` is a checksum over
those rows, its ``checksum`` one over its own columns, ``contents`` included.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Any

from attrs import frozen

from game.journal.errors import fetch


@frozen(kw_only=True)
class Record:
    """
    A *table* of records called *name*: its *base* columns covered by the checksum.

    The rows of the table *parts* belong to the record whose id is in their column *owner*;
    *part* are their covered columns, ordered by the first. *added* are columns of later versions:
    NULLs at the end do not count, so that older checksums stay valid.
    """

    name: str
    table: str
    base: tuple[str, ...]
    parts: str
    owner: str
    part: tuple[str, ...]
    added: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Return all columns that the checksum covers."""
        return self.base + self.added


RUN = Record(
    name="run",
    table="runs",
    base=(
        *("id", "revision", "scenario", "title", "source", "seed", "started", "touched"),
        *("phase", "scenes", "points", "campaign", "alone", "written", "contents"),
    ),
    parts="actions",
    owner="run",
    part=("number", "data", "at"),
    added=("work", "edition"),
)
ROOM = Record(
    name="room",
    table="rooms",
    base=(
        *("id", "code", "scenario", "title", "source", "seed", "started", "touched"),
        *("stage", "consoles", "written", "contents"),
    ),
    parts="room_acts",
    owner="room",
    part=("number", "data"),
    added=("work", "edition", "evening"),
)
CAMPAIGN = Record(
    name="campaign",
    table="campaigns",
    base=(
        *("id", "campaign", "title", "source", "seed", "postings", "started", "touched"),
        *("written", "contents"),
    ),
    parts="picks",
    owner="campaign",
    part=("posting", "practice", "at"),
)
RECORDS = (RUN, ROOM, CAMPAIGN)

_encode = json.JSONEncoder(default=repr).encode
_encode_rows = json.JSONEncoder(default=repr, separators=(",\n", ": ")).encode
"""Line ends stand between values alone: in texts they are escaped."""


def checksum(*values: object) -> str:
    """Return the checksum of *values*, as SQLite returns them: 16 hexadecimal digits."""
    return _digest(_encode(values))


def _digest(encoded: str) -> str:
    return blake2b(encoded.encode(), digest_size=8).hexdigest()


def checksum_of(record: Record, row: Sequence[object]) -> str:
    """Return the checksum of a *row* with the columns of *record*."""
    values = list(row)
    while len(values) > len(record.base) and values[-1] is None:
        values.pop()
    return checksum(*values)


def extend(contents: str, rows: Iterable[Sequence[object]]) -> str:
    """
    Return the checksum *contents*, extended by *rows*: ``checksum(contents, *row)`` for each.

    All rows are encoded at once, since a call takes longer than the encoding.
    """
    encoded = _encode_rows(list(rows))[2:-2]
    for row in encoded.split("],\n[") if encoded else ():
        values = row.replace(",\n", ", ")
        contents = _digest(f'["{contents}", {values}]')
    return contents


def read_parts(
    connection: sqlite3.Connection, record: Record, owner: int
) -> tuple[list[Sequence[Any]], bool]:
    """
    Return the rows that belong to the record *owner*, and whether their checksum matches.

    One statement reads both, since another process may be writing.
    """
    contents = f"(SELECT contents FROM {record.table} WHERE id = :owner)"
    rows = fetch(
        connection,
        f"SELECT {', '.join(record.part)}, {contents} FROM {record.parts} "
        f"WHERE {record.owner} = :owner ORDER BY {record.part[0]}",
        {"owner": owner},
    )
    if not rows:
        ((expected,),) = fetch(connection, f"SELECT {contents}", {"owner": owner})
        return [], expected in (None, "")
    parts = [row[:-1] for row in rows]
    return parts, rows[0][-1] == extend("", parts)


def seal(
    connection: sqlite3.Connection,
    record: Record,
    owner: int,
    contents: str | None = None,
    columns: Sequence[str] = (),
) -> None:
    """
    Write both checksums of the record *owner*; call it last in the transaction.

    *contents* is the checksum of its parts, if already known; *columns* are those that the table
    has, if not all.
    """
    if contents is None:
        rows = fetch(
            connection,
            f"SELECT {', '.join(record.part)} FROM {record.parts} "
            f"WHERE {record.owner} = :owner ORDER BY {record.part[0]}",
            {"owner": owner},
        )
        contents = extend("", rows)
    connection.execute(f"UPDATE {record.table} SET contents = ? WHERE id = ?", (contents, owner))
    row = connection.execute(
        f"SELECT {', '.join(columns or record.columns)} FROM {record.table} WHERE id = ?", (owner,)
    ).fetchone()
    connection.execute(
        f"UPDATE {record.table} SET checksum = ? WHERE id = ?", (checksum_of(record, row), owner)
    )


def seal_all(connection: sqlite3.Connection) -> None:
    """Write the missing checksums, for data of an older version."""
    for record in RECORDS:
        for (owner,) in connection.execute(
            f"SELECT id FROM {record.table} WHERE checksum IS NULL"
        ).fetchall():
            seal(connection, record, owner, columns=record.base)
    for run, number, data, at in connection.execute(
        "SELECT run, number, data, at FROM afterthoughts WHERE checksum IS NULL"
    ).fetchall():
        connection.execute(
            "UPDATE afterthoughts SET checksum = ? WHERE run = ? AND number = ?",
            (checksum(run, number, data, at), run, number),
        )
    for name, value in connection.execute(
        "SELECT name, value FROM settings WHERE checksum IS NULL"
    ).fetchall():
        connection.execute(
            "UPDATE settings SET checksum = ? WHERE name = ?", (checksum(name, value), name)
        )
