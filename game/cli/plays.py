"""``two-hats audit --plays``: scenes in the light of how they were played."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from game.cli.speech import FINE, PROBLEMS, count, refuse, tell


if TYPE_CHECKING:
    from game.core.scenario import Scenario


def plays(arguments: argparse.Namespace, scenarios: Sequence[Scenario]) -> int:
    """What the journals and exports named tell about *scenarios*."""
    from game.author.audit import items
    from game.content.sanitize import safe
    from game.journal import importer
    from game.journal.exports.record import gather

    known = {scenario.id: scenario for scenario in scenarios}
    read: list[importer.Pool] = []
    for path in arguments.plays:
        one = importer.read(path, known.get)
        if isinstance(one, str):
            return refuse(f"{safe(str(path))} cannot be used: {one}", "name journals and exports")
        read.append(one)
    whole = importer.merged(read)
    played = {one.run.scenario for shelf in whole.players for one in shelf.kept}
    strange = sorted((played | {room.scenario for room in whole.rooms}) - known.keys())
    if strange:
        tell(f"Plays of {safe(', '.join(strange))} are left out: name the files of these too.")
    records = [
        gather(shelf.player, shelf.kept, lambda run: known.get(run.scenario))
        for shelf in whole.players
    ]
    found = items.analyse(
        scenarios,
        (
            *(answer for record in records for answer in items.responses(record)),
            *(
                vote
                for room in whole.rooms
                if room.scenario in known
                for vote in items.of_room(room, known[room.scenario])
            ),
        ),
    )
    told = items.as_json if arguments.json else items.as_text
    sys.stdout.write(told(found))
    tell(f"{count(len(whole.players), 'player')} and {count(len(whole.rooms), 'room')} read.")
    return FINE if not any(item.flaws for item in found) else PROBLEMS
