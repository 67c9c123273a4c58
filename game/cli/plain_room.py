"""Rooms and consoles line by line: ``host --plain`` and ``console --plain``."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

from attrs import evolve

from game.cli.output import FINE, fail, line_io, reader
from game.cli.signals import SIGNALS


if TYPE_CHECKING:
    from game.cli.workshop import ServedWorkshop
    from game.core.failure import Failure
    from game.journal.rooms import RoomSession
    from game.plain.console import PlainConsole
    from game.room.link import Link
    from game.tui.ports import Consoles


def _console(link: Link, *, stays: bool) -> PlainConsole:
    from game.plain.console import PlainConsole

    # Signals cancel the task that runs it, so reading and writing need not watch for them.
    io = evolve(line_io(), read=reader(), write=lambda text: print(text, flush=True))
    return PlainConsole(link, io, stays=stays)


async def _until_signal(console: PlainConsole, ticket: str | None) -> Failure | None:
    """Run *console* until it is left or a signal comes that is not ignored already."""
    running = asyncio.create_task(console.run(ticket))
    for number in SIGNALS:
        with suppress(NotImplementedError):  # on Windows
            if signal.getsignal(number) is not signal.SIG_IGN:
                asyncio.get_running_loop().add_signal_handler(number, running.cancel)
    try:
        return await running
    except asyncio.CancelledError:
        return None


def run_plain_console(link: Link, ticket: str | None) -> int:
    """Lead the room at the end of *link* line by line; return the exit code."""
    refusal = asyncio.run(_until_signal(_console(link, stays=False), ticket))
    return FINE if refusal is None else fail(refusal)


def run_plain_room(workshop: ServedWorkshop, session: RoomSession, *, phones: bool) -> int:
    """Open *session*'s room and lead it line by line; return the exit code."""
    return asyncio.run(_host(workshop, session, phones=phones))


async def _host(workshop: ServedWorkshop, session: RoomSession, *, phones: bool) -> int:
    from game.journal.paths import data_folder
    from game.room import messages
    from game.server.client import ConsoleClient
    from game.server.console import socket_path

    entrance: Consoles = workshop.phones(session) if phones else workshop.consoles(session)
    await entrance.open()
    try:
        link = ConsoleClient(socket_path(data_folder(), session.run.code))
        console = _console(link, stays=phones)
        await _until_signal(console, None)
        if console.was_left:
            session.leave()
    finally:
        await entrance.close()
    room = session.room
    kept = messages.kept(
        session.run.id, room.stage, lasts=workshop.lasts, goes_on=room.has_next_posting
    )
    print(kept, flush=True)
    return FINE
