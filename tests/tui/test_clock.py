"""The clock on the wall: off unless it is started, gentle when it runs out."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from game.room.state import Stage
from game.tui.screens import facilitator_keys
from game.tui.screens import projector as room_screen
from tests.tui.rooms import room, vote
from tests.tui.stage import picture
from tests.tui.test_back_row import places


async def test_a_clock_is_started_lengthened_and_runs_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Nothing runs until a key starts it; the same key gives a minute more, at any time.

    When it has run out the vote is as open as before: what was chosen counts, can be
    changed, and whoever is slow still votes.
    """
    now = [1000.0]
    for module in (facilitator_keys, room_screen):
        monkeypatch.setattr(module, "time", SimpleNamespace(time=lambda: now[0]))
    async with room((80, 24), people=3) as (pilot, session):
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert session.room.timer == 0
        assert not any(places(pilot, f"{minute}:") for minute in range(10))
        await pilot.press("k")
        await pilot.pause()
        assert places(pilot, "1:00")
        vote(session, "lead", "manage")
        now[0] += 50
        await pilot.press("k")
        await pilot.pause()
        assert places(pilot, "1:10")
        now[0] += 500
        vote(session, "lead", "lead")
        await pilot.pause()
        assert places(pilot, "0:00")
        assert session.room.stage is Stage.VOTE
        assert "2 of 3 have voted" in picture(pilot)
        vote(session, "lead", "lead", "manage")
        await pilot.pause()
        assert list(session.room.votes["1.quay.call.1"].values()) == ["lead", "lead", "manage"]
        await pilot.press("k")
        await pilot.pause()
        assert places(pilot, "1:00")
        await pilot.press("p")
        now[0] += 300
        await pilot.press("p")
        await pilot.pause()
        assert places(pilot, "1:00")  # a pause takes nothing of it
        await pilot.press("K")
        await pilot.pause()
        assert session.room.timer == 0
        assert not any(places(pilot, f"{minute}:") for minute in range(10))
