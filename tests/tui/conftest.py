"""What every test of a screen needs."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from game.tui import app, enter_guard


@pytest.fixture(autouse=True)
def settled_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a pilot's ``press`` and ``pause`` return once the game has handled its queue of input."""
    for name in ("press", "pause"):
        monkeypatch.setattr(Pilot, name, _settling(getattr(Pilot, name)))


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Enter and Escape take effect at once."""
    monkeypatch.setattr(enter_guard, "PAUSE", 0.0)
    monkeypatch.setattr(app, "LEAVE_PAUSE", 0.0)


def _settling(method: Any) -> Any:
    async def settled(pilot: Pilot[Any], *arguments: Any) -> None:
        await method(pilot, *arguments)
        queue = getattr(pilot.app, "ordered_input", None)
        if queue is not None and pilot.app.is_running:
            await queue.settled()

    return settled
