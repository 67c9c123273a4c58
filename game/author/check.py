"""Checking files: what keeps them from being played, and what would make them better."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from game.author.advice import advise
from game.author.campaigns import check_campaigns
from game.author.routes import check_routes
from game.content.library import files
from game.content.problems import Severity
from game.content.reader import Reading, read_file


def check(paths: Iterable[Path]) -> list[Reading]:
    """
    Every file in *paths*, read, with advice added where it can be played.

    The routes beside a scenario are walked, and what has become of them stands after it.
    Campaigns come last.
    """
    readings = []
    places = list(paths)
    for file in [file for place in places for file in files(place)]:
        reading = read_file(file, further=advise)
        readings.append(reading)
        if reading.scenario is not None:
            walked = check_routes(file, reading.scenario)
            readings += [] if walked is None else [walked]
    return [*readings, *check_campaigns(places)]


def holds(readings: Sequence[Reading], *, strict: bool) -> bool:
    """Whether nothing is wrong; when *strict*, a warning or advice is wrong too."""
    if strict:
        return not any(reading.problems for reading in readings)
    return not any(
        problem.severity is Severity.ERROR for reading in readings for problem in reading.problems
    )
