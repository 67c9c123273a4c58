"""Where a room was served to phones, stored so that a resumed room is found there again."""

from __future__ import annotations

import json
import sqlite3

from attrs import asdict, frozen

from game.journal.checksums import checksum
from game.journal.codec import from_data
from game.journal.errors import fetch


@frozen(kw_only=True)
class Entrance:
    """
    The *port* of a room and the address it is bound to; an empty *bind* means all addresses.

    *announced* is the host that the facilitator chose to announce, *public* the base URL in
    front of a proxy; both are empty if there is none. *trusted* are the proxies' networks,
    *anonymous* is whether names are not taken.
    """

    port: int
    bind: str = ""
    announced: str = ""
    public: str = ""
    trusted: tuple[str, ...] = ()
    anonymous: bool = False


def read_entrance(connection: sqlite3.Connection, room: int) -> Entrance | None:
    """Return the stored entrance of *room*; None if there is none or it is damaged."""
    rows = fetch(connection, "SELECT data, checksum FROM room_entrances WHERE room = ?", (room,))
    for data, expected in rows:
        if expected == checksum(room, data):
            return from_data(Entrance, json.loads(data))
    return None


def write_entrance(connection: sqlite3.Connection, room: int, entrance: Entrance) -> None:
    """Store *entrance* as that of *room*, within the caller's transaction."""
    data = json.dumps(asdict(entrance))
    connection.execute(
        "REPLACE INTO room_entrances (room, data, checksum) VALUES (?, ?, ?)",
        (room, data, checksum(room, data)),
    )
