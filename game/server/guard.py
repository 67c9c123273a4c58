"""What every request has to pass, and what every answer carries."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from game.server.log import Log
from game.server.pages import told


BODY_MOST = 2048
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
            return told(403, "Not this way", "Open the address on the wall.")
        origin = request.headers.get("Origin")
        if origin is not None and origin.casefold() != f"http://{host}":
            return told(403, "Not this way", "That came from another page.")
        return await handler(request)

    return middleware


def careful(log: Log) -> Middleware:
    """Refuse long bodies; what goes wrong inside is written to *log* and answered shortly."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            if (request.content_length or 0) > BODY_MOST:
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
            return told(refusal.status, refusal.reason, "There is nothing here.")
        except ConnectionError:  # the phone went away
            raise
        except Exception as error:
            log.error(f"{request.method} {_route(request)}", error)
            return told(500, "Our mistake", "Something went wrong on our side. Try again.")

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
    return told(413, "Too much", "That is more than the room can take.")


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
