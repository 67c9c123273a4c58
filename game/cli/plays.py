"""``two-hats audit --plays``: scenes in the light of how they were played."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from game.cli.speech import FINE, PROBLEMS, count, refuse, tell


if TYPE_CHECKING:
    from game.core.model import Scenario


def plays(arguments: argparse.Namespace, scenarios: Sequence[Scenario]) -> int:
    """What the journals and exports named tell about *scenarios*."""
    from game.author import items, items_report
    from game.content.clean import safe
    from game.journal import pool
    from game.journal.export.record import gather

    shelves: list[pool.Shelf] = []
    for path in arguments.plays:
        read = pool.read(path)
        if isinstance(read, str):
            return refuse(f"{safe(str(path))} cannot be used: {read}", "name journals and exports")
        shelves += read
    players = pool.merged(shelves)
    known = {scenario.id: scenario for scenario in scenarios}
    strange = sorted({one.run.scenario for shelf in players for one in shelf.kept} - known.keys())
    if strange:
        tell(f"Plays of {safe(', '.join(strange))} are left out: name the files of these too.")
    records = [gather(s.player, s.kept, lambda run: known.get(run.scenario)) for s in players]
    found = items.analyse(scenarios, (one for record in records for one in items.responses(record)))
    told = items_report.as_json if arguments.json else items_report.as_text
    sys.stdout.write(told(found))
    tell(f"{count(len(players), 'player')} read.")
    return FINE if not any(item.flaws for item in found) else PROBLEMS
