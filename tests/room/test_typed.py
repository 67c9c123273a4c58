"""Numbers that a facilitator types: none of them is dropped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.room.typed import numbers, one_number


@given(st.lists(st.integers(0, 9999), max_size=6), st.sampled_from([" ", ",", ", ", "  "]))
def test_numbers_stand_apart(counts: list[int], between: str) -> None:
    """Blanks and commas are between them."""
    assert numbers(between.join(map(str, counts))) == tuple(counts)


@pytest.mark.parametrize("text", ["", " ", "many", "4 and 2", "-1", "1.5", "10000", "²"])
def test_what_is_no_number(text: str) -> None:
    """One part that is no small number makes all of it none."""
    assert numbers(text) == ()
    assert one_number(text) is None


@pytest.mark.parametrize(
    ("text", "number"), [("12", 12), (" 0 ", 0), ("12 5", None), ("1,200", None)]
)
def test_one_number_is_not_several(text: str, number: int | None) -> None:
    """Where one is wanted, a second one is refused, as is a comma inside."""
    assert one_number(text) == number
