"""The key of a scene as a table."""

from __future__ import annotations

import pytest

from game.core import scoring
from game.present.key_table import key_table
from tests.core.examples import choice, scenario, scene


@pytest.mark.parametrize("width", [42, 60, 78])
def test_the_table_has_a_column_for_each_choice(width: int) -> None:
    """The best choice is marked, and no line is wider than the space."""
    made = scenario(scene("one", choice("a"), choice("b", "M M L L -")))
    current = made.scenes["one"]

    lines = key_table(made, current, width)

    assert all(len(line) <= width for line in lines)
    (points,) = (line for line in lines if line.startswith("points"))
    for offered in current.choices.values():
        assert str(scoring.choice_points(current, offered)) in points
    assert points.count("*") == len(scoring.best_choices(current))
