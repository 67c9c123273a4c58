"""
Who may take a seat: the join rules, without any I/O.

The join secret behind the QR code always admits. The short code admits while few
wrong codes have come from the same address, and few from all addresses. Either
way, one address gets a bounded number of seats until the facilitator raises it.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from ipaddress import IPv6Address, ip_address, ip_network

from game.room.state import Seat
from game.server.middleware import Bucket


MAX_FAILURES, FAILURE_RATE = 20, 0.2
"""Wrong codes from one address: so many at once, then so many a second."""
MAX_ALL_FAILURES, ALL_FAILURE_RATE = 200, 0.5
"""The same for all addresses together, since one machine may own many."""
MAX_SEATS = 250
"""Seats for one address, and how many more ``admit_more`` gives: a hall behind one router fits."""
MAX_ADDRESSES = 1024
"""Addresses whose failures are remembered; beyond that the oldest is forgotten."""


class Admission:
    """
    The join rules of one room.

    *code* is the short code and *secret* the long one; both match in any case.
    *clock* returns seconds. *seats* is the first bound on the seats of one address.
    """

    def __init__(
        self, code: str, secret: str, clock: Callable[[], float], seats: int = MAX_SEATS
    ) -> None:
        self._code = _canonical(code)
        self._secret = _canonical(secret)
        self._clock = clock
        self._failures: dict[str, Bucket] = {}
        self._all_failures = Bucket(MAX_ALL_FAILURES, ALL_FAILURE_RATE, clock)
        self._address_of: dict[str, str] = {}
        self._max_seats = seats
        self.wrong_codes = 0
        self.held_up = 0
        self.crowded = 0

    def admits(self, given: str, address: str) -> bool:
        """
        Whether *given*, sent from *address*, opens the room; a failure is counted.

        A right short code that is held up counts as a failure too, and nothing that
        the caller can send back depends on which of the two it was.
        """
        tried = _canonical(given)
        by_secret = hmac.compare_digest(tried, self._secret)
        by_code = hmac.compare_digest(tried, self._code)
        failures = self._failures_of(_network(address))
        held_up = failures.wait() > 0 or self._all_failures.wait() > 0
        if by_secret or (by_code and not held_up):
            return True
        self.wrong_codes += 1
        if held_up:
            self.held_up += 1
        else:
            failures.take()
            self._all_failures.take()
        return False

    def reserve(self, seat: str, address: str, seats: Mapping[str, Seat]) -> bool:
        """
        Count *seat* for *address*; False where that has its share of *seats* already.

        Seats that the facilitator has removed do not count.
        """
        network = _network(address)
        taken = sum(
            own == network and not (item in seats and seats[item].removed)
            for item, own in self._address_of.items()
            if item != seat
        )
        if taken >= self._max_seats:
            self.crowded = taken
            return False
        self._address_of[seat] = network
        return True

    def release(self, seat: str) -> None:
        """Forget a *seat* that was reserved and not taken."""
        self._address_of.pop(seat, None)

    def admit_more(self) -> int:
        """Raise the bound on the seats of one address; returns the new one."""
        self._max_seats += MAX_SEATS
        self.crowded = 0
        return self._max_seats

    def _failures_of(self, network: str) -> Bucket:
        known_names = self._failures.get(network)
        if known_names is None:
            known_names = self._failures[network] = Bucket(MAX_FAILURES, FAILURE_RATE, self._clock)
            if len(self._failures) > MAX_ADDRESSES:
                del self._failures[next(iter(self._failures))]
        return known_names


def _canonical(code: str) -> bytes:
    return code.strip().upper().encode("utf-8", "replace")


def _network(address: str) -> str:
    """*address*, or the /64 network of an IPv6 address, within which a machine picks freely."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return str(ip_network((parsed, 64), strict=False))
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)
