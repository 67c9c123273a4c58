"""Watching one file while it is written."""

from __future__ import annotations

from pathlib import Path

from game.author.analysis.map import text
from game.author.analysis.report import Analysis, analyse
from game.author.lint.check import advise
from game.content.loader import Reading, read_file
from game.core.scenario import Scenario


Stamp = tuple[int, int, int] | None

MAP_STATES = 10_000
"""States to look at for a map: somebody is waiting for it."""


class Watch:
    """
    A scenario's file and the newest *reading* of it, with advice.

    Asked now and then by ``look``; a stat is all it costs while nothing changes.
    The last *map* that was asked for is kept, since it is drawn anew for each width.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen = _stamp(path)
        self.reading: Reading = read_file(path, extra_check=advise)
        self._analysis: Analysis | None = None

    def look(self) -> bool:
        """Read the file again if it has changed; whether it has."""
        now = _stamp(self.path)
        if now == self._seen:
            return False
        self._seen = now
        self.reading = read_file(self.path, extra_check=advise)
        return True

    def map(self, scenario: Scenario, current: str | None, width: int) -> str:
        """The scenes of *scenario* and the ways between them as text, with a mark *here*."""
        if self._analysis is None or self._analysis.scenario is not scenario:
            self._analysis = analyse(scenario, MAP_STATES)
        return text(self._analysis, width, current)


def _stamp(path: Path) -> Stamp:
    """What changes whenever a file is saved, also by writing a new one in its place."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino
