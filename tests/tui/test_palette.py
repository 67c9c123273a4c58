"""The command palette."""

from __future__ import annotations

import pytest
from rich.style import Style
from textual import events
from textual.command import CommandList

from tests.tui.keyboard import feed, screen, shown


@pytest.mark.parametrize("option", [0, 5, 99])
@pytest.mark.every_frame
async def test_a_click_on_an_entry_that_was_filtered_away_does_nothing(option: int) -> None:
    """The list may empty between the press of a button and its handling: nothing is chosen."""
    async with screen("home") as game:
        await feed(game.app, b"\x10")
        palette = game.app.screen
        entries = palette.query_one(CommandList)
        entries.clear_options()
        style = Style.from_meta({"option": option})
        entries.post_message(events.Click(entries, 5, 1, 0, 0, 1, False, False, False, style=style))
        await game.app.ordered_input.settled()
        assert game.app.screen is palette
        assert entries.highlighted is None


@pytest.mark.every_frame
async def test_a_click_on_an_entry_of_the_palette_runs_its_command() -> None:
    """The palette's entries can be clicked."""
    async with screen("home") as game:
        await feed(game.app, b"\x10")
        await feed(game.app, b"jou")
        palette = game.app.screen
        entries = palette.query_one(CommandList)
        assert entries.option_count
        entries.post_message(
            events.Click(
                entries, 5, 1, 0, 0, 1, False, False, False, style=Style.from_meta({"option": 0})
            )
        )
        await game.app.ordered_input.settled()
        assert game.app.screen is not palette


@pytest.mark.parametrize("size", [(80, 24), (64, 18), (40, 14), (120, 40)])
@pytest.mark.parametrize("name", ["home", "play-why", "projector"])
async def test_the_key_bar_is_that_of_the_palette(name: str, size: tuple[int, int]) -> None:
    """Keys of the screen below only type letters; its bar, of one row or two, is covered."""
    async with screen(name, size) as game:
        await feed(game.app, b"\x10")
        foot = shown(game.app).splitlines()[-2:]
        assert [row.strip() for row in foot if "⏎" in row] == ["⏎ Choose  esc Close"]
        assert not any("F1" in row or "Quit" in row or "Next" in row for row in foot)
        game.app.simulate_key("escape")
        await game.app.ordered_input.settled()
        assert "esc Close" not in shown(game.app)
