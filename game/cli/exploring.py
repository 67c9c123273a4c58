"""``two-hats explore``: what all runs of a scenario come to."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from game.cli.opening import whole_library
from game.cli.speech import FINE, PROBLEMS, broken, refuse


if TYPE_CHECKING:
    from game.author.analysis.start_state import Begin
    from game.core.scenario import Scenario


def explore(arguments: argparse.Namespace) -> int:
    """The analysis as text, as JSON or as a map, or the way to one target."""
    from game.content.library import NotFound

    entry = whole_library().find(arguments.path)
    if isinstance(entry, NotFound):
        return refuse(entry.message, entry.help or "give an id, or the path of a file")
    reading = entry.reading
    if reading.scenario is None:
        return broken(reading)
    begin = _begin(reading.scenario, arguments)
    if isinstance(begin, int):
        return begin
    if arguments.to is not None:
        return _way(reading.scenario, begin, arguments.to, as_json=arguments.json)
    if arguments.map is not None:
        from game.author.analysis.map import MAPS
        from game.author.analysis.report import analyse

        sys.stdout.write(MAPS[arguments.map](analyse(reading.scenario, begin=begin)))
        return FINE
    from game.author.analysis import explore as explore_report
    from game.author.analysis.explore import explore as explore_all

    told = explore_report.as_json if arguments.json else explore_report.as_text
    sys.stdout.write(told(explore_all(reading.scenario, begin=begin)))
    return FINE


def _begin(scenario: Scenario, arguments: argparse.Namespace) -> Begin | int:
    """Where to begin, or the exit code when that makes no sense."""
    from game.author.analysis import start_state

    scene = arguments.from_ or scenario.start
    if arguments.from_ is None and (arguments.chose or arguments.trust):
        return refuse("--chose and --trust need a scene to begin in", "give --from SCENE as well")
    begin = start_state.read(scenario, scene, arguments.chose, arguments.trust)
    if isinstance(begin, start_state.Refused):
        return refuse(begin.message, begin.help)
    return begin


def _way(scenario: Scenario, begin: Begin, target: str, *, as_json: bool) -> int:
    """The way to *target*; an impossible one is a problem of the file."""
    from game.author.analysis import shortest_route
    from game.author.analysis.report import analyse

    found = shortest_route.find(analyse(scenario, begin=begin), target)
    if isinstance(found, shortest_route.Unknown):
        near = f"did you mean '{found.nearest}'?" if found.nearest else "--map shows what there is"
        return refuse(f"there is nothing called '{target}' in the scenario", near)
    sys.stdout.write(shortest_route.as_json(found) if as_json else shortest_route.as_text(found))
    return PROBLEMS if found.impossible else FINE
