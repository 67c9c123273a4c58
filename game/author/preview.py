"""Watching one file while it is written."""

from __future__ import annotations

from pathlib import Path

from game.author.advice import advise
from game.content.reader import Reading, read_file


Stamp = tuple[int, int, int] | None


class Watch:
    """
    A scenario's file and the newest *reading* of it, with advice.

    Asked now and then by ``look``; a stat is all it costs while nothing changes.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen = _stamp(path)
        self.reading: Reading = read_file(path, further=advise)

    def look(self) -> bool:
        """Read the file again if it has changed; whether it has."""
        now = _stamp(self.path)
        if now == self._seen:
            return False
        self._seen = now
        self.reading = read_file(self.path, further=advise)
        return True


def _stamp(path: Path) -> Stamp:
    """What changes whenever a file is saved, also by writing a new one in its place."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino
