"""Request handlers for the facilitator's consoles, over a Unix socket or paired by ticket."""

from __future__ import annotations

import json
import math
import socket
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from aiohttp import web
from aiohttp.typedefs import Handler

from game.core.failure import Failure, message_of
from game.journal.codec import to_data
from game.journal.room_codec import ROOM
from game.journal.rooms import RoomSession
from game.present.console import console_view
from game.room import actions, messages
from game.room.settling import GONE_ON, STEPS, Press, page
from game.room.state import Room
from game.server.admission import Admission
from game.server.auth import Pairing, set_token_cookie, token_from
from game.server.broadcaster import Event, Listener, stream
from game.server.html import file
from game.server.middleware import Bucket, handle_errors
from game.server.qr import qr_modules
from game.server.room_service import RoomService
from game.server.runner import ConnectionLimit, make_runner
from game.services.workshop import Workshop


COOKIE = "console"
MAX_FAILURES, FAILURES_RATE = 10, 0.2
"""Wrong tickets: burst size, then attempts per second. A good ticket is never limited."""
MAX_NOTES, NOTES_RATE = 10, 0.2
"""Log lines about unpaired requests: burst size, then lines per second; keeps the log useful."""


KEYBOARD = "X-Keyboard"
"""The header that tells consoles apart: a random name of each."""

First = Callable[[actions.RoomAction, str], Failure | None]
"""What sees an action of a console before the room: the action, and the console's name."""


class Phones(Protocol):
    """The way of phones into a room, as its consoles see and change it."""

    admission: Admission

    @property
    def base(self) -> str:
        """The URL that phones open and consoles are paired at."""

    @property
    def connected(self) -> int:
        """The number of phones that are connected now."""

    @property
    def absent(self) -> int:
        """The number of phones that are not connected, and still waited for."""

    @property
    def report(self) -> tuple[str, ...]:
        """Sentences on whether phones get in."""

    @property
    def bots_only(self) -> bool:
        """Whether nobody but the bots of a rehearsal gets in."""

    @property
    def trouble(self) -> str | None:
        """Why phones cannot get in; None while they can."""

    async def move_port(self) -> str | Failure:
        """Open another port for phones; return what it means for them."""

    async def release_absent(self) -> int:
        """Stop waiting for the absent phones; return their number."""

    def admit_more(self) -> int:
        """Raise the limit of seats for one address; return the new limit."""


