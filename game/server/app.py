"""The way in for phones, as the wall has it: where it is, how it fares, opening and closing."""

from __future__ import annotations

import asyncio
import errno
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import segno
from aiohttp import web
from aiohttp.typedefs import Handler

from game.journal.rooms import RoomSession
from game.server import network
from game.server.admission import MAX_SEATS, Admission
from game.server.auth import Issuer, installation_key
from game.server.bots import rehearse
from game.server.console import Console, ConsoleSocket
from game.server.middleware import MAX_BODY, at, at_home, came_in_by, careful, with_headers
from game.server.network import Adapter, adapters
from game.server.participant import Participants
from game.server.room_service import Service
from game.server.runner import ConnectionLimit, run


PORT, PORTS_TRIED = 8080, 10
EVERYWHERE = "0.0.0.0"
HERE = "127.0.0.1"


class Phones:
    """
    Lets phones into *session*'s room; runs on the loop it is opened in.

    Without *bind* it listens on every adapter, without *port* on 8080 or the next
    that is free. *bots* of the program's own join too. *data* is where the log and
    the console's socket go; *find* looks for adapters.
    """

    def __init__(
        self,
        session: RoomSession,
        data: Path,
        *,
        bind: str | None = None,
        port: int = 0,
        bots: int = 0,
        find: Callable[[], tuple[Adapter, ...]] = adapters,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.code = session.run.code.upper()
        self.port = port or PORT
        self._ports = (port,) if port else range(PORT, PORT + PORTS_TRIED)
        self._bind = bind
        self._bots = bots
        self._find = find
        self._found: tuple[Adapter, ...] = ()
        self.service = Service(session, data)
        issuer = Issuer(installation_key(data), session.run)
        self.secret = issuer.join_secret()
        self.admission = Admission(self.code, self.secret, clock, max(MAX_SEATS, bots))
        self._visits = Participants(self.service, self.admission, issuer, clock)
        self._console = Console(self.service, lambda: self.connected, clock, self.admission)
        self._socket = ConsoleSocket(self.service, self._console, data)
        self._runner: web.AppRunner | None = None
        self._doorway: ConnectionLimit | None = None
        self._rehearsal: asyncio.Task[None] | None = None
        self._trouble: str | None = None
        self._used: str | None = None
        self._reached = False

    # Where it is

    @property
    def addresses(self) -> tuple[str, ...]:
        """What a phone can open, the address to recommend first; as the adapters are now."""
        return tuple(self._address(adapter.address) for adapter in self._adapters())

    @property
    def address(self) -> str:
        """What the wall announces; upper case, which makes a smaller code to point a phone at."""
        known_names = self.addresses
        return self._used if self._used in known_names else known_names[0]

    def use(self, address: str) -> None:
        """Announce another of ``addresses``."""
        self._used = address

    def qr(self) -> tuple[tuple[bool, ...], ...]:
        """The announced address as a QR code, without a border."""
        code = segno.make(self.address, error="m", micro=False)
        return tuple(tuple(bool(module) for module in row) for row in code.matrix)

    def _address(self, address: str) -> str:
        return f"http://{at(address, self.port)}/{self.secret}".upper()

    def _adapters(self) -> tuple[Adapter, ...]:
        if self._bind not in (None, EVERYWHERE):
            return (Adapter("", self._bind or ""),)
        with suppress(OSError):  # no descriptor to look with: as they were
            self._found = self._find()
        return self._found or (Adapter("", HERE),)

    def _hosts(self) -> set[str]:
        names = {adapter.address for adapter in self._adapters()} | {HERE, "localhost"}
        return {at(name, self.port).casefold() for name in names}

    # How it fares

    @property
    def connected(self) -> int:
        """How many people's phones are here now."""
        return self._visits.connected

    @property
    def errors(self) -> int:
        """How many requests went wrong on our side; the log says where."""
        return self.service.log.errors

    @property
    def report(self) -> tuple[str, ...]:
        """How well phones will get here, in sentences."""
        announced = next(
            (item for item in self._adapters() if self._address(item.address) == self.address), None
        )
        lines = network.report(
            announced,
            self.port,
            trouble=self._trouble,
            reached=self._reached,
            alone=self._bind == HERE,
        )
        failures = network.wrong_codes(
            self.admission.wrong_codes, self.admission.held_up, self.secret
        )
        further = [self._socket.trouble, network.mistakes(self.errors), failures, self.notice]
        return (*lines, *filter(None, further))

    @property
    def notice(self) -> str | None:
        """What the facilitator has to decide about the door now, in a sentence."""
        return network.crowded(self.admission.crowded)

    def admit_more(self) -> int:
        """Let more phones in from one address; returns how many seats each may have."""
        maximum = self.admission.admit_more()
        self.service.pulse.touch()
        return maximum

    def ticket(self) -> str:
        """A new ticket that pairs one console, once, within five minutes."""
        return self._console.pairing.ticket()

    def revoke(self) -> None:
        """Forget all paired consoles."""
        self._console.revoke()

    # Opening and closing

    async def open(self) -> None:
        """Let phones in. When that cannot be, ``report`` says why."""
        self.service.start()
        app = web.Application(
            middlewares=[careful(self.service.log), at_home(self._hosts), self._notice],
            client_max_size=MAX_BODY,
        )
        app.on_response_prepare.append(with_headers)
        app.add_routes(self._console.paired_routes())
        app.add_routes(self._visits.routes())
        self._runner = await run(app)
        self._trouble = await self._listen(self._runner)
        await self._socket.open()
        if self._bots and self._trouble is None:
            current = f"http://{at(self._bind or HERE, self.port)}"
            self._rehearsal = asyncio.create_task(
                rehearse(current, self.code, self._bots, way=self.secret)
            )

    async def _listen(self, runner: web.AppRunner) -> str | None:
        """Listen at the first port that is free; a sentence when there is none."""
        trouble = None
        for port in self._ports:
            try:
                listening = await _bound(self._bind or EVERYWHERE, port)
            except OSError as error:
                trouble = network.cannot_listen(self._bind or EVERYWHERE, port, error)
                if error.errno != errno.EADDRINUSE:
                    break
            else:
                self.port = port
                self._doorway = ConnectionLimit(runner, listening, self.service.log.note)
                self._doorway.open()
                return None
        return trouble

    async def close(self) -> None:
        """Send them away; within half a second. What was acknowledged is written."""
        if self._rehearsal is not None:
            self._rehearsal.cancel()
            with suppress(asyncio.CancelledError):
                await self._rehearsal
        if self._doorway is not None:
            await self._doorway.close()
        await self.service.stop()
        await self._socket.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @web.middleware
    async def _notice(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Remember that somebody has come in from another machine."""
        own = came_in_by(request)
        self._reached = self._reached or bool(own and request.remote not in (own[0], HERE))
        return await handler(request)


async def _bound(address: str, port: int) -> socket.socket:
    """A socket that listens at *address*, a name or in numbers; OSError when that cannot be."""
    result = await asyncio.get_running_loop().getaddrinfo(
        address, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )
    family, *_, position = result[0]
    return socket.create_server(position[:2], family=family, backlog=1024)
