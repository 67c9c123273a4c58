"""Requests of a facilitator's console, over its own socket or paired over the network."""

from __future__ import annotations

import json
import math
import socket
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from game.core.playthrough import Refusal
from game.journal.codec import ROOM, to_data
from game.journal.rooms import RoomSession
from game.room import actions
from game.room.console import console_view
from game.server.admission import Admission
from game.server.auth import Pairing, give, token_in
from game.server.broadcaster import Event, Listener, stream
from game.server.html import file
from game.server.middleware import Bucket, careful
from game.server.room_service import Service
from game.server.runner import ConnectionLimit, run


COOKIE = "console"
MAX_FAILURES, FAILURES_RATE = 10, 0.2
"""Wrong tickets: so many at once, and one more in five seconds. A good one is never held up."""
MAX_NOTES, NOTES_RATE = 10, 0.2
"""Log lines on requests without a pairing: more would push everything else out of the log."""


class Console:
    """
    The host's controls of one room for other terminals and phones.

    *connected* counts the phones that are here, *clock* tells seconds, *admission* is
    None where phones have no way in. ``open_routes`` are for a socket that nobody else
    can open, ``paired_routes`` for the network.
    """

    def __init__(
        self,
        service: Service,
        connected: Callable[[], int],
        clock: Callable[[], float],
        admission: Admission | None = None,
    ) -> None:
        self.pairing = Pairing(service.session, clock)
        self._service = service
        self._connected = connected
        self._admission = admission
        self._failures = Bucket(MAX_FAILURES, FAILURES_RATE, clock)
        self._notes = Bucket(MAX_NOTES, NOTES_RATE, clock)
        self._following: set[Listener] = set()

    def open_routes(self) -> list[web.RouteDef]:
        """For whoever can open the socket: this user alone."""
        return [
            web.get("/console/stream", self.follow, allow_head=False),
            web.post("/console/act", self.act),
            web.post("/console/admit", self.admit_more),
        ]

    def paired_routes(self) -> list[web.RouteDef]:
        """For whoever has been paired; the page itself says nothing of the room."""
        names = ("console.css", "console.js")
        return [
            # In any case: it may be typed from a wall that writes addresses in capitals.
            web.get("/{console:(?i:console)}", file("console.html")),
            *(web.get(f"/{name}", file(name)) for name in names),
            web.post("/console/pair", self.pair),
            web.get("/console/stream", self._for_paired(self.follow), allow_head=False),
            web.post("/console/act", self._for_paired(self.act)),
            web.post("/console/admit", self._for_paired(self.admit_more)),
        ]

    def revoke(self) -> None:
        """Forget all paired consoles; each that follows has to show itself again."""
        self.pairing.revoke()
        for listener in self._following:
            listener.end("revoked")

    async def pair(self, request: web.Request) -> web.Response:
        """Let a console in that brings the ticket; it gets a secret of its own."""
        ticket = (await _json(request)).get("ticket")
        secret = self.pairing.pair(ticket) if isinstance(ticket, str) else None
        if secret is None:
            if wait := self._failures.take():
                return _reply(429, "Too many tries. Wait a moment.", **_after(wait))
            self._service.log.note("A console came with a ticket that is not good.")
            return _reply(403, "That ticket is used, too old, or mistyped.")
        response = _reply(200, "")
        give(response, COOKIE, secret)
        return response

    async def follow(self, request: web.Request) -> web.StreamResponse:
        """The facilitator's view, whenever it differs."""
        status_page = ""

        def events() -> Iterable[Event]:
            nonlocal status_page
            door = self._admission
            seen = console_view(
                self._service.room,
                connected=self._connected(),
                errors=self._service.log.errors,
                wrong_codes=door.wrong_codes if door else 0,
                crowded=door.crowded if door else 0,
                trouble=self._service.session.trouble,
            )
            now = json.dumps(to_data(seen))
            if now == status_page:
                return ()
            status_page = now
            # The console's clock may be off, and the timer is in the host's time.
            return (Event("desk", now), Event("now", str(time.time())))

        with self._service.pulse.listening("") as listener:
            self._following.add(listener)
            try:
                return await stream(request, listener, events)
            finally:
                self._following.discard(listener)

    async def act(self, request: web.Request) -> web.Response:
        """Do what the host does."""
        act = ROOM.from_data(await _json(request))
        if act is None:
            return _reply(400, "There is no such act.")
        if not actions.permitted(act, None):
            self._service.log.note("A console tried what only a seat may do.")
            return _reply(403, "That is not the facilitator's to do.")
        after = await self._service.writer.take(act)
        if isinstance(after, Refusal):
            return _reply(409, after.message, code=after.code)
        return _reply(200, self._service.session.trouble or "")

    async def admit_more(self, request: web.Request) -> web.Response:
        """Let more phones in from one address."""
        if self._admission is None:
            return _reply(409, "Phones have no way in here.")
        maximum = self._admission.admit_more()
        self._service.pulse.touch()
        return _reply(200, f"Up to {maximum} phones from one address now.")

    def _for_paired(self, handler: Handler) -> Handler:
        async def checked(request: web.Request) -> web.StreamResponse:
            if not self.pairing.knows(token_in(request, COOKIE)):
                if not self._notes.take():
                    self._service.log.note(f"{request.method} {request.path} without a pairing.")
                return _reply(403, "This console is not paired.")
            return await handler(request)

        return checked


def _reply(status: int, message: str, code: str = "", **headers: str) -> web.Response:
    data = {"message": message, "code": code}
    return web.json_response(data, status=status, headers=headers)


def _after(wait: float) -> dict[str, str]:
    return {"Retry-After": str(math.ceil(wait))}


async def _json(request: web.Request) -> dict[str, Any]:
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    try:
        data = await request.json()
    except (ValueError, LookupError, RecursionError):  # in unknown letters, or too deep
        raise web.HTTPBadRequest from None
    return data if isinstance(data, dict) else {}


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
        self._doorway: ConnectionLimit | None = None

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
        self._doorway = ConnectionLimit(self._runner, listening, self._service.log.note)
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
