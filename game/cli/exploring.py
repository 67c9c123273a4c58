"""``two-hats explore``: what all runs of a scenario come to."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from game.cli.speech import FINE, MISUSE, PROBLEMS, refuse, tell


if TYPE_CHECKING:
    from game.core.model import Scenario


def explore(arguments: argparse.Namespace) -> int:
    """The analysis as text, as JSON or as a map, or the way to one target."""
    from game.content.library import Library, NotFound, packaged
    from game.content.problems import render
    from game.journal.places import scenario_folder

    entry = Library.of((packaged(), scenario_folder())).find(arguments.path)
    if isinstance(entry, NotFound):
        return refuse(entry.message, entry.help or "give an id, or the path of a file")
    reading = entry.reading
    if reading.scenario is None:
        tell(render(reading.problems, reading.source).rstrip())
        return PROBLEMS if reading.opened else MISUSE
    if arguments.to is not None:
        return _way(reading.scenario, arguments.to, as_json=arguments.json)
    if arguments.map is not None:
        from game.author.map import MAPS
        from game.core.analysis.report import analyse

        sys.stdout.write(MAPS[arguments.map](analyse(reading.scenario)))
        return FINE
    from game.author import explore as exploring

    told = exploring.as_json if arguments.json else exploring.as_text
    sys.stdout.write(told(exploring.explore(reading.scenario)))
    return FINE


def _way(scenario: Scenario, target: str, *, as_json: bool) -> int:
    """The way to *target*; an impossible one is a problem of the file."""
    from game.author import witness
    from game.core.analysis.report import analyse

    found = witness.find(analyse(scenario), target)
    if isinstance(found, witness.Unknown):
        near = f"did you mean '{found.nearest}'?" if found.nearest else "--map shows what there is"
        return refuse(f"the scenario has no scene, choice or ending '{target}'", near)
    sys.stdout.write(witness.as_json(found) if as_json else witness.as_text(found))
    return PROBLEMS if found.impossible else FINE
