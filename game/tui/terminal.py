"""The terminal: its driver, and keys delivered in order."""

from __future__ import annotations

import asyncio
import os
import re
import select
import selectors
import signal
import threading
from codecs import getincrementaldecoder
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import suppress
from errno import EIO
from time import monotonic
from typing import Any, Protocol, cast

from textual import events
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.command import CommandPalette
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message
from textual.message_pump import MessagePump
from textual.worker import Worker, WorkerError


POLL = 0.1
"""Seconds between two looks at whether input is to end, and for a lone escape key."""
READ_SIZE = 4096
"""Bytes read at once."""
LATE_ARROW = re.compile(r"[\[O][A-DFH]")
"""What is left of an arrow key, Home or End whose escape character was taken for a key."""
MAX_PENDING = 12
"""Writes that may wait for the terminal before frames are left out."""
DRAIN_PATIENCE = 1.0
"""Seconds to wait on leaving for a terminal that takes nothing."""
STOP_PATIENCE = 3.0
"""Seconds after a signal in which further ones do not cut the leaving short."""
STOPS = tuple(
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
    if hasattr(signal, name)
)
"""The signals that end the game."""
RESTORED = (
    "\x1b[?2004l\x1b[?2048l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l"  # paste, size, mouse
    "\x1b[<u\x1b[?1004l\x1b[?7h\x1b[?1049l\x1b[?25h"  # keys, focus, wrapping, screen, cursor
)
"""What gives back every mode of the terminal that the driver takes."""


class TerminalLostError(BrokenPipeError):
    """The terminal was closed while the game ran."""


class TerminalApp(Protocol):
    """What the driver needs of the app; each method may be called from any thread."""

    def fail(self, error: BaseException) -> None:
        """Leave the screen, and raise *error* to whoever ran the app."""

    def repaint(self) -> None:
        """Draw the whole screen again."""


class InputDecoder:
    """Turn bytes of a terminal into messages; no byte or sequence makes it fail."""

    def __init__(self, *, debug: bool = False) -> None:
        self._debug = debug
        self._decode = getincrementaldecoder("utf-8")(errors="replace").decode
        self._parser = XTermParser(debug)
        self._escaped = False

    def feed(self, data: bytes) -> Iterator[Message]:
        """Yield the messages that *data* completes; bytes that are not UTF-8 become U+FFFD."""
        text = self._decode(data)
        if self._escaped and LATE_ARROW.match(text):
            text = f"\x1b{text}"
        self._escaped = False
        for character in text:
            yield from self._guarded(self._parser.feed, character)

    def tick(self) -> Iterator[Message]:
        """Yield what was incomplete for too long to be the begin of a sequence."""
        for message in self._guarded(self._parser.tick):
            self._escaped = isinstance(message, events.Key) and message.key == "escape"
            yield message

    def _guarded(self, parse: Callable[..., Iterable[Message]], *data: str) -> Iterator[Message]:
        """Parse; a report that the parser cannot take is dropped, and parsing goes on after it."""
        try:
            yield from parse(*data)
        except Exception:
            self._parser = XTermParser(self._debug)


class Output(threading.Thread):
    """
    Write to the file *descriptor* in the order of the calls; no call waits for the terminal.

    *drained* is called from this thread after a stall, *lost* with the error of a
    terminal that is gone. Python's own buffered files are avoided: a thread that is
    stuck inside one of them would keep the interpreter from ending.
    """

    def __init__(
        self, descriptor: int, drained: Callable[[], None], lost: Callable[[OSError], None]
    ) -> None:
        super().__init__(daemon=True, name="terminal-output")
        self._descriptor = descriptor
        self._drained = drained
        self._lost = lost
        self._pending: deque[bytes] = deque()
        self._changed = threading.Condition()
        self._ending = False
        self._skipped = False

    def write(self, text: str) -> None:
        """Add *text* to what is to be written."""
        with self._changed:
            self._pending.append(text.encode(errors="replace"))
            self._changed.notify()

    def skip_frame(self) -> bool:
        """Return whether a frame is to be left out now; if so, *drained* will be called."""
        with self._changed:
            stalled = len(self._pending) >= MAX_PENDING
            self._skipped = self._skipped or stalled
            return stalled

    def stop(self) -> None:
        """Write what is pending, as far as the terminal takes it within ``DRAIN_PATIENCE``."""
        with self._changed:
            self._ending = True
            self._changed.notify()
        self.join(DRAIN_PATIENCE)

    def run(self) -> None:
        """Write until stopped, or until the terminal is gone."""
        try:
            while (data := self._next()) is not None:
                while data:
                    data = data[os.write(self._descriptor, data) :]
        except OSError as error:
            self._lost(error)

    def _next(self) -> bytes | None:
        """Wait for something to write; None at the end. Report a stall that is over."""
        with self._changed:
            drained = self._skipped and not self._pending
            self._skipped = self._skipped and not drained
        if drained:
            self._drained()
        with self._changed:
            self._changed.wait_for(lambda: self._pending or self._ending)
            return self._pending.popleft() if self._pending else None


