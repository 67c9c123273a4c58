"""Lines are as wide as they are in a terminal, and numbers are taken in any digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import width as cells

from game.core.enums import Call
from game.core.playthrough import Phase
from game.plain.io import LineIO, number
from game.plain.pages import lay_out
from tests.plain.table import Table
from tests.tui.test_hostile import scenario


KANJI = (
    "午前四時二十分の冷たい窯と三人のパン職人と配達の車と二つの注文と一本の鉛筆のない机の上の物語"
    * 4
)
FAMILY = "👩\u200d👩\u200d👧\u200d👦"


@pytest.mark.parametrize("width", [2, 5, 20, 72])
@pytest.mark.parametrize("text", [KANJI, FAMILY * 40, "e\u0301" * 200, "ab " * 100, "가나다" * 60])
def test_no_line_is_wider_than_asked(text: str, width: int) -> None:
    """Wide letters take two cells and marks none; nothing is lost, and no emoji is torn."""
    lines = list(lay_out([text, [f"1. {text}"]], width))
    assert max(map(cells, lines)) <= width
    assert "".join(lines).replace(" ", "").count(text.replace(" ", "")) == 2
    if FAMILY in text:
        assert all(line.replace(FAMILY, "").strip(" 1.") == "" for line in lines)


def test_a_scenario_in_wide_letters() -> None:
    """A game of Chinese characters stays within its columns from beginning to end."""
    table = Table(scenario(KANJI[:60]), width=40)
    table.play("", "1", "1", "", "people", "what", "", "1", "1", "", "")
    assert max(map(cells, table.said)) <= 40


@pytest.mark.parametrize("typed", ["2", " 2 ", "2.", "2)", "２", "２．", "٢", "۲", "२", "2。"])
def test_a_number_is_taken_in_any_digits(typed: str) -> None:
    """However a keyboard writes a two, the second call is given."""
    table = Table()
    play = table.play("", typed).play
    assert play.phase is Phase.CHOICE
    assert play.call is list(Call)[1]


@pytest.mark.parametrize("typed", ["2.", "２", "٢"])
def test_a_list_takes_any_digits(typed: str) -> None:
    """The choice of a scenario reads numbers in the same way."""
    lines = iter([typed])
    io = LineIO(read=lambda: next(lines, None), write=lambda _: None)
    assert io.choose([("first", "a", "A"), ("second", "b", "B")]) == "second"


@given(st.text())
def test_anything_else_stays_as_it_is(text: str) -> None:
    """What is no number is given back without its outer blanks, and nothing raises."""
    assert number(text) == text.strip() or number(text).isdecimal()
