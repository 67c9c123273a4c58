"""Checks on each request, headers on each response, rate limits, and the error log."""

from __future__ import annotations

import asyncio
import logging
import os
import traceback
from collections.abc import Callable, Collection
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from game.server.html import status_page


MAX_BYTES = 200_000
MAX_FILES = 2


class Log:
    """A log in the file at *path*, which is turned over when it is full."""

    def __init__(self, path: Path) -> None:
        self.errors = 0
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
        self._logger = logging.Logger("two-hats.server")
        self._handler = _Silent(
            path, maxBytes=MAX_BYTES, backupCount=MAX_FILES, encoding="utf-8", delay=True
        )
        self._handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        self._logger.addHandler(self._handler)

    def note(self, what: str) -> None:
        """Write that *what* happened; it holds our own words alone."""
        self._logger.warning(what)

    def error(self, where: str, error: BaseException) -> None:
        """Count *error*, and write its kind and its place; *where* is the route it came up in."""
        self.errors += 1
        frames = traceback.extract_tb(error.__traceback__)
        places = (f"  {Path(item.filename).name}:{item.lineno} {item.name}" for item in frames)
        self._logger.error("\n".join([f"{type(error).__name__} in {where}", *places]))

    def close(self) -> None:
        """Let go of the file."""
        self._handler.close()


class _Silent(RotatingFileHandler):
    """
    A log that this user alone can read.

    One that cannot be written says nothing: the screen belongs to the game.
    """

    def _open(self) -> Any:
        def private(name: str, flags: int) -> int:
            return os.open(name, flags, 0o600)

        file = open(self.baseFilename, self.mode, encoding=self.encoding, opener=private)  # noqa: SIM115
        with suppress(OSError, AttributeError):  # one of an older version; none on Windows
            os.fchmod(file.fileno(), 0o600)
        return file

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        pass


class Bucket:
    """
    Holds *most* at first, and fills by *rate* a second; each time takes one out.

    *clock* tells seconds.
    """

    def __init__(self, most: float, rate: float, clock: Callable[[], float]) -> None:
        self._most = most
        self._rate = rate
        self._clock = clock
        self._left = most
        self._at = clock()

    def wait(self) -> float:
        """0 when there is one to take, else the seconds until there is; takes nothing."""
        now = self._clock()
        self._left = min(self._most, self._left + self._rate * (now - self._at))
        self._at = now
        return 0 if self._left >= 1 else (1 - self._left) / self._rate

    def take(self) -> float:
        """0 when there was one to take, else the seconds until there is."""
        wait = self.wait()
        if not wait:
            self._left -= 1
        return wait


MAX_BODY = 2048
"""The longest body of a request, in bytes."""
BODY_SECONDS = 10.0
"""Seconds that a body may take to arrive."""

SERVED: web.AppKey[set[object]] = web.AppKey("served")
"""The connections whose request is being answered, streams among them; ended last."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


async def with_headers(_: web.Request, response: web.StreamResponse) -> None:
    """Put on *response* what makes a browser careful; to be called before it is sent."""
    response.headers.update(HEADERS)
    response.headers.pop("Server", None)


def at_home(hosts: Callable[[], Collection[str]]) -> Middleware:
    """
    Refuse requests to a host that is neither in *hosts* nor the address they came in by.

    So are requests that another site's page sent.
    """

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        host = request.headers.get("Host", "").casefold()
        own = came_in_by(request)
        # A name that was bent to this address is not the address.
        if (own is None or host != at(*own)) and host not in hosts():
            return status_page(403, "Not this way", "Open the address on the wall.")
        origin = request.headers.get("Origin")
        if origin is not None and origin.casefold() != f"http://{host}":
            return status_page(403, "Not this way", "That came from another page.")
        return await handler(request)

    return middleware


def careful(log: Log) -> Middleware:
    """Refuse long bodies; what goes wrong inside is written to *log* and answered shortly."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            if (request.content_length or 0) > MAX_BODY:
                return _too_much()
            await _receive(request)
            served = request.app[SERVED]
            served.add(request.protocol)
            try:
                return await handler(request)
            finally:
                served.discard(request.protocol)
        except web.HTTPRequestEntityTooLarge:
            return _too_much()
        except web.HTTPException as refusal:
            return status_page(refusal.status, refusal.reason, "There is nothing here.")
        except ConnectionError:  # the phone went away
            raise
        except Exception as error:
            log.error(f"{request.method} {_route(request)}", error)
            return status_page(500, "Our mistake", "Something went wrong on our side. Try again.")

    return middleware


async def _receive(request: web.Request) -> None:
    """Read the body, which the handler then gets at once; one that does not come is refused."""
    if not request.can_read_body:
        return
    try:
        async with asyncio.timeout(BODY_SECONDS):
            await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    except web.RequestPayloadError:
        raise web.HTTPBadRequest from None


def _too_much() -> web.Response:
    return status_page(413, "Too much", "That is more than the room can take.")


def at(address: str, port: int) -> str:
    """How a browser names *address* and *port* as a host."""
    name = f"[{address}]" if ":" in address else address
    return name if port == 80 else f"{name}:{port}"


def came_in_by(request: web.Request) -> tuple[str, int] | None:
    """The address and port that the connection came in by; None for a socket's file."""
    own = request.transport.get_extra_info("sockname") if request.transport else None
    return (own[0], own[1]) if isinstance(own, tuple) else None


def _route(request: web.Request) -> str:
    """The pattern of the route, which has nothing of the request in it."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "nowhere"
