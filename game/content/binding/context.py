"""The context of binding one file: report, and the ids defined and referenced."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from typing import Any, Final

from attrs import define, field, frozen

from game.content.diagnostics import Problem, Report, Suggester, quoted
from game.content.sanitize import describe, safe_id, shorten
from game.content.yaml.source import (
    Hole,
    ListNode,
    Node,
    Source,
    Span,
    TextNode,
    name_span,
    span_of,
)


class _Bad(Enum):
    BAD = "bad"


BAD: Final = _Bad.BAD
"""The result of a reader that has reported a problem."""

_NOTHING = frozenset(("", "~", "null", "Null", "NULL"))
_MAX_LISTED = 16
_PAIR = re.compile(r"([a-z0-9-]+)[ =]+([0-9]+)")
_LISTS = {"idea": "'two-hats handbook' lists them"}
"""The help for ids of a kind that no file defines."""


@frozen
class Reference:
    """A *node* that references a *kind* by its *id*."""

    kind: str
    id: str
    node: Node


def is_nothing(node: Node) -> bool:
    """Return whether *node* is empty, or a plain ``~`` or ``null``."""
    return isinstance(node, TextNode) and node.plain and node.value in _NOTHING


@define(eq=False)
class Binder:
    """
    The state shared by all readers of the tree under *root*.

    *id* is that of the file. *cut* is True if recovery left out whole lines, which may hold
    a missing entry. *defined* are the ids by kind, *within* the ids of the enclosing nodes,
    outermost first.
    """

    source: Source
    report: Report
    id: str
    root: Node
    cut: bool = False
    suggester: Suggester = field(factory=Suggester)
    defined: dict[str, dict[str, None]] = field(factory=dict)
    references: list[Reference] = field(factory=list)
    within: list[str] = field(factory=list)

    def label(self, node: Node) -> str:
        """Return the name of *node* for a message."""
        if node.key is not None:
            return quoted(node.key.value)
        return "the file" if node is self.root else "an entry of this list"

    def define(self, kind: str, name: str) -> None:
        """Record *name*, qualified by the enclosing ids, as the id of a *kind*."""
        self.defined.setdefault(kind, {})[".".join((*self.within, name))] = None

    def add_problem(self, code: str, message: str, span: Span, **more: Any) -> _Bad:
        """Report a problem and return ``BAD``."""
        self.report.add(Problem(code=code, message=message, span=span, **more))
        return BAD

    def report_unknown(
        self,
        code: str,
        message: str,
        span: Span,
        word: str,
        known: Iterable[str],
        otherwise: str | None = None,
    ) -> _Bad:
        """Report that *word* is not in *known*; the help is a suggestion, or *otherwise*."""
        options = list(known)
        suggestion = self.suggester.suggest(word, options)
        helps = (
            [f"did you mean '{suggestion}'?"] if suggestion else [otherwise] if otherwise else []
        )
        odd = next((char for char in word if not char.isascii()), None)
        if odd is not None:
            helps.append(f"it holds {describe(odd)}")
        listed = shorten(", ".join(options), 400)
        return self.add_problem(
            code,
            message,
            span,
            expected=f"expected one of {listed}" if 0 < len(options) <= _MAX_LISTED else None,
            help=" ".join(helps) or None,
        )

    def resolve(self, whole: bool) -> None:
        """
        Report every reference to an undefined id.

        If the tree is not *whole*, the definition may be lost in a hole: report only
        references similar to a defined id. Ignore kinds without any id.
        """
        for reference in self.references:
            defined = self.defined.get(reference.kind)
            if not defined or reference.id in defined:
                continue
            if not whole and self.suggester.suggest(reference.id, defined, cutoff=0.8) is None:
                continue
            message = f"no {reference.kind} is called '{shorten(safe_id(reference.id))}'"
            span = span_of(reference.node)
            listed = _LISTS.get(reference.kind)
            self.report_unknown("E202", message, span, reference.id, defined, listed)

    def report_kind(self, node: Node, needed: str, hint: str | None = None) -> _Bad:
        """Report that *node* is not what is *needed*; *hint* is the help if there is no remedy."""
        if isinstance(node, Hole):
            return BAD
        nothing = is_nothing(node)
        span = name_span(node) if nothing else span_of(node)
        message = f"{self.label(node)} needs {needed}, but {_describe(node)} is here"
        remedy = self.remedy(node, needed) or hint
        if remedy is None and nothing:
            remedy = "write it after the colon"
        return self.add_problem("E102", message, span, help=remedy)

    def remedy(self, node: Node, needed: str) -> str | None:
        """Return the most likely fix for *node*, None if there is none."""
        if isinstance(node, TextNode):
            line = self.source.line(node.start.line + 1)
            if is_nothing(node):
                if node.value:
                    return f"put {node.value} in quotes if the word itself is meant"
                if re.search(r":\s+#", line):
                    return "a # begins a comment; put a text that begins with # in quotes"
            elif needed == "entries with names" and (pair := _PAIR.fullmatch(node.value)):
                return f"write {{{pair[1]}: {pair[2]}}}"
            elif re.match(r"[\w-]+:\S", node.value):
                return "write a space after each colon"
            elif needed == "a list" and re.match(r"-\S", node.value):
                return "write a space after each dash"
        elif needed == "a text":
            if self.source.line(node.start.line + 1)[node.start.column :][:1] in ("[", "{"):
                return "put a text that begins with [ or { in quotes"
            return "put the text in quotes, or write | after the colon and the text below it"
        return None


def _describe(node: Node) -> str:
    if is_nothing(node):
        return "nothing"
    match node:
        case TextNode():
            return f"the text {quoted(node.value, 40)}"
        case ListNode():
            return "a list"
        case _:
            return "a group of entries"
