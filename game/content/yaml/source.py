"""Source texts: positions, the bytes of a file, and the nodes of a parsed tree."""

from __future__ import annotations

import errno
import os
import stat
from functools import cached_property
from pathlib import Path
from typing import Protocol

from attrs import define, frozen


MAX_BYTES = 1024 * 1024
"""How much of a file is read: anything longer is no scenario."""

_WHY = {
    errno.ENOENT: "there is no such file",
    errno.ENOTDIR: "there is no such file",
    errno.EISDIR: "this is a folder, not a file",
    errno.EACCES: "you have no permission to read this file",
    errno.EPERM: "you have no permission to read this file",
    errno.ELOOP: "this is a link that leads back to itself",
    errno.ENAMETOOLONG: "this name is too long for a file",
    errno.ENXIO: "this is no ordinary file",
}


@frozen
class Place:
    """
    A stretch of a text: lines and columns from 1, columns count characters.

    *end_column* is one past the last character.
    """

    line: int
    column: int
    end_line: int
    end_column: int


@frozen
class Source:
    """A text to be read, and the *name* its problems are told under (a file's path)."""

    name: str
    text: str

    @cached_property
    def lines(self) -> list[str]:
        """The text line by line, without the ends of line."""
        return self.text.split("\n")

    def line(self, number: int) -> str:
        """Line *number*, counted from 1; empty past the end."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def place(self, index: int, length: int = 1) -> Place:
        """The place of *length* characters from *index* on, all on one line."""
        line = self.text.count("\n", 0, index) + 1
        column = index - self.text.rfind("\n", 0, index)
        return Place(line, column, line, column + length)


@frozen
class Unreadable:
    """Why a file could not be read: the *code* of the problem, a sentence, perhaps *help*."""

    code: str
    why: str
    help: str | None = None


def read_bytes(path: Path, most: int = MAX_BYTES) -> bytes | Unreadable:
    """
    Read the file at *path*: an ordinary file of at most *most* bytes, or why not.

    Never waits: a pipe or a device is refused, not read.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags)
    except OSError as error:
        return Unreadable("E003", _why(error))
    except ValueError:  # a NUL in the name
        return Unreadable("E003", "there is no such file")
    try:
        mode = os.fstat(handle).st_mode
        if stat.S_ISDIR(mode):
            return Unreadable("E003", _WHY[errno.EISDIR])
        if not stat.S_ISREG(mode):
            return Unreadable("E003", _WHY[errno.ENXIO])
        data = _read(handle, most + 1)
    except OSError as error:
        return Unreadable("E003", _why(error))
    finally:
        os.close(handle)
    return too_large(most) if len(data) > most else data


def too_large(most: int) -> Unreadable:
    """What is told of a file of more than *most* bytes."""
    return Unreadable(
        "E004", f"this file is larger than {most >> 20} MiB, far more than any scenario"
    )


def _read(handle: int, left: int) -> bytes:
    """At most *left* bytes, whatever size the file claims to have."""
    parts: list[bytes] = []
    while left and (part := os.read(handle, left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _why(error: OSError) -> str:
    return _WHY.get(error.errno or 0, "this file cannot be read")


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


def position_of(node: Node) -> Place:
    """Give where *node* stands; its end is where the parser stopped, often the next line."""
    return between(node.start, node.end)


def name_position(node: Node) -> Place:
    """Give where *node*'s name stands; in a list, and at the top, where it begins."""
    if node.key is not None:
        return position_of(node.key)
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
