"""The handbook: where an idea opens."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.pilot import Pilot
from textual.widgets import OptionList

from game.tui.widgets.cards import Card
from tests.tui.stage import picture, stage


def page(pilot: Pilot[None]) -> VerticalScroll:
    """The page of the idea that is shown."""
    return pilot.app.screen.query_one("#page", VerticalScroll)


def shelf(pilot: Pilot[None]) -> OptionList:
    """The list of ideas."""
    return pilot.app.screen.query_one("#list", OptionList)


async def test_each_idea_opens_at_its_top() -> None:
    """A search, a link and the way back begin at the title, wherever the idea before was left."""
    async with stage((80, 24)) as pilot:
        await pilot.press("h")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert page(pilot).scroll_y
        await pilot.press("slash", *"crisis")
        await pilot.pause()
        assert not page(pilot).scroll_y
        assert "│  When a crisis breaks" in picture(pilot)
        await pilot.press("enter", "enter", "enter")
        await pilot.pause()
        assert isinstance(pilot.app.focused, Card)
        assert not page(pilot).scroll_y
        page(pilot).scroll_end(animate=False)
        await pilot.pause()
        assert page(pilot).scroll_y
        await pilot.press("b")
        await pilot.pause()
        assert not page(pilot).scroll_y
        assert "│  When a crisis breaks" in picture(pilot)


async def test_a_click_shows_an_idea() -> None:
    """It opens at its title and keeps the focus on the list; Enter leads on to its links."""
    async with stage((80, 18)) as pilot:
        await pilot.press("h")
        await pilot.pause()
        await pilot.click("#list", offset=(6, 3))
        await pilot.pause()
        assert "│  Overlap, with different" in picture(pilot)
        assert pilot.app.focused is shelf(pilot)
        assert not page(pilot).scroll_y
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.focused, Card)
