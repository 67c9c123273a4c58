"""
The saved form of actions, and of every typed value that is sent.

An action is saved as a flat JSON object: a tag that names the action, and its fields.
Tags are explicit, so that a class may be renamed; a tag, once released, never changes.
Nested values (attrs classes, tuples, mappings, enums) are read by their annotations,
and every value is checked against them.
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
from game.core import debrief as reflections
from game.room import actions as room


MAX_NUMBER = 1e12
"""The largest float that is read: no clock shows infinity or NaN."""

_PLAIN = frozenset({str, int, bool})

Value = TypeVar("Value")


class Codec(Generic[Value]):
    """
    Actions of one kind and their *tags*.

    *earlier* has the tags of older journals and what they are called now, *key* the
    name an older journal gave to the tag's field. Both are read and never written.
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
        """*action* as a flat mapping, fit for JSON."""
        return {"do": self._tag_of[type(action)], **to_data(action)}

    def from_data(self, data: object) -> Value | None:
        """The action in *data*; None for an unknown tag or a field that does not fit."""
        if not isinstance(data, Mapping):
            return None
        tag = data.get("do", data.get(self._key))
        if not isinstance(tag, str):
            return None
        kind = self.tags.get(self.earlier.get(tag, tag))
        return None if kind is None else from_data(kind, data)

    def dumps(self, action: Value) -> str:
        """*action* as JSON."""
        return json.dumps(self.to_data(action))

    def loads(self, text: str) -> Value | None:
        """The action in *text*; None when it is no JSON, or ``from_data`` gives None."""
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
"""What a player does in a playthrough."""

REFLECTION: Codec[reflections.ReflectionAction] = Codec(
    {
        "walk": reflections.Walk,
        "point": reflections.Point,
        "resolve": reflections.Resolve,
    },
    key="did",
)
"""What a player adds to a scene that has been answered."""

ROOM: Codec[room.RoomAction] = Codec(
    {
        "join": room.Join,
        "take-role": room.TakeRole,
        "vote": room.Vote,
        "share": room.Share,
        "deal": room.Deal,
        "heads": room.Heads,
        "hands": room.Hands,
        "go-on": room.GoOn,
        "talk": room.Talk,
        "reveal": room.Reveal,
        "decide": room.Decide,
        "reopen": room.Reopen,
        "undo": room.Undo,
        "pause": room.Pause,
        "lock": room.Lock,
        "remove": room.Remove,
        "take-down": room.TakeDown,
        "rounds": room.Rounds,
        "show-first": room.ShowFirst,
        "timer": room.Timer,
    },
    earlier={
        "Join": "join",
        "TakeRole": "take-role",
        "Vote": "vote",
        "Share": "share",
        "Deal": "deal",
        "Heads": "heads",
        "Hands": "hands",
        "GoOn": "go-on",
        "Talk": "talk",
        "Reveal": "reveal",
        "Decide": "decide",
        "Reopen": "reopen",
        "Undo": "undo",
        "Pause": "pause",
        "Lock": "lock",
        "Remove": "remove",
        "TakeDown": "take-down",
        "Rounds": "rounds",
        "ShowFirst": "show-first",
        "Timer": "timer",
    },
)
"""What seats and the facilitator do in a room; journals up to version 7 had class names."""


def to_data(value: Any) -> Any:
    """*value* as what JSON has: an attrs instance becomes a mapping, an enum its value."""
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
    """The *kind* in *data*; None unless every field fits. Fields it does not have are ignored."""
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
    """*data* as *kind*; raises ``ValueError`` when it does not fit."""
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
    """A key of a mapping; JSON has texts only."""
    return int(key) if kind is int else _read(kind, key)


def _read_fields(kind: Any, data: Any) -> Any:
    if not isinstance(data, Mapping):
        raise ValueError(data)
    given = {}
    for name, field in _shape(kind).items():
        if name in data:
            given[name] = _read(field.kind, data[name])
        elif field.required:
            raise ValueError(name)
    return kind(**given)
