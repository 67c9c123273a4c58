"""How much of the screen a key draws again."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from game.tui.widgets.cards import Card
from tests.tui.stage import FERRY, stage


async def refreshed(pilot: Pilot[None], key: str, monkeypatch: pytest.MonkeyPatch) -> set[Widget]:
    """Press *key*; the widgets that are to be drawn again."""
    widgets = set()
    refresh = Widget.refresh

    def record(widget: Widget, *regions: Any, **options: Any) -> Widget:
        widgets.add(widget)
        return refresh(widget, *regions, **options)

    await pilot.pause()
    monkeypatch.setattr(Widget, "refresh", record)
    await pilot.press(key)
    return widgets


async def test_pointing_draws_the_two_cards_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An arrow key from one card to the next draws these two cards again."""
    async with stage((100, 30), play=FERRY) as pilot:
        await pilot.press("enter", "down")
        first, second, *_ = pilot.app.screen.query(Card)
        assert await refreshed(pilot, "down", monkeypatch) == {first, second}


@pytest.mark.parametrize("keys", [(), ("enter", "2")])
async def test_a_page_is_laid_out_once(keys: tuple[str, ...]) -> None:
    """Turning to the call, and to the choices, lays the screen out once."""
    async with stage((100, 30), play=FERRY) as pilot:
        await pilot.press(*keys)
        await _drawn(pilot)
        layouts: list[Screen[object]] = []
        screen = pilot.app.screen
        screen.screen_layout_refresh_signal.subscribe(screen, layouts.append, immediate=True)
        await pilot.press("enter")
        await _drawn(pilot)
        assert len(layouts) == 1


async def _drawn(pilot: Pilot[None]) -> None:
    """Wait until the frames that are due were drawn, also one that another has caused."""
    for _ in range(2):
        await pilot.pause()
        await pilot.app.screen.wait_for_refresh()
