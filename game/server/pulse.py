"""Who must be told that the room has changed, at most ten times a second."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress


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


class Pulse:
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
