"""Notify listeners of room changes over server-sent events, at most ten times per second."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

import aiohttp
from aiohttp import web


MIN_INTERVAL = 0.1
HEARTBEAT_SECONDS = 10.0
"""Seconds after which listeners are woken without a change."""


class Listener:
    """An open stream of *owner*, a seat id; *ended* is the name of its last event."""

    def __init__(self, owner: str) -> None:
        self.owner = owner
        self.changed = asyncio.Event()
        self.ended: str | None = None

    def end(self, reason: str) -> None:
        """End the stream with an event named *reason*."""
        self.ended = reason
        self.changed.set()


class Broadcaster:
    """Wake every listener after a change: at once, then at most once per ``MIN_INTERVAL``."""

    def __init__(self) -> None:
        self._listeners: dict[Listener, None] = {}
        self._touched = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def listeners(self) -> tuple[Listener, ...]:
        """The open streams, oldest first."""
        return tuple(self._listeners)

    def notify(self) -> None:
        """Report a change."""
        self._touched.set()

    def start(self) -> None:
        """Start notifying, on the running loop."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """End every stream."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        for listener in self._listeners:
            listener.end("closing")

    @contextmanager
    def subscribe(self, owner: str) -> Iterator[Listener]:
        """Register a listener for *owner* while its stream is open."""
        listener = Listener(owner)
        self._listeners[listener] = None
        listener.changed.set()
        self.notify()
        try:
            yield listener
        finally:
            del self._listeners[listener]
            self.notify()

    async def _run(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(HEARTBEAT_SECONDS):
                    await self._touched.wait()
            self._touched.clear()
            for listener in self._listeners:
                listener.changed.set()
            await asyncio.sleep(MIN_INTERVAL)


SEND_TIMEOUT = 10.0
"""Seconds that a client may take to read an event before it is disconnected."""


class Event(NamedTuple):
    """A server-sent event; *at* is the number of the room's change."""

    name: str
    text: str = ""
    at: int = 0

    def encode(self) -> bytes:
        """Return the event in the wire format of server-sent events."""
        lines = "".join(f"data: {line}\n" for line in self.text.split("\n"))
        return f"event: {self.name}\nid: {self.at}\n{lines}\n".encode()


async def stream(
    request: web.Request, listener: Listener, events_now: Callable[[], Iterable[Event]]
) -> web.StreamResponse:
    """
    Send what *events_now* returns after every change until *listener* ends.

    States that a slow client misses are skipped.
    """
    # The second header keeps nginx from collecting events before it passes them on.
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"}
    )
    await response.prepare(request)
    clock = asyncio.get_running_loop().time
    sent = clock()
    with suppress(ConnectionError, TimeoutError):
        while listener.ended is None:
            await listener.changed.wait()
            listener.changed.clear()
            events = [*events_now()]
            if not events and clock() - sent >= HEARTBEAT_SECONDS:
                events = [Event("beat")]
            for event in events:
                await _send(request, response, event)
                sent = clock()
        await _send(request, response, Event(listener.ended))
    return response


async def read_events(response: aiohttp.ClientResponse) -> AsyncGenerator[Event, None]:
    """Yield the events of *response* until it ends; a line may have any length."""
    name, lines = "", list[str]()
    rest = b""
    async for chunk in response.content.iter_any():  # reading by line has a maximum length
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            field, _, value = line.decode(errors="replace").partition(": ")
            if field == "event":
                name, lines = value, []
            elif field == "data":
                lines.append(value)
            elif not field:
                yield Event(name, "\n".join(lines))


async def _send(request: web.Request, response: web.StreamResponse, event: Event) -> None:
    """Send *event*; abort the connection of a client that does not read it in time."""
    try:
        async with asyncio.timeout(SEND_TIMEOUT):
            await response.write(event.encode())
    except TimeoutError:
        if request.transport is not None:
            request.transport.abort()
        raise
