"""
The file behind the journal: opened, made, and brought up to date.

Nothing a player has is deleted or overwritten here. A file that is not ours is left
alone; what happens to a damaged one is in ``damage``.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from time import monotonic

from attrs import frozen

from game.journal.errors import is_damage, is_read_error, primary
from game.journal.schema import MIGRATIONS, Step, has_tables_of, migrate


APPLICATION_ID = 0x32486174
"""Written into the file's header, so that no other program's file is taken for a journal."""
MAX_TRIES = 3
"""How often a file is opened before a read error is reported."""
OPENING = 5
"""How many times longer than for a write to wait for a lock while opening."""
MAX_SECONDS = 60.0
"""For how long the file of somebody else may be read."""
MAX_VALUE = 1 << 24
"""Bytes in the longest value that is read: more of them are damage, and fill the memory."""


class ForeignFileError(Exception):
    """The file is not ours to write: another program's, or a newer version's."""


class SuspectFileError(sqlite3.DatabaseError):
    """Reading the file gave something that a sound journal does not give."""


class InUseError(Exception):
    """The file is damaged, and another program has it open."""


class MovedFileError(sqlite3.OperationalError):
    """The path of the journal names another file by now, or none."""


class JournalFile(sqlite3.Connection):
    """A connection to a journal; *path* is None for one in memory."""

    path: Path | None = None
    identity: tuple[int, int] | None = None

    def check_place(self) -> None:
        """Raise ``MovedFileError`` when *path* no longer names the file that was opened."""
        if self.path is not None and identity(self.path) != self.identity:
            raise MovedFileError("the journal file was moved or replaced")


@frozen
class Opened:
    """
    A journal that was opened, and in one sentence what is wrong with it, if anything is.

    *lasts* is False when what is written to it will be lost; *whole* is False when
    something that was kept earlier is not in it.
    """

    connection: sqlite3.Connection
    trouble: str | None = None
    lasts: bool = True
    whole: bool = True


def in_memory() -> sqlite3.Connection:
    """A journal that is gone when it is closed."""
    connection = memory()
    prepare(connection)
    return connection


def open_file(path: Path, patience: float) -> Opened:
    """
    The journal at *path*.

    *patience* is how many seconds to wait for another game that is writing.
    Never raises for a bad place: the journal is then one in memory, with what was
    kept so far if the file can be read.
    """
    try:
        return _open(path, patience)
    except InUseError:
        from game.journal.damage import look_at

        return Opened(
            look_at(path),
            f"The journal {path} is damaged, and another program has it open, so it is left "
            "where it is. This session is not kept. Close the other program and start again.",
            lasts=False,
            whole=False,
        )
    except ForeignFileError as error:
        return Opened(
            in_memory(),
            f"The journal {path} {error}; it is left alone, and this session is not kept.",
            lasts=False,
            whole=False,
        )
    except (OSError, sqlite3.Error) as error:
        connection, whole = _to_look_at(path)
        return Opened(connection, _bad_place(path, error), lasts=False, whole=whole)


def _open(path: Path, patience: float) -> Opened:
    """The journal at *path*, tried again after errors that may pass."""
    from game.journal import damage

    error: sqlite3.Error = sqlite3.OperationalError()
    for _ in range(MAX_TRIES):
        try:
            return _connect(path, patience)
        except SuspectFileError as suspicion:
            error = suspicion
            report = damage.replace(path, patience)
            if report is not None:
                again = _connect(path, patience)
                return Opened(again.connection, report, whole=False)
        except sqlite3.OperationalError as failure:
            if not is_read_error(failure) and not isinstance(failure, MovedFileError):
                raise
            error = failure
    raise error


def _bad_place(path: Path, error: OSError | sqlite3.Error) -> str:
    reason = error.strerror if isinstance(error, OSError) else error
    if isinstance(error, SuspectFileError) or is_read_error(error):
        return (
            f"The journal {path} cannot be read just now ({reason}). It is left as it is, "
            "and this session is not kept. Please look after the disk and start again."
        )
    return f"The journal {path} cannot be written ({reason}), so this session is not kept."


def identity(path: Path) -> tuple[int, int] | None:
    """What tells the file at *path* from any other; None where there is none."""
    try:
        result = path.stat()
    except OSError:
        return None
    return result.st_dev, result.st_ino


def read_copy(path: Path) -> sqlite3.Connection:
    """
    A copy in memory of the journal at *path*, brought up to date; the file stays as it is.

    Raises what is wrong with it: ``ForeignFileError``, ``SuspectFileError``, or SQLite's.
    """
    copy = memory()
    try:
        with closing(sqlite3.connect(read_only(path), timeout=1, uri=True)) as source:
            source.backup(copy, progress=_not_for_ever)
        limit_time(copy, MAX_SECONDS)
        prepare(copy)
    except BaseException:
        copy.close()
        raise
    return copy


def read_only(path: Path) -> str:
    """The address under which SQLite reads the file at *path* and writes nothing."""
    # To read a write-ahead log, SQLite must write beside it; without one it need not.
    log = Path(f"{path}-wal")
    how = "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"
    return f"{path.absolute().as_uri()}?{how}"


def limit_time(connection: sqlite3.Connection, seconds: float) -> None:
    """Interrupt whatever *connection* does when *seconds* are over."""
    end = monotonic() + seconds
    connection.set_progress_handler(lambda: monotonic() > end, 100_000)


def _not_for_ever(status: int, remaining: int, pages: int) -> None:
    """Give up on a file that another program keeps to itself; a copy would wait without end."""
    if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        raise sqlite3.OperationalError("another program does not let go of it")


def _to_look_at(path: Path) -> tuple[sqlite3.Connection, bool]:
    """What can be read of the journal at *path*, which cannot be written; whether it is all."""
    from game.journal.damage import look_at

    try:
        return read_copy(path), True
    except SuspectFileError:
        return look_at(path), False
    except (ForeignFileError, OSError, sqlite3.Error):
        return in_memory(), False


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing; the lock is taken first, so that two games take turns."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if isinstance(connection, JournalFile):
            connection.check_place()
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


def memory() -> JournalFile:
    """A database in memory, without tables."""
    return sqlite3.connect(":memory:", isolation_level=None, factory=JournalFile)


@cache
def reference(steps: tuple[tuple[Step, ...], ...]) -> sqlite3.Connection:
    """An empty journal that *steps* lead to, to compare a file with."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    migrate(connection, steps)
    return connection


