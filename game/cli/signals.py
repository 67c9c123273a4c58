"""Signals that end a game played line by line, only ever between two steps."""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType


SIGNALS = tuple(
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
    if hasattr(signal, name)
)


class Stopped(BaseException):
    """The signal *number* came; *stuck* when stdout took nothing at that time."""

    def __init__(self, number: int, *, stuck: bool) -> None:
        """Keep *number* and *stuck*."""
        super().__init__(number)
        self.number = number
        self.stuck = stuck

    @property
    def code(self) -> int:
        """The exit code, as shells count it."""
        return 128 + self.number


class Stops:
    """Turns signals into ``Stopped``, raised inside ``reading`` and ``writing`` alone."""

    def __init__(self) -> None:
        """Begin without a signal."""
        self._pending = 0
        self._open = False
        self._writing = False
        self._woken: int | None = None

    @contextmanager
    def caught(self) -> Iterator[None]:
        """Catch the first of ``SIGNALS``; a second one ends the process as it does elsewhere."""
        before = {number: signal.getsignal(number) for number in SIGNALS}
        with self._waking():
            for number, handler in before.items():
                if handler is not signal.SIG_IGN:  # nohup wants it so
                    signal.signal(number, self._arrive)
            try:
                yield
            finally:
                for number, handler in before.items():
                    if handler is not None:
                        signal.signal(number, handler)

    @contextmanager
    def _waking(self) -> Iterator[None]:
        """
        Let a signal end a wait that begins after it.

        Python calls a handler between two of its instructions. A signal that comes after the
        last one before a system call does not interrupt that call, so each wait also watches
        a pipe that the signal itself writes to.
        """
        if not hasattr(os, "set_blocking"):  # Windows before Python 3.12
            yield
            return
        self._woken, wake = os.pipe()
        os.set_blocking(wake, False)
        before = signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        try:
            yield
        finally:
            signal.set_wakeup_fd(before)
            os.close(wake)
            os.close(self._woken)
            self._woken = None

    def reading(self, read: Callable[[], str | None]) -> str | None:
        """Give what *read* gives; raises ``Stopped`` when a signal came or comes."""
        with self._stopping(writing=False):
            return read()

    def writing(self, descriptor: int) -> None:
        """Wait until *descriptor* takes output; raises ``Stopped`` when a signal came or comes."""
        with self._stopping(writing=True):
            self._wait([], [descriptor])

    def wait_for_input(self, descriptor: int) -> None:
        """Wait until *descriptor* has input, or is at its end, or a signal comes."""
        if self._woken is not None:
            self._wait([descriptor], [])

    def _wait(self, inputs: list[int], outputs: list[int]) -> None:
        woken = [] if self._woken is None else [self._woken]
        with suppress(OSError, ValueError):  # no such wait there
            select.select([*inputs, *woken], outputs, [])

    @contextmanager
    def _stopping(self, *, writing: bool) -> Iterator[None]:
        self._writing = writing
        self._open = True
        try:
            if number := self._pending:
                self._pending = 0
                raise Stopped(number, stuck=False)
            yield
        finally:
            self._open = False

    def _arrive(self, number: int, _: FrameType | None) -> None:
        for item in SIGNALS:
            if signal.getsignal(item) == self._arrive:
                signal.signal(item, signal.SIG_DFL)
        if self._open:
            self._open = False
            raise Stopped(number, stuck=self._writing)
        self._pending = number
