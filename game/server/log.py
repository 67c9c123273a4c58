"""
The server's log: what went wrong and where in our code, never who or what was sent.

The text of an exception may quote a request, so only its kind and its place are written.
"""

from __future__ import annotations

import logging
import os
import traceback
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any


BYTES_MOST = 200_000
FILES_MOST = 2


class Log:
    """A log in the file at *path*, which is turned over when it is full."""

    def __init__(self, path: Path) -> None:
        self.errors = 0
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
        self._logger = logging.Logger("two-hats.server")
        self._handler = _Silent(
            path, maxBytes=BYTES_MOST, backupCount=FILES_MOST, encoding="utf-8", delay=True
        )
        self._handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        self._logger.addHandler(self._handler)

    def note(self, what: str) -> None:
        """Write that *what* happened; it holds our own words alone."""
        self._logger.warning(what)

    def error(self, where: str, error: BaseException) -> None:
        """Count *error*, and write its kind and its place; *where* is the route it came up in."""
        self.errors += 1
        frames = traceback.extract_tb(error.__traceback__)
        places = (f"  {Path(each.filename).name}:{each.lineno} {each.name}" for each in frames)
        self._logger.error("\n".join([f"{type(error).__name__} in {where}", *places]))

    def close(self) -> None:
        """Let go of the file."""
        self._handler.close()


class _Silent(RotatingFileHandler):
    """
    A log that this user alone can read.

    One that cannot be written says nothing: the screen belongs to the game.
    """

    def _open(self) -> Any:
        def private(name: str, flags: int) -> int:
            return os.open(name, flags, 0o600)

        file = open(self.baseFilename, self.mode, encoding=self.encoding, opener=private)  # noqa: SIM115
        with suppress(OSError, AttributeError):  # one of an older version; none on Windows
            os.fchmod(file.fileno(), 0o600)
        return file

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        pass
