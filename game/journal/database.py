"""
Open, create and migrate the journal's file.

Nothing is deleted or overwritten here. A foreign file is left as is; ``damage`` handles a
damaged one.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext, suppress
from functools import cache
from pathlib import Path
from time import monotonic, sleep

from attrs import frozen

from game.content.private_files import new_file
from game.journal.errors import is_damage, is_read_error, primary
from game.journal.log_sync import LogSync
from game.journal.schema import (
    APPLICATION_ID,
    MIGRATIONS,
    NEWEST,
    Step,
    digest,
    has_tables_of,
    migrate,
)


MAX_TRIES = 3
"""Maximum number of attempts to open a file before a read error is reported."""
OPEN_TIMEOUT_FACTOR = 5
"""Factor by which the lock timeout is longer while opening than while writing."""
MAX_SECONDS = 60.0
"""Maximum seconds for reading an imported file."""
MAX_VALUE = 1 << 24
"""Maximum bytes of a value that is read; a longer one is damage and would fill the memory."""


class ForeignFileError(Exception):
    """The file belongs to another program or a newer version."""


class SuspectFileError(sqlite3.DatabaseError):
    """The file contains something that a sound journal cannot contain."""


class InUseError(Exception):
    """The file is damaged and open in another program."""


class MovedFileError(sqlite3.OperationalError):
    """The journal's path no longer names the opened file."""


class UnsyncedLogError(sqlite3.OperationalError):
    """What was committed before could not be synced to the disk."""


class JournalFile(sqlite3.Connection):
    """A connection to a journal; *path* and *log_sync* are None for one in memory."""

    path: Path | None = None
    identity: tuple[int, int] | None = None
    log_sync: LogSync | None = None

    def check_path(self) -> None:
        """Raise ``MovedFileError`` if *path* no longer names the opened file."""
        if self.path is not None and identity(self.path) != self.identity:
            raise MovedFileError("the journal file was moved or replaced")

    def settle(self) -> None:
        """
        Wait until all that was committed is on the disk; after a failed sync write the log anew.

        Raise ``UnsyncedLogError`` if that fails as well.
        """
        if self.log_sync is None:
            return
        error = self.log_sync.wait()
        if error is None:
            return
        try:
            self.execute("BEGIN IMMEDIATE")
            try:
                self.check_path()  # another journal's log is not to be written
                self.log_sync.rewrite()
            finally:
                self.execute("ROLLBACK")
        except OSError:
            raise UnsyncedLogError(str(error)) from None

    @contextmanager
    def synced_later(self) -> Iterator[None]:
        """Let COMMIT in the block not wait for the disk, and start the sync of the log after it."""
        log = None if self.log_sync is None else self.log_sync.open()
        if self.log_sync is None or log is None:
            yield
            return
        try:
            self.execute("PRAGMA synchronous = NORMAL")
            try:
                yield
            finally:
                self.execute("PRAGMA synchronous = FULL")
        except BaseException:
            os.close(log)
            raise
        self.log_sync.start(log)


@frozen
class Opened:
    """
    An opened journal; *problem* is what is wrong with it, if anything.

    *reading* is what of that matters to a command that only reads, if anything does.
    *lasts* is False if writes will be lost; *whole* is False if earlier data are missing.
    """

    connection: JournalFile
    problem: str | None = None
    reading: str | None = None
    lasts: bool = True
    whole: bool = True


def in_memory() -> JournalFile:
    """Return an empty journal in memory."""
    connection = memory()
    prepare(connection)
    return connection


def open_file(path: Path, patience: float) -> Opened:
    """
    Open the journal at *path*.

    *patience* is the lock timeout in seconds. Never raise: if the file is unusable, return a
    journal in memory, with its content as far as readable.
    """
    try:
        return _open(path, patience)
    except InUseError:
        from game.journal.damage import read_damaged

        problem = (
            f"The journal {path} is damaged, and another program has it open, so it is left "
            "where it is."
        )
        return Opened(
            read_damaged(path),
            f"{problem} This session is not kept. Close the other program and start again.",
            f"{problem} Close the other program and try again.",
            lasts=False,
            whole=False,
        )
    except ForeignFileError as error:
        return Opened(
            in_memory(),
            f"The journal {path} {error}; it is left alone, and this session is not kept.",
            f"The journal {path} {error}; it is left alone.",
            lasts=False,
            whole=False,
        )
    except (OSError, sqlite3.Error) as error:
        connection, whole = _read_only_copy(path)
        return Opened(connection, *_unusable(path, error, whole), lasts=False, whole=whole)


