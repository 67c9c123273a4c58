"""Rooms and consoles line by line: ``host --plain`` and ``console --plain``."""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from game.cli.output import FINE, fail


if TYPE_CHECKING:
    from game.core.failure import Failure
    from game.journal.rooms import RoomSession
    from game.room.link import Link
    from game.services.workshop import Workshop
    from game.tui.ports import Consoles


def _read() -> str | None:
    """Return the next line; None at the end, or if input cannot be read, as under nohup."""
    try:
        line = sys.stdin.readline()
    except OSError:
        return None
    return line.rstrip("\n") if line else None


async def _until_signal(link: Link, ticket: str | None, *, stays: bool) -> Failure | None:
    """Run a console on *link* until it is left or a signal comes that is not ignored already."""
    from game.cli.output import line_io
    from game.plain.console import PlainConsole
    from game.plain.io import LineIO

    io = LineIO(read=_read, write=lambda text: print(text, flush=True), width=line_io().width)
    running = asyncio.create_task(PlainConsole(link, io, stays=stays).run(ticket))
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        with suppress(NotImplementedError, AttributeError):  # not on Windows
            number = getattr(signal, name)
            if signal.getsignal(number) is not signal.SIG_IGN:
                asyncio.get_running_loop().add_signal_handler(number, running.cancel)
    try:
        return await running
    except asyncio.CancelledError:
        return None


def run_plain_console(link: Link, ticket: str | None) -> int:
    """Lead the room at the end of *link* line by line; the exit code."""
    refusal = asyncio.run(_until_signal(link, ticket, stays=False))
    return FINE if refusal is None else fail(refusal)


def run_plain_room(workshop: Workshop, session: RoomSession, *, phones: bool) -> int:
    """Open *session*'s room and lead it line by line; the exit code."""
    return asyncio.run(_host(workshop, session, phones=phones))


async def _host(workshop: Workshop, session: RoomSession, *, phones: bool) -> int:
    from game.cli.workshop import ServedWorkshop
    from game.journal.paths import data_folder
    from game.room import messages
    from game.server.client import ConsoleClient, socket_path

    assert isinstance(workshop, ServedWorkshop)
    entrance: Consoles = workshop.phones(session) if phones else workshop.consoles(session)
    await entrance.open()
    try:
        link = ConsoleClient(socket_path(data_folder(), session.run.code))
        await _until_signal(link, None, stays=phones)
    finally:
        await entrance.close()
    print(messages.kept(session.run.id, session.room.stage, lasts=workshop.lasts), flush=True)
    return FINE
