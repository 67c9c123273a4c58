"""The terminal driver: bytes of any kind come in, and nobody waits for what goes out."""

from __future__ import annotations

import os
import selectors
import threading
from codecs import getincrementaldecoder
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from errno import EIO
from typing import TYPE_CHECKING, Protocol, cast

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver


if TYPE_CHECKING:
    from textual.message import Message


POLL = 0.1
"""Seconds between two looks at whether input is to end, and for a lone escape key."""
READ_SIZE = 4096
"""Bytes read at once."""
MAX_PENDING = 12
"""Writes that may wait for the terminal before frames are left out."""
DRAIN_PATIENCE = 1.0
"""Seconds to wait on leaving for a terminal that takes nothing."""


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

    def feed(self, data: bytes) -> Iterator[Message]:
        """Yield the messages that *data* completes; bytes that are not UTF-8 become U+FFFD."""
        for character in self._decode(data):
            yield from self._guarded(self._parser.feed, character)

    def tick(self) -> Iterator[Message]:
        """Yield what was incomplete for too long to be the begin of a sequence."""
        yield from self._guarded(self._parser.tick)

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

    @property
    def _game(self) -> TerminalApp:
        return cast("TerminalApp", self._app)

    def start_application_mode(self) -> None:
        """Take the terminal over."""
        assert self._file is not None
        self._output = Output(self._file.fileno(), self._game.repaint, self._lose)
        self._output.start()
        super().start_application_mode()  # type: ignore[no-untyped-call]

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
