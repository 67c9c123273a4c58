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
from game.server.public import Network, PublicUrl, is_forwarded


MAX_BYTES = 200_000
MAX_FILES = 2


class Log:
    """A rotating log in the file at *path*."""

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

    def note(self, message: str) -> None:
        """Log *message*, which must not contain text from outside."""
        self._logger.warning(message)

    def error(self, where: str, error: BaseException) -> None:
        """Count and log *error*: its type, stack positions, and the route *where* it came up."""
        self.errors += 1
        frames = traceback.extract_tb(error.__traceback__)
        positions = (f"  {Path(item.filename).name}:{item.lineno} {item.name}" for item in frames)
        self._logger.error("\n".join([f"{type(error).__name__} in {where}", *positions]))

    def close(self) -> None:
        """Close the file."""
        self._handler.close()


class _Silent(RotatingFileHandler):
    """
    A log file with owner-only permissions that ignores write errors.

    Printing them would break the screen.
    """

    def _open(self) -> Any:
        def private(name: str, flags: int) -> int:
            return os.open(name, flags, 0o600)

        file = open(self.baseFilename, self.mode, encoding=self.encoding, opener=private)  # noqa: SIM115
        with suppress(OSError, AttributeError):  # a file of an older version; no fchmod on Windows
            os.fchmod(file.fileno(), 0o600)
        return file

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        pass


class Bucket:
    """
    A token bucket of *capacity* tokens, refilled at *rate* tokens per second.

    *clock* returns seconds.
    """

    def __init__(self, capacity: float, rate: float, clock: Callable[[], float]) -> None:
        self._capacity = capacity
        self._rate = rate
        self._clock = clock
        self._left = capacity
        self._at = clock()

    def wait(self) -> float:
        """Return the seconds until a token is available; 0 if one is now. Take none."""
        now = self._clock()
        self._left = min(self._capacity, self._left + self._rate * (now - self._at))
        self._at = now
        return 0 if self._left >= 1 else (1 - self._left) / self._rate

    def take(self) -> float:
        """Take a token and return 0, or return the seconds until one is available."""
        wait = self.wait()
        if not wait:
            self._left -= 1
        return wait


MAX_BODY = 2048
"""Maximum length of a request body in bytes."""
BODY_SECONDS = 10.0
"""Seconds within which a request body must arrive."""

ACTIVE: web.AppKey[set[object]] = web.AppKey("served")
"""Connections with a request in progress, streams included; closed last."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


async def add_security_headers(_: web.Request, response: web.StreamResponse) -> None:
    """Add security headers to *response*; to be called before it is sent."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.pop("Server", None)


def check_host(
    hosts: Callable[[], Collection[str]],
    public: PublicUrl | None = None,
    trusted: Collection[Network] = (),
) -> Middleware:
    """
    Refuse requests with a Host header other than *hosts*, *public* or the local address.

    Refuse requests from other origins as well. Proxies in *trusted* that name the sender may send
    any Host header; the only origin accepted with it is that of *public*.
    """
    named = {public.authority} if public else set()

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        host = request.headers.get("Host", "").casefold()
        own = local_address(request)
        # Prevents DNS rebinding.
        known = host in named or (own is not None and host == authority(*own)) or host in hosts()
        if not known and not is_forwarded(request, trusted):
            return status_page(403, "Not this way", "Open the address on the screen.")
        own_origins = {f"http://{host}"} if known and host not in named else set()
        origins = {public.origin, *own_origins} if public else own_origins
        origin = request.headers.get("Origin")
        if origin is not None and origin.casefold() not in origins:
            return status_page(403, "Not this way", "That came from another page.")
        return await handler(request)

    return middleware


def handle_errors(log: Log) -> Middleware:
    """Refuse long bodies; log exceptions to *log* and respond with a short page."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            if (request.content_length or 0) > MAX_BODY:
                return _too_much()
            await _receive(request)
            served = request.app[ACTIVE]
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
    """Read the body for the handler; refuse one that does not arrive in time."""
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


def authority(address: str, port: int) -> str:
    """Return the host and port as they stand in a URL."""
    name = f"[{address}]" if ":" in address else address
    return name if port == 80 else f"{name}:{port}"


def local_address(request: web.Request) -> tuple[str, int] | None:
    """Return the local address and port of the connection; None for a Unix socket."""
    own = request.transport.get_extra_info("sockname") if request.transport else None
    return (own[0], own[1]) if isinstance(own, tuple) else None


def _route(request: web.Request) -> str:
    """Return the route's pattern, which contains nothing of the request."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "nowhere"
