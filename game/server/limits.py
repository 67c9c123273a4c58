"""How often something may be done."""

from __future__ import annotations

from collections.abc import Callable


class Bucket:
    """
    Holds *most* at first, and fills by *rate* a second; each time takes one out.

    *clock* tells seconds.
    """

    def __init__(self, most: float, rate: float, clock: Callable[[], float]) -> None:
        self._most = most
        self._rate = rate
        self._clock = clock
        self._left = most
        self._at = clock()

    def wait(self) -> float:
        """0 when there is one to take, else the seconds until there is; takes nothing."""
        now = self._clock()
        self._left = min(self._most, self._left + self._rate * (now - self._at))
        self._at = now
        return 0 if self._left >= 1 else (1 - self._left) / self._rate

    def take(self) -> float:
        """0 when there was one to take, else the seconds until there is."""
        wait = self.wait()
        if not wait:
            self._left -= 1
        return wait
