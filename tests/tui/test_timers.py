"""Timers of the game fire, however late."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from time import monotonic
from types import SimpleNamespace

import pytest
from textual.timer import Timer

from tests.tui.stage import FERRY, picture, stage


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that is held for a second at each look of a timer that fires once at the clock."""
    looks: Counter[Timer] = Counter()

    def get_time() -> float:
        timer = sys._getframe(1).f_locals["self"]
        looks[timer] += timer._repeat == 0
        return monotonic() + looks[timer]

    monkeypatch.setattr("textual.timer._time", SimpleNamespace(get_time=get_time))


async def test_a_timer_fires_late(held: None) -> None:
    """One of the app and one of a screen call back although their time is over at once."""
    async with stage((80, 24), play=FERRY) as pilot:
        for pump in (pilot.app, pilot.app.screen):
            fired = asyncio.Event()
            pump.set_timer(1 / 120, fired.set)
            await asyncio.wait_for(fired.wait(), 10)


async def test_a_window_can_be_resized_on_a_busy_machine(held: None) -> None:
    """Each new size is laid out, also after one whose timer was late."""
    async with stage((80, 24), play=FERRY) as pilot:
        for width in (64, 120, 80):
            await pilot.resize_terminal(width, 24)
            await pilot.pause()
            assert pilot.app.screen.size.width == width
            assert "The Late Ferry" in picture(pilot)
