"""Windows of every size: nothing crashes, and what cannot be shown is said."""

from __future__ import annotations

import pytest
from textual.geometry import Size
from textual.pilot import Pilot

from game.core.enums import Call
from game.core.playthrough import Phase
from game.text import labels
from game.tui.app import GameApp
from game.tui.screens.help import HelpScreen
from game.tui.screens.play import PlayScreen
from tests.shipped import LIBRARY
from tests.tui.keyboard import feed, screen, shown
from tests.tui.monkey import resize
from tests.tui.stage import FERRY, enter_until, picture, stage


pytestmark = pytest.mark.every_frame

SIZES = [(20, 6), (1, 1), (40, 12), (64, 18), (80, 24), (120, 40), (200, 60), (3, 40), (120, 4)]
SCREENS = ["home", "scenarios", "handbook", "settings", "about", "help"]


@pytest.mark.parametrize("name", SCREENS)
async def test_resizing_never_crashes(name: str) -> None:
    """Each screen lives through a resize to every size and back, and comes to rest in each."""
    async with stage((80, 24)) as pilot:
        app = pilot.app
        assert isinstance(app, GameApp)
        if name != "home":
            getattr(app, f"action_{name}")()
        await pilot.pause()
        for size in (*SIZES, *reversed(SIZES)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert not app.screen._layout_required, size
        assert app._running


async def go_on(pilot: Pilot[None], screen: PlayScreen) -> None:
    """Press Enter until the next page; on a long one the first only shows the card."""
    number, phase = screen.seen.number, screen.seen.phase
    await enter_until(pilot, lambda: (screen.seen.number, screen.seen.phase) != (number, phase))


async def test_a_playthrough_lives_through_every_size() -> None:
    """A whole playthrough, resized through every size at each step, reaches its ending."""
    async with stage((80, 24), play=FERRY) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, PlayScreen)
        for _ in range(9):
            if screen.seen.phase in (Phase.CALL, Phase.CHOICE):
                await pilot.press("1")
            for size in (*SIZES, (80, 24)):
                await pilot.resize_terminal(*size)
                await pilot.pause()
                assert not screen._layout_required, size
            await go_on(pilot, screen)
        assert screen.seen.phase is Phase.ENDING


@pytest.mark.parametrize("size", [(1, 1), (20, 6), (29, 40), (120, 8)])
async def test_too_small_a_window_says_what_it_needs(size: tuple[int, int]) -> None:
    """Below 30 columns or 9 rows the game asks for room instead of showing scraps."""
    async with stage(size, play=FERRY) as pilot:
        shown = picture(pilot)
        assert "Ferry" not in shown
        assert size[0] < 20 or "Needs" in shown


async def test_forty_by_twelve_scrolls_to_the_last_choice() -> None:
    """The smallest playable window brings every card into view with the arrows."""
    async with stage((40, 12), play=FERRY) as pilot:
        await pilot.press("enter", "enter", "down", "down", "down", "down")
        await pilot.pause()
        assert "4 ■ ▲ Manage, then lead" in picture(pilot)


@pytest.mark.parametrize("size", [(1, 1), (5, 12), (5, 5), (200, 3)], ids=str)
@pytest.mark.parametrize("name", ["preview", "campaigns", "console"])
async def test_keys_and_clicks_do_nothing_where_nothing_is_shown(
    name: str, size: tuple[int, int]
) -> None:
    """In a window too small the keys of a screen move nothing; an enlarged one goes on."""
    async with screen(name, size) as game:
        before = game.app.screen
        await feed(game.app, b"j\r\x10m\x1b[5~\x1b[6~\x1b[<0;1;1M\x1b[<0;1;1m")
        assert game.app.screen is before
        await resize(game, Size(80, 24))
        await feed(game.app, b"\x1bOP")
        assert isinstance(game.app.screen, HelpScreen)


@pytest.mark.parametrize("name", ["jump", "pick", "campaigns", "journal", "room-scenarios"])
async def test_a_list_without_room_is_laid_out(name: str) -> None:
    """A list whose window has no column left for its entries raises nothing."""
    async with screen(name) as game:
        before = game.app.screen
        for size in [*((width, 5) for width in range(1, 9)), (4, 60), (200, 1)]:
            await resize(game, Size(*size))
        await resize(game, Size(80, 24))
        assert game.app.screen is before
        assert shown(game.app).strip()


async def test_an_arrow_shows_all_calls() -> None:
    """On a page whose calls begin at its end, the first arrow brings all of them into view."""
    smoke = LIBRARY.scenario("smoke-on-ward-six")
    async with stage((80, 24), play=smoke) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert labels.CALLS[Call.MANAGE_THEN_LEAD] not in picture(pilot)
        await pilot.press("down")
        await pilot.pause()
        for call in labels.CALLS.values():
            assert call in picture(pilot)
