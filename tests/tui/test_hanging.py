"""Lists whose wrapped titles cannot be taken for entries of their own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.css.styles import RulesMap
from textual.screen import Screen
from textual.widgets import OptionList

from game.tui.hanging import Hanging
from game.tui.screens.handbook import HandbookScreen
from game.tui.screens.scenarios import ScenariosScreen
from game.tui.text import line, literal
from tests.shipped import LIBRARY
from tests.tui.stage import rows, stage


def texts(hanging: Hanging, width: int) -> list[str]:
    """The rows of *hanging* at *width*, without styles."""
    return [row.plain for row in hanging.rows(width)]


def test_rows_after_the_first_are_indented() -> None:
    """The indent holds for what wraps and for lines of its own, and is left out where narrow."""
    title = Hanging(line("● ", ("From picture to repeatable steps", "bold")), indent=4)
    assert texts(title, 40) == ["● From picture to repeatable steps"]
    assert texts(title, 30) == ["● From picture to repeatable", "    steps"]
    assert title.get_height(RulesMap(), 30) == 2
    assert texts(Hanging(literal("Winning Every Match\nfootball · 15 min")), 12) == [
        "Winning",
        "  Every",
        "  Match",
        "  football ·",
        "  15 min",
    ]
    assert texts(Hanging(literal("one two")), 3) == ["one", "two"]


@given(text=st.text("ab é界\n", max_size=30), width=st.integers(2, 20), indent=st.integers(0, 4))
def test_no_row_is_too_wide_and_no_letter_is_lost(text: str, width: int, indent: int) -> None:
    """At any width all words are there, in rows that fit."""
    hanging = Hanging(literal(text), indent)
    assert "".join("".join(texts(hanging, width)).split()) == "".join(text.split())
    assert all(row.cell_length <= width for row in hanging.rows(width))


@pytest.mark.parametrize(
    ("screen", "title", "rest"),
    [
        (HandbookScreen, "   From picture to repeatable", "     steps"),
        (ScenariosScreen, " Winning Every Match, Missing the", "   Season"),
    ],
)
async def test_a_wrapped_title_is_indented(
    screen: type[Screen[None]], title: str, rest: str
) -> None:
    """The second row of a title begins further right than any first row."""
    async with stage((80, 60), library=LIBRARY) as pilot:
        await pilot.app.push_screen(screen())
        await pilot.pause()
        listed = [row.partition("│")[0].rstrip() for row in rows(pilot)]
        at = listed.index(title)
        assert listed[at + 1] == rest


@pytest.mark.parametrize("screen", [HandbookScreen, ScenariosScreen])
async def test_a_list_uses_a_wide_screen(screen: type[Screen[None]]) -> None:
    """With room to spare no title is wrapped; in a narrow window the page keeps its place."""
    async with stage((200, 60), library=LIBRARY) as pilot:
        await pilot.app.push_screen(screen())
        await pilot.pause()
        shelf = pilot.app.screen.query_one("#list", OptionList)
        width = shelf.scrollable_content_region.width
        titles = [str(option.prompt).partition("\n")[0] for option in shelf.options]
        assert max(map(len, titles)) <= width
        await pilot.resize_terminal(64, 18)
        await pilot.pause()
        assert shelf.size.width <= 36
