"""Which phones are here: nobody waits for a seat whose phone has been gone for a while."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from game.room.state import Seat


AWAY_SECONDS = 90.0
"""Seconds without its phone after which a seat counts as away; a phone may sleep so long."""
CHECK_SECONDS = 5.0
"""Seconds between two looks for seats that are away."""


class Presence:
    """
    When each seat's phone was here last; performs no I/O. *clock* returns seconds.

    A seat that was taken before a restart has the same time to come back.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._started = clock()
        self._last: dict[str, float] = {}

    def see(self, seat: str) -> None:
        """Note that the phone of *seat* is here now."""
        self._last[seat] = self._clock()

    def newly_away(self, seats: Mapping[str, Seat], connected: Collection[str]) -> tuple[str, ...]:
        """Return those of *seats* to stop waiting for; *connected* are here now."""
        for seat in connected:
            self.see(seat)
        early = self._clock() - AWAY_SECONDS
        return tuple(
            seat.id
            for seat in seats.values()
            if not (seat.away or seat.removed) and self._last.get(seat.id, self._started) < early
        )
