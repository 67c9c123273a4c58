"""How commands speak: exit codes, and talk on stderr."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from pathlib import Path

    from game.content.campaigns import CampaignReading
    from game.content.reader import Reading


FINE, PROBLEMS, MISUSE, BUG, INTERRUPTED, UNREAD = 0, 1, 2, 3, 130, 141
"""Exit codes: 1 problems in a file, 2 wrong use or an unreadable file, 3 our own mistake."""

Command = Callable[[argparse.Namespace], int]


def tell(*lines: str) -> None:
    """Say *lines* on stderr."""
    for line in lines:
        print(line, file=sys.stderr)


def refuse(message: str, advice: str) -> int:
    """Say why something cannot be done, and the way out; the exit code for wrong use."""
    tell(f"two-hats: {message}", f"help: {advice}")
    return MISUSE


def broken(reading: Reading | CampaignReading) -> int:
    """Tell what is wrong with a file that cannot be played; the exit code for that."""
    from game.content.problems import render

    tell(render(reading.problems, reading.source).rstrip())
    return PROBLEMS if reading.opened else MISUSE


def write_out(told: str, output: Path | None, what: str, *, whole: bool = True) -> int:
    """
    Write *told*, which is *what*, to *output*, else to stdout; the exit code.

    What is not *whole* replaces no file, and is a problem wherever it goes.
    """
    from game.cli.files import replacing

    if output is None:
        sys.stdout.buffer.write(told.encode())
        return FINE if whole else PROBLEMS
    if not whole and output.is_file():
        tell(
            f"two-hats: {output} is left as it is, since not everything could be read",
            "help: give another name with -o for what could be read",
        )
        return PROBLEMS
    try:
        with replacing(output) as file:
            file.write(told.encode())
    except OSError as error:
        return refuse(f"{output} cannot be written", str(error.strerror or error))
    tell(f"{what} written to {output}.")
    return FINE if whole else PROBLEMS


def count(number: int, noun: str) -> str:
    """A number of things, in words."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
