"""
A YAML text as a tree of nodes that know where they stand.

Only the events of the parser are used: nothing is guessed (``no`` stays the
text "no"), nothing is copied or executed, and everything is bounded. What
cannot be understood becomes a ``Hole``, of which a problem has been told:
whoever reads the tree stays silent about it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import yaml
from attrs import define, field, frozen
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from game.content.clean import describe, is_control, refused
from game.content.problems import Label, Problem, Report, quoted
from game.content.source import Place, Source


MOST_LEVELS = 20
MOST_NODES = 50_000
MOST_CHARACTERS = 20_000

# Without libyaml the events are the same, only slower.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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


def place_of(node: Node) -> Place:
    """Give where *node* stands; its end is where the parser stopped, often the next line."""
    return _between(node.start, node.end)


def name_place(node: Node) -> Place:
    """Give where *node*'s name stands; in a list, and at the top, where it begins."""
    if node.key is not None:
        return place_of(node.key)
    start = node.start
    return Place(start.line + 1, start.column + 1, start.line + 1, start.column + 2)


def _between(start: Mark, end: Mark) -> Place:
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


HOLE = "\ue000"
"""Begins a value that was put in place of a mistake; see ``recovery``."""

MISTAKES = (yaml.YAMLError, ValueError)
"""What the parser raises on a broken layout; ValueError for an escape past U+10FFFF."""


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


def compose(source: Source, report: Report) -> Tree:
    """Read the text of *source* as a tree, telling *report* what is wrong with it."""

    def attempt(text: str, found: Report) -> Tree:
        composer = _Composer(source, found)
        root = composer.run(_Loader(text).get_event)
        return Tree(root, whole=composer.holes == 0)

    found = Report()
    try:
        tree = attempt(source.text, found)
    except MISTAKES as error:
        from game.content.recovery import recover  # costs 5 ms: only when there is a mistake

        return recover(source, report, error, found, attempt)
    report.found += found.found
    report.dropped += found.dropped
    return tree


@define(eq=False)
class _Open:
    """A list or map that is not closed yet."""

    node: ListNode | MapNode
    hole: bool
    key: TextNode | None = None  # of a map: the key that waits for its value


@define(eq=False)
class _Composer:
    source: Source
    report: Report
    opened: list[_Open] = field(factory=list)
    root: Node | None = None
    holes: int = 0

    def run(self, read: Callable[[], Any]) -> Node | None:
        """Read events to the end; None when the text is refused as a whole."""
        opened, documents = self.opened, 0
        for _ in range(2 * MOST_NODES):
            event = read()
            kind = type(event)
            if kind is ScalarEvent:
                self.add(self.text(event))
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                if len(opened) == MOST_LEVELS:
                    message = f"entries are nested more than {MOST_LEVELS} deep"
                    self.refuse("E013", message, event)
                    return None
                start, end, marked = event.start_mark, event.end_mark, self.is_marked(event)
                if kind is MappingStartEvent:
                    opened.append(_Open(MapNode({}, start, end), marked))
                else:
                    opened.append(_Open(ListNode([], start, end), marked))
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                closed = opened.pop()
                node = closed.node
                node.end = event.end_mark
                self.add(self.hole(node.start, node.end) if closed.hole else node)
            elif kind is AliasEvent:
                self.tell_marked("*", event)
                self.add(self.hole(event.start_mark, event.end_mark))
            elif kind is DocumentStartEvent:
                documents += 1
                if documents == 2:
                    message = "a second document begins here"
                    told = "keep one scenario in a file, and delete the line with ---"
                    self.refuse("E011", message, event, told)
                    return None
            elif kind is StreamEndEvent:
                return self.root
        self.refuse("E013", f"there are more than {MOST_NODES:,} entries", event)
        return None

    def add(self, node: Node) -> None:
        """Put *node* where it belongs: under the open list or map, or at the top."""
        if not self.opened:
            self.root = node
            return
        parent = self.opened[-1]
        above = parent.node
        if isinstance(above, ListNode):
            above.items.append(node)
        elif parent.key is not None:
            node.key = key = parent.key
            parent.key = None
            if key.value in above.entries:
                self.tell_twice(above, key)
            above.entries[key.value] = node
        elif isinstance(node, TextNode):
            parent.key = node
        else:
            if not isinstance(node, Hole):
                self.tell_no_name(node)
            parent.hole = True
            parent.key = TextNode("", True, False, node.start, node.end)

    def text(self, event: Any) -> TextNode | Hole:
        """The text of a scalar, or a hole when it may not enter."""
        value: str = event.value
        if value.startswith(HOLE):
            return self.hole(event.start_mark, event.end_mark)
        node = TextNode(
            value, not event.style, event.style == "|", event.start_mark, event.end_mark
        )
        if self.is_marked(event):
            return self.hole(node.start, node.end)
        if len(value) > MOST_CHARACTERS:
            message = f"this text has {len(value):,} characters, too many to read"
            told = f"a text has at most {MOST_CHARACTERS:,} characters"
            self.tell("E014", message, place_of(node), told)
            return self.hole(node.start, node.end)
        if event.style == '"':  # only here can a backslash make what the file does not hold
            for index in refused(value):
                code = "E006" if is_control(value[index]) else "E007"
                message = f"a backslash in this text makes {describe(value[index])}"
                told = "delete the backslash and what belongs to it"
                self.tell(code, message, place_of(node), told)
                return self.hole(node.start, node.end)
        return node

    def is_marked(self, event: Any) -> bool:
        """Whether *event* carries an anchor or a tag; tells of it."""
        if event.anchor is None and event.tag is None:
            return False
        self.tell_marked("!" if event.anchor is None else "&", event)
        return True

    def hole(self, start: Mark, end: Mark) -> Hole:
        """Count and give a hole from *start* to *end*."""
        self.holes += 1
        return Hole(start, end)

    def refuse(self, code: str, message: str, event: Any, told: str | None = None) -> None:
        """Tell at *event* why the text is refused as a whole."""
        self.tell(code, message, _between(event.start_mark, event.end_mark), told)
        self.holes += 1

    def tell(self, code: str, message: str, place: Place, told: str | None = None) -> None:
        """Report a problem, with *told* as its help."""
        self.report.add(Problem(code=code, message=message, place=place, help=told))

    def tell_marked(self, sign: str, event: Any) -> None:
        """Report a text or list that begins with *sign*."""
        message = f"a value that begins with {sign} is not read as a text"
        told = f"if the {sign} belongs to the text, put the text in quotes; else delete it"
        self.tell("E012", message, _between(event.start_mark, event.end_mark), told)

    def tell_twice(self, above: MapNode, key: TextNode) -> None:
        """Report that *key* stands in *above* already."""
        self.holes += 1
        self.report.add(
            Problem(
                code="E009",
                message=f"{quoted(key.value)} is given twice",
                place=place_of(key),
                help="delete one of them, or give it another name",
                second=Label(name_place(above.entries[key.value]), "first given here"),
            )
        )

    def tell_no_name(self, node: Node) -> None:
        """Report a list or map where the name of an entry is needed."""
        message = "a name is needed here, before a colon"
        self.tell("E010", message, place_of(node), "put a text with { } or [ ] in quotes")
