"""Sync the write-ahead log in a thread, beside what else there is to do."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread

from game.core.failure import Failure
from game.journal.runs import step_not_stored


class LogSync:
    """
    The syncs of the write-ahead log of *connection*, at most one of them under way.

    SQLite syncs inside COMMIT, which then waits for the disk. Unless *waits*, a transaction in
    ``synced_beside`` commits at once and is synced in a thread; ``settle`` waits for that, and is
    to be called before the step is shown. *report* takes the failure of a sync.
    """

    def __init__(self, connection: sqlite3.Connection, report: Callable[[Failure], None]) -> None:
        self.waits = True
        self._connection = connection
        self._report = report
        self._thread: Thread | None = None
        self._error: OSError | None = None

    @contextmanager
    def synced_beside(self) -> Iterator[None]:
        """
        Run a block with one transaction, then start the sync of what it committed.

        A journal that has no log, as one in memory, waits in COMMIT as usual. Raise ``OSError``
        if the sync before has failed and could not be made up for.
        """
        self._wait()
        log = None if self.waits else self._open_log()
        if log is None:
            yield
            return
        try:
            self._connection.execute("PRAGMA synchronous = NORMAL")
            try:
                yield
            finally:
                self._connection.execute("PRAGMA synchronous = FULL")
        except BaseException:
            os.close(log)
            raise
        self._thread = Thread(target=self._sync, args=[log])
        self._thread.start()

    def settle(self) -> bool:
        """Wait for the sync under way, if any; return False, and report why, if it failed."""
        try:
            self._wait()
        except OSError as error:
            self._report(step_not_stored(error))
            return False
        return True

    def _wait(self) -> None:
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        if self._error is not None:
            self._rewrite(self._error)
            self._error = None

    def _open_log(self) -> int | None:
        path = getattr(self._connection, "path", None)
        try:
            return None if path is None else os.open(f"{path}-wal", os.O_RDWR)
        except OSError:
            return None

    def _sync(self, log: int) -> None:
        try:
            os.fsync(log)
        except OSError as error:
            self._error = error
        finally:
            os.close(log)

    def _rewrite(self, error: OSError) -> None:
        """
        Copy the log into the database file and sync that; raise *error* if it cannot be done.

        Syncing the log again would prove nothing: a kernel may drop pages that it failed to
        write, and then report success.
        """
        try:
            busy, *_ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.Error:
            raise error from None
        if busy:
            raise error
