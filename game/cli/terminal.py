"""The terminal, or the pipe, that a command runs in; and a seed by chance."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from game.cli.speech import FINE, INTERRUPTED


if TYPE_CHECKING:
    from game.plain.campaign import CampaignFace
    from game.plain.face import Face
    from game.plain.voice import Voice


def voice(width: int | None = None) -> Voice:
    """
    To speak on stdout, at once, and to read from stdin.

    The *width* given, else the terminal's as far as lines are easy to read; 72 without one.
    """
    import shutil

    from game.plain.voice import Voice

    easy = min(80, shutil.get_terminal_size((72, 24)).columns)
    return Voice(
        read=_read_line,
        write=lambda line: print(line, flush=True),
        width=easy if width is None else max(0, width),
    )


def _read_line() -> str | None:
    """The next line of stdin without its end; None at the end of input."""
    line = sys.stdin.readline() if sys.stdin else ""
    return line.rstrip("\n") if line else None


def at_a_terminal() -> bool:
    """Whether a full-screen program can run here."""
    both = all(stream and stream.isatty() for stream in (sys.stdin, sys.stdout))
    return both and os.environ.get("TERM") != "dumb"


def converse(face: Face | CampaignFace) -> int:
    """Run *face* until its player leaves, in whatever way; the exit code."""
    try:
        face.run()
    except KeyboardInterrupt:
        face.leave()
        return INTERRUPTED
    return FINE


def new_seed(given: int | None) -> int:
    """The seed *given*, or one by chance."""
    import secrets

    return secrets.randbelow(1_000_000) if given is None else given
