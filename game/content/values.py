"""Values of attrs classes as JSON, and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from attrs import fields, has

from game.content.sanitize import refused


T = TypeVar("T")

Load = Callable[[Any], Any]


def dumps(value: object) -> str:
    """Return *value* as JSON: an instance of an attrs class as the list of its fields."""
    return json.dumps(value, default=_field_values, separators=(",", ":"))


def _field_values(value: Any) -> list[object]:
    return [getattr(value, field.name) for field in fields(type(value))]


def loads(kind: type[T], text: str) -> T:
    """
    Return the instance of *kind* that ``dumps`` wrote as *text*.

    Raise ``ValueError`` if a value has another type, or a character that files may not hold.
    Limits of lengths and numbers, and references, are not checked.
    """
    try:
        value: T = _loader(cast(Any, kind))(json.loads(text))
    except (TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"this is no {kind.__name__}") from error
    return value


@cache
def _loader(kind: Any) -> Load:
    """Return what makes a value of the type *kind* from plain data; it checks types."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        (inner,) = (_loader(each) for each in arguments if each is not NoneType)
        return lambda data: None if data is None else inner(data)
    if origin is tuple:
        item = _loader(arguments[0])
        return lambda data: tuple(map(item, _checked(list, data)))
    if origin is Mapping:
        key, item = map(_loader, arguments)
        return lambda data: {key(k): item(v) for k, v in _checked(dict, data).items()}
    if has(kind):
        return _record_loader(kind)
    if kind is str:
        return _text
    return kind if issubclass(kind, Enum) else lambda data: _checked(kind, data)


def _record_loader(kind: Any) -> Load:
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    loaders = [_loader(hints[name]) for name in names]

    def load(data: Any) -> Any:
        parts = zip(names, loaders, _checked(list, data), strict=True)
        return kind(**{name: loader(part) for name, loader, part in parts})

    return load


def _text(data: object) -> str:
    text = _checked(str, data)
    if next(refused(text), None) is not None:
        raise ValueError("a character that files may not hold")
    return text


def _checked(kind: type[T], data: object) -> T:
    if type(data) is not kind:
        raise TypeError(type(data))
    return data
