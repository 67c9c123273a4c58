"""The terminal, or the pipe, that a command runs in; and a seed by chance."""

from __future__ import annotations

import os
import sys


def read_line() -> str | None:
    """The next line of stdin without its end; None at the end of input."""
    line = sys.stdin.readline() if sys.stdin else ""
    return line.rstrip("\n") if line else None


def write_line(line: str) -> None:
    """One *line* to stdout, at once."""
    print(line, flush=True)


def width() -> int:
    """The terminal's width, as far as lines are easy to read; 72 where there is none."""
    import shutil

    return min(80, shutil.get_terminal_size((72, 24)).columns)


def at_a_terminal() -> bool:
    """Whether a full-screen program can run here."""
    both = all(stream and stream.isatty() for stream in (sys.stdin, sys.stdout))
    return both and os.environ.get("TERM") != "dumb"


def new_seed(given: int | None) -> int:
    """The seed *given*, or one by chance."""
    import secrets

    return secrets.randbelow(1_000_000) if given is None else given
