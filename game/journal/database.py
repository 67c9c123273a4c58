"""
The file behind the journal: opened, made, brought up to date, or kept aside.

Nothing a player has is ever deleted or overwritten here: a damaged file gets
another name, and a file that is not ours is left alone.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from itertools import count
from pathlib import Path


MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        # Seeds are text because SQLite's numbers end at 64 bits and ours do not.
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
        # When each step was kept; what was kept before knows no time.
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
    # Rooms and reflections have new tags, which earlier versions would pass over: see codec.
    (),
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
)
"""The statements that lead from each version to the next; released ones are never edited."""

APPLICATION_ID = 0x32486174
"""Written into the file's header, so that no other program's file is taken for a journal."""


class ForeignFileError(Exception):
    """The file is not ours to write: another program's, or a newer version's."""


class DamagedFileError(Exception):
    """The file is not a sound database."""


def in_memory() -> sqlite3.Connection:
    """A journal that is gone when it is closed."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    _prepare(connection)
    return connection


def open_file(path: Path, patience: float) -> tuple[sqlite3.Connection, str | None]:
    """
    The journal at *path*, and a sentence of trouble if it is not simply that.

    *patience* is how many seconds to wait for another game that is writing.
    Never raises for a bad place: the journal is then one in memory, with what was
    kept so far if the file can be read.
    """
    try:
        try:
            return _connect(path, patience), None
        except DamagedFileError:
            aside = _keep_aside(path)
            return _connect(path, patience), (
                f"The journal was damaged; it is kept aside as {aside}, and a new one is begun."
            )
    except ForeignFileError as error:
        return in_memory(), (
            f"The journal {path} {error}; it is left alone, and this session is not kept."
        )
    except (OSError, sqlite3.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        return _to_look_at(path), (
            f"The journal {path} cannot be written ({reason}), so this session is not kept."
        )


def read_copy(path: Path) -> sqlite3.Connection:
    """
    A copy in memory of the journal at *path*, brought up to date; the file stays as it is.

    Raises what is wrong with it: ``ForeignFileError``, ``DamagedFileError``, or SQLite's.
    """
    copy = sqlite3.connect(":memory:", isolation_level=None)
    try:
        # To read a write-ahead log, SQLite must write beside it; without one it need not.
        log = Path(f"{path}-wal")
        how = "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?{how}", timeout=1, uri=True)
        ) as source:
            source.backup(copy, progress=_not_for_ever)
        _prepare(copy)
    except BaseException:
        copy.close()
        raise
    return copy


def _not_for_ever(status: int, remaining: int, pages: int) -> None:
    """Give up on a file that another program keeps to itself; a copy would wait without end."""
    if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        raise sqlite3.OperationalError("another program does not let go of it")


def _to_look_at(path: Path) -> sqlite3.Connection:
    """A copy of the journal at *path*, which cannot be written; an empty one if unreadable too."""
    try:
        return read_copy(path)
    except (ForeignFileError, DamagedFileError, OSError, sqlite3.Error):
        return in_memory()


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing; the lock is taken first, so that two games take turns."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def insert(connection: sqlite3.Connection, table: str, row: Mapping[str, object]) -> int:
    """Add *row*, but for its id, to *table*; the id that it got."""
    names = [name for name in row if name != "id"]
    places = ", ".join(f":{name}" for name in names)
    added = connection.execute(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})", row)
    assert added.lastrowid is not None
    return added.lastrowid


def _connect(path: Path, patience: float) -> sqlite3.Connection:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # SQLite would make the file readable by others; its -wal and -shm files copy the mode.
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    connection = sqlite3.connect(path, timeout=patience, isolation_level=None)
    try:
        _prepare(connection)
    except sqlite3.DatabaseError as error:
        connection.close()
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise DamagedFileError from error
        raise
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    # A letter that the disk has spoilt must not cost what stands beside it.
    connection.text_factory = lambda raw: raw.decode(errors="replace")
    _check(connection)
    # The write-ahead log lets another game read while this one writes. FULL waits
    # for the disk at every commit: what was acknowledged outlives a power cut.
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    # Even an up-to-date file is locked once, to find out now whether it can be written.
    with transaction(connection):
        for statements in MIGRATIONS[_pragma(connection, "user_version") :]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def _check(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise DamagedFileError
    if not connection.execute("SELECT 1 FROM sqlite_schema").fetchone():
        return
    if _pragma(connection, "application_id") != APPLICATION_ID:
        raise ForeignFileError("belongs to another program")
    if _pragma(connection, "user_version") > len(MIGRATIONS):
        raise ForeignFileError("was written by a newer version of Two Hats")


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    (value,) = connection.execute(f"PRAGMA {name}").fetchone()
    return int(value)


def _keep_aside(path: Path) -> Path:
    aside = next(
        name
        for number in count(1)
        if not (name := path.with_name(f"{path.stem}.damaged-{number}{path.suffix}")).exists()
    )
    path.rename(aside)
    for companion in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            Path(f"{path}{companion}").rename(f"{aside}{companion}")
    return aside
