"""Which ideas the handbook has: all that a scenario needs of it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path


PATH = Path(__file__).with_name("handbook.yaml")
"""The handbook's file."""

_ID_LINE = re.compile(r"^  ([a-z0-9-]+):$", re.MULTILINE)


@cache
def ids() -> frozenset[str]:
    """
    Give the ids of all ideas.

    Every check needs them and nothing else of the book, so they are picked from its
    lines instead of reading 60 KB; a test holds them equal to what reading gives.
    """
    return frozenset(_ID_LINE.findall(PATH.read_text(encoding="utf-8")))
