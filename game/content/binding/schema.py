"""JSON Schema of scenarios and campaigns, derived from the attrs fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import attrs
from attrs import define, field

from game.content.binding.readers import Meta
from game.content.binding.records import entry_meta
from game.content.ids import MAX_ID
from game.core.enums import Dimension, Pole
from game.core.scenario import Listening, Need, Next, Route, Scenario, Stance, Tokens


ID = f"^(?!null$)(?=.{{1,{MAX_ID}}}$)[a-z0-9]+(-[a-z0-9]+)*$"
TEXT = ["string", "number", "boolean"]
"""Every scalar is a text here: ``no``, ``08`` and ``12:30`` too."""

Schema = dict[str, Any]


def schema(kind: type = Scenario) -> Schema:
    """Return the JSON Schema of a file with a *kind*: ``Scenario`` or ``Campaign``."""
    maker = _Maker()
    top = maker.record(kind)
    name = kind.__name__
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": f"A {name.lower()} of Two Hats",
        **maker.records[top["$ref"].rsplit("/", 1)[-1]],
        "definitions": {other: made for other, made in maker.records.items() if other != name},
    }


@define
class _Maker:
    records: dict[str, Schema] = field(factory=dict)

    def of(self, kind: Any, meta: Meta) -> Schema:
        """Return the schema of *kind*, the type of a field, with the limits of *meta*."""
        origin, args = get_origin(kind), get_args(kind)
        if origin in (Union, UnionType):
            (inner,) = (arg for arg in args if arg is not NoneType)
            return self.of(inner, meta)
        if origin is tuple:
            return _counted(
                {"type": "array", "items": self.of(args[0], entry_meta(meta))}, meta, "Items"
            )
        if origin is Mapping:
            return self.mapping(args[0], args[1], meta)
        if kind in FORMS:
            return FORMS[kind](self)
        if kind is bool:
            return {"enum": [True, False, "yes", "no", "on", "off"]}
        if kind is int:
            return {"type": "integer", **_range(meta)}
        if kind is str:
            limit = {"maxLength": meta["limit"]} if "limit" in meta else {}
            return {"type": TEXT, "minLength": 1, **limit}
        if issubclass(kind, StrEnum):
            return {"enum": [member.value for member in kind]}
        return self.record(kind)

    def record(self, kind: type) -> Schema:
        """Return a reference to the schema of an attrs class, which is built once."""
        name = kind.__name__
        if name not in self.records:
            self.records[name] = {}  # permits recursive classes
            given = [a for a in attrs.fields(attrs.resolve_types(kind)) if a.metadata]
            self.records[name] = {
                "type": "object",
                "description": (kind.__doc__ or "").strip().splitlines()[0],
                "properties": {
                    a.name: {**self.of(a.type, a.metadata), "description": a.metadata["doc"]}
                    for a in given
                },
                "required": [a.name for a in given if a.default is attrs.NOTHING],
                "additionalProperties": False,
            }
        return {"$ref": f"#/definitions/{name}"}

    def mapping(self, key: Any, value: Any, meta: Meta) -> Schema:
        """Return the schema of a mapping by id, or by the members of an enumeration."""
        inner = self.of(value, meta if value is int else entry_meta(meta))
        counted: Meta = {} if value is int else meta
        made: Schema
        if key is str:
            made = {
                "type": "object",
                "propertyNames": {"pattern": ID},
                "additionalProperties": inner,
            }
        else:
            made = {
                "type": "object",
                "properties": {member.value: inner for member in key},
                "additionalProperties": False,
            }
        return _counted(made, counted, "Properties")


def _range(meta: Meta) -> Schema:
    return {name: meta[name] for name in ("minimum", "maximum") if name in meta}


def _counted(made: Schema, meta: Meta, of: str) -> Schema:
    named = {"minimum": f"min{of}", "maximum": f"max{of}"}
    return made | {named[name]: meta[name] for name in named if name in meta}


def _poles(maker: _Maker) -> Schema:
    pole = maker.of(Pole, {})
    return {"properties": {d.value: pole for d in Dimension}, "additionalProperties": False}


def _listening(maker: _Maker) -> Schema:
    return {"type": "object", **_poles(maker), "minProperties": 1, "maxProperties": 1}


def _stance(maker: _Maker) -> Schema:
    whole = "|".join(Pole)
    return {"type": ["string", "object"], "pattern": f"^({whole})$", **_poles(maker)}


def _tokens(maker: _Maker) -> Schema:
    return {"enum": [f"{pole}{count}" for pole in Pole for count in ("", " 1", " 2")]}


def _need(maker: _Maker) -> Schema:
    return maker.mapping(Dimension, Tokens, {})


def _next_route(maker: _Maker) -> Schema:
    return {
        "type": ["string", "array"],
        "pattern": ID,
        "items": maker.record(Route),
        "minItems": 1,
    }


FORMS: Mapping[type, Callable[[_Maker], Schema]] = {
    Listening: _listening,
    Stance: _stance,
    Tokens: _tokens,
    Need: _need,
    Next: _next_route,
}
"""The schemas of the shorthands; their readers are in ``records.FORMS``."""
