"""The server for phones: addresses, status, opening and closing."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable, Collection, Iterable
from contextlib import suppress
from functools import partial
from ipaddress import ip_network
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler
from attrs import evolve

from game.core.failure import Failure
from game.journal.entrances import Entrance
from game.journal.rooms import RoomSession
from game.room import messages
from game.server import network
from game.server.admission import MAX_SEATS_PER_ADDRESS, Admission
from game.server.auth import TokenIssuer, installation_key
from game.server.bots import rehearse
from game.server.console import Console, ConsoleSocket, First
from game.server.middleware import (
    MAX_BODY,
    add_security_headers,
    authority,
    check_host,
    handle_errors,
    local_address,
)
from game.server.network import Adapter, adapters
from game.server.participant import Participants
from game.server.ports import RETRY_SECONDS, WAIT_SECONDS, Unbound, bind
from game.server.presence import CHECK_SECONDS
from game.server.public import (
    FORWARDED,
    Network,
    PublicUrl,
    behind_proxy,
    comes_from,
    console_url,
    read_public_url,
    with_prefix,
)
from game.server.qr import qr_modules
from game.server.room_service import RoomService
from game.server.runner import ConnectionLimit, make_runner
from game.services.workshop import Workshop


DEFAULT_PORT, MAX_PORT_TRIES = 8080, 10
MAX_PORT = 65535
ANY_ADDRESS = "0.0.0.0"
LOOPBACK = "127.0.0.1"
MOVED = (
    "The room is open on port {port} now. Phones that are here keep their seats: they point at "
    "the square code once more, or open the new address."
)


class PhoneServer:
    """
    Serve the pages of *session*'s room to phones; runs on the loop it is opened in.

    *bind*, *port*, *public* and *trusted* default to those of *session*'s entrance, where phones
    found the room before; a new room listens on every adapter, and on 8080 or the next free port.
    A port that is taken is tried again for ``WAIT_SECONDS``, then until ``move_port`` takes
    another. *public* is the URL of a proxy or tunnel that leads here, *trusted* are the proxies
    whose X-Forwarded-For is believed. *bots* is the number of simulated participants. *data*
    is the folder for the log and the console socket, *workshop* opens further scenarios.
    *find* returns the network adapters, *clock* seconds.
    """

    def __init__(
        self,
        session: RoomSession,
        data: Path,
        *,
        bind: str | None = None,
        port: int = 0,
        public: PublicUrl | None = None,
        trusted: Collection[Network] = (),
        anonymous: bool = False,
        bots: int = 0,
        workshop: Workshop | None = None,
        find: Callable[[], tuple[Adapter, ...]] = adapters,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.code = session.run.code.upper()
        before = session.entrance or Entrance(port=0)
        port = port or before.port
        self.port = port or DEFAULT_PORT
        self._ports = (port,) if port else range(DEFAULT_PORT, DEFAULT_PORT + MAX_PORT_TRIES)
        self._bind = bind or before.bind or None
        self._resumed = session.entrance is not None
        self.public = public or _stored_url(before)
        self._trusted = tuple(trusted) or tuple(map(ip_network, before.trusted))
        self._bots = bots
        self._inside = network.surroundings()
        self._untrusted = ""
        self._find = find
        self._known_adapters: tuple[Adapter, ...] = ()
        self.service = RoomService(session, data)
        issuer = TokenIssuer(installation_key(data), session.run)
        self.secret = issuer.join_secret()
        self.admission = Admission(self.code, self.secret, clock, max(MAX_SEATS_PER_ADDRESS, bots))
        self._anonymous = anonymous or before.anonymous
        self._participants = Participants(
            self.service, self.admission, issuer, clock, anonymous=self._anonymous
        )
        self._console = Console(self.service, clock, workshop, self)
        self._socket = ConsoleSocket(self.service, self._console, data)
        self._runner: web.AppRunner | None = None
        self._connection_limit: ConnectionLimit | None = None
        self._rehearsal: asyncio.Task[None] | None = None
        self._waiting: asyncio.Task[None] | None = None
        self._presence: asyncio.Task[None] | None = None
        self._stop_following: Callable[[], None] | None = None
        self._unbound: Unbound | None = None
        self._moving = asyncio.Lock()
        self._moved = False
        self._announced = before.announced
        self._phone_connected = False

    # Addresses

    @property
    def addresses(self) -> tuple[str, ...]:
        """The URLs for phones, the recommended one first; the adapters are read each time."""
        local = tuple(self._address(adapter.address) for adapter in self._adapters())
        return local if self.public is None else (self.public.join_url(self.secret), *local)

    @property
    def address(self) -> str:
        """The URL to show; in upper case if possible, which makes the QR code smaller."""
        addresses = self.addresses
        announced = self._address(self._announced)
        return announced if announced in addresses else addresses[0]

    def use(self, address: str) -> None:
        """Select another of ``addresses``; it is stored with the room."""
        local = (item.address for item in self._adapters())
        self._announced = next((item for item in local if self._address(item) == address), "")
        self._store_entrance()

    def qr(self) -> tuple[tuple[bool, ...], ...]:
        """Return the modules of the selected URL's QR code by row, without a border."""
        return qr_modules(self.address)

    def _address(self, address: str) -> str:
        return f"http://{authority(address, self.port)}/{self.secret}".upper()

    def _adapters(self) -> tuple[Adapter, ...]:
        if self._bind not in (None, ANY_ADDRESS):
            return (Adapter("", self._bind or ""),)
        with suppress(OSError):  # out of descriptors: keep the last result
            self._known_adapters = self._find()
        return self._known_adapters or (Adapter("", LOOPBACK),)

    def _hosts(self) -> set[str]:
        names = {adapter.address for adapter in self._adapters()} | {LOOPBACK, "localhost"}
        return {authority(name, self.port).casefold() for name in names} | self._own_names()

    # Status

    @property
    def connected(self) -> int:
        """The number of participants connected now."""
        return self._participants.connected

    @property
    def bots_only(self) -> bool:
        """Whether nobody but the bots gets in: a rehearsal that listens on this machine only."""
        return self._bots > 0 and self._bind == LOOPBACK and self.public is None

    @property
    def errors(self) -> int:
        """The number of requests that failed with an exception; see the log."""
        return self.service.log.errors

    @property
    def report(self) -> tuple[str, ...]:
        """The state of the network as sentences for the facilitator."""
        adapters = self._adapters()
        shown = self.address
        announced = next((item for item in adapters if self._address(item.address) == shown), None)
        lines = network.report(
            announced,
            self.port,
            trouble=self.trouble,
            reached=self._phone_connected,
            loopback_only=self._bind == LOOPBACK,
            rehearsal=self._bots > 0,
            inside=self._inside,
            others=len(adapters) - 1,
            public=None if self.public is None else str(self.public),
        )
        failures = network.wrong_codes(
            self.admission.wrong_codes, self.admission.held_up, self.secret
        )
        further = [
            self._socket.trouble,
            network.untrusted(self._untrusted),
            network.mistakes(self.errors),
            failures,
            self._new_port(),
        ]
        return (*lines, *filter(None, further))

    @property
    def trouble(self) -> str | None:
        """Why phones cannot get in now, and what to do; None while they can."""
        if self._unbound is None:
            return None
        return self._unbound.sentence(resumed=self._resumed)

    @property
    def notice(self) -> str | None:
        """A decision that the facilitator should make about joining, as a sentence."""
        crowded = messages.MORE_WANT_IN if self.admission.crowded else None
        return self.trouble or crowded or self._new_port()

    def _new_port(self) -> str | None:
        return MOVED.format(port=self.port) if self._moved else None

    def admit_more(self) -> int:
        """Raise the limit of seats per address and return it."""
        maximum = self.admission.admit_more()
        self.service.broadcaster.notify()
        return maximum

    @property
    def absent(self) -> int:
        """The number of seats whose phones are not connected, and still waited for."""
        return len(self._participants.absent)

    async def release_absent(self) -> int:
        """Stop waiting for seats whose phones are not connected; return how many."""
        return await self._participants.release_absent()

    def revoke(self) -> None:
        """Revoke all paired consoles."""
        self._console.revoke()

    def show_size(self, columns: int, rows: int) -> None:
        """Note the size of the projector, for advice on consoles."""
        self._console.show_size(columns, rows)

    def intercept(self, first: First) -> None:
        """Call *first* with each action and its console; a failure it returns is the answer."""
        self._console.intercept(first)

    @property
    def base(self) -> str:
        """The URL below which the room is, as it is announced."""
        return console_url(self.address.rpartition("/")[0])

    # Opening and closing

    async def open(self) -> None:
        """Start serving; while that fails, ``trouble`` holds the reason."""
        self.service.start()
        app = web.Application(
            middlewares=[
                behind_proxy(self.public, self._trusted),
                handle_errors(self.service.log),
                check_host(self._hosts, self.public, self._trusted),
                self._record_origin,
                self._redirect_names,
            ],
            client_max_size=MAX_BODY,
        )
        app.on_response_prepare.append(add_security_headers)
        routes = [*self._console.paired_routes(), *self._participants.routes()]
        app.add_routes(with_prefix(routes, self.public))
        self._runner = await make_runner(app)
        await self._socket.open()
        self._unbound = await self._listen(self._ports)
        self._wait_for_port()
        self._stop_following = self.service.session.watch(self._participants.follow_ballot)
        self._participants.follow_ballot()
        self._presence = self._start(self._check_presence)

    def _start(self, work: Callable[[], Awaitable[None]]) -> asyncio.Task[None]:
        """Start *work* in the background."""
        return asyncio.create_task(self._logged(work))

    async def _logged(self, work: Callable[[], Awaitable[None]]) -> None:
        """Await *work*; log an exception at once, since nobody waits for it."""
        try:
            await work()
        except Exception as error:
            self.service.log.error("the background", error)

    async def _listen(self, ports: Iterable[int]) -> Unbound | None:
        """Listen on the first free one of *ports* and start the bots; return why none is."""
        assert self._runner is not None
        unbound = None
        for port in ports:
            listening = await bind(self._bind or ANY_ADDRESS, port)
            if not isinstance(listening, Unbound):
                self.port = listening.getsockname()[1]
                limit = ConnectionLimit(self._runner, listening, self.service.log.note)
                limit.open()
                self._connection_limit = limit
                self._store_entrance()
                self._start_bots()
                return None
            unbound = listening
            if not unbound.taken:
                break
        return unbound

    def _start_bots(self) -> None:
        if self._bots:
            host = self._bind if self._bind and self._bind != ANY_ADDRESS else LOOPBACK
            url = f"http://{authority(host, self.port)}"
            play = partial(rehearse, url, self.code, self._bots, way=self.secret)
            self._rehearsal = self._start(play)

    async def _check_presence(self) -> None:
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            await self._logged(self._participants.check_presence)

    def _wait_for_port(self) -> None:
        """Start trying the port again, if what prevented listening may end by itself."""
        if self._unbound is not None and self._unbound.passing:
            self._waiting = self._start(self._listen_later)

    async def _listen_later(self) -> None:
        """Try the port again until it is free."""
        loop = asyncio.get_running_loop()
        end = loop.time() + WAIT_SECONDS
        while self._unbound is not None:
            await asyncio.sleep(RETRY_SECONDS)
            unbound = await self._listen(self._ports)
            late = loop.time() >= end
            changed = unbound is None or late != self._unbound.late
            self._unbound = None if unbound is None else evolve(unbound, late=late)
            if changed:
                self.service.broadcaster.notify()

    async def move_port(self) -> str | Failure:
        """Listen on another port, if the room's is taken; return what it means for phones."""
        async with self._moving:  # a keyboard and a console may come at the same time
            if self._unbound is None:
                return Failure(code="open", message=f"Phones come in on port {self.port} already.")
            await _cancel(self._waiting)
            nearby = range(self.port + 1, min(self.port + 1 + MAX_PORT_TRIES, MAX_PORT))
            self._unbound = await self._listen((*nearby, 0))
            self._moved = self._unbound is None
            self.service.broadcaster.notify()
            if self._unbound is not None:
                self._wait_for_port()
                message = self._unbound.sentence(resumed=self._resumed)
                return Failure(code="unbound", message=message)
            return MOVED.format(port=self.port)

    def _store_entrance(self) -> None:
        session = self.service.session
        before = session.entrance or Entrance(port=0)
        bound = "" if self._bind == ANY_ADDRESS else self._bind or ""
        session.open_at(
            evolve(
                before,
                port=self.port,
                bind=bound,
                anonymous=self._anonymous,
                announced=self._announced,
                public="" if self.public is None else str(self.public),
                trusted=tuple(map(str, self._trusted)),
            )
        )

    async def close(self) -> None:
        """Close all connections within half a second; acknowledged actions are written."""
        await _cancel(self._rehearsal)
        await _cancel(self._waiting)
        await _cancel(self._presence)
        if self._stop_following is not None:
            self._stop_following()
            self._stop_following = None
        if self._connection_limit is not None:
            await self._connection_limit.close()
        await self.service.stop()
        await self._socket.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @web.middleware
    async def _redirect_names(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Lead from this machine's name to its address, so that a phone has one cookie."""
        local = local_address(request)
        named = request.headers.get("Host", "").casefold() in self._own_names()
        if local and named and self.public is None and request.method in ("GET", "HEAD"):
            location = f"http://{authority(*local)}{request.path_qs}"
            return web.Response(status=307, headers={"Location": location})
        return await handler(request)

    def _own_names(self) -> set[str]:
        name = socket.gethostname().casefold()
        names = {name, f"{name.partition('.')[0]}.local"} - {"localhost"}
        return {authority(item, self.port) for item in names}

    @web.middleware
    async def _record_origin(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """
        Record that a request has come from another machine, and proxies that are not trusted.

        Only a request by the public URL can come from such a proxy; others may write any header.
        """
        local = local_address(request)
        self._phone_connected = self._phone_connected or bool(
            local and request.remote not in (local[0], LOOPBACK)
        )
        host = request.headers.get("Host", "").lower()
        if self.public is not None and host == self.public.authority:
            self._phone_connected = True
            if FORWARDED in request.headers and not comes_from(request, self._trusted):
                self._untrusted = request.remote or ""
        return await handler(request)


def _stored_url(entrance: Entrance) -> PublicUrl | None:
    """Return the public URL of *entrance*, which an earlier run has read already."""
    public = read_public_url(entrance.public) if entrance.public else None
    return None if isinstance(public, Failure) else public


async def _cancel(task: asyncio.Task[None] | None) -> None:
    if task is not None:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
