"""The terminal, or the pipe, that a command runs in; and a seed by chance."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING

from game.cli.speech import FINE
from game.cli.stopping import Stopped, Stops
from game.cli.streams import UnwritableError


if TYPE_CHECKING:
    from game.plain.campaign import CampaignFace
    from game.plain.io import Voice
    from game.plain.loop import Face


MAX_LINE = 65_536
"""The longest line that is read, in characters."""
MAX_LINES = 10_000
"""How many lines are read from a pipe or a file."""
STOPS = Stops()


def voice(width: int | None = None) -> Voice:
    """
    To speak on stdout, at once, and to read from stdin.

    The *width* given, else the terminal's as far as lines are easy to read; 72 without one.
    """
    import shutil

    from game.plain.io import Voice

    easy = min(80, shutil.get_terminal_size((72, 24)).columns)
    read = _reader()
    return Voice(
        read=lambda: STOPS.reading(read),
        write=_write,
        width=easy if width is None else max(0, width),
    )


def _write(line: str) -> None:
    """Print *line* at once, as soon as stdout takes it."""
    STOPS.writing(sys.stdout.fileno())
    print(line, flush=True)


def _reader() -> Callable[[], str | None]:
    """
    What gives the next line of stdin without its end; None at the end of input.

    A line longer than any answer is no text, and a pipe that has given more lines
    than any game takes will go on for ever: both end the input.
    """
    left = count() if sys.stdin.isatty() else iter(range(MAX_LINES))

    def read() -> str | None:
        try:
            line = sys.stdin.readline(MAX_LINE + 1)
        except OSError:  # the terminal is gone
            return None
        if not line or len(line) > MAX_LINE or next(left, None) is None:
            return None
        return line.rstrip("\n")

    return read


def at_a_terminal() -> bool:
    """Whether a full-screen program can run here."""
    both = all(stream and stream.isatty() for stream in (sys.stdin, sys.stdout))
    return both and os.environ.get("TERM") != "dumb"


def converse(face: Face | CampaignFace) -> int:
    """Run *face* until its player leaves, or a signal ends it; the exit code."""
    with STOPS.caught():
        try:
            face.run()
        except Stopped as stopped:
            if not stopped.stuck:
                with suppress(UnwritableError, BrokenPipeError):
                    face.leave()
            return stopped.code
    return FINE


def new_seed(given: int | None) -> int:
    """The seed *given*, or one by chance."""
    import secrets

    return secrets.randbelow(1_000_000) if given is None else given
