"""One key, click or paste at a time, each after the one before has taken effect."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from textual import events
from textual.app import App
from textual.message import Message
from textual.message_pump import MessagePump


MAX_ROUNDS = 60
"""
Rounds of messages that one event may cause before the next event is delivered anyway.

A key takes about 15: up the tree of widgets, into a new screen and its widgets. The
limit keeps the keyboard alive while messages of another origin never end.
"""
MAX_WAIT = 1.0
"""Seconds to wait for handlers that are still running, such as one that waits for the network."""
MAX_TURNS = 200
"""
Turns of the event loop after ``MAX_WAIT``.

A process that was held, or got little of the processor, has work left when the time is
over; a handler that waits for the network takes no turn.
"""


class OrderedInput:
    """
    A queue of input events for *app*, which handles them with *deliver*.

    Textual hands events to the widget that has the focus now, although an event before
    may still be on its way to move the focus, change the page or open a screen. Here an
    event waits until no message is left that the one before could have caused, so keys
    that arrive in one read do what the same keys do when they are typed slowly.
    """

    def __init__(self, app: App[Any], deliver: Callable[[events.Event], Awaitable[object]]) -> None:
        self._app = app
        self._deliver = deliver
        self._events: asyncio.Queue[events.Event] = asyncio.Queue()
        self._ended = False

    @staticmethod
    def takes(message: Message) -> bool:
        """Return whether *message* is input from outside that has not been delivered yet."""
        outside = (events.InputEvent, events.Paste, events.AppFocus, events.AppBlur)
        return isinstance(message, outside) and not message.is_forwarded

    def put(self, event: events.Event) -> None:
        """Add *event* to the queue."""
        if not self._ended:
            self._events.put_nowait(event)

    async def run(self) -> None:
        """Deliver events until cancelled; what comes later is dropped."""
        try:
            while True:
                event = await self._events.get()
                try:
                    await self._settle()
                    await self._deliver(event)
                finally:
                    self._events.task_done()
        finally:
            self._ended = True
            while not self._events.empty():
                self._events.get_nowait()
                self._events.task_done()

    async def settled(self) -> None:
        """Wait until every event that was sent to the app has taken effect."""
        await self._settle()
        await self._events.join()
        await self._settle()

    async def _settle(self) -> None:
        """Wait until every message that is under way has been handled."""
        for _ in range(MAX_ROUNDS):
            busy = [pump for pump in self._pumps() if not _is_idle(pump)]
            if not busy:
                return
            waiting = [asyncio.ensure_future(_handled(pump)) for pump in busy]
            _, pending = await asyncio.wait(waiting, timeout=MAX_WAIT)
            for _ in range(MAX_TURNS):
                if all(task.done() for task in pending):
                    break
                await asyncio.sleep(0)
            else:
                for task in pending:
                    task.cancel()
                return

    def _pumps(self) -> Iterator[MessagePump]:
        yield self._app
        for screen in self._app.screen_stack:
            yield from screen.walk_children(with_self=True)


def _is_idle(pump: MessagePump) -> bool:
    """Return whether *pump* waits for a message, or will never handle one again."""
    if pump._closing or pump._closed:
        return True
    # An empty queue that nobody waits at belongs to a handler that is still running.
    waiters: object = getattr(pump._message_queue.ready_event, "_waiters")  # noqa: B009
    return bool(waiters) and not pump.message_queue_size


async def _handled(pump: MessagePump) -> None:
    """Wait until *pump* has handled what it has now."""
    done = asyncio.Event()
    if pump.call_later(done.set):
        await done.wait()
    else:
        await asyncio.sleep(0)
