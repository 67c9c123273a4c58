"""
Derive what the format permits at each path of a file from the attrs classes of the core.

A slot lists the words, ids or entries permitted at one path. ``sites`` pairs slots with the
nodes of a tree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache, cached_property
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import attrs
from attrs import evolve, frozen

from game.content.binding.readers import Meta
from game.core.enums import Dimension, Pole
from game.core.scenario import Listening, Need, Next, Route, Stance, Tokens


@frozen(kw_only=True)
class Slot:
    """
    The type of a value, described by *doc*.

    A scalar is prose (*text*, at most *limit* characters), one of *words*, or an id of the kind
    *refers*. A group has *fields* by name, some *required*, or entries of one type *value*
    whose names are *keys*, ids of the kind *key_refers*, or new ids of the kind *key_defines*.
    A list has items of the type *item*.
    """

    doc: str = ""
    noun: str = ""
    text: bool = False
    limit: int | None = None
    words: tuple[str, ...] = ()
    refers: str = ""
    fields: Mapping[str, Slot] = attrs.field(factory=dict)
    required: frozenset[str] = frozenset()
    keys: tuple[str, ...] = ()
    key_refers: str = ""
    key_defines: str = ""
    value: Slot | None = None
    item: Slot | None = None

    def child(self, step: str | int) -> Slot | None:
        """Return the slot of the entry or item *step*; None if the format has none."""
        if isinstance(step, int):
            return self.item
        return self.fields.get(step) or self.value

    def at(self, path: tuple[str | int, ...]) -> Slot | None:
        """Return the slot at *path* below this one; None if the format has none."""
        slot: Slot | None = self
        for step in path:
            slot = None if slot is None else slot.child(step)
        return slot

    @cached_property
    def allowed(self) -> tuple[str, ...]:
        """Return the permitted entry names of this group; empty if they are free."""
        return tuple(self.fields) or self.keys


@cache
def slot_of(kind: type) -> Slot:
    """Return the slot of a file that contains a *kind*, such as ``Scenario``."""
    return _slot(kind, {})


def _slot(kind: Any, meta: Meta) -> Slot:
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        (inner,) = (arg for arg in args if arg is not NoneType)
        return _slot(inner, meta)
    if origin is tuple:
        return Slot(item=_slot(args[0], meta))
    if origin is Mapping:
        return _mapping(args[0], args[1], meta)
    if kind in _FORMS:
        return _FORMS[kind]()
    if kind is bool:
        return Slot(words=("yes", "no"), noun="yes or no")
    if kind is int:
        return Slot(noun="number")
    if kind is str:
        if "names" in meta:
            return Slot(refers=meta["names"])
        return Slot(text=True, limit=meta.get("limit"))
    if issubclass(kind, StrEnum):
        return Slot(words=tuple(word.value for word in kind), noun=kind.__name__.lower())
    return _record(kind)


def _record(kind: type) -> Slot:
    given = [a for a in attrs.fields(attrs.resolve_types(kind)) if a.metadata]
    return Slot(
        noun=kind.__name__.lower(),
        fields={a.name: evolve(_slot(a.type, a.metadata), doc=a.metadata["doc"]) for a in given},
        required=frozenset(a.name for a in given if a.default is attrs.NOTHING),
    )


def _mapping(key: Any, value: Any, meta: Meta) -> Slot:
    inner = _slot(value, {name: of for name, of in meta.items() if name != "names"})
    if key is not str:
        return Slot(keys=tuple(word.value for word in key), noun=key.__name__.lower(), value=inner)
    if "names" in meta:
        return Slot(key_refers=meta["names"], value=inner)
    return Slot(key_defines=value.__name__.lower(), value=inner)


def _over_dimensions(value: Slot, words: tuple[str, ...] = ()) -> Slot:
    return Slot(keys=tuple(d.value for d in Dimension), noun="dimension", value=value, words=words)


def _pole() -> Slot:
    return Slot(words=tuple(pole.value for pole in Pole), noun="pole")


def _tokens() -> Slot:
    written = tuple(f"{pole}{count}" for pole in Pole for count in ("", " 1", " 2"))
    return Slot(words=written, noun="need of 1 or 2 tokens")


_FORMS: Mapping[type, Callable[[], Slot]] = {
    Listening: lambda: _over_dimensions(_pole()),
    Stance: lambda: _over_dimensions(_pole(), _pole().words),
    Tokens: _tokens,
    Need: lambda: _over_dimensions(_tokens()),
    Next: lambda: Slot(refers="scene", item=_record(Route)),
}
"""The slots of values with shorthand notations."""
