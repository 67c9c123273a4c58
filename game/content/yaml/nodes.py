"""The nodes of a parsed tree."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from attrs import define

from game.content.yaml.source import Span


HOLE = "\ue000"
"""The first character of a value that replaces a syntax error; see ``parser.recover``."""


class Mark(Protocol):
    """A position of the YAML parser, counted from 0."""

    @property
    def line(self) -> int:
        """The line, from 0."""

    @property
    def column(self) -> int:
        """The character in the line, from 0."""


@define(eq=False)
class TextNode:
    """
    A scalar.

    *plain* is True without quotes and block style, *kept* for a ``|`` block, whose value
    has the line ends of the file.
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
    """Entries by name; the node of each entry has its ``key``."""

    entries: dict[str, Node]
    start: Mark
    end: Mark
    key: TextNode | None = None


@define(eq=False)
class Hole:
    """A part that could not be parsed; its problem is reported already."""

    start: Mark
    end: Mark
    key: TextNode | None = None


Node = TextNode | ListNode | MapNode | Hole
"""A node; its ``key`` is None in a list and at the root."""


class Tree(NamedTuple):
    """
    A parsed text; *root* is None if it is empty or could not be parsed to the end.

    *whole* is True without holes; *cut* is True if complete lines, and so possibly entries,
    were left out after a syntax error.
    """

    root: Node | None
    whole: bool
    cut: bool = False


def span_of(node: Node) -> Span:
    """Return the span of *node*; it ends where the parser stopped, often on the next line."""
    return between(node.start, node.end)


def name_span(node: Node) -> Span:
    """Return the span of the key of *node*; without a key, its first character."""
    if node.key is not None:
        return span_of(node.key)
    start = node.start
    return Span(start.line + 1, start.column + 1, start.line + 1, start.column + 2)


def between(start: Mark, end: Mark) -> Span:
    """Return the span from *start* to *end*."""
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def at(node: Node, *path: str | int) -> Node:
    """Return the node at *path* (names, and indexes from 0), or its last existing ancestor."""
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
