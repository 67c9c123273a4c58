"""How commands speak: exit codes, and talk on stderr."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO


if TYPE_CHECKING:
    from game.content.loader import CampaignReading, Reading


FINE, PROBLEMS, MISUSE, BUG, INTERRUPTED, UNREAD = 0, 1, 2, 3, 130, 141
"""Exit codes: 1 problems in a file, 2 wrong use or an unreadable file, 3 our own mistake."""

Command = Callable[[argparse.Namespace], int]


def tell(*lines: str) -> None:
    """Print *lines* to stderr, with characters that a terminal might obey escaped."""
    with suppress(OSError):  # nobody can be told that nobody can be told
        _print(lines, sys.stderr)


def show(*lines: str) -> None:
    """Print *lines* to stdout, with characters that a terminal might obey escaped."""
    _print(lines, sys.stdout)


def _print(lines: Iterable[str], stream: TextIO) -> None:
    from game.content.sanitize import safe_text

    for line in lines:
        print(safe_text(line), file=stream)


def refuse(message: str, advice: str) -> int:
    """Say why something cannot be done, and the way out; the exit code for wrong use."""
    tell(f"two-hats: {message}", f"help: {advice}")
    return MISUSE


def broken(reading: Reading | CampaignReading) -> int:
    """Tell what is wrong with a file that cannot be played; the exit code for that."""
    from game.content.diagnostics import render

    tell(render(reading.problems, reading.source).rstrip())
    return PROBLEMS if reading.opened else MISUSE


def separator(name: str) -> str:
    """The mark between cells that ``--separator`` names."""
    return "\t" if name == "tab" else name


class _PartialError(Exception):
    """Not everything could be read, so a file that is there must stay."""


def write_out(
    pieces: Iterable[str | bytes],
    output: Path | None,
    what: str,
    *,
    is_whole: Callable[[], bool] = lambda: True,
) -> int:
    """
    Write *pieces*, which are *what*, to *output*, else to stdout; return the exit code.

    A file is put in place once it is complete. What turns out not to be whole, after the
    last piece, replaces no file, and is a problem wherever it goes.
    """
    from game.cli.files import replacing

    if output is None:
        for piece in pieces:
            if isinstance(piece, bytes) and sys.stdout.isatty():
                return refuse("a workbook is nothing to look at here", "name a file with -o")
            sys.stdout.buffer.write(_encoded(piece))
        return FINE if is_whole() else PROBLEMS
    existed = output.is_file()
    try:
        with replacing(output) as file:
            for piece in pieces:
                file.write(_encoded(piece))
            if existed and not is_whole():
                raise _PartialError
    except _PartialError:
        tell(
            f"two-hats: {output} is left as it is, since not everything could be read",
            "help: give another name with -o for what could be read",
        )
        return PROBLEMS
    except OSError as error:
        return refuse(f"{output} cannot be written", str(error.strerror or error))
    tell(f"{what} written to {output}.")
    return FINE if is_whole() else PROBLEMS


def _encoded(piece: str | bytes) -> bytes:
    return piece.encode() if isinstance(piece, str) else piece


def count(number: int, noun: str) -> str:
    """A number of things, in words."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
