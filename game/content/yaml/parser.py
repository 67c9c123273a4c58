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

from game.content.diagnostics import Label, Problem, Report
from game.content.sanitize import describe, is_control, quoted, refused
from game.content.yaml.nodes import (
    HOLE,
    Hole,
    ListNode,
    MapNode,
    Mark,
    Node,
    TextNode,
    Tree,
    between,
    name_span,
    span_of,
)
from game.content.yaml.sentences import SECOND_DOCUMENT
from game.content.yaml.source import Source, Span


MAX_LEVELS = 20
MAX_NODES = 50_000
MAX_CHARACTERS = 20_000

# Without libyaml the events are the same, only slower.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MANY_DUPLICATES = 3
"""From so many duplicate keys in one map on, a single problem is reported above them."""

MISTAKES = (yaml.YAMLError, ValueError)
"""What PyYAML raises on a syntax error; ValueError for an escape past U+10FFFF."""


def parse(source: Source, report: Report) -> Tree:
    """Parse the text of *source* and return its tree; add problems to *report*."""

    def attempt(text: str, partial: Report) -> Tree | Exception:
        parser = _Parser(source, partial)
        try:
            root = parser.run(_Loader(text).get_event)
        except MISTAKES as mistake:
            return mistake
        return Tree(root, whole=parser.holes == 0)

    partial = Report()
    tree = attempt(source.text, partial)
    if isinstance(tree, Exception):
        return recover(source, report, tree, partial, attempt)
    report.problems += partial.problems
    report.dropped += partial.dropped
    return tree


@define(eq=False)
class _Open:
    """An open list or map."""

    node: ListNode | MapNode
    hole: bool
    key: TextNode | None = None  # of a map: the key without a value so far
    duplicates: list[tuple[TextNode, Span]] = field(
        factory=list
    )  # duplicate keys, with the span of the first
    last: Node | None = None  # the entry before the first duplicate


@define(eq=False)
class _Parser:
    source: Source
    report: Report
    opened: list[_Open] = field(factory=list)
    root: Node | None = None
    holes: int = 0

    def run(self, read: Callable[[], Any]) -> Node | None:
        """Read all events and return the root; None if the text is rejected as a whole."""
        opened, documents = self.opened, 0
        for _ in range(2 * MAX_NODES):
            event = read()
            kind = type(event)
            if kind is ScalarEvent:
                self.add(self.text(event))
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                if len(opened) == MAX_LEVELS:
                    message = f"entries are nested more than {MAX_LEVELS} deep"
                    self.reject("E013", message, event)
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
                    message, hint = SECOND_DOCUMENT
                    self.reject("E011", message, event, hint)
                    return None
            elif kind is StreamEndEvent:
                return self.root
        self.reject("E013", f"there are more than {MAX_NODES:,} entries", event)
        return None

    def add(self, node: Node) -> None:
        """Add *node* to the open list or map, or make it the root."""
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
                parent.duplicates.append((key, name_span(before)))
            elif not parent.duplicates:
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
        """Return the text of a scalar, or a hole for a text that is rejected."""
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
            self.add_problem("E014", message, span_of(node), hint)
            return self.hole(node.start, node.end)
        if (
            event.style == '"'
        ):  # only here can an escape produce a character that is not in the file
            for index in refused(value):
                code = "E006" if is_control(value[index]) else "E007"
                message = f"a backslash in this text makes {describe(value[index])}"
                hint = "delete the backslash and what belongs to it"
                self.add_problem(code, message, span_of(node), hint)
                return self.hole(node.start, node.end)
        return node

    def is_marked(self, event: Any) -> bool:
        """Return whether *event* has an anchor or a tag, and report it."""
        if event.anchor is None and event.tag is None:
            return False
        self.report_marked("!" if event.anchor is None else "&", event)
        return True

    def hole(self, start: Mark, end: Mark) -> Hole:
        """Return a hole from *start* to *end*, and count it."""
        self.holes += 1
        return Hole(start, end)

    def reject(self, code: str, message: str, event: Any, hint: str | None = None) -> None:
        """Report at *event* why the text is rejected as a whole."""
        self.add_problem(code, message, between(event.start_mark, event.end_mark), hint)
        self.holes += 1

    def add_problem(self, code: str, message: str, span: Span, hint: str | None = None) -> None:
        """Report a problem; *hint* is its help."""
        self.report.add(Problem(code=code, message=message, span=span, help=hint))

    def report_marked(self, sign: str, event: Any) -> None:
        """Report a text or list that begins with *sign*."""
        message = f"a value that begins with {sign} is not read as a text"
        hint = f"if the {sign} belongs to the text, put the text in quotes; else delete it"
        self.add_problem("E012", message, between(event.start_mark, event.end_mark), hint)

    def report_duplicate(self, parent: _Open) -> None:
        """Report duplicate keys of *parent*; many of them as one problem."""
        many = len(parent.duplicates) >= MANY_DUPLICATES
        for key, first in parent.duplicates[: 1 if many else None]:
            message, span = f"{quoted(key.value)} is given twice", span_of(key)
            hint = "delete one of them, or give it another name"
            if many:
                message += f", and {len(parent.duplicates) - 1} more below it"
                hint = "give them a name of their own above, and indent them further than it"
            last, node = parent.last, parent.node
            if many and isinstance(last, TextNode) and last.key and last.plain and not last.value:
                message = f"{quoted(last.key.value)} begins in the same column as what follows"
                hint = "indent it less than the lines below it, as far as others of its kind"
                span = span_of(last.key)
                assert isinstance(node, MapNode)
                node.entries[last.key.value] = Hole(last.start, last.end, last.key)
            second = Label(first, "first given here")
            problem = Problem(code="E009", message=message, span=span, help=hint, second=second)
            self.report.add(problem)

    def report_missing_name(self, node: Node) -> None:
        """Report a list or map in the position of a key."""
        message = "a name is needed here, before a colon"
        self.add_problem("E010", message, span_of(node), "put a text with { } or [ ] in quotes")


