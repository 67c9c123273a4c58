"""Readers of attrs classes from fields, types and metadata; the format's shorthands."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import attrs
from attrs import define, field

from game.content.binding.context import BAD, Binder, is_nothing
from game.content.binding.readers import (
    Meta,
    Reader,
    boolean,
    definition_name,
    entries,
    keyword,
    keyword_name,
    list_of,
    mapping_of,
    number,
    reference,
    reference_name,
    scoped,
    text,
)
from game.content.diagnostics import MAX_KEPT
from game.content.sanitize import quoted, shorten
from game.content.yaml.nodes import Hole, ListNode, MapNode, Node, TextNode, name_span
from game.core.enums import Dimension, Pole
from game.core.scenario import Listening, Need, Next, Route, Stance, Tokens


MIN_SHARED_ENTRIES = 3
"""The number of known entries within an unknown one from which on its kind is suggested."""

MAX_EXPLAINED = 2
"""The maximum number of missing entries that one message explains."""
MAX_LINES = 12
"""The maximum number of lines to write that one message lists."""
MAX_ABOUT = 300
"""The maximum length of what a message says about a missing entry, in characters."""

Check = Callable[[Binder, Any, MapNode], None]
"""Checks a value after it was read from a node, and reports its problems."""


@define(eq=False)
class Grammar:
    """
    The readers for files of one kind.

    *forms* are factories of readers for types with a shorthand, *checks* run on each value
    of a class after reading. *retired* maps a class and the name of a former entry to the
    help of the error.
    """

    forms: Mapping[type, Callable[[Grammar], Reader]] = field(factory=dict)
    checks: Mapping[type, Check] = field(factory=dict)
    retired: Mapping[tuple[type, str], str] = field(factory=dict)
    records: dict[type, Record] = field(factory=dict)

    def reader(self, kind: Any, meta: Meta) -> Reader:
        """Return the reader of *kind*, the type of a field, with the limits of *meta*."""
        origin, args = get_origin(kind), get_args(kind)
        if origin in (Union, UnionType):
            (inner,) = (arg for arg in args if arg is not NoneType)
            return self.reader(inner, meta)
        if origin is tuple:
            return list_of(self.reader(args[0], entry_meta(meta)), meta, _is_set(args[0], meta))
        if origin is Mapping:
            return self.mapping(args[0], args[1], meta)
        if kind in self.forms:
            return self.forms[kind](self)
        if kind is bool:
            return boolean
        if kind is int:
            return number(meta.get("minimum"), meta.get("maximum"))
        if kind is str:
            read = text(meta.get("limit"), meta.get("line", False), meta.get("unquoted", False))
            return reference(meta["names"], read) if "names" in meta else read
        if issubclass(kind, StrEnum):
            return keyword(words(kind), noun(kind))
        return self.record(kind)

    def record(self, kind: type) -> Record:
        """Return the reader of an attrs class, the same object for each call."""
        if kind not in self.records:
            attributes = attrs.fields(attrs.resolve_types(kind))
            declared = [attribute for attribute in attributes if attribute.metadata]
            self.records[kind] = Record(
                kind,
                self,
                readers={a.name: self.reader(a.type, a.metadata) for a in declared},
                docs={a.name: a.metadata["doc"] for a in declared},
                optional=frozenset(a.name for a in declared if a.default is not attrs.NOTHING),
                has_id=any(a.name == "id" for a in attributes if not a.metadata),
                check=self.checks.get(kind),
            )
        return self.records[kind]

    def mapping(self, key: Any, value: Any, meta: Meta) -> Reader:
        """Return a reader of a mapping by id, or by the members of an enumeration."""
        numbers = value is int  # then the limits apply to each number, not to their count
        about = {name: of for name, of in meta.items() if name != "names"}
        inner = self.reader(value, about if numbers else entry_meta(about))
        counted = {} if numbers else meta
        if key is not str:
            name = keyword_name(words(key), noun(key))
            return mapping_of(name, inner, counted, prose=value is str)
        if "names" in meta:
            return mapping_of(reference_name(meta["names"]), inner, counted, prose=value is str)
        kind = value.__name__.lower()
        return mapping_of(definition_name(kind), scoped(inner), counted, defines=kind)


def words(kind: type[StrEnum]) -> dict[str, Any]:
    """Return the members of *kind* by their keywords."""
    return {member.value: member for member in kind}


def noun(kind: type) -> str:
    """Return the noun for a value of *kind*, with its article."""
    name = kind.__name__.lower()
    return name if name.endswith("s") else f"an {name}" if name[0] in "aeio" else f"a {name}"


def entry_meta(meta: Meta) -> Meta:
    """Return *meta* for each entry, without the limits of their number."""
    return {name: value for name, value in meta.items() if name not in ("minimum", "maximum")}


def _is_set(kind: Any, meta: Meta) -> bool:
    """Return whether a list of *kind* must not have duplicates: keywords or ids."""
    return "names" in meta or (isinstance(kind, type) and issubclass(kind, StrEnum))


@define(eq=False)
class Record:
    """
    The reader of one attrs class, with an entry for each field declared by ``entry``.

    A field ``id`` without metadata is set to the key of the node.
    """

    kind: type
    grammar: Grammar
    readers: Mapping[str, Reader]
    docs: Mapping[str, str]
    optional: frozenset[str]
    has_id: bool
    check: Check | None

    def __call__(self, binder: Binder, node: Node) -> Any:
        """Read *node* as an instance of the class."""
        if is_nothing(node):
            node = MapNode({}, node.start, node.end, node.key)  # to name what is missing
        map_node = entries(binder, node)
        if map_node is None:
            return BAD
        values: dict[str, Any] = {}
        unknown: list[Node] = []
        good = True
        readers, optional, written = self.readers, self.optional, map_node.entries
        for name, child in written.items():
            read = readers.get(name)
            if read is None:
                unknown.append(child)
            elif name in optional and is_nothing(child):
                continue
            else:
                value = read(binder, child)
                if value is BAD:
                    good = False
                else:
                    values[name] = value
        missing = [name for name in readers if name not in written and name not in optional]
        if unknown or missing:
            for name, child in self.add_problem(binder, map_node, unknown, missing).items():
                readers[name](binder, child)  # its ids are defined, its problems reported
            return BAD
        if not good:
            return BAD
        if self.has_id:
            values["id"] = binder.id if node.key is None else node.key.value
        made = self.kind(**values)
        if self.check is not None:
            self.check(binder, made, map_node)
        return made

    def add_problem(
        self, binder: Binder, node: MapNode, unknown: list[Node], missing: list[str]
    ) -> dict[str, Node]:
        """
        Report *unknown* and *missing* entries; a misspelt one counts as unknown only.

        Return the misspelt entries by the names that are meant.
        """
        found: dict[str, Node] = {}
        for child in unknown[:MAX_KEPT]:
            word = child.key.value if child.key else ""
            if isinstance(child, Hole):
                continue
            retired = (self.kind, word) in self.grammar.retired
            meant = None if retired else binder.suggester.suggest(word, missing)
            if meant is not None:
                missing.remove(meant)
            else:
                absent = [name for name in self.readers if name not in node.entries]
                meant = None if retired else binder.suggester.suggest(word, absent)
            if meant is not None:
                found.setdefault(meant, child)
            self.report_unknown(binder, node, child, word, meant)
        if missing and not binder.cut:
            names = ", ".join(map(quoted, missing[:-1]))
            names = f"{names} and {quoted(missing[-1])}" if names else quoted(missing[-1])
            brief = len(missing) > MAX_EXPLAINED
            hint = " · ".join(self.line_for(name, brief=brief) for name in missing[:MAX_LINES])
            hint = f"add {hint}" if len(missing) == 1 else f"add these lines: {hint}"
            verb = "is" if len(missing) == 1 else "are"
            owner = f"in {quoted(node.key.value)}" if node.key else "here"
            message = f"{names} {verb} missing {owner}"
            binder.add_problem("E100", message, name_span(node), help=hint)
        return found

    def line_for(self, name: str, *, brief: bool) -> str:
        """Return a line to write for the entry *name*; unless *brief*, with what it may hold."""
        from game.content.binding.examples import example_of  # no sound file needs these
        from game.content.slots import slot_of

        example, allowed = example_of(slot_of(self.kind).fields[name])
        about = self.docs[name].rstrip(".")
        about = f"{allowed}; {about[0].lower()}{about[1:]}" if allowed else about
        line = f"{name}: {example}".rstrip()
        return line if brief or len(about) > MAX_ABOUT else f"{line} ({about})"

    def report_unknown(
        self, binder: Binder, node: MapNode, child: Node, word: str, meant: str | None
    ) -> None:
        """Report one unknown entry; *meant* is the missing entry it stands for, if known."""
        absent = [name for name in self.readers if name not in node.entries]
        records = self.grammar.records.values()
        homes = [noun(record.kind) for record in records if word in record.readers]
        within = child.entries.keys() if isinstance(child, MapNode) else set[str]()
        likes = [
            noun(r.kind) for r in records if len(within & r.readers.keys()) >= MIN_SHARED_ENTRIES
        ]
        hint = self.grammar.retired.get((self.kind, word))
        if hint is not None:
            message = f"{quoted(word)} is no longer part of {noun(self.kind)}"
            binder.add_problem("E101", message, name_span(child), help=hint)
            return
        if meant is not None:
            hint = f"did you mean '{meant}'?"
        elif homes:
            hint = f"it belongs in {' or '.join(homes)}; look at the indentation"
        elif likes:
            hint = f"it looks like {' or '.join(likes)}; look at the indentation"
        owner = f"in {quoted(node.key.value)}" if node.key else "here"
        message = f"{quoted(word)} is not known {owner}" if word else "this colon has no name"
        listed = shorten(", ".join(absent), 200)
        expected = f"may be given here: {listed}" if absent and hint is None else None
        binder.add_problem("E101", message, name_span(child), expected=expected, help=hint)


_ROUTE_WITH_CONDITION = re.compile(r"([a-z0-9-]+)\s+(?:if|when|unless)\b")
"""A route with its condition written behind it as prose."""


def side(grammar: Grammar) -> Reader:
    """Return a reader of ``lead`` or ``manage``."""
    return keyword(words(Pole), "a side")


def listening(grammar: Grammar) -> Reader:
    """Return a reader of ``{focus: lead}``: one dimension and one pole."""
    pole = grammar.mapping(Dimension, Pole, {"minimum": 1, "maximum": 1})

    def read(binder: Binder, node: Node) -> Any:
        if not isinstance(node, MapNode):
            return binder.report_kind(node, "a dimension and a side", "write it as {focus: lead}")
        poles = pole(binder, node)
        if poles is BAD:
            return BAD
        ((dimension, taken),) = poles.items()
        return Listening(dimension=dimension, pole=taken)

    return read


def stance(grammar: Grammar) -> Reader:
    """Return a reader of ``lead`` or ``manage`` for all dimensions, or ``{focus: lead, …}``."""
    item = grammar.mapping(Dimension, Pole, {"minimum": 1})
    whole = keyword({pole.value: Stance.all(pole) for pole in Pole}, "a stance")

    def read(binder: Binder, node: Node) -> Any:
        if isinstance(node, MapNode):
            poles = item(binder, node)
            return BAD if poles is BAD else Stance(poles)
        return whole(binder, node)

    return read


def tokens(grammar: Grammar) -> Reader:
    """Return a reader of ``lead``, ``lead 2``, ``manage`` or ``manage 2``."""
    counts = {"": 1, " 1": 1, " 2": 2}
    return keyword(
        {
            pole.value + written: Tokens(pole=pole, count=count)
            for pole in Pole
            for written, count in counts.items()
        },
        "a need of 1 or 2 tokens",
        _as_tokens,
    )


_COUNTS = {"1": 1, "one": 1, "2": 2, "two": 2}


def _as_tokens(word: str) -> str | None:
    """Return the tokens that *word* stands for, such as ``2 lead`` or ``lead two``."""
    parts = re.findall(r"lead|manage|one|two|\d+", word.lower())
    poles = [part for part in parts if part in ("lead", "manage")]
    counts = [_COUNTS.get(part, 0) for part in parts if part not in poles]
    if len(poles) != 1 or len(counts) != 1 or not counts[0]:
        return None
    return f"{poles[0]} {counts[0]}"


def need(grammar: Grammar) -> Reader:
    """Return a reader of ``{focus: lead 2, queries: manage}``: tokens by dimension."""
    item = grammar.mapping(Dimension, Tokens, {})

    def read(binder: Binder, node: Node) -> Any:
        if not isinstance(node, MapNode):
            hint = "write it as {focus: lead 2, goal: manage}"
            return binder.report_kind(node, "tokens for dimensions", hint)
        result = item(binder, node)
        return BAD if result is BAD else Need(result)

    return read


def next_route(grammar: Grammar) -> Reader:
    """Return a reader of a scene, ``end``, or a list of ``{when, go}`` with a final ``{go}``."""
    scene = grammar.reader(str, {"names": "scene"})
    listed = grammar.reader(tuple[Route, ...], {"minimum": 1})

    def read(binder: Binder, node: Node) -> Any:
        if isinstance(node, TextNode):
            asked = _ROUTE_WITH_CONDITION.match(node.value)
            if asked is not None:
                hint = f"write [{{when: {{chose: [scene.choice]}}, go: {asked[1]}}}, {{go: end}}]"
                return binder.report_kind(node, "a scene, end, or a list", hint)
            target = scene(binder, node)
            return BAD if target is BAD else Next((Route(go=target),))
        if isinstance(node, MapNode):
            return binder.report_kind(node, "a scene, end, or a list", "write the name of a scene")
        routes = listed(binder, node)
        if routes is BAD or not isinstance(node, ListNode) or not _closed(binder, node, routes):
            return BAD
        return Next(routes)

    return read


def _closed(binder: Binder, node: ListNode, routes: tuple[Route, ...]) -> bool:
    """Return whether only the last of *routes* is unconditional; report it otherwise."""
    if binder.cut:
        return True
    hint = "the ways are tried from the top; the last has only 'go', all others a 'when' too"
    for route, item in zip(routes[:-1], node.items, strict=False):
        if route.when is None:
            message = "this way is always taken, so those below it never are"
            binder.add_problem("E110", message, name_span(item), help=hint)
            return False
    if routes[-1].when is not None:
        message = "the last way has a condition, so there may be no way on"
        binder.add_problem("E110", message, name_span(node.items[-1]), help=hint)
        return False
    return True


FORMS: Mapping[type, Callable[[Grammar], Reader]] = {
    Pole: side,
    Listening: listening,
    Stance: stance,
    Tokens: tokens,
    Need: need,
    Next: next_route,
}
"""The factories of readers for types with a shorthand."""
