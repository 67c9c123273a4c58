"""Which rooms are postings of a campaign, without a replay of their actions."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from game.journal.errors import UNREADABLE, fetch
from game.journal.room_codec import ROOM
from game.room.actions import Post
from game.room.state import Posting


BEFORE = 3
"""The number of the last action that can make a room a posting: edition, people, posting."""


def read_postings(connection: sqlite3.Connection) -> Mapping[int, Posting]:
    """Return the postings of rooms by the room's number; what cannot be read is left out."""
    named = "SELECT room, data FROM room_acts WHERE number <= ? AND instr(data, ?)"
    try:
        rows = fetch(connection, named, (BEFORE, '"post"'))
    except UNREADABLE:
        return {}
    found = ((room, ROOM.loads(data)) for room, data in rows)
    return {room: action.posting for room, action in found if isinstance(action, Post)}
