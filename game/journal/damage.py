"""Detect a damaged journal file, salvage its rows and keep the file aside."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from difflib import SequenceMatcher
from itertools import count as count_from
from pathlib import Path
from time import monotonic, sleep
from typing import BinaryIO

from attrs import fields, frozen

from game.content.private_files import new_file
from game.journal.database import (
    MAX_VALUE,
    InUseError,
    JournalFile,
    SuspectFileError,
    check_schema,
    in_memory,
    limit_time,
    memory,
    prepare,
    reference,
)
from game.journal.errors import is_damage
from game.journal.schema import MIGRATIONS, migrate, tables
from game.text.plural import count, listed


MAX_SECONDS = 30.0
"""Maximum seconds for reading a damaged file."""
MAX_ID = 2**53
"""Maximum plausible row id; a larger one is damage."""
MIN_SIMILARITY = 0.6
"""Minimum similarity ratio at which two schema texts are taken for the same table."""

MAX_PROBES = 100_000
"""Maximum number of row ids tried singly after an unreadable page."""

OWNERS = {
    "actions": ("run", "runs"),
    "afterthoughts": ("run", "runs"),
    "room_acts": ("room", "rooms"),
    "room_entrances": ("room", "rooms"),
    "picks": ("campaign", "campaigns"),
}
"""Tables of parts: the column with the owner's id, and the owner's table."""

ERRORS = (sqlite3.Error, MemoryError, UnicodeError, OverflowError)
"""Exceptions that reading a damaged file may raise."""


@frozen(kw_only=True)
class Salvaged:
    """An in-memory journal, and its number of records of each kind."""

    connection: JournalFile
    runs: int = 0
    campaigns: int = 0
    rooms: int = 0
    reflections: int = 0

    @property
    def total(self) -> int:
        """The number of records."""
        return self.runs + self.campaigns + self.rooms + self.reflections

    @property
    def summary(self) -> str:
        """The counts as text."""
        counts = [(field.name, getattr(self, field.name)) for field in fields(Salvaged)[1:]]
        parts = [count(n, name.removesuffix("s")) for name, n in counts if n]
        return listed(parts)


def salvage(copy: Path) -> Salvaged:
    """Read everything readable from the damaged file *copy*, which is modified."""
    version = _mend_header(copy)
    with suppress(*ERRORS):
        _mend_schema(copy, version)
    target = memory()
    migrate(target, MIGRATIONS[:version])
    target.execute(f"PRAGMA user_version = {version}")
    with closing(sqlite3.connect(copy, isolation_level=None)) as source:
        source.text_factory = lambda raw: raw.decode(errors="replace")
        source.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE)
        limit_time(source, MAX_SECONDS)
        incomplete = _copy(source, target)
    prepare(target)
    for table, record in incomplete:
        # An invalid checksum marks the record as damaged whenever it is read.
        target.execute(f"UPDATE {table} SET checksum = '' WHERE id = ?", (record,))
    return Salvaged(
        connection=target,
        runs=_count(target, "runs"),
        campaigns=_count(target, "campaigns"),
        rooms=_count(target, "rooms"),
        reflections=_count(target, "afterthoughts"),
    )


def _mend_header(copy: Path) -> int:
    """Restore the constant fields of the file header; return the journal's version."""
    with copy.open("r+b") as file:
        header = bytearray(file.read(100).ljust(100, b"\0"))
        header[:16] = b"SQLite format 3\0"
        page_size = int.from_bytes(header[16:18], "big")
        if page_size != 1 and (page_size < 512 or page_size & (page_size - 1)):
            header[16:18] = (4096).to_bytes(2, "big")
        header[18:24] = bytes((2, 2, 0, 64, 32, 32))
        header[44:48] = (4).to_bytes(4, "big")
        header[56:60] = (1).to_bytes(4, "big")
        version = int.from_bytes(header[60:64], "big")
        if not 1 <= version <= len(MIGRATIONS):
            version = len(MIGRATIONS)
            header[60:64] = version.to_bytes(4, "big")
        file.seek(0)
        file.write(header)
    return version


def _mend_schema(copy: Path, version: int) -> None:
    """Restore the schema text of each table of *version*."""
    expected = (
        reference(MIGRATIONS[:version])
        .execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*'"
        )
        .fetchall()
    )
    with closing(sqlite3.connect(copy, isolation_level=None)) as source:
        source.text_factory = lambda raw: raw.decode(errors="replace")
        source.execute("PRAGMA writable_schema = ON")  # ignores malformed entries
        rows = source.execute(
            "SELECT rowid, name, sql FROM sqlite_schema WHERE rootpage > 0"
        ).fetchall()
        for name, sql in expected:
            match = _match(rows, name, sql)
            if match is not None:
                rows.remove(match)
                source.execute(
                    "UPDATE sqlite_schema SET type = 'table', name = ?, tbl_name = ?, sql = ? "
                    "WHERE rowid = ?",
                    (name, name, sql, match[0]),
                )
        source.execute("DELETE FROM sqlite_schema WHERE type NOT IN ('table')")


def _match(
    rows: Sequence[tuple[int, object, object]], name: str, sql: str
) -> tuple[int, object, object] | None:
    """Return the schema row that was the table *name*, or None."""
    matches = [row for row in rows if row[1] == name]
    if matches:
        return matches[0]
    ratios = [(SequenceMatcher(None, sql, str(row[2])).ratio(), row) for row in rows]
    ratio, best = max(ratios, default=(0.0, None))
    return best if ratio >= MIN_SIMILARITY else None


def _copy(source: sqlite3.Connection, target: sqlite3.Connection) -> set[tuple[str, int]]:
    """Copy every readable row; return the records with unreadable parts."""
    incomplete: set[tuple[str, int]] = set()
    tables_by_name = tables(target)
    for table, columns in tables_by_name.items():
        if table not in OWNERS:
            key = columns[0] if table != "superseded" else "rowid"
            select = f"SELECT {', '.join(columns)} FROM {table}"
            last_id = 0 if table == "superseded" else _last_id(source, table)
            for row in _rows(source, select, key, last_id):
                _add(target, table, columns, row)
    target.execute("DELETE FROM superseded WHERE run NOT IN (SELECT id FROM runs)")
    for table, (column, owners) in OWNERS.items():
        columns = tables_by_name.get(table, ())
        ids = target.execute(f"SELECT id FROM {owners}").fetchall() if columns else []
        for (owner,) in ids:
            select = f"SELECT {', '.join(columns)} FROM {table} WHERE {column} = ?"
            try:
                for row in source.execute(select, (owner,)):
                    _add(target, table, columns, row)
            except ERRORS:
                if table != "afterthoughts":
                    incomplete.add((owners, owner))
    for owners in ("runs", "rooms", "campaigns"):
        # Never reuse an id: exported records refer to it.
        target.execute(
            "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?",
            (_last_id(source, owners), owners),
        )
    return incomplete


def _rows(
    source: sqlite3.Connection, select: str, key: str, last_id: int
) -> Iterator[Sequence[object]]:
    """Yield the rows of *select* in the order of *key*, without unreadable ones."""
    last: object = 0
    try:
        for row in source.execute(f"{select} ORDER BY {key}"):
            last = row[0]
            yield row
    except ERRORS:
        pass
    else:
        return
    if not isinstance(last, int):
        with suppress(*ERRORS):
            yield from source.execute(f"{select} ORDER BY {key} DESC")
        return
    for number in range(last + 1, min(last_id, last + MAX_PROBES) + 1):
        with suppress(*ERRORS):
            yield from source.execute(f"{select} WHERE {key} = ?", (number,)).fetchall()


def _last_id(source: sqlite3.Connection, table: str) -> int:
    """Return the highest id ever used in *table*, as far as readable."""
    for select in (
        f"SELECT seq FROM sqlite_sequence WHERE name = '{table}'",
        f"SELECT max(rowid) FROM {table}",
    ):
        with suppress(*ERRORS):
            (result,) = source.execute(select).fetchone() or (None,)
            if isinstance(result, int) and 0 < result < MAX_ID:
                return result
    return 0


def _add(
    target: sqlite3.Connection, table: str, columns: Sequence[str], row: Sequence[object]
) -> None:
    placeholders = ", ".join("?" * len(row))
    with suppress(*ERRORS):
        target.execute(
            f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) VALUES ({placeholders})", row
        )


def _count(connection: sqlite3.Connection, table: str) -> int:
    (total,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(total)


try:
    import fcntl
except ImportError:  # Windows: open files cannot be renamed
    fcntl = None  # type: ignore[assignment]

LOCK_BYTES = (0x40000000, 512)
"""Offset and length of SQLite's lock bytes; every open journal locks some of them."""
LOCK_RETRY_SECONDS = 0.05
"""Seconds between two attempts to get a lock."""


def replace(path: Path, patience: float) -> str | None:
    """
    Keep the damaged file at *path* aside and put a salvaged journal in its place.

    Return a report, or None if the file is sound. Raise ``InUseError`` if another program
    holds it for *patience* seconds, ``OSError`` if it cannot be read or renamed.
    """
    with _locked(path, patience) as file, _copied(path, file) as copy:
        if not is_damaged(copy):
            return None
        result = salvage(copy)
        with closing(result.connection), new_file(path) as draft:
            with closing(sqlite3.connect(draft)) as target:
                result.connection.backup(target)
            if fcntl is None:
                file.close()
            aside = _keep_aside(path)
    return _report(result, aside)


def read_damaged(path: Path) -> JournalFile:
    """Return the readable content of the damaged file at *path* in memory; leave the file as is."""
    try:
        with path.open("rb") as file, _copied(path, file) as copy:
            return salvage(copy).connection
    except OSError:
        return in_memory()


def is_damaged(copy: Path) -> bool:
    """Return whether the file at *copy*, open nowhere else, is certainly damaged."""
    try:
        with closing(sqlite3.connect(copy)) as connection:
            connection.text_factory = lambda raw: raw.decode(errors="replace")
            result = connection.execute("PRAGMA integrity_check(1)").fetchone()
            if result != ("ok",):
                return True
            check_schema(connection)
    except (sqlite3.DatabaseError, UnicodeDecodeError, MemoryError) as error:
        if isinstance(error, SuspectFileError) or is_damage(error):
            return True
        raise
    return False


@contextmanager
def _locked(path: Path, patience: float) -> Iterator[BinaryIO]:
    """Open the file at *path* under an exclusive lock."""
    end = monotonic() + patience
    with path.open("r+b") as file:
        while fcntl is not None:
            try:
                start, length = LOCK_BYTES
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, length, start)
                break
            except OSError as error:
                if monotonic() > end:
                    raise InUseError from error
                sleep(LOCK_RETRY_SECONDS)
        yield file


@contextmanager
def _copied(path: Path, file: BinaryIO) -> Iterator[Path]:
    """Copy *file* and its write-ahead log; reading through *file* keeps its lock."""
    with tempfile.TemporaryDirectory(prefix="two-hats-") as folder:
        copy = Path(folder) / "copy.sqlite3"
        with copy.open("wb") as target:
            shutil.copyfileobj(file, target)
        with suppress(FileNotFoundError):
            shutil.copyfile(f"{path}-wal", f"{copy}-wal")
        yield copy


def _keep_aside(path: Path) -> Path:
    """Link the file at *path* under a second name; move its log there."""
    aside = next(
        name
        for number in count_from(1)
        if not (name := path.with_name(f"{path.stem}.damaged-{number}{path.suffix}")).exists()
    )
    try:
        os.link(path, aside)
    except OSError:  # file system without hard links
        path.rename(aside)
    for companion in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            Path(f"{path}{companion}").rename(f"{aside}{companion}")
    return aside


def _report(salvaged: Salvaged, aside: Path) -> str:
    if not salvaged.total:
        return (
            f"The journal was damaged, and nothing could be read from it. It is kept as {aside}, "
            "and a new one is begun."
        )
    return (
        f"The journal was damaged. {salvaged.summary} could be read from it, and stand in "
        f"a new one; the damaged file is kept as {aside}."
    )
