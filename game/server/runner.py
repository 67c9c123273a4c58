"""Run the server in the game's event loop; cap connections by the descriptors left."""

from __future__ import annotations

import asyncio
import errno
import itertools
import logging
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus

from aiohttp import web

from game.server.html import status_page
from game.server.middleware import HEADERS, SERVED


WANTED = 4096
"""Descriptors that a full room needs: two streams for each seat, those that wait, and ours."""
MIN_HEADROOM, MAX_HEADROOM = 16, 64
"""Descriptors that no connection gets: the journal, the log, imports and fonts need some."""
MIN_CONNECTIONS, MAX_CONNECTIONS = 8, WANTED
SPARES = 4


def raise_limit() -> int | None:
    """Raise the soft limit to ``WANTED`` where that is allowed; returns it, None for none."""
    try:
        import resource
    except ImportError:
        return None
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    target = WANTED if hard == resource.RLIM_INFINITY else min(WANTED, hard)
    if soft != resource.RLIM_INFINITY and soft < target:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (target, hard))
            soft = target
    return None if soft == resource.RLIM_INFINITY else soft


def max_connections(limit: int | None, connections: int = 0) -> int:
    """
    How many connections fit under *limit* beside the headroom and what else is open now.

    *connections* of the descriptors that are open belong to connections.
    """
    if limit is None:
        return MAX_CONNECTIONS
    headroom = min(MAX_HEADROOM, max(MIN_HEADROOM, limit // 8))
    return min(MAX_CONNECTIONS, max(MIN_CONNECTIONS, limit - (_open() - connections) - headroom))


def _open() -> int:
    """How many descriptors are open; a guess where the system does not list them."""
    for listing in ("/proc/self/fd", "/dev/fd"):
        with suppress(OSError):
            return len(os.listdir(listing))
    return 32


class Spares:
    """A few open descriptors, to be given up at the moment when there is no other."""

    def __init__(self) -> None:
        self._held: list[int] = []

    def hold(self) -> None:
        """Open as many as are missing, or as many as there are."""
        with suppress(OSError):
            while len(self._held) < SPARES:
                self._held.append(os.open(os.devnull, os.O_RDONLY))

    def release(self) -> None:
        """Close them."""
        while self._held:
            os.close(self._held.pop())


MAX_WAITING = 2000
"""Connections with no request to answer; when one more comes the oldest ends."""
MAX_BATCH = 256
"""Connections that are accepted in one turn of the loop, at most."""
RETRY = 0.01
"""Seconds after which accepting is tried again when the system has no descriptor left."""
MEASURED_AGAIN = 1.0
"""Seconds after which a full house counts again how many descriptors others need."""
NOTED_AGAIN = 10.0
"""Seconds after which it is logged once more that no descriptor is left."""
KEEPALIVE = 30.0
"""Seconds after which a connection without a request is closed."""

QUIET = logging.Logger("quiet")
"""A logger that says nothing: the screen belongs to the game."""
QUIET.disabled = True

_EXHAUSTED = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)


class _Plain(web.Response):
    """A response outside of the application, which no hook of it reaches."""

    async def _write_headers(self) -> None:
        self.headers.pop("Server", None)
        await super()._write_headers()


class Connection(web.RequestHandler):
    """One connection; what the parser refuses is answered like everything else."""

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answer with a short page that says nothing of the request, nor of the software."""
        super().handle_error(request, status, exc, message)
        page = status_page(status, HTTPStatus(status).phrase, "There is nothing here.")
        response = _Plain(body=page.body, status=status, content_type="text/html", charset="utf-8")
        response.headers.update(HEADERS)
        response.force_close()
        return response


class ConnectionLimit:
    """
    Serves *runner*'s application at the *listening* socket.

    *note* gets a sentence for the log when descriptors have run out.
    """

    def __init__(
        self, runner: web.AppRunner, listening: socket.socket, note: Callable[[str], None]
    ) -> None:
        assert runner.server is not None
        self._server = runner.server
        self._served = runner.app[SERVED]
        self._listening = listening
        self._note = note
        self._spares = Spares()
        self._task: asyncio.Task[None] | None = None
        self._arriving: set[asyncio.Task[None]] = set()
        self._limit: int | None = None
        self._measured = 0.0
        self._noted = -NOTED_AGAIN
        self.max_connections = 0

    def open(self) -> None:
        """Begin to accept, on the running loop."""
        self._listening.setblocking(False)
        self._limit = raise_limit()
        self._spares.hold()
        self._measure()
        self._task = asyncio.create_task(self._accept_all())

    async def close(self) -> None:
        """Accept no more; connections that are open stay."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        await asyncio.gather(*self._arriving)
        self._listening.close()
        self._spares.release()

    async def _accept_all(self) -> None:
        loop = asyncio.get_running_loop()
        for number in itertools.count(1):
            if not number % max(1, min(MAX_BATCH, self.max_connections // 16)):
                await asyncio.sleep(0)  # accepting does not wait while others are waiting
            try:
                connection, _ = await loop.sock_accept(self._listening)
            except OSError as error:
                if error.errno in _EXHAUSTED:
                    await self._free_some()
                else:  # such as a connection that was gone again before it was accepted
                    await asyncio.sleep(0)
                continue
            self._make_room()
            self._spares.hold()
            task = asyncio.create_task(self._serve(connection))
            self._arriving.add(task)
            task.add_done_callback(self._arriving.discard)

    async def _serve(self, connection: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        try:
            await loop.connect_accepted_socket(self._protocol, connection)
        except OSError:
            connection.close()

    async def _free_some(self) -> None:
        """Give up the spares and the oldest connection, when others took the descriptors."""
        self._spares.release()
        self._measure()
        self.max_connections = max(1, min(self.max_connections, len(self._server.connections)))
        if self._measured - self._noted > NOTED_AGAIN:
            self._noted = self._measured
            self._note(f"No file descriptor is left; {self.max_connections} connections are kept.")
        self._make_room()
        await asyncio.sleep(RETRY)  # closing takes a turn of the loop

    def _protocol(self) -> asyncio.BaseProtocol:
        loop = asyncio.get_running_loop()
        return Connection(
            self._server, loop=loop, logger=QUIET, access_log=QUIET, keepalive_timeout=KEEPALIVE
        )

    def _measure(self) -> None:
        """Derive how many connections there may be from what everything else has open now."""
        self._measured = asyncio.get_running_loop().time()
        self.max_connections = max_connections(self._limit, len(self._server.connections))

    def _make_room(self) -> None:
        """End as many connections as are one too many; those that are being answered last."""
        arriving, maximum = len(self._arriving), min(self.max_connections, MAX_WAITING)
        known_names = self._server.connections
        if len(known_names) + arriving < maximum:
            return
        open_now = [item for item in known_names if item.connected]
        if len(open_now) + arriving < maximum:
            return
        if asyncio.get_running_loop().time() - self._measured > MEASURED_AGAIN:
            self._measure()
        waiting = [item for item in open_now if item not in self._served]
        served = [item for item in open_now if item in self._served]
        too_many = arriving + max(len(open_now) - self.max_connections, len(waiting) - MAX_WAITING)
        for item in [*waiting, *served][: max(0, too_many + 1)]:
            transport = item.transport
            item.force_close()
            if transport is not None:
                transport.abort()  # closing alone would wait until everything sent is read


PATIENCE = 0.2
"""Seconds that open requests get to end when the server closes."""


async def run(app: web.Application) -> web.AppRunner:
    """Make *app* ready for sites; it neither prints, nor logs requests, nor takes signals."""
    app[SERVED] = set()
    runner = web.AppRunner(
        app,
        access_log=None,
        handle_signals=False,
        handler_cancellation=True,
        logger=QUIET,
        shutdown_timeout=PATIENCE,
    )
    await runner.setup()
    return runner
