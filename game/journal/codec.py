"""
JSON encoding of actions and other typed values.

An action is a flat JSON object: a tag that names the action, and its fields. Tags are
explicit, so that a class may be renamed; a released tag never changes. Nested values
(attrs classes, tuples, mappings, enums) are read and checked by their annotations.
Reflections and the actions of rooms have theirs in ``stored_runs`` and ``room_codec``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

from attrs import NOTHING, fields, frozen, has

from game.core import actions as play


MAX_NUMBER = 1e12
"""The largest absolute value of a float, which excludes infinity and NaN."""

_PLAIN = frozenset({str, int, bool})

Value = TypeVar("Value")


class Codec(Generic[Value]):
    """
    Encode and decode actions of one kind by their *tags*.

    *earlier* maps tags of older journals to present ones, *key* is the field that held the tag
    in older journals. Both are read, never written.
    """

    def __init__(
        self,
        tags: Mapping[str, type[Value]],
        earlier: Mapping[str, str] | None = None,
        key: str = "do",
    ) -> None:
        self.tags = tags
        self.earlier = earlier or {}
        self._key = key
        self._tag_of = {kind: tag for tag, kind in tags.items()}

    def to_data(self, action: Value) -> dict[str, Any]:
        """Return *action* as a flat mapping for JSON."""
        return {"do": self._tag_of[type(action)], **to_data(action)}

    def from_data(self, data: object) -> Value | None:
        """Return the action in *data*; None for an unknown tag or a field that does not fit."""
        if not isinstance(data, Mapping):
            return None
        tag = data.get("do", data.get(self._key))
        if not isinstance(tag, str):
            return None
        kind = self.tags.get(self.earlier.get(tag, tag))
        return None if kind is None else from_data(kind, data)

    def dumps(self, action: Value) -> str:
        """Return *action* as JSON."""
        return json.dumps(self.to_data(action))

    def loads(self, text: str) -> Value | None:
        """Return the action in *text*; None for invalid JSON or data."""
        try:
            return self.from_data(json.loads(text))
        except (ValueError, TypeError, RecursionError):
            return None


PLAY: Codec[play.Action] = Codec(
    {
        "go-on": play.GoOn,
        "call": play.GiveCall,
        "confide": play.Confide,
        "choose": play.Choose,
    }
)
"""Actions of a playthrough."""


def to_data(value: Any) -> Any:
    """Return *value* as JSON data: an attrs instance as a mapping, an enum as its value."""
    kind: Any = type(value)
    if kind in _PLAIN:
        return value
    if has(kind):
        return {name: to_data(getattr(value, name)) for name in _shape(kind)}
    if isinstance(value, Mapping):
        return {to_data(key): to_data(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_data(item) for item in value]
    return value.value if isinstance(value, Enum) else value


def from_data(kind: type[Value], data: object) -> Value | None:
    """Return *data* as *kind*; None unless every field fits. Ignore unknown fields."""
    try:
        result: Value = _read(kind, data)
    except (ValueError, TypeError):
        return None
    return result


@frozen
class _Field:
    kind: Any
    required: bool


@cache
def _shape(kind: Any) -> Mapping[str, _Field]:
    """The fields of an attrs class."""
    hints = get_type_hints(kind)
    return {item.name: _Field(hints[item.name], item.default is NOTHING) for item in fields(kind)}


def _read(kind: Any, data: Any) -> Any:
    """Return *data* as *kind*; raise ``ValueError`` if it does not fit."""
    if kind in _PLAIN:
        if type(data) is kind:
            return data
        raise ValueError(data)
    if has(kind):
        return _read_fields(kind, data)
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        (kind,) = (item for item in inner if item is not NoneType)
        return None if data is None else _read(kind, data)
    if origin is tuple and isinstance(data, list | tuple):
        return tuple(_read(inner[0], item) for item in data)
    if isinstance(origin, type) and issubclass(origin, Mapping) and isinstance(data, Mapping):
        return {_key(inner[0], key): _read(inner[1], item) for key, item in data.items()}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(data)
    if kind is float and type(data) in (int, float) and abs(data) <= MAX_NUMBER:
        return data
    raise ValueError(data)


def _key(kind: Any, key: Any) -> Any:
    """Return a mapping key as *kind*; JSON keys are always strings."""
    return int(key) if kind is int else _read(kind, key)


def _read_fields(kind: Any, data: Any) -> Any:
    if not isinstance(data, Mapping):
        raise ValueError(data)
    values = {}
    for name, field in _shape(kind).items():
        if name in data:
            values[name] = _read(field.kind, data[name])
        elif field.required:
            raise ValueError(name)
    return kind(**values)
