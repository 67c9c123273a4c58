"""Readers of scalars, lists, mappings and ids."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from game.content.binding.context import BAD, Binder, Reference, is_nothing
from game.content.diagnostics import Label, normalize_word, straight_quoted, without_quotes
from game.content.ids import RULE, is_id
from game.content.sanitize import quoted, safe_id, shorten
from game.content.yaml.nodes import ListNode, MapNode, Node, TextNode, name_span, span_of


Reader = Callable[[Binder, Node], Any]
"""Reads a node as a value; returns ``BAD`` after it has reported a problem."""

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,8})")
_YES_NO = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def check_id(binder: Binder, node: Node) -> bool:
    """Return whether the key of *node* is a valid id; report it otherwise."""
    name = node.key.value if node.key else ""
    if is_id(name):
        return True
    shown = shorten(safe_id(name), 60)
    hint = RULE
    if is_id(normalize_word(name)):
        hint += f"; write '{normalize_word(name)}'"
    binder.add_problem("E105", f"'{shown}' cannot be an id", name_span(node), help=hint)
    return False


def text(limit: int | None = None, line: bool = False, unquoted: bool = False) -> Reader:
    """
    Return a reader of texts of at most *limit* characters, of a single paragraph if *line*.

    If *unquoted*, typographic quotes around a whole text on one line are reported.
    """
    maximum = limit or 1_000_000

    def read(binder: Binder, node: Node) -> Any:
        if not isinstance(node, TextNode) or is_nothing(node):
            return binder.report_kind(node, "a text")
        value = _paragraphs(node)
        if not value or value.isspace():
            hint = "write the text, or delete the entry if it may be left out"
            return binder.add_problem(
                "E103", f"{binder.label(node)} is blank", name_span(node), help=hint
            )
        if len(value) > maximum:
            message = f"{binder.label(node)} has {len(value):,} characters"
            expected = f"at most {maximum:,} characters"
            return binder.add_problem("E104", message, span_of(node), expected=expected)
        if line and "\n" in value:
            message = f"{binder.label(node)} has several paragraphs, but needs a single line"
            hint = "write it after the colon, on the same line"
            return binder.add_problem("E102", message, span_of(node), help=hint)
        if unquoted and node.plain and node.start.line == node.end.line:
            _check_quotes(binder, node, value)
        return value

    return read


def _check_quotes(binder: Binder, node: TextNode, value: str) -> None:
    inner = without_quotes(value)
    if inner is not None:
        message = "the typographic quotes around this text are read as a part of it"
        hint = f"write straight ones: {straight_quoted(shorten(inner, 60))}"
        binder.add_problem("W306", message, span_of(node), help=hint)


def _paragraphs(node: TextNode) -> str:
    """
    Return the text of *node* with one blank line between paragraphs.

    Line ends within a paragraph become spaces, since every interface wraps by its own
    width. Blank lines separate paragraphs in a ``|`` block; elsewhere YAML has folded the
    lines, and a line end separates them.
    """
    value = node.value.strip().replace("\t", " ")
    if "\n" not in value:
        return value
    parts = re.split(r"\n\s*\n" if node.kept else r"\n+", value)
    return "\n\n".join(re.sub(r" *\n *", " ", part).strip() for part in parts)


def number(minimum: int | None = None, maximum: int | None = None) -> Reader:
    """Return a reader of whole numbers from *minimum* to *maximum*."""

    def read(binder: Binder, node: Node) -> Any:
        if not isinstance(node, TextNode) or not node.plain or not _NUMBER.fullmatch(node.value):
            return binder.report_kind(node, "a whole number", _as_number(node))
        value = int(node.value)
        if (minimum is not None and value < minimum) or (maximum is not None and value > maximum):
            message = f"{binder.label(node)} is {value}, which is out of range"
            expected = (
                f"from {minimum} to {maximum}" if minimum != maximum else f"only {maximum} is known"
            )
            return binder.add_problem("E106", message, span_of(node), expected=expected)
        return value

    return read


def _as_number(node: Node) -> str:
    """Return a hint on how to write the number that was probably meant."""
    value = node.value.strip() if isinstance(node, TextNode) else ""
    if not re.fullmatch(r"[0-9]+", value):
        begun = re.match(r"[1-9][0-9]{0,8}\b", value)
        return f"write {begun[0]} alone" if begun else "write it in digits, such as 10"
    plain = value.lstrip("0") or "0"
    if len(plain) > 9:
        return "a number has at most 9 digits"
    return f"write {plain}, without quotes" if plain == value else f"write {plain}"


def boolean(binder: Binder, node: Node) -> Any:
    """Read yes or no, in any spelling of YAML 1.1."""
    value = _YES_NO.get(node.value.lower()) if isinstance(node, TextNode) and node.plain else None
    if value is None:
        meant = isinstance(node, TextNode) and node.value.lower() in _YES_NO
        hint = "take the quotes away" if meant else "write yes or no, without quotes"
        return binder.report_kind(node, "yes or no", hint)
    return value


def keyword(
    options: Mapping[str, Any], noun: str, meant: Callable[[str], str | None] | None = None
) -> Reader:
    """
    Return a reader of keywords: *options* maps each word to its value.

    *meant* returns the word that another spelling certainly stands for, or None.
    """

    def read(binder: Binder, node: Node) -> Any:
        if not isinstance(node, TextNode) or is_nothing(node):
            hint = f"write one of {shorten(', '.join(options), 200)}"
            return binder.report_kind(node, "a word", hint)
        word = node.value
        value = options.get(word, BAD)
        if value is BAD:
            value = options.get(" ".join(word.split()), BAD)
        if value is BAD:
            message = f"{quoted(word)} is not {noun}"
            right = meant(word) if meant else None
            return binder.report_unknown(
                "E107", message, span_of(node), word, options, suggestion=right
            )
        return value

    return read


def keyword_name(options: Mapping[str, Any], noun: str) -> Reader:
    """Return a reader like ``keyword`` for the key of a node."""

    def read(binder: Binder, node: Node) -> Any:
        word = node.key.value if node.key else ""
        value = options.get(word, BAD)
        if value is BAD:
            message = f"{quoted(word)} is not {noun}"
            begun = re.match(r"[\w-]+\b(?=[^\w-])", word)
            if begun and begun[0] in options:
                hint = f"write a colon and a space after {begun[0]}"
                return binder.add_problem("E107", message, name_span(node), help=hint)
            return binder.report_unknown("E107", message, name_span(node), word, options)
        return value

    return read


def entries(binder: Binder, node: Node) -> MapNode | None:
    """Return *node* if it is a mapping; otherwise report it and return None."""
    if isinstance(node, MapNode):
        return node
    hint = "write each under its own name, without dashes"
    binder.report_kind(node, "entries with names", hint)
    return None


Meta = Mapping[str, Any]
"""The metadata of a field of the format; see ``game.core.scenario.entry``."""


def reference(kind: str, read: Reader) -> Reader:
    """Return a reader like *read* that records its value as a reference to a *kind*."""

    def read_id(binder: Binder, node: Node) -> Any:
        value = read(binder, node)
        if value is not BAD:
            binder.references.append(Reference(kind, value, node))
        return value

    return read_id


def reference_name(kind: str) -> Reader:
    """Return a reader of keys that reference a *kind*."""

    def read(binder: Binder, node: Node) -> Any:
        key = node.key
        if key is None:
            return BAD
        binder.references.append(Reference(kind, key.value, key))
        return key.value

    return read


def definition_name(kind: str) -> Reader:
    """Return a reader of keys that define ids of a *kind*."""

    def read(binder: Binder, node: Node) -> Any:
        if node.key is None:
            return BAD
        name = node.key.value
        if check_id(binder, node):
            binder.define(kind, name)
            return name
        # References to this spelling, or to the right one, are no other mistake.
        for written in (name, normalize_word(name)):
            binder.define(kind, written, bad=True)
        return BAD

    return read


def scoped(inner: Reader) -> Reader:
    """Return a reader like *inner* that adds the key of the node to the enclosing ids."""

    def read(binder: Binder, node: Node) -> Any:
        name = node.key.value if node.key else ""
        binder.within.append(name if is_id(name) else normalize_word(name))
        value = inner(binder, node)
        binder.within.pop()
        return value

    return read


def _check_count(binder: Binder, node: Node, count: int, meta: Meta) -> bool:
    """Return whether *count* is within the limits of *meta*; report it otherwise."""
    minimum, maximum = meta.get("minimum", 0), meta.get("maximum", count)
    if minimum <= count <= maximum:
        return True
    few = count < minimum
    if few and binder.cut:
        return False
    limit = (
        f"exactly {minimum}"
        if minimum == maximum
        else f"at least {minimum}"
        if few
        else f"at most {maximum}"
    )
    name = quoted(node.key.value) if node.key else "this list"
    message = f"{name} has {count}, which is too {'few' if few else 'many'}"
    binder.add_problem("E108", message, name_span(node), expected=limit)
    return False


def list_of(inner: Reader, meta: Meta, distinct: bool) -> Reader:
    """Return a reader of lists; *distinct* if duplicates are a problem."""

    def read(binder: Binder, node: Node) -> Any:
        if not isinstance(node, ListNode):
            hint = "write [one, two], or each on its own line after a dash and a space"
            return binder.report_kind(node, "a list", hint)
        values = [inner(binder, item) for item in node.items]
        if not _check_count(binder, node, len(values), meta):
            return BAD
        if distinct and len(set(values)) < len(values):
            _report_duplicate(binder, node, values)
        return BAD if BAD in values else tuple(values)

    return read


def _report_duplicate(binder: Binder, node: ListNode, values: list[Any]) -> None:
    first: dict[Any, Node] = {}
    for value, item in zip(values, node.items, strict=True):
        if value is not BAD and value in first:
            second = Label(span_of(first[value]), "first given here")
            message = f"{quoted(str(value))} stands in this list twice"
            binder.add_problem(
                "E201", message, span_of(item), second=second, help="delete one of them"
            )
        first.setdefault(value, item)


def mapping_of(
    name: Reader, inner: Reader, meta: Meta, *, prose: bool = False, defines: str | None = None
) -> Reader:
    """
    Return a reader of mappings: *name* reads the keys, *inner* the values.

    *prose* says that the values are texts, which a comma in braces cuts; *defines* is the kind
    of the ids that the keys define.
    """

    def read(binder: Binder, node: Node) -> Any:
        map_node = entries(binder, node)
        if map_node is None:
            if defines is not None:
                binder.lost.add(defines)
            return BAD
        values: dict[Any, Any] = {}
        good = _check_count(binder, node, len(map_node.entries), meta)
        if prose and _is_cut(binder, map_node):
            return BAD
        for child in map_node.entries.values():
            key = name(binder, child)
            # A bad key without a value is one mistake, mostly a missing colon.
            value = BAD if key is BAD and is_nothing(child) else inner(binder, child)
            if key is BAD or value is BAD:
                good = False
            else:
                values[key] = value
        return values if good else BAD

    return read


def _is_cut(binder: Binder, node: MapNode) -> bool:
    """Return whether a comma cuts a text of the flow mapping *node*, and report it."""
    before: TextNode | None = None
    for child in node.entries.values():
        if not isinstance(child, TextNode) or child.key is None:
            return False
        line = binder.source.line(node.start.line + 1)
        braces = line[node.start.column : node.start.column + 1] == "{"
        if braces and before is not None and is_nothing(child) and not child.value:
            message = "the text before this is cut at its comma"
            start = before.key.value if before.key else ""
            text = shorten(f"{before.value}, {child.key.value}", 60)
            hint = f'put the text in quotes: {{{start}: "{text}"}}'
            binder.add_problem("E102", message, span_of(child.key), help=hint)
            return True
        before = child
    return False
