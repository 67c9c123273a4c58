"""
A real pseudo-terminal, and what is measured in it.

The other scripts of this folder share it. Times are wall time from just before
the process starts; a frame is whole when all its texts have been drawn.
"""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from fcntl import ioctl
from pathlib import Path
from statistics import median
from struct import pack
from termios import TIOCSWINSZ
from typing import NamedTuple


COLUMNS, ROWS = 100, 30
PATIENCE = 20.0

SCENARIO = "smoke-on-ward-six"
SCENARIO_FRAME = ("Smoke on Ward Six", "Rania Khoury", "Umm Tariq", "Begin", "Help")
MINIMAL = (sys.executable, str(Path(__file__).with_name("minimal.py")))
MINIMAL_PAGES = (sys.executable, str(Path(__file__).with_name("minimal_pages.py")))
GAME = (sys.executable, "-m", "game")

_ESCAPES = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|P.*?\x1b\\|[ -/]*[0-~])"
)
_ANSWERS = {
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",  # whole frames are marked: this terminal can
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",  # a new size is signalled only
}
_FRAME_ENDS = b"\x1b[?2026l"


class Took(NamedTuple):
    """
    Seconds from a key until its *first* whole frame and its *last* one.

    *processor* is the time that all threads of the program computed for it.
    """

    first: float
    last: float
    processor: float


class Terminal:
    """A program running in a pseudo-terminal of 100 columns and 30 rows."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start *command*."""
        self.started = time.perf_counter()
        self.pid, self._end = pty.fork()
        if self.pid == 0:
            ioctl(0, TIOCSWINSZ, pack("HHHH", ROWS, COLUMNS, 0, 0))
            os.execvpe(command[0], tuple(command), environment)
        self.drawn = b""

    def until(self, *texts: str) -> float:
        """Wait until all *texts* have been drawn; the seconds since the start."""
        wanted = [text.encode() for text in texts]
        while not all(text in _ESCAPES.sub(b"", self.drawn) for text in wanted):
            self._read(PATIENCE)
        return time.perf_counter() - self.started

    def type(self, keys: str) -> None:
        """Press *keys* and wait for nothing."""
        os.write(self._end, keys.encode())

    def press(self, key: str, quiet: float = 0.1) -> Took:
        """Press *key*; what it took until its frames were drawn, and nothing for *quiet* s."""
        self.drawn = b""
        computed, pressed = self.processor(), time.perf_counter()
        os.write(self._end, key.encode())
        while _FRAME_ENDS not in self.drawn:
            self._read(PATIENCE)
        first = last = time.perf_counter()
        while select.select([self._end], [], [], quiet)[0]:
            self._read(PATIENCE)
            last = time.perf_counter()
        return Took(first - pressed, last - pressed, self.processor() - computed)

    def settle(self, quiet: float = 0.1) -> None:
        """Wait until nothing has been drawn for *quiet* seconds."""
        while select.select([self._end], [], [], quiet)[0]:
            self._read(PATIENCE)

    def processor(self) -> float:
        """The seconds that all threads of the process have computed; 0 except on Linux."""
        threads = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9

    def memory(self) -> int:
        """The process's resident memory, in KiB."""
        with os.popen(f"ps -o rss= -p {self.pid}") as answer:
            return int(answer.read())

    def close(self) -> None:
        """End the program, and let it go."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._end)

    def _read(self, patience: float) -> None:
        if not select.select([self._end], [], [], patience)[0]:
            raise TimeoutError(self._shown())
        try:
            new = os.read(self._end, 1 << 16)
        except OSError as error:
            raise EOFError(self._shown()) from error
        self.drawn += new
        for question, answer in _ANSWERS.items():
            if question in new:
                os.write(self._end, answer)

    def _shown(self) -> str:
        return _ESCAPES.sub(b"", self.drawn).decode(errors="replace")[-2000:]


@contextmanager
def at_home() -> Iterator[dict[str, str]]:
    """The environment of a player with an empty home."""
    home = tempfile.mkdtemp(prefix="two-hats-bench-")
    # COLUMNS and LINES would outvote the size that the pseudo-terminal has; Python's own
    # variables could forbid the bytecode that a player's second start has.
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in ("COLUMNS", "LINES") and not name.startswith("PYTHON")
    }
    try:
        yield {
            **inherited,
            "HOME": home,
            "TWO_HATS_DATA": f"{home}/data",
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
        }
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def running(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[Terminal]:
    """A terminal in which *command* runs."""
    terminal = Terminal(command, environment)
    try:
        yield terminal
    finally:
        terminal.close()


class Ratio(NamedTuple):
    """One measured ratio beside its bound."""

    name: str
    ours: float
    theirs: float
    unit: str
    bound: float

    def as_text(self) -> str:
        """The ratio on one line."""
        value = self.ours / self.theirs
        verdict = "met" if value <= self.bound else "MISSED"
        return (
            f"{self.name}: {value:.2f} x minimal "
            f"({self.ours:.1f} {self.unit} to {self.theirs:.1f} {self.unit}); "
            f"target at most {self.bound} x: {verdict}"
        )


def ratio(
    name: str, ours: Sequence[float], theirs: Sequence[float], unit: str, bound: float
) -> Ratio:
    """The medians of two series as a ratio."""
    return Ratio(name, median(ours), median(theirs), unit, bound)
