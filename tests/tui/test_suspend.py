"""Where the game may not be suspended."""

from __future__ import annotations

import pytest
from textual.app import App

from tests.tui.rooms import room
from tests.tui.stage import picture


async def test_a_room_is_not_suspended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its phones would wait; the screen names the key for undo instead, also under the help."""
    suspended: list[object] = []
    monkeypatch.setattr(App, "action_suspend_process", suspended.append)
    async with room((80, 24), people=2) as (pilot, _):
        await pilot.press("f1", "ctrl+z")
        assert not suspended
        await pilot.press("escape")
        await pilot.pause()
        assert "u takes one step back" in picture(pilot)
