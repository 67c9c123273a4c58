"""How commands speak: exit codes, and talk on stderr."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable


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


def count(number: int, noun: str) -> str:
    """A number of things, in words."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
