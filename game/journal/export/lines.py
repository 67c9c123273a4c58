"""JSON lines: the plays of the JSON format, one a line, each with its player."""

from __future__ import annotations

import json

from game.journal.export.data import KIND, VERSION, play_data
from game.journal.export.record import Record


def write(record: Record) -> str:
    """*record* as JSON lines."""
    head = {"kind": KIND, "version": VERSION, "player": record.player}
    return "".join(
        json.dumps({**head, **play_data(play)}, ensure_ascii=False) + "\n" for play in record.plays
    )