def _connect(path: Path, patience: float) -> Opened:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # SQLite would make the file readable by others; its -wal and -shm files copy the mode.
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    before = identity(path)
    connection = sqlite3.connect(
        path, timeout=patience * OPENING, isolation_level=None, factory=JournalFile
    )
    connection.path, connection.identity = path, before
    try:
        trouble = prepare(connection, patience)
        connection.check_place()
    except BaseException:
        connection.close()
        raise
    return Opened(connection, trouble)


def prepare(connection: JournalFile, patience: float = 0) -> str | None:
    """Check *connection* and bring its journal up to date; a sentence if it is locked."""
    # A letter that the disk has spoilt must not cost what stands beside it.
    connection.text_factory = lambda raw: raw.decode(errors="replace")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE)
    try:
        _check(connection)
        # The write-ahead log lets another game read while this one writes. FULL waits
        # for the disk at every commit: what was acknowledged outlives a power cut.
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        trouble = _up_to_date(connection, patience)
        connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
    except (sqlite3.DatabaseError, UnicodeDecodeError, MemoryError) as error:
        if is_damage(error):
            raise SuspectFileError(str(error)) from error
        raise
    return trouble


def _up_to_date(connection: JournalFile, patience: float) -> str | None:
    current = pragma(connection, "user_version") == len(MIGRATIONS)
    if current and pragma(connection, "application_id") == APPLICATION_ID:
        # It is locked once all the same, to find out now whether it can be written.
        connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
        try:
            with transaction(connection):
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        except sqlite3.OperationalError as error:
            if primary(error) != sqlite3.SQLITE_BUSY:
                raise
            return (
                f"Another program keeps the journal to itself just now ({error}); your steps "
                "are kept as soon as it lets go."
            )
        return None
    with transaction(connection):
        version = pragma(connection, "user_version")
        if connection.path is not None and version < len(MIGRATIONS) and _has_tables(connection):
            _back_up(connection.path, version)
        migrate(connection, MIGRATIONS[version:])
        if not has_tables_of(connection, reference(MIGRATIONS)):
            raise SuspectFileError("its tables are not those of a journal")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    return None


def _check(connection: sqlite3.Connection) -> None:
    result = connection.execute("PRAGMA quick_check(1)").fetchone()
    if result != ("ok",):
        raise SuspectFileError(result[0] if result else "it cannot be checked")
    check_schema(connection)


def check_schema(connection: sqlite3.Connection) -> None:
    """
    Raise ``ForeignFileError`` for what is no journal of ours.

    ``SuspectFileError`` where a table is missing or is none: a view may never end.
    """
    if not _has_tables(connection):
        return
    version = pragma(connection, "user_version")
    ours = pragma(connection, "application_id") == APPLICATION_ID
    if ours and version > len(MIGRATIONS):
        raise ForeignFileError("was written by a newer version of Two Hats")
    complete = 0 <= version <= len(MIGRATIONS) and has_tables_of(
        connection, reference(MIGRATIONS[:version])
    )
    # One byte in the header must not make a stranger of a journal.
    if not ours and not (complete and version):
        raise ForeignFileError("belongs to another program")
    views = connection.execute("SELECT 1 FROM sqlite_schema WHERE type = 'view'").fetchone()
    if views or not complete:
        raise SuspectFileError("its tables are not those of a journal")


def _has_tables(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_schema").fetchone() is not None


def pragma(connection: sqlite3.Connection, name: str) -> int:
    """The number that SQLite has under *name*."""
    (value,) = connection.execute(f"PRAGMA {name}").fetchone()
    return int(value)


def backup_path(path: Path, version: int) -> Path:
    """Where the journal at *path* is kept as it was in *version*, before a newer one."""
    return path.with_name(f"{path.stem}.version-{version}{path.suffix}")


def _back_up(path: Path, version: int) -> None:
    """Keep a copy of the journal at *path*, whose lock the caller holds."""
    with (
        new_file(backup_path(path, version)) as backup,
        closing(sqlite3.connect(read_only(path), uri=True)) as source,
        closing(sqlite3.connect(backup)) as target,
    ):
        source.backup(target)


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """An empty file to fill, readable by its owner alone; whole, it takes the place of *path*."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
        draft.chmod(0o600)
        yield draft
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
