"""Checking files: what keeps them from being played, and what would make them better."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from attrs import evolve

from game.author.advice import advise, placed
from game.content.decode import open_text
from game.content.files import campaign_files, routes_beside, scenario_files
from game.content.nodes import Node
from game.content.problems import Problem, Severity
from game.content.reader import Reading, read_file
from game.content.source import Source
from game.core.model import Scenario


def check(paths: Iterable[Path]) -> list[Reading]:
    """
    Every file in *paths*, read, with advice added where it can be played.

    The routes beside a scenario are walked, and what has become of them stands after it.
    Campaigns come last.
    """
    places = list(paths)
    files = [file for place in places for file in scenario_files(place)]
    scenarios = _together(files)
    readings: list[Reading] = []
    for file, reading in zip(files, scenarios, strict=True):
        readings += [reading, *_routes(file, reading.scenario)]
    return [*readings, *_campaigns(places)]


def _together(files: Iterable[Path]) -> list[Reading]:
    """Each of *files*, read, with advice on it alone and on what it shares with the others."""
    roots: list[tuple[int, Scenario, Node]] = []
    readings: list[Reading] = []

    def advise_one(scenario: Scenario, root: Node) -> tuple[Problem, ...]:
        roots.append((len(readings), scenario, root))
        return advise(scenario, root)

    for file in files:
        readings.append(read_file(file, further=advise_one))
    if len(roots) > 1:
        from game.author.sameness import sameness

        shared = sameness([scenario for _, scenario, _ in roots])
        for (number, _, root), found in zip(roots, shared, strict=True):
            reading = readings[number]
            readings[number] = evolve(reading, problems=reading.problems + placed(found, root))
    return readings


# Most files have neither routes nor campaigns, and what these need takes as long to load
# as all the rest: the rules of play, and the library.


def _routes(file: Path, scenario: Scenario | None) -> Iterator[Reading]:
    routes = open_text(routes_beside(file))
    if scenario is not None and (isinstance(routes, Source) or routes.opened):
        from game.author.routes import check_routes

        yield check_routes(routes, scenario)


def _campaigns(places: Iterable[Path]) -> Iterator[Reading]:
    for file in (file for place in places for file in campaign_files(place)):
        from game.author.campaigns import check_campaign

        yield check_campaign(file)


def held_back(readings: Sequence[Reading]) -> str | None:
    """What is not looked at before the errors found are mended, as a sentence."""
    codes = {problem.code for reading in readings if reading.opened for problem in reading.problems}
    if any(code.startswith(("E0", "E1")) for code in codes):
        return "All names and sums are looked at once these are mended."
    if any(code.startswith("E2") for code in codes):
        return "Advice is given once the errors are mended."
    return None


def holds(readings: Sequence[Reading], *, strict: bool) -> bool:
    """Whether nothing is wrong; when *strict*, a warning or advice is wrong too."""
    if strict:
        return not any(reading.problems for reading in readings)
    return not any(
        problem.severity is Severity.ERROR for reading in readings for problem in reading.problems
    )
