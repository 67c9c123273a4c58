"""The filters of lists: what the key bar says about them, and how to get rid of them."""

from __future__ import annotations

import pytest
from textual.widgets import OptionList, Static

from game.tui.screens.journal import NO_SUCH_RUN
from game.tui.screens.scenarios import NOTHING_FITS
from game.tui.widgets.filter import Filter, FilterMenu
from tests.tui.keyboard import Game, feed, screen, shown


CLOSED = "⏎ Open  esc Back"
OPEN = "⏎ Choose  esc Close  F1 ? Help"


async def to_filter(game: Game) -> None:
    """Move the focus to the last filter."""
    for _ in range(9):
        if isinstance(game.app.screen.focused, Filter):
            return
        await feed(game.app, b"\x1b[Z")
    raise AssertionError


def bar(game: Game) -> str:
    """The last row of the screen."""
    return shown(game.app).rstrip().splitlines()[-1].strip()


@pytest.mark.parametrize("name", ["scenarios", "room-scenarios", "journal"])
async def test_the_key_bar_says_what_the_keys_of_a_filter_do(name: str) -> None:
    """Enter opens it and then chooses a value, Escape closes it; no letter is a key there."""
    async with screen(name) as game:
        await to_filter(game)
        assert bar(game).startswith(CLOSED)
        await feed(game.app, b"\r")
        assert isinstance(game.app.screen.focused, FilterMenu)
        assert bar(game) == OPEN
        await feed(game.app, b"\x1b[B\r")
        assert bar(game).startswith(CLOSED)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [("scenarios", "begun", NOTHING_FITS), ("journal", "open", NO_SUCH_RUN)],
)
async def test_an_empty_list_says_how_to_see_more(name: str, value: str, says: str) -> None:
    """What it says works: the first line of a filter takes the filter away."""
    async with screen(name) as game:
        await to_filter(game)
        shelf = game.app.screen.query_one("#list", OptionList)
        everything = shelf.option_count
        game.app.screen.query(Filter).last().value = value
        await game.app.ordered_input.settled()
        assert shelf.option_count == 0
        assert str(game.app.screen.query_one("#about", Static).content) == says
        assert "its first line" in says
        await feed(game.app, b"\r\x1b[H\r")
        assert shelf.option_count == everything > 0
