"""Run the server in the game's event loop; limit connections by the free file descriptors."""

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
from game.server.middleware import ACTIVE, HEADERS


TARGET_LIMIT = 4096
"""File descriptors for a full room: two streams per seat, idle connections, and our own files."""
MIN_HEADROOM, MAX_HEADROOM = 16, 64
"""File descriptors kept free of connections for the journal, the log and imports."""
MIN_CONNECTIONS, MAX_CONNECTIONS = 8, TARGET_LIMIT
SPARES = 4


def raise_limit() -> int | None:
    """Raise the soft limit to ``TARGET_LIMIT`` if allowed; return it, or None if unlimited."""
    try:
        import resource
    except ImportError:
        return None
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    target = TARGET_LIMIT if hard == resource.RLIM_INFINITY else min(TARGET_LIMIT, hard)
    if soft != resource.RLIM_INFINITY and soft < target:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (target, hard))
            soft = target
    return None if soft == resource.RLIM_INFINITY else soft


def max_connections(limit: int | None, connections: int = 0) -> int:
    """
    Return how many connections fit under *limit*, less the headroom and other open files.

    *connections* is the number of open descriptors that belong to connections.
    """
    if limit is None:
        return MAX_CONNECTIONS
    headroom = min(MAX_HEADROOM, max(MIN_HEADROOM, limit // 8))
    return min(MAX_CONNECTIONS, max(MIN_CONNECTIONS, limit - (_open() - connections) - headroom))


def _open() -> int:
    """Return the number of open descriptors; an estimate where the system does not list them."""
    for listing in ("/proc/self/fd", "/dev/fd"):
        with suppress(OSError):
            return len(os.listdir(listing))
    return 32


class SpareDescriptors:
    """Descriptors held in reserve, released when the system has no other left."""

    def __init__(self) -> None:
        self._held: list[int] = []

    def hold(self) -> None:
        """Open the missing spares, as far as possible."""
        with suppress(OSError):
            while len(self._held) < SPARES:
                self._held.append(os.open(os.devnull, os.O_RDONLY))

    def release(self) -> None:
        """Close all spares."""
        while self._held:
            os.close(self._held.pop())


MAX_WAITING = 2000
"""Maximum number of idle connections; a further one closes the oldest."""
MAX_BATCH = 256
"""Maximum number of connections accepted in one turn of the loop."""
RETRY = 0.01
"""Seconds before accepting is retried when no descriptor is left."""
MEASURE_INTERVAL = 1.0
"""Seconds between counts of open descriptors while at the limit."""
LOG_INTERVAL = 10.0
"""Seconds between log lines about exhausted descriptors."""
KEEPALIVE = 30.0
"""Seconds after which an idle connection is closed."""

QUIET = logging.Logger("quiet")
"""A disabled logger: output would break the screen."""
QUIET.disabled = True

_EXHAUSTED = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)


class _Plain(web.Response):
    """A response outside of the application, without its hooks."""

    async def _write_headers(self) -> None:
        self.headers.pop("Server", None)
        await super()._write_headers()


class Connection(web.RequestHandler):
    """A connection that answers malformed requests with a page and the usual headers."""

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Respond with a short page that reveals nothing of the request or the software."""
        super().handle_error(request, status, exc, message)
        page = status_page(status, HTTPStatus(status).phrase, "There is nothing here.")
        response = _Plain(body=page.body, status=status, content_type="text/html", charset="utf-8")
        response.headers.update(HEADERS)
        response.force_close()
        return response


class ConnectionLimit:
    """
    Serve *runner*'s application on the socket *listening*, with a limited number of connections.

    *note* receives a log line when descriptors run out.
    """

    def __init__(
        self, runner: web.AppRunner, listening: socket.socket, note: Callable[[str], None]
    ) -> None:
        assert runner.server is not None
        self._server = runner.server
        self._served = runner.app[ACTIVE]
        self._listening = listening
        self._note = note
        self._spares = SpareDescriptors()
        self._task: asyncio.Task[None] | None = None
        self._arriving: set[asyncio.Task[None]] = set()
        self._limit: int | None = None
        self._measured = 0.0
        self._noted = -LOG_INTERVAL
        self.max_connections = 0

    def open(self) -> None:
        """Start accepting, on the running loop."""
        self._listening.setblocking(False)
        self._limit = raise_limit()
        self._spares.hold()
        self._measure()
        self._task = asyncio.create_task(self._accept_all())

    async def close(self) -> None:
        """Stop accepting; open connections stay."""
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
                await asyncio.sleep(0)  # lets open connections run
            try:
                connection, _ = await loop.sock_accept(self._listening)
            except OSError as error:
                if error.errno in _EXHAUSTED:
                    await self._free_some()
                else:  # such as a connection closed before it was accepted
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
        """Release the spares and close the oldest connection when descriptors have run out."""
        self._spares.release()
        self._measure()
        self.max_connections = max(1, min(self.max_connections, len(self._server.connections)))
        if self._measured - self._noted > LOG_INTERVAL:
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
        """Derive the limit of connections from what else is open now."""
        self._measured = asyncio.get_running_loop().time()
        self.max_connections = max_connections(self._limit, len(self._server.connections))

    def _make_room(self) -> None:
        """Close connections above the limit: idle ones first, then the oldest."""
        arriving, maximum = len(self._arriving), min(self.max_connections, MAX_WAITING)
        connections = self._server.connections
        if len(connections) + arriving < maximum:
            return
        open_now = [item for item in connections if item.connected]
        if len(open_now) + arriving < maximum:
            return
        if asyncio.get_running_loop().time() - self._measured > MEASURE_INTERVAL:
            self._measure()
        waiting = [item for item in open_now if item not in self._served]
        served = [item for item in open_now if item in self._served]
        too_many = arriving + max(len(open_now) - self.max_connections, len(waiting) - MAX_WAITING)
        for item in [*waiting, *served][: max(0, too_many + 1)]:
            transport = item.transport
            item.force_close()
            if transport is not None:
                transport.abort()  # close() would wait until everything sent is read


SHUTDOWN_TIMEOUT = 0.2
"""Seconds that open requests get to finish at shutdown."""


async def make_runner(app: web.Application) -> web.AppRunner:
    """Return a runner for *app* that does not print, log requests or handle signals."""
    app[ACTIVE] = set()
    runner = web.AppRunner(
        app,
        access_log=None,
        handle_signals=False,
        handler_cancellation=True,
        logger=QUIET,
        shutdown_timeout=SHUTDOWN_TIMEOUT,
    )
    await runner.setup()
    return runner
