"""Two facilitators who go on at the same time mean one step."""

from __future__ import annotations

from attrs import frozen

from game.core.failure import Failure
from game.room import actions, messages
from game.room.state import Room


STEPS = actions.GoOn, actions.Talk, actions.Reveal
"""The actions that two facilitators may send for the same step."""
GONE_ON = Failure(code="gone-on", message=messages.GONE_ON)
SETTLING = 0.8
"""Seconds after a step in which a press on another keyboard was meant for the page before."""


@frozen
class Press:
    """
    A press to go on: its *keyboard*, the seconds *at* which it came, and the *page* it met.

    A page is anything that changes with each step of the room: see ``page``.
    """

    keyboard: str
    at: float
    page: tuple[object, ...]

    def is_late(self, before: Press | None) -> bool:
        """
        Return whether another keyboard went on just now, with *before*, the last press not late.

        A press after which the page is still the same led nowhere.
        """
        return (
            before is not None
            and before.keyboard != self.keyboard
            and self.at - before.at < SETTLING
            and before.page != self.page
        )


def page(room: Room) -> tuple[object, ...]:
    """Return what changes with each step of *room*."""
    return room.stage, room.ballot, room.puzzle_shown
