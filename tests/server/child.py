"""
A room in a separate process: ``python -m tests.server.child DATA PORT [DESCRIPTORS]``.

It begins or resumes a room, reports its stage and a ticket for a console, and runs until it is
killed; a console controls it through its socket. ``host`` is the same for ``multiprocessing``.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from game.journal.store import Journal
from game.server.app import PhoneServer
from tests.room.rooms import story
from tests.server.workshop import CODE


async def main(data: Path, port: int, report: Callable[[str], object]) -> None:
    """Host a room in *data* at *port*; *report* gets its stage, a ticket and its report."""
    rooms = Journal.open(data / "journal.db").rooms
    run = rooms.unfinished()
    session = rooms.resume(run, story()) if run else rooms.begin(story(), 1, CODE)
    phones = PhoneServer(session, data, bind="127.0.0.1", port=port)
    await phones.open()
    ticket = phones._console.pairing.ticket()
    report(" ".join((session.room.stage.value, ticket, *phones.report)))
    await asyncio.Event().wait()


def host(data: Path, port: int, reports: Connection) -> None:
    """Host a room in this process; *reports* gets what would be printed."""
    asyncio.run(main(data, port, reports.send))


if __name__ == "__main__":
    if len(sys.argv) > 3:
        import resource

        resource.setrlimit(resource.RLIMIT_NOFILE, (int(sys.argv[3]), int(sys.argv[3])))
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]), partial(print, flush=True)))
