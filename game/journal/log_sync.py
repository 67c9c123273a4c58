"""Sync SQLite's write-ahead log in a thread."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from threading import Thread


sync_to_disk = getattr(os, "fdatasync", os.fsync)  # as SQLite does, where there is one


class LogSync:
    """
    The syncs of the write-ahead log of the database at *path*, at most one under way.

    *error* is why the last one failed, until the log was written anew.
    """

    def __init__(self, path: Path) -> None:
        self.error: OSError | None = None
        self._path = f"{os.path.realpath(path)}-wal"
        self._unsynced = b""
        self._thread: Thread | None = None

    def open(self) -> int | None:
        """Return a descriptor of the log; None if it cannot be opened, as where there is none."""
        try:
            return os.open(self._path, os.O_RDWR)
        except OSError:
            return None

    def start(self, log: int) -> None:
        """Sync the descriptor *log* in a thread, and close it."""
        thread = Thread(target=self._sync, args=[log])
        try:
            thread.start()
        except RuntimeError:  # there can be no more threads
            self._sync(log)
        else:
            self._thread = thread

    def wait(self) -> OSError | None:
        """Wait for the sync under way, if any; return *error*."""
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        return self.error

    def rewrite(self) -> None:
        """
        Write the whole log anew and sync it, after a failed sync; raise ``OSError`` on failure.

        Another sync alone would prove nothing: a kernel may drop pages that it failed to write,
        and then report success. It may also have lost what they held, which is a failure too.
        The caller must hold the write lock.
        """
        with open(self._path, "r+b") as log:
            content = log.read()
            if not content.startswith(self._unsynced):
                raise OSError(errno.EIO, "the log has lost what was written last")
            log.seek(0)
            log.write(content)
            log.flush()
            sync_to_disk(log.fileno())
        self.error, self._unsynced = None, b""

    def _sync(self, log: int) -> None:
        content = b""
        try:
            with os.fdopen(log, "rb") as file:
                content = file.read()  # before the kernel could drop it; some MB at most
                sync_to_disk(log)
        except OSError as error:
            self.error, self._unsynced = error, content
