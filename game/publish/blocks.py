"""
What a page shows, as blocks: plain lists that the page's script draws, kind first.

``written`` text is an author's, in their language and direction; ``own`` text is the game's.
A cell, in a list or a table, is a text, or a mapping with ``text`` and a picture beside it:
``shapes`` of a call or a pole, ``tokens`` served and needed, or ``dots``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any


Block = list[Any]
Cell = str | Mapping[str, Any]


def present(*blocks: Block | None) -> list[Block]:
    """Those of *blocks* that are there."""
    return [block for block in blocks if block is not None]


def heading(level: int, text: str) -> Block:
    """A heading of *level* 1 to 3."""
    return ["h", level, text]


def own(text: str | None, style: str = "", shapes: str | None = None) -> Block | None:
    """A paragraph of the game's own, with the *shapes* of a call before it; None for no text."""
    return ["own", text, style, shapes] if text else None


def written(text: str | None, style: str = "") -> Block | None:
    """An author's text of one or more paragraphs; None for no text."""
    return ["written", text, style] if text else None


def letter(*blocks: Block | None) -> Block:
    """A sheet of paper."""
    return ["letter", present(*blocks)]


def listing(cells: Iterable[Cell], style: str = "") -> Block | None:
    """A list; None for an empty one."""
    result = list(cells)
    return ["list", result, style] if result else None


def table(style: str, caption: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Block:
    """A table whose rows begin with their heading."""
    return ["table", style, caption, list(head), [list(row) for row in rows]]


def button(text: str, action: Mapping[str, str], style: str = "", note: str = "") -> Block:
    """A button that takes *action*; with a *note* it has the shapes of the action's call."""
    return ["button", text, dict(action), style, note]


def more(title: str, blocks: Iterable[Block | None], kind: str = "") -> Block:
    """What is shown when its *title* is opened; of the *kind* ``open`` it is open at once."""
    return ["more", title, present(*blocks), kind]


def idea(name: str) -> Block:
    """An idea of the handbook, by its id."""
    return ["idea", name]
