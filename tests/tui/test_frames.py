"""How much of the screen a key draws again."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from game.core.playthrough import Phase
from game.tui.screens.play import PlayScreen
from game.tui.text import literal
from game.tui.widgets.cards import Card
from game.tui.widgets.key_bar import KeyBar
from game.tui.widgets.leaf import Leaf
from tests.shared import until
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
    """An arrow key from one card to the next draws these two; the first one draws one card."""
    async with stage((100, 30), play=FERRY) as pilot:
        await _mount_explanations(pilot)
        await pilot.press("enter")
        first, second, *_ = pilot.app.screen.query(Card)
        key_bar = pilot.app.screen.query_one(KeyBar)
        assert await refreshed(pilot, "down", monkeypatch) == {first, key_bar}
        assert await refreshed(pilot, "down", monkeypatch) == {first, second}


async def test_a_page_is_laid_out_once() -> None:
    """Turning a page, also to and from a tall explanation, lays the screen out once."""
    async with stage((100, 24), play=FERRY) as pilot:
        screen = await _mount_explanations(pilot)
        layouts: list[Screen[object]] = []
        screen.screen_layout_refresh_signal.subscribe(screen, layouts.append, immediate=True)
        turned = []
        for pointed in ((), "2", "2", (), "1"):
            await pilot.press(*pointed)
            await _drawn(pilot)
            layouts.clear()
            await pilot.press("enter")
            await _drawn(pilot)
            turned.append((screen.seen.phase, len(layouts)))
            if screen.seen.phase is Phase.WHY:
                assert screen.query_one("#page").max_scroll_y > 0
                screen.query_one("#page").scroll_end(animate=False)
        pages = Phase.CALL, Phase.CHOICE, Phase.OUTCOME, Phase.WHY, Phase.CALL
        assert turned == [(page, 1) for page in pages]


async def test_a_text_that_stays_is_not_laid_out_or_drawn_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is shown already, in the same style, is no change; another style is one."""
    async with stage((100, 30), play=FERRY) as pilot:
        bar = pilot.app.screen.query_one("#bar", Leaf)
        refreshed: list[Widget] = []
        monkeypatch.setattr(Leaf, "refresh", lambda widget, **_: refreshed.append(widget))
        bar.update(literal("Late", "bold"))
        bar.update(literal("Late", "bold"))
        assert refreshed == [bar]
        bar.update(literal("Late"))
        assert refreshed == [bar, bar]


async def test_an_explanation_is_ready_before_it_is_asked_for() -> None:
    """Some time after the first page the widget of explanations is mounted, and hidden."""
    async with stage((100, 30), play=FERRY) as pilot:
        await until(lambda: pilot.app.screen.query("Reasons"))
        assert not pilot.app.screen.query_one("Reasons").display


async def _mount_explanations(pilot: Pilot[None]) -> PlayScreen:
    """Mount the widget of explanations, which would draw the page at some other time."""
    screen = pilot.app.screen
    assert isinstance(screen, PlayScreen)
    screen.reasons()
    await _drawn(pilot)
    return screen


async def _drawn(pilot: Pilot[None]) -> None:
    """Wait until the frames that are due were drawn, also one that another has caused."""
    for _ in range(2):
        await pilot.pause()
        await pilot.app.screen.wait_for_refresh()
