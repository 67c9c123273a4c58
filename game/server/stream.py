"""Server-sent events: what a phone or a console is told while it is open."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import suppress
from typing import NamedTuple

import aiohttp
from aiohttp import web

from game.server.pulse import BEAT, Listener


PATIENCE = 10.0
"""Seconds that a reader may take for what was sent, before it is let go."""


class Event(NamedTuple):
    """What is sent: its *name*, a *text*, and *at* which change of the room."""

    name: str
    text: str = ""
    at: int = 0

    def framed(self) -> bytes:
        """The event as it is sent."""
        lines = "".join(f"data: {line}\n" for line in self.text.split("\n"))
        return f"event: {self.name}\nid: {self.at}\n{lines}\n".encode()


async def stream(
    request: web.Request, listener: Listener, news: Callable[[], Iterable[Event]]
) -> web.StreamResponse:
    """
    Send *news*, asked for anew after every change, until *listener* ends.

    What came and went while the reader was slow is never asked for, so it is not sent.
    """
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    clock = asyncio.get_running_loop().time
    sent = clock()
    with suppress(ConnectionError, TimeoutError):
        while listener.ended is None:
            await listener.changed.wait()
            listener.changed.clear()
            events = [*news()]
            if not events and clock() - sent >= BEAT:
                events = [Event("beat")]
            for event in events:
                await _send(request, response, event)
                sent = clock()
        await _send(request, response, Event(listener.ended))
    return response


async def received(response: aiohttp.ClientResponse) -> AsyncGenerator[Event, None]:
    """What comes in by a stream, at its other end, until that ends."""
    name, lines = "", list[str]()
    async for raw in response.content:
        field, _, value = raw.decode().rstrip("\n").partition(": ")
        if field == "event":
            name, lines = value, []
        elif field == "data":
            lines.append(value)
        elif not field:
            yield Event(name, "\n".join(lines))


async def _send(request: web.Request, response: web.StreamResponse, event: Event) -> None:
    """Send *event*; hang up on a reader that does not take it, so that nothing waits for it."""
    try:
        async with asyncio.timeout(PATIENCE):
            await response.write(event.framed())
    except TimeoutError:
        if request.transport is not None:
            request.transport.abort()
        raise
