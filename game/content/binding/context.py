"""The context of binding one file: report, and the ids defined and referenced."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Any, Final, NamedTuple

from attrs import define, field

from game.content.diagnostics import Problem, Report, Suggester
from game.content.sanitize import describe, quoted, safe_id, shorten
from game.content.yaml.nodes import Hole, ListNode, Node, TextNode, name_span, span_of
from game.content.yaml.sentences import SPACE_AFTER_COLON, SPACE_AFTER_DASH
from game.content.yaml.source import Source, Span
from game.text.plural import count


class _Bad(Enum):
    BAD = "bad"


BAD: Final = _Bad.BAD
"""The result of a reader that has reported a problem."""

_NOTHING = frozenset(("", "~", "null", "Null", "NULL"))
MAX_LISTED = 16
"""The maximum number of allowed words that a message lists."""
_SOME = 5
_PAIR = re.compile(r"([a-z0-9-]+)[ =]+([0-9]+)")
_LISTS = {"idea": "'two-hats handbook' lists them"}
"""The help for ids of a kind that no file defines."""


class Reference(NamedTuple):
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
    outermost first; *misspelt* are definitions of *defined* with an invalid id, *lost* the
    kinds with definitions that could not be read.
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
    misspelt: dict[str, set[str]] = field(factory=dict)
    lost: set[str] = field(factory=set)

    def label(self, node: Node) -> str:
        """Return the name of *node* for a message."""
        if node.key is not None:
            return quoted(node.key.value)
        return "the file" if node is self.root else "an entry of this list"

    def define(self, kind: str, name: str, *, bad: bool = False) -> None:
        """Record *name*, qualified by the enclosing ids; *bad* if it is an invalid id."""
        whole = ".".join((*self.within, name))
        self.defined.setdefault(kind, {})[whole] = None
        if bad:
            self.misspelt.setdefault(kind, set()).add(whole)

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
        suggestion: str | None = None,
    ) -> _Bad:
        """
        Report that *word* is not in *known*.

        The help is *suggestion* or the most similar word, else *otherwise*.
        """
        options = list(known)
        suggestion = suggestion or self.suggester.suggest(word, options)
        helps = (
            [f"did you mean '{suggestion}'?"] if suggestion else [otherwise] if otherwise else []
        )
        odd = next((char for char in word if not char.isascii()), None)
        if odd is not None:
            helps.append(f"it holds {describe(odd)}")
        return self.add_problem(
            code,
            message,
            span,
            expected=_listed(options),
            help=" ".join(helps) or None,
        )

    def resolve(self, whole: bool) -> None:
        """
        Report every reference to an undefined id.

        If the tree is not *whole*, the definition may be lost in a hole: report only
        references similar to a defined id, as for kinds in ``lost``. Ignore kinds without
        any id.
        """
        unknown: dict[tuple[str, str], list[Reference]] = {}
        for reference in self.references:
            defined = self.defined.get(reference.kind)
            if defined and reference.id not in defined:
                unknown.setdefault((reference.kind, reference.id), []).append(reference)
        for (kind, name), references in unknown.items():
            defined, misspelt = self.defined[kind], self.misspelt.get(kind, set())
            certain = whole and kind not in self.lost
            meant = self.suggester.suggest(name, defined, cutoff=0.6 if certain else 0.8)
            if meant in misspelt or (not certain and meant is None):
                continue
            message = f"no {kind} is called '{shorten(safe_id(name))}'"
            more = len(references) - 1
            if more:
                message += f", here and in {count(more, 'more place')} below"
            span = span_of(references[0].node)
            valid = [option for option in defined if option not in misspelt]
            self.report_unknown("E202", message, span, name, valid, _LISTS.get(kind), meant)

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
                return SPACE_AFTER_COLON
            elif needed == "a list" and re.match(r"-\S", node.value):
                return SPACE_AFTER_DASH
        elif needed == "a text":
            if self.source.line(node.start.line + 1)[node.start.column :][:1] in ("[", "{"):
                return "put a text that begins with [ or { in quotes"
            return "put the text in quotes, or write | after the colon and the text below it"
        return None


def _listed(options: Sequence[str]) -> str | None:
    """Return what is expected instead of an unknown word; None if there are no *options*."""
    if not options:
        return None
    if len(options) <= MAX_LISTED:
        return f"expected one of {shorten(', '.join(options), 400)}"
    return f"expected one of {len(options)}, such as {shorten(', '.join(options[:_SOME]), 200)}"


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