class Console:
    """
    The facilitator's view and actions for other terminals and phones.

    *phones* is None in a room without phones, *workshop* opens further scenarios, *clock* returns
    seconds. ``open_routes`` are for a private Unix socket, ``paired_routes`` for the network.
    """

    def __init__(
        self,
        service: RoomService,
        clock: Callable[[], float],
        workshop: Workshop | None = None,
        phones: Phones | None = None,
    ) -> None:
        self._workshop = workshop
        self._phones = phones
        self._screen = (0, 0)
        self._paired = 0
        self._first: First = self._not_late
        self._pressed: Press | None = None
        self._going_on: str | None = None
        self._clock = clock
        self.pairing = Pairing(service.session, clock)
        self._service = service
        self._failures = Bucket(MAX_FAILURES, FAILURES_RATE, clock)
        self._notes = Bucket(MAX_NOTES, NOTES_RATE, clock)
        self._listeners: set[Listener] = set()

    def open_routes(self) -> list[web.RouteDef]:
        """Return the routes for the private socket, without authentication."""
        return [
            web.get("/console/stream", self.follow, allow_head=False),
            web.post("/console/act", self.act),
            web.post("/console/admit", self.admit_more),
            web.post("/console/ticket", self.ticket),
            web.post("/console/revoke", self.revoke_all),
            web.post("/console/port", self.move_port),
            web.post("/console/absent", self.release_absent),
            web.post("/console/scenarios", self.offers),
            web.post("/console/next", self.go_on_with),
        ]

    def paired_routes(self) -> list[web.RouteDef]:
        """Return the routes for the network; the page itself holds no data of the room."""
        names = ("console.css", "console.js")
        return [
            # Case-insensitive: the projector shows addresses in capitals.
            web.get("/{console:(?i:console)}", file("console.html")),
            *(web.get(f"/{name}", file(name)) for name in names),
            web.post("/console/pair", self.pair),
            web.get("/console/stream", self._require_pairing(self.follow), allow_head=False),
            web.post("/console/act", self._require_pairing(self.act)),
            web.post("/console/admit", self._require_pairing(self.admit_more)),
            web.post("/console/ticket", self._require_pairing(self.ticket)),
            web.post("/console/revoke", self._require_pairing(self.revoke_all)),
            web.post("/console/absent", self._require_pairing(self.release_absent)),
            web.post("/console/scenarios", self._require_pairing(self.offers)),
            web.post("/console/next", self._require_pairing(self.go_on_with)),
        ]

    def show_size(self, columns: int, rows: int) -> None:
        """Note the size of the projector; 0 where there is none."""
        self._screen = (columns, rows)
        self._service.broadcaster.notify()

    def intercept(self, first: First) -> None:
        """
        Call *first* with each action and its console; a failure it returns is the answer.

        It stands in place of the rule that keeps two consoles from going on at the same time.
        """
        self._first = first

    def revoke(self) -> None:
        """Revoke all paired consoles and end their streams."""
        self.pairing.revoke()
        for listener in self._listeners:
            listener.end("revoked")

    async def pair(self, request: web.Request) -> web.Response:
        """Exchange a ticket for a console's secret cookie."""
        ticket = (await _json(request)).get("ticket")
        secret = self.pairing.pair(ticket) if isinstance(ticket, str) else None
        if secret is None:
            if wait := self._failures.take():
                return _reply(429, "Too many tries. Wait a moment.", **_after(wait))
            self._service.log.note("A console came with a ticket that is not good.")
            return _reply(403, "That ticket is used, too old, or mistyped.")
        self._paired += 1
        self._service.broadcaster.notify()
        response = _reply(200, "")
        set_token_cookie(response, COOKIE, secret)
        return response

    async def follow(self, request: web.Request) -> web.StreamResponse:
        """Stream the facilitator's view whenever it changes."""
        last = ""

        def events() -> Iterable[Event]:
            nonlocal last
            phones, session = self._phones, self._service.session
            view = console_view(
                self._service.room,
                connected=phones.connected if phones else 0,
                errors=self._service.log.errors,
                wrong_codes=phones.admission.wrong_codes if phones else 0,
                crowded=phones.admission.crowded if phones else 0,
                absent=phones.absent if phones else 0,
                report=phones.report if phones else (),
                screen=self._screen,
                join=self._join(),
                paired=self._paired,
                trouble=(
                    message_of(session.failure)
                    or (phones.trouble if phones else None)
                    or session.notice
                ),
            )
            text = json.dumps(to_data(view))
            if text == last:
                return ()
            last = text
            # The console's clock may be off, and the timer uses this machine's time.
            return (Event("now", str(time.time())), Event("view", text))

        with self._service.broadcaster.subscribe("") as listener:
            self._listeners.add(listener)
            try:
                return await stream(request, listener, events)
            finally:
                self._listeners.discard(listener)

    def _join(self) -> str | None:
        if self._phones is None or self._phones.bots_only:
            return None
        return f"To join, people open {self._phones.base} and type {self._service.code.upper()}."

    async def act(self, request: web.Request) -> web.Response:
        """Apply a facilitator's action."""
        action = ROOM.from_data(await _json(request))
        if action is None:
            return _reply(400, "There is no such action.")
        if not actions.permitted(action, None):
            self._service.log.note("A console tried what only a seat may do.")
            return _reply(403, "That is not the facilitator's to do.")
        result = await self._apply(action, request.headers.get(KEYBOARD, ""))
        if isinstance(result, Failure):
            return _reply(409, result.message, code=result.code)
        return _reply(200, message_of(self._service.session.failure))

    async def _apply(self, action: actions.RoomAction, console: str) -> Room | Failure:
        if not isinstance(action, STEPS):
            return self._first(action, console) or await self._service.writer.take(action)
        if self._going_on not in (None, console):  # a step of another one is about to be written
            return GONE_ON
        self._going_on = console
        try:
            return self._first(action, console) or await self._service.writer.take(action)
        finally:
            self._going_on = None

    def _not_late(self, action: actions.RoomAction, console: str) -> Failure | None:
        """Refuse to go on just after another console did; else note the press of *console*."""
        if isinstance(action, STEPS):
            press = Press(console, self._clock(), page(self._service.room))
            if press.is_late(self._pressed):
                return GONE_ON
            self._pressed = press
        return None

    async def ticket(self, request: web.Request) -> web.Response:
        """Return a new ticket, its address, and the QR code of both by rows of 0 and 1."""
        if self._phones is None:
            return _reply(409, messages.NO_PHONES)
        base, ticket = self._phones.base, self.pairing.ticket()
        message = (
            f"Good once, for five minutes. On a phone: {base}/console, then {ticket}. "
            "In a terminal:"
        )
        command = f"two-hats console {base}/{ticket}"
        modules = qr_modules(f"{base}/console#{ticket.replace('-', '')}")
        rows = ["".join("01"[module] for module in row) for row in modules]
        reply = {"message": message, "command": command, "code": "", "qr": rows}
        return web.json_response(reply)

    async def revoke_all(self, request: web.Request) -> web.Response:
        """Revoke all paired consoles, the one that sends this included."""
        self.revoke()
        return _reply(200, message_of(self._service.session.failure) or messages.REVOKED)

    async def admit_more(self, request: web.Request) -> web.Response:
        """Raise the limit of seats per address."""
        if self._phones is None:
            return _reply(409, messages.NO_PHONES)
        return _reply(200, messages.admitted(self._phones.admit_more()))

    async def move_port(self, request: web.Request) -> web.Response:
        """Open another port for phones."""
        if self._phones is None:
            return _reply(409, messages.NO_PHONES)
        result = await self._phones.move_port()
        if isinstance(result, Failure):
            return _reply(409, result.message, code=result.code)
        return _reply(200, result)

    async def release_absent(self, request: web.Request) -> web.Response:
        """Stop waiting for seats whose phones are not connected."""
        if self._phones is None:
            return _reply(409, messages.NO_PHONES)
        return _reply(200, messages.absent(await self._phones.release_absent()))

    async def offers(self, request: web.Request) -> web.Response:
        """Return the scenarios that can be next."""
        offers = self._workshop.offers(self._service.session) if self._workshop else ()
        if not offers:
            return _reply(409, messages.NO_SCENARIOS)
        return web.json_response({"message": "", "code": "", "offers": to_data(offers)})

    async def go_on_with(self, request: web.Request) -> web.Response:
        """Go on with another scenario."""
        data = await _json(request)
        name, after = data.get("scenario"), data.get("after")
        if self._workshop is None or not isinstance(name, str) or not isinstance(after, str):
            return _reply(409, messages.NO_SCENARIOS)
        refusal = self._workshop.go_on_with(self._service.session, name, after)
        if refusal is not None:
            return _reply(409, refusal.message, code=refusal.code)
        return _reply(200, message_of(self._service.session.failure))

    def _require_pairing(self, handler: Handler) -> Handler:
        async def checked(request: web.Request) -> web.StreamResponse:
            if not self.pairing.is_paired(token_from(request, COOKIE)):
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
    except (ValueError, LookupError, RecursionError):  # unknown encoding, or too deeply nested
        raise web.HTTPBadRequest from None
    return data if isinstance(data, dict) else {}


