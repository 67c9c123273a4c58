"""Watch a scenario file while it is edited."""

from __future__ import annotations

from pathlib import Path

from game.author.analysis.map import text
from game.author.analysis.report import Analysis, analyse
from game.author.lint.check import advise
from game.content.loader import Reading, read_file
from game.core.scenario import Scenario


Stamp = tuple[int, int, int] | None

MAP_STATES = 10_000
"""Maximum number of states for a map, which must appear at once."""


class Watch:
    """
    A scenario file with its latest *reading*, advice included.

    Polled by ``look``, which costs one stat while the file is unchanged. The last analysis is
    cached for ``map``.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._last_stamp = _stamp(path)
        self.reading: Reading = read_file(path, extra_check=advise)
        self._analysis: Analysis | None = None

    def look(self) -> bool:
        """Read the file again if it has changed; return whether it has."""
        now = _stamp(self.path)
        if now == self._last_stamp:
            return False
        self._last_stamp = now
        self.reading = read_file(self.path, extra_check=advise)
        return True

    def map(self, scenario: Scenario, current: str | None, width: int) -> str:
        """Return a text map of *scenario* with the scene *current* marked."""
        if self._analysis is None or self._analysis.scenario is not scenario:
            self._analysis = analyse(scenario, MAP_STATES)
        return text(self._analysis, width, current)


def _stamp(path: Path) -> Stamp:
    """Return a value that changes whenever the file is saved or replaced."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino
