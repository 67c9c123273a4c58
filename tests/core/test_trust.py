"""Trust: who comes closer, who steps away, and how far."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given

from game.core.enums import Myth
from game.core.scenario import Scenario
from game.core.trust import MAX_TRUST, TRUST_START, trust_after, trust_moves
from tests.core.examples import character, choice, scenario, scene
from tests.core.strategies import scenarios


EXAMPLE = scenario(
    scene("s", choice("x")),
    cast={
        "ana": character("Ana", "focus L"),
        "ben": character("Ben", "focus M"),
        "cem": character("Cem", "goal L"),
    },
)


@pytest.mark.parametrize(
    ("signs", "moves"),
    [
        ("L - - - -", {"ana": +1, "ben": -1, "cem": 0}),
        ("M L L M L", {"ana": -1, "ben": +1, "cem": -1}),
        ("- L L - L", {"ana": 0, "ben": 0, "cem": 0}),
    ],
)
def test_moves(signs: str, moves: dict[str, int]) -> None:
    """A step closer for what one listens for, a step away for its opposite."""
    assert trust_moves(EXAMPLE, EXAMPLE.first, choice("x", signs)) == moves


@pytest.mark.parametrize(
    ("signs", "move"), [("L - - - -", 0), ("- - - - -", -1), ("M - - - -", -2)]
)
def test_myth(signs: str, move: int) -> None:
    """Whoever bears the cost of a myth steps back once more."""
    lure = choice("x", signs, leans_on=Myth.SAME_THING, borne_by="ana")

    assert trust_moves(EXAMPLE, EXAMPLE.first, lure)["ana"] == move


def test_presence() -> None:
    """Only those present are moved; nobody named means everybody."""
    current = scene("s", choice("x"), present=("ben",))

    assert trust_moves(EXAMPLE, current, choice("x")).keys() == {"ben"}
    assert trust_moves(EXAMPLE, EXAMPLE.first, choice("x")).keys() == {
        "ana",
        "ben",
        "cem",
    }


def test_absence() -> None:
    """The trust of whoever is not there stays as it is."""
    assert trust_after({"ana": 3, "ben": 3}, {"ben": +1}) == {"ana": 3, "ben": 4}


@given(scenarios())
def test_range(drawn: Scenario) -> None:
    """A choice moves trust by -2 to +1, and it stays between 0 and 5."""
    trust: Mapping[str, int] = dict.fromkeys(drawn.cast, TRUST_START)
    for where in drawn.scenes.values():
        for option in where.choices.values():
            moves = trust_moves(drawn, where, option)
            trust = trust_after(trust, moves)

            assert all(-2 <= move <= 1 for move in moves.values())
            assert all(0 <= level <= MAX_TRUST for level in trust.values())
