"""Two hundred keys on the wall, whichever they are: it stands, and no vote is lost."""

from __future__ import annotations

import random
import string

import pytest
from textual import events

from game.room import actions
from game.room.state import options
from game.tui.screens.facilitator_keys import FacilitatorScreen
from tests.tui.rooms import room


pytestmark = pytest.mark.every_frame

KEYS = 200
PRESSED = [
    *["enter"] * 40,
    *[key for key in string.ascii_letters if key not in "qQx"],
    *string.digits,
    *("space", "left", "right", "up", "down", "backspace", "escape", "tab", "pageup", "pagedown"),
]
"""Everything on a keyboard but what leaves the room, or takes somebody and their vote away."""


async def test_two_hundred_keys() -> None:
    """While people vote somebody leans on the keyboard; each vote that was taken is there."""
    chance = random.Random(0)
    taken: dict[str, dict[str, str]] = {}
    async with room((64, 18), people=3) as (pilot, session):
        session.apply_all([actions.GoOn(), actions.GoOn()])
        for number in range(KEYS):
            ballot = session.room.open_ballot
            if ballot is not None and (ballot.key not in taken or chance.random() < 0.1):
                named = options(session.room, ballot)
                taken[ballot.key] = {seat: chance.choice(named) for seat in session.room.seats}
                session.apply_all(
                    actions.Vote(seat, ballot.key, vote) for seat, vote in taken[ballot.key].items()
                )
            key = chance.choice(PRESSED)
            pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
            if number % 10 == 0:
                await pilot.pause()
        await pilot.pause()
        while not isinstance(pilot.app.screen, FacilitatorScreen):
            await pilot.press("escape")
    assert len(taken) > 1
    assert {key: session.room.votes[key] for key in taken} == taken