class TerminalDriver(LinuxDriver):
    """
    Textual's driver, with input and output of our own.

    Textual decodes strictly, so that one byte of another encoding ends its input, and
    its queue of output blocks the event loop when the terminal does not read.
    """

    _output: Output | None = None
    _handlers: dict[int, Any] | None = None
    _stopped: float | None = None

    @property
    def _game(self) -> TerminalApp:
        return cast("TerminalApp", self._app)

    def start_application_mode(self) -> None:
        """Take the terminal over; a signal that ends the game gives it back first."""
        assert self._file is not None
        self._catch_signals()
        self._output = Output(self._file.fileno(), self._game.repaint, self._lose)
        self._output.start()
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def _catch_signals(self) -> None:
        if self._handlers is None:
            found = {number: signal.getsignal(number) for number in STOPS}
            # nohup ignores a signal, and so does the game then.
            self._handlers = {n: old for n, old in found.items() if old is not signal.SIG_IGN}
            for number in self._handlers:
                signal.signal(number, self._stop)

    def _release_signals(self) -> None:
        for number, handler in (self._handlers or {}).items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
        self._handlers = None

    def _stop(self, number: int, _: object) -> None:
        """Leave as ``q`` does; if that takes too long, end at the next signal."""
        if self._stopped is None:
            self._stopped = monotonic()
            self._loop.call_soon_threadsafe(self._game.fail, SystemExit(128 + number))
        elif monotonic() - self._stopped > STOP_PATIENCE:
            with suppress(OSError):
                if select.select([], [self.fileno], [], 0)[1]:
                    os.write(self.fileno, RESTORED.encode())
            self._restore_attributes()
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)

    def _restore_attributes(self) -> None:
        import termios

        if self.attrs_before is not None:
            with suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)

    def _sigcont_application(self, *arguments: object) -> None:
        """
        Go on after a stop.

        Textual starts input and output anew, also where SIGSTOP ended neither of them:
        two threads then read the keys, and one of them never ends.
        """
        if self._must_signal_resume:
            super()._sigcont_application(*arguments)
        self._loop.call_soon_threadsafe(self._game.repaint)

    def write(self, data: str) -> None:
        """Write *data* soon; never waits."""
        if self._output is not None:
            self._output.write(data)

    def skip_frame(self) -> bool:
        """Return whether the terminal is so far behind that a frame is to be left out."""
        return self._output is not None and self._output.skip_frame()

    def close(self) -> None:
        """End the output; a terminal that takes nothing is left as it is."""
        super().close()
        if self._output is not None:
            self._output.stop()
        self._release_signals()

    def _lose(self, error: OSError) -> None:
        self._game.fail(TerminalLostError(*error.args))

    def _run_input_thread(self) -> None:
        """Run the input thread; what ends it too early ends the app with an error."""
        try:
            self.run_input_thread()
        except OSError as error:
            self._lose(error)
        except BaseException as error:
            self._game.fail(error)

    def run_input_thread(self) -> None:
        """Send what the terminal sends to the app, until the driver stops."""
        decoder = InputDecoder(debug=self._debug)
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(POLL):
                    data = os.read(self.fileno, READ_SIZE)
                    if not data:
                        raise OSError(EIO, "end of input")
                    for message in decoder.feed(data):
                        self.process_message(message)
                for message in decoder.tick():
                    self.process_message(message)


MAX_ROUNDS = 60
"""
Rounds of messages that one event may cause before the next event is delivered anyway.

A key takes about 15: up the tree of widgets, into a new screen and its widgets. The
limit keeps the keyboard alive while messages of another origin never end.
"""
MAX_WAIT = 1.0
"""Seconds to wait for handlers that are still running, such as one that waits for the network."""
FRAME = 1 / 60
"""Seconds until the screen next looks whether it is to be laid out and drawn."""
REPEAT = 0.1
"""Seconds within which a key that is held down comes again."""
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
    event waits until no message is left that the one before could have caused, and the page
    is laid out and scrolled, so keys that arrive in one read do what the same keys do when
    they are typed slowly.
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

    async def comes_again(self, key: str) -> bool:
        """Wait a moment; return whether *key* has come again in it."""
        await asyncio.sleep(REPEAT)
        waiting: Iterable[events.Event] = getattr(self._events, "_queue")  # noqa: B009
        return any(isinstance(event, events.Key) and event.key == key for event in waiting)

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
        """Wait until every message under way has been handled, and the page is laid out."""
        for _ in range(MAX_ROUNDS):
            busy = [pump for pump in self._pumps() if not _is_idle(pump)]
            searches = [] if busy else self._searches()
            if not busy and not searches:
                if not self._is_laying_out():
                    return
                await asyncio.sleep(FRAME)
                continue
            waiting = [asyncio.ensure_future(_handled(pump)) for pump in busy]
            waiting += [asyncio.ensure_future(_ended(search)) for search in searches]
            _, pending = await asyncio.wait(waiting, timeout=MAX_WAIT)
            for _ in range(MAX_TURNS):
                if all(task.done() for task in pending):
                    break
                await asyncio.sleep(0)
            else:
                for task in pending:
                    task.cancel()
                return

    def _is_laying_out(self) -> bool:
        """Return whether the screen will still move what is on it, or scroll to it."""
        return any(
            screen.is_running and (screen._layout_required or screen._callbacks)
            for screen in self._app.screen_stack[-1:]
        )

    def _searches(self) -> list[Worker[Any]]:
        """Return the searches of the command palette that are under way."""
        return [
            worker
            for worker in self._app.workers
            if not worker.is_finished and isinstance(worker.node, CommandPalette)
        ]

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


async def _ended(worker: Worker[Any]) -> None:
    """Wait until *worker* has ended, however it ends."""
    with suppress(WorkerError):
        await worker.wait()


async def _handled(pump: MessagePump) -> None:
    """Wait until *pump* has handled what it has now."""
    done = asyncio.Event()
    if pump.call_later(done.set):
        await done.wait()
    else:
        await asyncio.sleep(0)
