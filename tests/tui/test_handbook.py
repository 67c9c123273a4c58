"""The handbook: where an idea opens, and the way out of a search."""

from __future__ import annotations

import pytest
from textual.containers import VerticalScroll
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from game.content.handbook import handbook
from game.tui.screens.handbook import HandbookScreen
from game.tui.screens.home import HomeScreen
from game.tui.screens.scenarios import ScenariosScreen
from game.tui.widgets.cards import Card
from tests.shipped import LIBRARY
from tests.tui.stage import picture, rows, stage


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


async def test_each_group_of_a_scenes_ideas_has_one_heading() -> None:
    """Ideas of one group stand together, the groups in the order of an explanation."""
    only = ("skill-emotional-intelligence", "ctx-crisis", "skill-team-coordination")
    assert [handbook()[key].group for key in only] == ["skills", "contexts", "skills"]
    async with stage((80, 24)) as pilot:
        await pilot.app.push_screen(HandbookScreen(only=only))
        await pilot.pause()
        assert [option.id or str(option.prompt) for option in shelf(pilot).options] == [
            "SKILLS",
            only[0],
            only[2],
            "CONTEXTS",
            only[1],
        ]


async def test_escape_clears_the_search_before_it_leaves() -> None:
    """It stays with the idea that was read, and leaves from the whole list."""
    async with stage((80, 24)) as pilot:
        await pilot.press("h")
        await pilot.pause()
        await pilot.press("slash", *"crisis", "enter")
        await pilot.pause()
        assert "esc Clear" in rows(pilot)[-1]
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, HandbookScreen)
        assert len([option for option in shelf(pilot).options if option.id]) == len(handbook())
        highlighted = shelf(pilot).highlighted_option
        assert highlighted is not None
        assert highlighted.id == "ctx-crisis"
        assert "esc Back" in rows(pilot)[-1]
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, HomeScreen)


@pytest.mark.parametrize("screen", [HandbookScreen, ScenariosScreen])
async def test_a_search_without_a_result_offers_no_enter(
    screen: type[HandbookScreen | ScenariosScreen],
) -> None:
    """Enter stays in the search, no key is offered that does nothing, and Escape clears it."""
    async with stage((80, 24), library=LIBRARY) as pilot:
        await pilot.app.push_screen(screen())
        await pilot.press("slash", *"zzzz", "enter")
        await pilot.pause()
        search = pilot.app.screen.query_one("#search", Input)
        assert pilot.app.focused is search
        assert "⏎" not in rows(pilot)[-1]
        shelf(pilot).focus()
        await pilot.pause()
        assert "⏎" not in rows(pilot)[-1]
        assert "Last idea" not in rows(pilot)[-1]
        await pilot.press("escape")
        await pilot.pause()
        assert search.value == ""
        assert isinstance(pilot.app.screen, screen)
        assert "⏎" in rows(pilot)[-1]
