"""Notify listeners of room changes over server-sent events, at most ten times per second."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

import aiohttp
from aiohttp import web


INTERVAL = 0.1
BEAT = 10.0
"""Seconds after which everybody is woken though nothing happened."""


class Listener:
    """One open stream of *who*: *changed* says there may be news, *ended* that it is to end."""

    def __init__(self, who: str) -> None:
        self.who = who
        self.changed = asyncio.Event()
        self.ended: str | None = None

    def end(self, why: str) -> None:
        """Have the stream end, with *why* as its last word."""
        self.ended = why
        self.changed.set()


class Broadcaster:
    """Wakes every listener after a change: the first one at once, those that follow together."""

    def __init__(self) -> None:
        self.number = 0
        self._listeners: dict[Listener, None] = {}
        self._touched = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def listeners(self) -> tuple[Listener, ...]:
        """The open streams, oldest first."""
        return tuple(self._listeners)

    def touch(self) -> None:
        """Say that something changed."""
        self._touched.set()

    def start(self) -> None:
        """Begin to beat, on the running loop."""
        self._task = asyncio.create_task(self._beat())

    async def stop(self) -> None:
        """End every stream."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        for listener in self._listeners:
            listener.end("closing")

    @contextmanager
    def listening(self, who: str) -> Iterator[Listener]:
        """A listener of *who*, for as long as its stream is open."""
        listener = Listener(who)
        self._listeners[listener] = None
        listener.changed.set()
        self.touch()
        try:
            yield listener
        finally:
            del self._listeners[listener]
            self.touch()

    async def _beat(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(BEAT):
                    await self._touched.wait()
            self._touched.clear()
            self.number += 1
            for listener in self._listeners:
                listener.changed.set()
            await asyncio.sleep(INTERVAL)


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
