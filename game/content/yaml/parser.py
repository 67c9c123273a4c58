"""Parse YAML into nodes; recover after a syntax error so that one pass reports all problems."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml
from attrs import define, field
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

from game.content.diagnostics import Label, Problem, Report, quoted
from game.content.sanitize import describe, is_control, refused
from game.content.yaml.hints import explain
from game.content.yaml.source import (
    HOLE,
    Hole,
    ListNode,
    MapNode,
    Mark,
    Node,
    Place,
    Source,
    TextNode,
    Tree,
    between,
    name_position,
    position_of,
)


MAX_MISTAKES = 10

_ENTRY = re.compile(r"(\s*(?:-\s+)*[\w-]+\s*:)(?:\s|$)")
_ITEM = re.compile(r"(\s*-)\s")

Attempt = Callable[[str, Report], Tree | Exception]
"""Reads a text to its end, telling a report; or gives the mistake it stopped at."""


def recover(
    source: Source, report: Report, error: Exception, found: Report, attempt: Attempt
) -> Tree:
    """
    Read *source* as far as it goes without its mistakes.

    The first *attempt* stopped with *error* and had *found* something before. Tells
    *report* one problem for each mistake, and what else is found on the way.
    """
    lines = list(source.lines)
    patched: set[int] = set()
    blank: set[int] = set()
    hint: list[Problem] = []
    for _ in range(MAX_MISTAKES):
        problem = explain(Source(source.name, "\n".join(lines)), error)
        line = problem.place.line - 1 if problem.place else len(lines)
        if line >= len(lines) or line in blank:
            hint = hint or [problem]
            break
        better = _better(problem, found)
        if line not in patched and not (line - 1 in patched and _goes_on(better, hint, lines)):
            hint.append(better)
        mended = None if line in patched else _mended(line, lines)
        if mended is None:
            blank.add(line)
        lines[line] = mended or ""
        patched.add(line)
        found = Report()
        tree = attempt("\n".join(lines), found)
        if isinstance(tree, Tree):
            _add_problems(report, hint, found)
            return Tree(tree.root, whole=False, cut=bool(blank))
        error = tree
    _add_problems(report, hint, found)
    return Tree(None, whole=False)


def _mended(number: int, lines: list[str]) -> str | None:
    """Line *number* so that it can be read: its name with a hole, or without its tabs."""
    line = lines[number]
    match = _ENTRY.match(line) or _ITEM.match(line)
    if match is None:
        return None
    if "\t" not in match[1]:
        return f"{match[1]} {HOLE}"
    below = next((text for text in lines[number + 1 :] if text.strip()), "")
    opens = line.rstrip().endswith(":")
    indent = len(below) - len(below.lstrip()) - (2 if opens else 0)
    return " " * max(0, indent) + line.lstrip()


def _better(problem: Problem, found: Report) -> Problem:
    """What was *found* on the line of *problem* before it: the same mistake, better told."""
    assert problem.place is not None
    line = problem.place.line
    return next((p for p in found.found if p.place and p.place.line == line), problem)


def _goes_on(problem: Problem, hint: list[Problem], lines: list[str]) -> bool:
    """Whether *problem* is the rest of the mistake on the line above: the same, or no entry."""
    assert problem.place is not None
    same = bool(hint) and hint[-1].message == problem.message
    return same or _ENTRY.match(lines[problem.place.line - 1]) is None


def _add_problems(report: Report, hint: list[Problem], found: Report) -> None:
    known_names = {problem.place.line for problem in hint if problem.place}
    for problem in hint:
        report.add(problem)
    for problem in found.found:
        line = problem.place.line if problem.place else 0
        # Without the name above them entries seem to be given twice.
        if line not in known_names and not (problem.code == "E009" and line - 1 in known_names):
            report.add(problem)
    report.dropped += found.dropped


MAX_LEVELS = 20
MAX_NODES = 50_000
MAX_CHARACTERS = 20_000

# Without libyaml the events are the same, only slower.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MANY_TWICE = 3
"""How many entries of one map have to be given twice for it to be one mistake, above them."""

MISTAKES = (yaml.YAMLError, ValueError)
"""What the parser raises on a broken layout; ValueError for an escape past U+10FFFF."""


def compose(source: Source, report: Report) -> Tree:
    """Read the text of *source* as a tree, telling *report* what is wrong with it."""

    def attempt(text: str, found: Report) -> Tree | Exception:
        composer = _Composer(source, found)
        try:
            root = composer.run(_Loader(text).get_event)
        except MISTAKES as mistake:
            return mistake
        return Tree(root, whole=composer.holes == 0)

    found = Report()
    tree = attempt(source.text, found)
    if isinstance(tree, Exception):
        return recover(source, report, tree, found, attempt)
    report.found += found.found
    report.dropped += found.dropped
    return tree


@define(eq=False)
class _Open:
    """A list or map that is not closed yet."""

    node: ListNode | MapNode
    hole: bool
    key: TextNode | None = None  # of a map: the key that waits for its value
    twice: list[tuple[TextNode, Place]] = field(factory=list)  # keys, and where they stood before
    last: Node | None = None  # the entry before the first of them


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
        for _ in range(2 * MAX_NODES):
            event = read()
            kind = type(event)
            if kind is ScalarEvent:
                self.add(self.text(event))
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                if len(opened) == MAX_LEVELS:
                    message = f"entries are nested more than {MAX_LEVELS} deep"
                    self.refuse("E013", message, event)
                    return None
                start, end, marked = event.start_mark, event.end_mark, self.is_marked(event)
                if kind is MappingStartEvent:
                    opened.append(_Open(MapNode({}, start, end), marked))
                else:
                    opened.append(_Open(ListNode([], start, end), marked))
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                closed = opened.pop()
                self.report_duplicate(closed)
                node = closed.node
                node.end = event.end_mark
                self.add(self.hole(node.start, node.end) if closed.hole else node)
            elif kind is AliasEvent:
                self.report_marked("*", event)
                self.add(self.hole(event.start_mark, event.end_mark))
            elif kind is DocumentStartEvent:
                documents += 1
                if documents == 2:
                    message = "a second document begins here"
                    hint = "keep one scenario in a file, and delete the line with ---"
                    self.refuse("E011", message, event, hint)
                    return None
            elif kind is StreamEndEvent:
                return self.root
        self.refuse("E013", f"there are more than {MAX_NODES:,} entries", event)
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
            before = above.entries.get(key.value)
            if before is not None:
                self.holes += 1
                parent.twice.append((key, name_position(before)))
            elif not parent.twice:
                parent.last = node
            above.entries[key.value] = node
        elif isinstance(node, TextNode):
            parent.key = node
        else:
            if not isinstance(node, Hole):
                self.report_missing_name(node)
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
        if len(value) > MAX_CHARACTERS:
            message = f"this text has {len(value):,} characters, too many to read"
            hint = f"a text has at most {MAX_CHARACTERS:,} characters"
            self.add_problem("E014", message, position_of(node), hint)
            return self.hole(node.start, node.end)
        if event.style == '"':  # only here can a backslash make what the file does not hold
            for index in refused(value):
                code = "E006" if is_control(value[index]) else "E007"
                message = f"a backslash in this text makes {describe(value[index])}"
                hint = "delete the backslash and what belongs to it"
                self.add_problem(code, message, position_of(node), hint)
                return self.hole(node.start, node.end)
        return node

    def is_marked(self, event: Any) -> bool:
        """Whether *event* carries an anchor or a tag; tells of it."""
        if event.anchor is None and event.tag is None:
            return False
        self.report_marked("!" if event.anchor is None else "&", event)
        return True

    def hole(self, start: Mark, end: Mark) -> Hole:
        """Count and give a hole from *start* to *end*."""
        self.holes += 1
        return Hole(start, end)

    def refuse(self, code: str, message: str, event: Any, hint: str | None = None) -> None:
        """Tell at *event* why the text is refused as a whole."""
        self.add_problem(code, message, between(event.start_mark, event.end_mark), hint)
        self.holes += 1

    def add_problem(self, code: str, message: str, place: Place, hint: str | None = None) -> None:
        """Report a problem, with *told* as its help."""
        self.report.add(Problem(code=code, message=message, place=place, help=hint))

    def report_marked(self, sign: str, event: Any) -> None:
        """Report a text or list that begins with *sign*."""
        message = f"a value that begins with {sign} is not read as a text"
        hint = f"if the {sign} belongs to the text, put the text in quotes; else delete it"
        self.add_problem("E012", message, between(event.start_mark, event.end_mark), hint)

    def report_duplicate(self, parent: _Open) -> None:
        """Report the entries of *parent* that were given twice: if many, then as one mistake."""
        many = len(parent.twice) >= MANY_TWICE
        for key, first in parent.twice[: 1 if many else None]:
            message, position = f"{quoted(key.value)} is given twice", position_of(key)
            hint = "delete one of them, or give it another name"
            if many:
                message += f", and {len(parent.twice) - 1} more below it"
                hint = "give them a name of their own above, and indent them further than it"
            last, node = parent.last, parent.node
            if many and isinstance(last, TextNode) and last.key and last.plain and not last.value:
                message = f"{quoted(last.key.value)} begins in the same column as what follows"
                hint = "indent it less than the lines below it, as far as others of its kind"
                position = position_of(last.key)
                assert isinstance(node, MapNode)
                node.entries[last.key.value] = Hole(last.start, last.end, last.key)
            second = Label(first, "first given here")
            problem = Problem(
                code="E009", message=message, place=position, help=hint, second=second
            )
            self.report.add(problem)

    def report_missing_name(self, node: Node) -> None:
        """Report a list or map where the name of an entry is needed."""
        message = "a name is needed here, before a colon"
        self.add_problem("E010", message, position_of(node), "put a text with { } or [ ] in quotes")