MAX_MISTAKES = 10

_ENTRY = re.compile(r"(\s*(?:-\s+)*[\w-]+\s*:)(?:\s|$)")
_ITEM = re.compile(r"(\s*-)\s")

Attempt = Callable[[str, Report], Tree | Exception]
"""Parse a text, adding problems to a report; return the tree, or the syntax error."""


def recover(
    source: Source, report: Report, error: Exception, partial: Report, attempt: Attempt
) -> Tree:
    """
    Parse *source* again with each faulty line repaired or left blank.

    *error* is the syntax error of the first attempt, *partial* holds the problems found
    before it. Add one problem per syntax error to *report*, at most ``MAX_MISTAKES``, and
    the other problems of the last attempt.
    """
    from game.content.yaml.syntax_errors import explain  # no sound file needs it

    lines = list(source.lines)
    patched: set[int] = set()
    blank: set[int] = set()
    reported: list[Problem] = []
    for _ in range(MAX_MISTAKES):
        problem = explain(Source(source.name, "\n".join(lines)), error)
        line = problem.span.line - 1 if problem.span else len(lines)
        if line >= len(lines) or line in blank:
            reported = reported or [problem]
            break
        better = _better(problem, partial)
        if line not in patched and not (
            line - 1 in patched and _continues(better, reported, lines)
        ):
            reported.append(better)
        repaired = None if line in patched else _repaired(line, lines)
        if repaired is None:
            blank.add(line)
        lines[line] = repaired or ""
        patched.add(line)
        partial = Report()
        tree = attempt("\n".join(lines), partial)
        if isinstance(tree, Tree):
            _add_problems(report, reported, partial)
            return Tree(tree.root, whole=False, cut=bool(blank))
        error = tree
    _add_problems(report, reported, partial)
    return Tree(None, whole=False)


def _repaired(number: int, lines: list[str]) -> str | None:
    """Return line *number* in a valid form: its key with a hole, or without tabs; else None."""
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


def _better(problem: Problem, partial: Report) -> Problem:
    """Return a problem of *partial* on the same line, which is more exact; else *problem*."""
    assert problem.span is not None
    line = problem.span.line
    return next((p for p in partial.problems if p.span and p.span.line == line), problem)


def _continues(problem: Problem, reported: list[Problem], lines: list[str]) -> bool:
    """Return whether *problem* continues the mistake on the line above."""
    assert problem.span is not None
    same = bool(reported) and reported[-1].message == problem.message
    return same or _ENTRY.match(lines[problem.span.line - 1]) is None


def _add_problems(report: Report, reported: list[Problem], partial: Report) -> None:
    reported_lines = {problem.span.line for problem in reported if problem.span}
    for problem in reported:
        report.add(problem)
    for problem in partial.problems:
        line = problem.span.line if problem.span else 0
        # Without the key above them, entries look like duplicates.
        if line not in reported_lines and not (
            problem.code == "E009" and line - 1 in reported_lines
        ):
            report.add(problem)
    report.dropped += partial.dropped
