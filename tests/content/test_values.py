"""Values of attrs classes as JSON, and back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

import pytest
from attrs import fields, frozen, has
from hypothesis import given

from game.content.values import dumps, loads
from game.core.scenario import Scenario
from tests.core.strategies import scenarios
from tests.shipped import LIBRARY


class Colour(StrEnum):
    """A value of an enum."""

    RED = "red"
    BLUE = "blue"


@frozen(kw_only=True)
class Part:
    """A part of the whole."""

    name: str


@frozen(kw_only=True)
class Whole:
    """A class with a field of each kind that scenarios have."""

    text: str
    number: int
    given: bool
    maybe: str | None
    colour: Colour
    part: Part
    parts: tuple[Part, ...]
    counts: Mapping[Colour, int]


WHOLE = Whole(
    text="a\nb",
    number=3,
    given=True,
    maybe=None,
    colour=Colour.BLUE,
    part=Part(name="x"),
    parts=(Part(name="y"), Part(name="z")),
    counts={Colour.BLUE: 1, Colour.RED: 2},
)
STORED = ["a\nb", 3, True, None, "blue", ["x"], [["y"], ["z"]], {"blue": 1, "red": 2}]


def kinds(value: Any) -> Iterator[object]:
    """Yield the type of every value in *value*, with the order of mappings."""
    yield type(value)
    if has(type(value)):
        for item in fields(type(value)):
            yield from kinds(getattr(value, item.name))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield key, type(key)
            yield from kinds(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from kinds(item)


def assert_same(value: Scenario | Whole) -> None:
    """Assert that *value* is read back with the same values, of the same types."""
    result = loads(type(value), dumps(value))
    assert result == value
    assert list(kinds(result)) == list(kinds(value))


def test_a_field_of_each_kind() -> None:
    """Fields are stored in order, without names."""
    assert json.loads(dumps(WHOLE)) == STORED
    assert_same(WHOLE)


@pytest.mark.parametrize("name", LIBRARY.entries)
def test_shipped_scenarios(name: str) -> None:
    """Every shipped scenario is read back as it was."""
    scenario = LIBRARY.scenario(name)
    assert scenario is not None
    assert_same(scenario)


@given(scenarios())
def test_any_scenario(scenario: Scenario) -> None:
    """Any scenario is read back as it was."""
    assert_same(scenario)


@pytest.mark.parametrize(
    ("index", "value"),
    [
        *((0, 1), (0, None), (0, ["a"]), (0, "\x1b[2J"), (0, "\u202e")),
        *((1, "3"), (1, 3.0), (1, True), (1, None)),
        *((2, 1), (2, "true")),
        *((3, 1), (3, [])),
        *((4, "green"), (4, 1), (4, None)),
        *((5, "x"), (5, []), (5, ["x", "y"]), (5, {"name": "x"}), (5, None)),
        *((6, "yz"), (6, [["y"], "z"]), (6, None), (6, {"y": "z"})),
        *((7, []), (7, {"green": 1}), (7, {"red": "1"}), (7, None)),
    ],
)
def test_a_value_of_another_type(index: int, value: object) -> None:
    """A value that its field cannot have is refused."""
    with pytest.raises(ValueError, match=r"."):
        loads(Whole, json.dumps([*STORED[:index], value, *STORED[index + 1 :]]))


@pytest.mark.parametrize(
    "text", ["", "null", "{}", "[]", "1", '"text"', "[" * 100_000, json.dumps(STORED)[:-1]]
)
def test_another_text(text: str) -> None:
    """A text that holds no value of the class is refused."""
    with pytest.raises(ValueError, match=r"."):
        loads(Whole, text)