def _open(path: Path, patience: float) -> Opened:
    """Open the journal at *path*; retry after transient errors."""
    error: sqlite3.Error = sqlite3.OperationalError()
    for _ in range(MAX_TRIES):
        try:
            return _connect(path, patience)
        except SuspectFileError as suspicion:
            from game.journal.damage import replace

            error = suspicion
            report = replace(path, patience)
            if report is not None:
                reopened = _connect(path, patience)
                return Opened(reopened.connection, report, report, whole=False)
        except sqlite3.OperationalError as failure:
            if not is_read_error(failure) and not isinstance(failure, MovedFileError):
                raise
            error = failure
    raise error


def _unusable(path: Path, error: OSError | sqlite3.Error, whole: bool) -> tuple[str, str | None]:
    """Return what to report to a player, and to a command that only reads."""
    reason = error.strerror if isinstance(error, OSError) else error
    if isinstance(error, SuspectFileError) or is_read_error(error):
        problem = f"The journal {path} cannot be read just now ({reason}). It is left as it is"
        advice = "Please look after the disk and start again."
        return f"{problem}, and this session is not kept. {advice}", f"{problem}. {advice}"
    problem = f"The journal {path} cannot be written ({reason}), so this session is not kept."
    return problem, None if whole else f"The journal {path} cannot be opened ({reason})."


def identity(path: Path) -> tuple[int, int] | None:
    """Return device and inode of the file at *path*, or None."""
    try:
        result = path.stat()
    except OSError:
        return None
    return result.st_dev, result.st_ino


def read_copy(path: Path) -> JournalFile:
    """
    Return a migrated copy in memory of the journal at *path*; leave the file as is.

    Raise ``ForeignFileError``, ``SuspectFileError`` or SQLite's errors.
    """
    copy = memory()
    try:
        with closing(sqlite3.connect(read_only(path), timeout=1, uri=True)) as source:
            source.backup(copy, progress=_stop_if_locked)
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
    mode = "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"
    return f"{path.absolute().as_uri()}?{mode}"


def limit_time(connection: sqlite3.Connection, seconds: float) -> None:
    """Interrupt *connection* after *seconds*."""
    end = monotonic() + seconds
    connection.set_progress_handler(lambda: monotonic() > end, 100_000)


def _stop_if_locked(status: int, remaining: int, pages: int) -> None:
    """Raise if another program locks the file; a backup would retry without end."""
    if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        raise sqlite3.OperationalError("another program does not let go of it")


def _read_only_copy(path: Path) -> tuple[JournalFile, bool]:
    """Return the readable content of the unwritable journal, and whether it is complete."""
    from game.journal.damage import read_damaged

    try:
        return read_copy(path), True
    except SuspectFileError:
        return read_damaged(path), False
    except (ForeignFileError, OSError, sqlite3.Error):
        return in_memory(), False


State = tuple[int, int]


def state(connection: sqlite3.Connection) -> State:
    """Return what differs after any change, through *connection* or by another process."""
    (version,) = connection.execute("PRAGMA data_version").fetchone()
    return version, connection.total_changes


@contextmanager
def transaction(connection: sqlite3.Connection, *, sync_later: bool = False) -> Iterator[None]:
    """
    Run the block in a transaction; take the write lock first, so that processes take turns.

    With *sync_later*, COMMIT does not wait for the disk, but ``JournalFile.settle`` does, also
    before the next transaction.
    """
    file = connection if isinstance(connection, JournalFile) else None
    if file is not None:
        file.settle()
    with file.synced_later() if file is not None and sync_later else nullcontext():
        connection.execute("BEGIN IMMEDIATE")
        try:
            if file is not None:
                file.check_path()
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def insert(connection: sqlite3.Connection, table: str, row: Mapping[str, object]) -> int:
    """Insert *row* without its id into *table*; return the new id."""
    names = [name for name in row if name != "id"]
    placeholders = ", ".join(f":{name}" for name in names)
    added = connection.execute(
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({placeholders})", row
    )
    assert added.lastrowid is not None
    return added.lastrowid


def memory() -> JournalFile:
    """Return a database in memory without tables."""
    return sqlite3.connect(":memory:", isolation_level=None, factory=JournalFile)


