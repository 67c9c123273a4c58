"""
The nodes of a text's tree, which know where they stand; ``compose`` makes them.

What cannot be understood becomes a ``Hole``, of which a problem has been told:
whoever reads the tree stays silent about it.
"""

from __future__ import annotations

from typing import Protocol

from attrs import define, frozen

from game.content.source import Place


HOLE = "\ue000"
"""Begins a value that was put in place of a mistake; see ``recovery``."""


class Mark(Protocol):
    """A spot in the text, counted from 0, as the parser gives it."""

    @property
    def line(self) -> int:
        """The line, from 0."""

    @property
    def column(self) -> int:
        """The character in the line, from 0."""


@define(eq=False)
class TextNode:
    """
    A text as it was written.

    *plain* when it has no quotes and is no block; *kept* when it is a ``|`` block,
    whose line ends are in the value as they stand in the file.
    """

    value: str
    plain: bool
    kept: bool
    start: Mark
    end: Mark
    key: TextNode | None = None


@define(eq=False)
class ListNode:
    """A list."""

    items: list[Node]
    start: Mark
    end: Mark
    key: TextNode | None = None


@define(eq=False)
class MapNode:
    """Entries by name; each entry's node holds its ``key``."""

    entries: dict[str, Node]
    start: Mark
    end: Mark
    key: TextNode | None = None


@define(eq=False)
class Hole:
    """What could not be understood; its problem has been told."""

    start: Mark
    end: Mark
    key: TextNode | None = None


Node = TextNode | ListNode | MapNode | Hole
"""A node; its ``key`` is the name it stands under, None in a list and at the top."""


@frozen
class Tree:
    """
    The *root* of a text; None when there is none or it could not be read to the end.

    *whole* when there is no hole in it; *cut* when whole lines were left out because
    of a mistake, with whatever entries stood in them.
    """

    root: Node | None
    whole: bool
    cut: bool = False


def place_of(node: Node) -> Place:
    """Give where *node* stands; its end is where the parser stopped, often the next line."""
    return between(node.start, node.end)


def name_place(node: Node) -> Place:
    """Give where *node*'s name stands; in a list, and at the top, where it begins."""
    if node.key is not None:
        return place_of(node.key)
    start = node.start
    return Place(start.line + 1, start.column + 1, start.line + 1, start.column + 2)


def between(start: Mark, end: Mark) -> Place:
    """Give the place from *start* to *end*."""
    return Place(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def at(node: Node, *path: str | int) -> Node:
    """Give the node that *path* (names, and numbers from 0) leads to, or the last on the way."""
    for step in path:
        below: Node | None = None
        if isinstance(node, MapNode) and isinstance(step, str):
            below = node.entries.get(step)
        elif isinstance(node, ListNode) and isinstance(step, int) and step < len(node.items):
            below = node.items[step]
        if below is None:
            return node
        node = below
    return node