def folder(data: Path) -> Path:
    """Return the folder of the sockets of open rooms."""
    return data / "rooms"


def socket_path(data: Path, code: str) -> Path:
    """Return the socket of the room with that *code*, in the data folder."""
    return folder(data) / f"{code}.sock"


class ConsoleSocket:
    """Serve *console* on a Unix socket in *data*; *trouble* is the reason if that fails."""

    def __init__(self, service: RoomService, console: Console, data: Path) -> None:
        self.path = socket_path(data, service.code)
        self.trouble: str | None = None
        self._service = service
        self._console = console
        self._runner: web.AppRunner | None = None
        self._connection_limit: ConnectionLimit | None = None

    async def open(self) -> None:
        """Start listening."""
        app = web.Application(middlewares=[handle_errors(self._service.log)])
        app.add_routes(self._console.open_routes())
        self._runner = await make_runner(app)
        try:
            # The folder is private, so the socket is never exposed before chmod.
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.path.parent.chmod(0o700)
            listening = _bind_unix_socket(self.path)
        except (OSError, NotImplementedError, AttributeError) as error:
            self.trouble = f"A second terminal cannot be a console here ({error})."
            return
        self._connection_limit = ConnectionLimit(self._runner, listening, self._service.log.note)
        self._connection_limit.open()

    async def close(self) -> None:
        """Close all connections and remove the socket."""
        if self._connection_limit is not None:
            await self._connection_limit.close()
        if self._runner is not None:
            await self._runner.cleanup()
        with suppress(OSError):
            self.path.unlink(missing_ok=True)


def _bind_unix_socket(path: Path) -> socket.socket:
    """Return a socket listening at *path*; replace the socket of a process that was killed."""
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


class ConsoleServer:
    """Serve the consoles of a room without phones, on the Unix socket only."""

    def __init__(
        self,
        session: RoomSession,
        data: Path,
        *,
        workshop: Workshop | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._service = RoomService(session, data)
        self._console = Console(self._service, clock, workshop)
        self._socket = ConsoleSocket(self._service, self._console, data)

    @property
    def trouble(self) -> str | None:
        """The reason why no console can connect, if any."""
        return self._socket.trouble

    def show_size(self, columns: int, rows: int) -> None:
        """Note the size of the projector, for advice on consoles."""
        self._console.show_size(columns, rows)

    def intercept(self, first: First) -> None:
        """Call *first* with each action and its console; a failure it returns is the answer."""
        self._console.intercept(first)

    async def open(self) -> None:
        """Start serving."""
        self._service.start()
        await self._socket.open()

    async def close(self) -> None:
        """Close all connections."""
        await self._service.stop()
        await self._socket.close()
