"""Protection of a page that has just appeared from an Enter that was meant for the one before."""

from __future__ import annotations

import math
import time
from collections.abc import Awaitable, Callable


PAUSE = 0.4
"""Seconds after a page change in which Enter does nothing."""
HELD = 0.75
"""Seconds after an Enter within which the next may come from a key that is held down."""


class EnterGuard:
    """
    Decide whether an Enter is meant for the page on the screen.

    It is not within *pause* seconds of a page change, by default ``PAUSE``. An Enter that is
    refused starts the pause again, so that a key that is held down does nothing; with a
    *pause* of 0 every Enter is permitted. Another key pressed on the page ends the pause: whoever
    points at a card has seen it. *clock* returns seconds that never go back.
    """

    def __init__(
        self, pause: float | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.pause = PAUSE if pause is None else pause
        self.clock = clock
        self._changed = -math.inf
        self._until = -math.inf
        self._last = -math.inf

    def page_changed(self) -> None:
        """Begin the pause."""
        self._changed = self.clock()
        self._until = self._changed + self.pause

    def other_key(self, pressed: float) -> None:
        """End the pause for a key other than Enter, unless it was *pressed* before the page."""
        if pressed >= self._changed:
            self._until = self._last = -math.inf

    async def permits(self, comes_again: Callable[[], Awaitable[bool]]) -> bool:
        """
        Return whether to take an Enter that has come now.

        *comes_again* waits a moment and returns whether another has come: terminals do not
        report that a key is released, only that it repeats.
        """
        now = self.clock()
        doubtful = now < self._last + HELD
        self._last = now
        if not self.pause:
            return True
        if now < self._until or (doubtful and await comes_again()):
            self.page_changed()
            return False
        return True
