"""
Build blocks of a page: JSON lists whose first item is the kind, rendered by ``page.js``.

``written`` holds author text, in the scenario's language and direction; ``own`` holds text of
the game. A cell of a list or a table is a string, or a mapping with ``text`` and one graphic:
``shapes`` of a call or a pole, ``tokens`` served and needed, or ``dots``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any


Block = list[Any]
Cell = str | Mapping[str, Any]


def present(*blocks: Block | None) -> list[Block]:
    """Return *blocks* without None."""
    return [block for block in blocks if block is not None]


def heading(level: int, text: str) -> Block:
    """Return a heading of *level* 1 to 3."""
    return ["h", level, text]


def own(text: str | None, style: str = "", shapes: str | None = None) -> Block | None:
    """Return a paragraph of the game, after the *shapes* of a call; None without text."""
    return ["own", text, style, shapes] if text else None


def written(text: str | None, style: str = "") -> Block | None:
    """Return author text of one or more paragraphs; None without text."""
    return ["written", text, style] if text else None


def letter(*blocks: Block | None) -> Block:
    """Return *blocks* framed as a sheet of paper."""
    return ["letter", present(*blocks)]


def listing(cells: Iterable[Cell], style: str = "") -> Block | None:
    """Return a list of *cells*; None when there are none."""
    result = list(cells)
    return ["list", result, style] if result else None


def table(style: str, caption: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Block:
    """Return a table; the first cell of each row is its row heading."""
    return ["table", style, caption, list(head), [list(row) for row in rows]]


def button(text: str, action: Mapping[str, str], style: str = "", note: str = "") -> Block:
    """Return a button that runs *action*; with a *note*, the shapes of its call are drawn."""
    return ["button", text, dict(action), style, note]


def more(title: str, blocks: Iterable[Block | None]) -> Block:
    """Return a disclosure of *blocks* under *title*."""
    return ["more", title, present(*blocks)]


def idea(name: str) -> Block:
    """Return a reference to the handbook idea with the id *name*."""
    return ["idea", name]
