"""The way in for a console in another terminal: a socket that only this user can open."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from aiohttp import web

from game.journal.rooms import RoomSession
from game.server.console import Console
from game.server.doorway import Doorway
from game.server.guard import careful
from game.server.running import run
from game.server.service import Service


def folder(data: Path) -> Path:
    """Where the sockets of open rooms lie."""
    return data / "rooms"


class ConsoleSocket:
    """*console* at a socket of its own in *data*; *trouble* says why there is none."""

    def __init__(self, service: Service, console: Console, data: Path) -> None:
        self.path = folder(data) / f"{service.code}.sock"
        self.trouble: str | None = None
        self._service = service
        self._console = console
        self._runner: web.AppRunner | None = None
        self._doorway: Doorway | None = None

    async def open(self) -> None:
        """Let consoles in."""
        app = web.Application(middlewares=[careful(self._service.log)])
        app.add_routes(self._console.open_routes())
        self._runner = await run(app)
        try:
            # Nobody else can get into the folder, so there is no moment to get in before chmod.
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.path.parent.chmod(0o700)
            listening = _listening(self.path)
        except (OSError, NotImplementedError, AttributeError) as error:
            self.trouble = f"A second terminal cannot be a console here ({error})."
            return
        self._doorway = Doorway(self._runner, listening, self._service.log.note)
        self._doorway.open()

    async def close(self) -> None:
        """Send them away."""
        if self._doorway is not None:
            await self._doorway.close()
        if self._runner is not None:
            await self._runner.cleanup()
        with suppress(OSError):
            self.path.unlink(missing_ok=True)


def _listening(path: Path) -> socket.socket:
    """A socket that listens at *path*, in place of one that a host left behind that died."""
    if path.is_socket():
        path.unlink()
    listening = socket.socket(socket.AF_UNIX)
    try:
        listening.bind(str(path))
        path.chmod(0o600)
        listening.listen()
    except OSError:
        listening.close()
        raise
    return listening


class Consoles:
    """A room without phones that consoles can follow; no port is open for it."""

    def __init__(
        self, session: RoomSession, data: Path, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._service = Service(session, data)
        console = Console(self._service, lambda: 0, clock)
        self._socket = ConsoleSocket(self._service, console, data)

    @property
    def trouble(self) -> str | None:
        """Why no console can follow, if so."""
        return self._socket.trouble

    async def open(self) -> None:
        """Let consoles in."""
        self._service.start()
        await self._socket.open()

    async def close(self) -> None:
        """Send them away."""
        await self._service.stop()
        await self._socket.close()
