"""Join rules of a room: codes, failed attempts, seats per address."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from ipaddress import IPv6Address, ip_address, ip_network

from game.room.names import canonical_code
from game.room.state import Seat
from game.server.middleware import Bucket


MAX_FAILURES, FAILURE_RATE = 20, 0.2
"""Wrong codes per address: burst size, then attempts per second."""
MAX_ALL_FAILURES, ALL_FAILURE_RATE = 200, 0.5
"""The same limits over all addresses, since one machine may own many."""
MAX_SEATS_PER_ADDRESS = 250
"""The seats one address may take, and the step of ``admit_more``; fits a hall behind one router."""
SPARE_JOINS, JOIN_RATE = 50, 25 / 60
"""Seats that one address may take anew at once for seats given up, then seats per second."""
MAX_ADDRESSES = 1024
"""Addresses of which failures, and joins, are kept; beyond that the oldest is dropped."""


class Admission:
    """
    Decide who may take a seat in one room; performs no I/O.

    *secret* (behind the QR code) always admits. *code* (typed) admits unless its address, or
    all addresses together, have failed too often. Both match in any case. *clock* returns
    seconds. *seats* limits the seats of one address until ``admit_more``. It may take
    ``SPARE_JOINS`` more at once for seats that were given up, then ``JOIN_RATE`` per second.
    """

    def __init__(
        self, code: str, secret: str, clock: Callable[[], float], seats: int = MAX_SEATS_PER_ADDRESS
    ) -> None:
        self._code = _canonical(code)
        self._secret = _canonical(secret)
        self._clock = clock
        self._failures: dict[str, Bucket] = {}
        self._all_failures = Bucket(MAX_ALL_FAILURES, ALL_FAILURE_RATE, clock)
        self._address_of: dict[str, str] = {}
        self._joins: dict[str, Bucket] = {}
        self._max_seats = seats
        self.wrong_codes = 0
        self.held_up = 0
        self.crowded = 0

    def admits(self, given: str, address: str) -> bool:
        """
        Return whether *given*, sent from *address*, opens the room; count a failure.

        A correct short code that is rate-limited counts as a failure, so that a response does
        not reveal which of the two it was.
        """
        canonical = _canonical(given)
        by_secret = hmac.compare_digest(canonical, self._secret)
        by_code = hmac.compare_digest(canonical, self._code)
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
        Count *seat* for *address*; return False if its share of *seats* is used up.

        Seats that are removed or away do not count, but no address takes them anew at once.
        """
        network = _network(address)
        taken = sum(
            owner == network and not (item in seats and (seats[item].removed or seats[item].away))
            for item, owner in self._address_of.items()
            if item != seat
        )
        if taken >= self._max_seats or self._joins_of(network).wait():
            self.crowded = max(1, taken)
            return False
        if seat not in self._address_of:
            self._joins_of(network).take()
        self._address_of[seat] = network
        return True

    def is_banned(self, address: str, seats: Mapping[str, Seat]) -> bool:
        """
        Return whether a phone of *address* was removed, and no other phone comes from there.

        Then it is the same phone with another name; behind a shared address it may not be.
        """
        network = _network(address)
        known = [
            seats[seat]
            for seat, owner in self._address_of.items()
            if owner == network and seat in seats
        ]
        return bool(known) and all(seat.removed for seat in known)

    def recognize(self, seat: str, address: str) -> None:
        """Count a *seat* that was taken before a restart for the *address* it comes from now."""
        if seat not in self._address_of:
            self._address_of[seat] = _network(address)

    def release(self, seat: str) -> None:
        """Release a *seat* that was reserved but not taken."""
        self._address_of.pop(seat, None)

    def admit_more(self) -> int:
        """Raise the limit of seats per address and return it."""
        self._max_seats += MAX_SEATS_PER_ADDRESS
        self._joins.clear()
        self.crowded = 0
        return self._max_seats

    def _failures_of(self, network: str) -> Bucket:
        return self._bucket(self._failures, network, MAX_FAILURES, FAILURE_RATE)

    def _joins_of(self, network: str) -> Bucket:
        return self._bucket(self._joins, network, self._max_seats + SPARE_JOINS, JOIN_RATE)

    def _bucket(
        self, kept: dict[str, Bucket], network: str, capacity: float, rate: float
    ) -> Bucket:
        """Return the bucket of *network* in *kept*, a new one at first."""
        if network not in kept:
            kept[network] = Bucket(capacity, rate, self._clock)
            if len(kept) > MAX_ADDRESSES:
                del kept[next(iter(kept))]
        return kept[network]


def _canonical(code: str) -> bytes:
    return canonical_code(code).encode("utf-8", "replace")


def _network(address: str) -> str:
    """Return *address*, or the /64 network of an IPv6 address, in which a machine picks freely."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return str(ip_network((parsed, 64), strict=False))
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)
