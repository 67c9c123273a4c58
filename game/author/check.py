"""Checking files: what keeps them from being played, and what would make them better."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from game.author.advice import advise
from game.author.routes import check_routes
from game.content.library import NOT_PACKS, is_scenario_name
from game.content.problems import Severity
from game.content.reader import Reading, read_file


def files(path: Path) -> list[Path]:
    """*path* itself, or every scenario in the folder; what begins with a dot is no scenario."""
    if not path.is_dir():
        return [path]
    found = (file for file in path.rglob("*") if is_scenario_name(file.name) and file.is_file())
    return sorted(file for file in found if _counts(file.relative_to(path)))


def _counts(file: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.parts)
    return not hidden and not any(part in NOT_PACKS for part in file.parts[:-1])


def check(paths: Iterable[Path]) -> list[Reading]:
    """
    Every file of *paths*, read, with advice added where it can be played.

    The routes beside a scenario are walked, and what has become of them stands after it.
    """
    readings = []
    for file in [file for path in paths for file in files(path)]:
        reading = read_file(file, further=advise)
        readings.append(reading)
        if reading.scenario is not None:
            walked = check_routes(file, reading.scenario)
            readings += [] if walked is None else [walked]
    return readings


def holds(readings: Sequence[Reading], *, strict: bool) -> bool:
    """Whether nothing is wrong; when *strict*, a warning or advice is wrong too."""
    if strict:
        return not any(reading.problems for reading in readings)
    return not any(
        problem.severity is Severity.ERROR for reading in readings for problem in reading.problems
    )
