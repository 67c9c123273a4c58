"""A damaged journal: prove it, salvage its rows, keep the file aside."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from difflib import SequenceMatcher
from itertools import count
from pathlib import Path
from time import monotonic, sleep
from typing import BinaryIO

from attrs import fields, frozen

from game.journal.database import (
    MAX_VALUE,
    InUseError,
    SuspectFileError,
    check_schema,
    in_memory,
    limit_time,
    memory,
    new_file,
    prepare,
    reference,
)
from game.journal.errors import is_damage
from game.journal.schema import MIGRATIONS, migrate, tables


MAX_SECONDS = 30.0
"""For how long a damaged file is read."""
MAX_ID = 2**53
"""Numbers of rows beyond this are damage."""
ALIKE = 0.6
"""From which ratio on two texts of a schema are taken for one."""

MAX_PROBES = 100_000
"""How many numbers of rows are tried one by one past a page that cannot be read."""

OWNERS = {
    "actions": ("run", "runs"),
    "afterthoughts": ("run", "runs"),
    "room_acts": ("room", "rooms"),
    "picks": ("campaign", "campaigns"),
}
"""The tables whose rows belong to another's: the column that says to which, and whose."""

ERRORS = (sqlite3.Error, MemoryError, UnicodeError, OverflowError)
"""What reading a damaged file may raise."""


@frozen(kw_only=True)
class Salvaged:
    """A journal in memory, and how many records of each kind are in it."""

    connection: sqlite3.Connection
    runs: int = 0
    campaigns: int = 0
    rooms: int = 0
    reflections: int = 0

    @property
    def total(self) -> int:
        """How many records there are."""
        return self.runs + self.campaigns + self.rooms + self.reflections

    @property
    def summary(self) -> str:
        """The counts in words."""
        counts = [(field.name, getattr(self, field.name)) for field in fields(Salvaged)[1:]]
        parts = [f"{n} {name[:-1] if n == 1 else name}" for name, n in counts if n]
        return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def salvage(copy: Path) -> Salvaged:
    """Everything that can be read of the damaged file at *copy*, which is changed for it."""
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
        # A checksum that no content has marks the record as damaged wherever it is read.
        target.execute(f"UPDATE {table} SET checksum = '' WHERE id = ?", (record,))
    return Salvaged(
        connection=target,
        runs=_count(target, "runs"),
        campaigns=_count(target, "campaigns"),
        rooms=_count(target, "rooms"),
        reflections=_count(target, "afterthoughts"),
    )


def _mend_header(copy: Path) -> int:
    """Write what is the same in every journal into the header; the version that it has."""
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
    """Give each table of *version* the text that it was made with."""
    expected = (
        reference(MIGRATIONS[:version])
        .execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*'"
        )
        .fetchall()
    )
    with closing(sqlite3.connect(copy, isolation_level=None)) as source:
        source.text_factory = lambda raw: raw.decode(errors="replace")
        source.execute("PRAGMA writable_schema = ON")  # reads on past what is malformed
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
    """The one of *rows* that was the table *name*."""
    same = [row for row in rows if row[1] == name]
    if same:
        return same[0]
    ratios = [(SequenceMatcher(None, sql, str(row[2])).ratio(), row) for row in rows]
    ratio, best = max(ratios, default=(0.0, None))
    return best if ratio >= ALIKE else None


def _copy(source: sqlite3.Connection, target: sqlite3.Connection) -> set[tuple[str, int]]:
    """Copy every row that can be read; the records of which not every row could."""
    incomplete: set[tuple[str, int]] = set()
    there = tables(target)
    for table, columns in there.items():
        if table not in OWNERS:
            key = columns[0] if table != "superseded" else "rowid"
            select = f"SELECT {', '.join(columns)} FROM {table}"
            last_id = 0 if table == "superseded" else _last_id(source, table)
            for row in _rows(source, select, key, last_id):
                _add(target, table, columns, row)
    target.execute("DELETE FROM superseded WHERE run NOT IN (SELECT id FROM runs)")
    for table, (column, owners) in OWNERS.items():
        columns = there.get(table, ())
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
        # A number that was given once is given to nothing else: records outside go by it.
        target.execute(
            "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?",
            (_last_id(source, owners), owners),
        )
    return incomplete


def _rows(
    source: sqlite3.Connection, select: str, key: str, last_id: int
) -> Iterator[Sequence[object]]:
    """The rows that *select* gives, in the order of *key*, without those that cannot be read."""
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
    """The highest number that a row of *table* ever had, as far as it can be read."""
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
    places = ", ".join("?" * len(row))
    with suppress(*ERRORS):
        target.execute(
            f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) VALUES ({places})", row
        )


def _count(connection: sqlite3.Connection, table: str) -> int:
    (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(count)


try:
    import fcntl
except ImportError:  # Windows renames nothing that is open
    fcntl = None  # type: ignore[assignment]

LOCK_BYTES = (0x40000000, 512)
"""Where SQLite locks a file, and how many bytes; every open journal holds some of them."""
AGAIN = 0.05
"""Seconds between two attempts to get a lock."""


def replace(path: Path, patience: float) -> str | None:
    """
    Keep the damaged file at *path* aside and put what can be read of it in its place.

    A sentence on what was done; None when the file proves to be sound. Raises
    ``InUseError`` when another program does not let go of it within *patience* seconds,
    and ``OSError`` when it cannot be read or renamed.
    """
    with _alone(path, patience) as file, _copied(path, file) as copy:
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


def look_at(path: Path) -> sqlite3.Connection:
    """What can be read of the damaged file at *path*, which stays as it is."""
    try:
        with path.open("rb") as file, _copied(path, file) as copy:
            return salvage(copy).connection
    except OSError:
        return in_memory()


def is_damaged(copy: Path) -> bool:
    """Whether the file at *copy*, which nobody else has, is damaged for certain."""
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
def _alone(path: Path, patience: float) -> Iterator[BinaryIO]:
    """The file at *path*, open in no other program, which has to wait meanwhile."""
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
                sleep(AGAIN)
        yield file


@contextmanager
def _copied(path: Path, file: BinaryIO) -> Iterator[Path]:
    """A private copy of *file* from *path* with its log; read through *file* to keep its lock."""
    with tempfile.TemporaryDirectory(prefix="two-hats-") as folder:
        copy = Path(folder) / "copy.sqlite3"
        with copy.open("wb") as target:
            shutil.copyfileobj(file, target)
        with suppress(FileNotFoundError):
            shutil.copyfile(f"{path}-wal", f"{copy}-wal")
        yield copy


def _keep_aside(path: Path) -> Path:
    """Give the file at *path* a second name, and its log that name alone."""
    aside = next(
        name
        for number in count(1)
        if not (name := path.with_name(f"{path.stem}.damaged-{number}{path.suffix}")).exists()
    )
    try:
        os.link(path, aside)
    except OSError:  # not every disk has second names
        path.rename(aside)
    for companion in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            Path(f"{path}{companion}").rename(f"{aside}{companion}")
    return aside


def _report(found: Salvaged, aside: Path) -> str:
    if not found.total:
        return (
            f"The journal was damaged, and nothing could be read from it. It is kept as {aside}, "
            "and a new one is begun."
        )
    return (
        f"The journal was damaged. {found.summary} could be read from it, and stand in a new one; "
        f"the damaged file is kept as {aside}."
    )
