"""A program in a real terminal of 80 by 24, read when the test says so."""

from __future__ import annotations

import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import ioctl
from pathlib import Path


PATIENCE = 60.0
"""Seconds after which a step is taken for one that never comes."""
ENTER_AT_ONCE = """
from game.cli.main import main
from game.tui import enter_guard

enter_guard.PAUSE = 0.0
raise SystemExit(main())
"""
"""``two-hats`` with an Enter that is taken as soon as its page is there."""


class Terminal:
    """A running program; *seen* is all that was read of what it wrote."""

    def __init__(self, process: subprocess.Popen[bytes], descriptor: int) -> None:
        self.process = process
        self.seen = ""
        self._descriptor = descriptor

    def type(self, data: bytes) -> None:
        """Send *data* in one write."""
        os.write(self._descriptor, data)

    def until(self, text: str, since: int = 0) -> None:
        """Read until *text* has been written after the first *since* characters."""
        end = time.monotonic() + PATIENCE
        while text not in self.seen[since:]:
            assert time.monotonic() < end, f"no {text!r}; last seen: {self.seen[-2000:]}"
            if not self._read():
                break
        assert text in self.seen[since:]

    def wait(self) -> int:
        """Read to the end; the exit code."""
        end = time.monotonic() + PATIENCE
        while self._read():
            assert time.monotonic() < end, f"it does not end; last seen: {self.seen[-2000:]}"
        return self.process.wait(PATIENCE)

    def close(self) -> None:
        """Close our end, as a window that is closed does."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _read(self) -> bool:
        try:
            select.select([self._descriptor], [], [], 0.2)
            if select.select([self._descriptor], [], [], 0)[0]:
                self.seen += os.read(self._descriptor, 65536).decode(errors="replace")
        except OSError:  # the other end is closed
            return False
        return True


def _heed_signals() -> None:
    """Undo what a test run under nohup or in the background of a script ignores."""
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, signal.SIG_DFL)


@contextmanager
def terminal(
    folder: Path, *arguments: str, run: tuple[str, ...] = ("-m", "game")
) -> Iterator[Terminal]:
    """``two-hats`` (or Python with *run*) with *arguments*; killed at the end."""
    ours, theirs = pty.openpty()
    ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    process = subprocess.Popen(
        [sys.executable, *run, *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "TERM": "xterm-256color",
            "TWO_HATS_DATA": str(folder / "data"),
        },
        start_new_session=True,
        preexec_fn=_heed_signals,
    )
    os.close(theirs)
    program = Terminal(process, ours)
    try:
        yield program
    finally:
        process.kill()
        process.wait()
        program.close()