@cache
def reference(steps: tuple[tuple[Step, ...], ...]) -> sqlite3.Connection:
    """Return an empty journal made by *steps*, to copy and to compare with."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    migrate(connection, steps)
    return connection


def _connect(path: Path, patience: float) -> Opened:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # SQLite's default mode is readable by others; -wal and -shm files copy the mode.
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    before = identity(path)
    connection = sqlite3.connect(
        path, timeout=patience * OPEN_TIMEOUT_FACTOR, isolation_level=None, factory=JournalFile
    )
    connection.path, connection.identity = path, before
    connection.log_sync = LogSync(path)
    try:
        problem = prepare(connection, patience)
        connection.check_path()
    except BaseException:
        connection.close()
        raise
    return Opened(connection, problem)


def prepare(connection: JournalFile, patience: float = 0) -> str | None:
    """Check *connection* and migrate its journal; return a sentence if it is locked."""
    # A damaged character must not make the rest of the row unreadable.
    connection.text_factory = lambda raw: raw.decode(errors="replace")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE)
    try:
        _check(connection)
        _write_ahead(connection, patience)
        # FULL waits for the disk at every commit, so that commits survive a power cut; see also
        # ``synced_later``.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        problem = _up_to_date(connection, patience)
        connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
    except (sqlite3.DatabaseError, UnicodeDecodeError, MemoryError) as error:
        if is_damage(error):
            raise SuspectFileError(str(error)) from error
        raise
    return problem


def _write_ahead(connection: JournalFile, patience: float) -> None:
    """
    Switch to a write-ahead log, which lets another game read while this one writes.

    While another process switches as well, SQLite refuses at once and not after its timeout.
    """
    end = monotonic() + patience * OPEN_TIMEOUT_FACTOR
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if primary(error) != sqlite3.SQLITE_BUSY or monotonic() > end:
                raise
            sleep(0.01)
        else:
            return


def _up_to_date(connection: JournalFile, patience: float) -> str | None:
    current = pragma(connection, "user_version") == len(MIGRATIONS)
    if current and pragma(connection, "application_id") == APPLICATION_ID:
        # Lock it once to find out whether it can be written; what is written is there already,
        # so this need not wait for the disk.
        connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
        connection.execute("PRAGMA synchronous = NORMAL")
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
        finally:
            connection.execute("PRAGMA synchronous = FULL")
        return None
    with transaction(connection):
        version = pragma(connection, "user_version")
        if version == 0 and not _has_tables(connection):
            _create(connection)
        else:
            _migrate(connection, version)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    return None


def _create(connection: JournalFile) -> None:
    """Make an empty database a journal: with the tables and indexes of a migrated one."""
    made = reference(MIGRATIONS).execute(
        "SELECT sql FROM sqlite_schema "
        "WHERE sql IS NOT NULL AND name NOT GLOB 'sqlite_*' ORDER BY rowid"
    )
    for (statement,) in made.fetchall():
        connection.execute(statement)


def _migrate(connection: JournalFile, version: int) -> None:
    if connection.path is not None and version < len(MIGRATIONS) and _has_tables(connection):
        _back_up(connection.path, version)
    migrate(connection, MIGRATIONS[version:])
    if not has_tables_of(connection, reference(MIGRATIONS)):
        raise SuspectFileError("its tables are not those of a journal")


def _check(connection: sqlite3.Connection) -> None:
    result = connection.execute("PRAGMA quick_check(1)").fetchone()
    if result != ("ok",):
        raise SuspectFileError(result[0] if result else "it cannot be checked")
    check_schema(connection)


def check_schema(connection: sqlite3.Connection) -> None:
    """
    Raise ``ForeignFileError`` if the file is no journal of ours.

    Raise ``SuspectFileError`` if a table is missing or replaced by a view.
    """
    if not _has_tables(connection):
        return
    version = pragma(connection, "user_version")
    ours = pragma(connection, "application_id") == APPLICATION_ID
    if ours and version > len(MIGRATIONS):
        raise ForeignFileError("was written by a newer version of Two Hats")
    complete = 0 <= version <= len(MIGRATIONS) and (
        digest(connection) == NEWEST or has_tables_of(connection, reference(MIGRATIONS[:version]))
    )
    # One damaged byte in the header must not make the journal foreign.
    if not ours and not (complete and version):
        raise ForeignFileError("belongs to another program")
    views = connection.execute("SELECT 1 FROM sqlite_schema WHERE type = 'view'").fetchone()
    if views or not complete:
        raise SuspectFileError("its tables are not those of a journal")


def _has_tables(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_schema").fetchone() is not None


def pragma(connection: sqlite3.Connection, name: str) -> int:
    """Return the integer value of the pragma *name*."""
    (value,) = connection.execute(f"PRAGMA {name}").fetchone()
    return int(value)


def backup_path(path: Path, version: int) -> Path:
    """Return the backup path of the journal at *path* for schema *version*."""
    return path.with_name(f"{path.stem}.version-{version}{path.suffix}")


def _back_up(path: Path, version: int) -> None:
    """Back up the journal at *path*; the caller holds its lock."""
    with (
        new_file(backup_path(path, version)) as backup,
        closing(sqlite3.connect(read_only(path), uri=True)) as source,
        closing(sqlite3.connect(backup)) as target,
    ):
        source.backup(target)
