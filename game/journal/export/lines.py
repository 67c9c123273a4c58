"""JSON lines: the plays of the JSON format, one a line, each with its player."""

from __future__ import annotations

import json
from collections.abc import Iterator

from game.journal.export.data import KIND, VERSION, play_data
from game.journal.export.record import Recorded


def write(record: Recorded) -> Iterator[str]:
    """*record* as JSON lines."""
    head = {"kind": KIND, "version": VERSION, "player": record.player}
    for play in record.plays:
        yield json.dumps({**head, **play_data(play)}, ensure_ascii=False) + "\n"
