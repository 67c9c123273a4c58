"""Which phones are here: a vote does not wait for ever for a phone that is gone."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping
from math import inf

from game.room.state import Seat


AWAY_SECONDS = 90.0
"""Seconds of an open vote without its phone after which a seat counts as away."""
MISSED = 2
"""The number of whole votes without its phone after which a seat is not waited for again."""
CHECK_SECONDS = 5.0
"""Seconds between two looks for seats that are away."""


class Presence:
    """
    When each seat's phone was here last; performs no I/O. *clock* returns seconds.

    Phones sleep between votes. Absence is therefore measured from the opening of the vote at the
    earliest, and each vote waits again for all seats but those that were released by hand, and
    those whose phones were not here since before the last ``MISSED`` votes opened.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._last: dict[str, float] = {}
        self._released: set[str] = set()
        self._ballot: str | None = None
        self._opened = clock()
        self._last_vote: tuple[str, float] | None = None  # its ballot, and when it first opened
        self._earlier: deque[float] = deque(maxlen=MISSED)  # when the votes before opened

    def see(self, seat: str) -> None:
        """Note that the phone of *seat* is here now."""
        self._last[seat] = self._clock()
        self._released.discard(seat)

    def release(self, seats: Iterable[str]) -> None:
        """Note that no vote shall wait for *seats* until their phones are here again."""
        self._released.update(seats)

    def follow(self, ballot: str | None, seats: Mapping[str, Seat]) -> tuple[str, ...]:
        """Note the open *ballot*, if any; return those of *seats* to wait for again."""
        if ballot == self._ballot:
            return ()
        self._ballot, self._opened = ballot, self._clock()
        if ballot is None:
            return ()
        if self._last_vote is None or self._last_vote[0] != ballot:  # else it is open again
            if self._last_vote is not None:
                self._earlier.append(self._last_vote[1])
            self._last_vote = ballot, self._opened
        gone = self._earlier[0] if len(self._earlier) == MISSED else -inf
        return tuple(
            seat.id
            for seat in seats.values()
            if seat.away
            and not seat.removed
            and seat.id not in self._released
            and self._last.get(seat.id, inf) >= gone
        )

    def newly_away(self, seats: Mapping[str, Seat], connected: Collection[str]) -> tuple[str, ...]:
        """Return those of *seats* to stop waiting for; *connected* are here now."""
        for seat in connected:
            self.see(seat)
        early = self._clock() - AWAY_SECONDS
        if self._ballot is None or self._opened >= early:
            return ()
        return tuple(
            seat.id
            for seat in seats.values()
            if not (seat.away or seat.removed) and self._last.get(seat.id, self._opened) < early
        )
