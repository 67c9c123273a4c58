"""What every test of a screen needs."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from textual import app as textual_app
from textual import pilot as textual_pilot
from textual._compositor import Compositor
from textual.pilot import Pilot
from textual.screen import Screen

from game.tui import app, enter_guard
from game.tui.app import GameApp


@pytest.fixture(autouse=True)
def settled_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Let a pilot's ``press`` and ``pause`` return once the game has handled its queue of input.

    Textual's own pilot takes the app for idle when the process has used little time for a
    while, which waits too long on a quiet machine and too short on a busy one.
    """
    wait_for_screen = Pilot._wait_for_screen

    async def settled(pilot: Pilot[Any], timeout: float = 30.0) -> bool:
        if not isinstance(pilot.app, GameApp):
            return await wait_for_screen(pilot, timeout)
        running, settling = pilot.app._task, asyncio.ensure_future(_settle(pilot.app))
        assert running is not None
        await asyncio.wait({settling, running}, timeout=60, return_when=asyncio.FIRST_COMPLETED)
        if settling.done():
            settling.result()
        else:
            settling.cancel()
            assert running.done(), "the game does not come to rest"
        return True

    async def give_way(*_: float) -> None:
        await asyncio.sleep(0)

    monkeypatch.setattr(Pilot, "_wait_for_screen", settled)
    for module in (textual_app, textual_pilot):
        monkeypatch.setattr(module, "wait_for_idle", give_way)


@pytest.fixture(autouse=True)
def frames_when_looked_at(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Draw the screen when a test looks at it, and not once more for each update.

    Without a terminal Textual draws every frame, and throws it away. The mark ``every_frame``
    keeps that, for tests that look for a frame that cannot be drawn.
    """
    if request.node.get_closest_marker("every_frame") is None:
        monkeypatch.setattr(Compositor, "render_update", _clean)


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Enter and Escape take effect at once."""
    monkeypatch.setattr(enter_guard, "PAUSE", 0.0)
    monkeypatch.setattr(app, "LEAVE_PAUSE", 0.0)


async def _settle(game: GameApp) -> None:
    """Wait until no message, layout, scrolling or animation of the *game* is under way."""
    while game._resize_timer is not None:
        await asyncio.sleep(1 / 120)
    await game.ordered_input.settled()
    await game._animator.wait_until_complete()
    while game.is_running and _is_behind(game.screen):
        game.screen._on_timer_update()
        await game.ordered_input.settled()


def _is_behind(screen: Screen[Any]) -> bool:
    return bool(screen._layout_required or screen._scroll_required or screen._callbacks)


def _clean(compositor: Compositor, *_: Any, **__: Any) -> None:
    compositor._dirty_regions.clear()
