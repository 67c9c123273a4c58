"""What the facilitator is told about the way in: whether phones get here, and what to do if not."""

from __future__ import annotations

import errno

from game.server.adapters import WORDS, Adapter, Kind


NO_NETWORK = (
    "This machine is in no network. Join the room's WiFi, or turn on a phone's hotspot and "
    "join that; the address here changes by itself."
)
FIREWALL = (
    "Not known yet: whether this machine's firewall lets phones in. Try with one phone now; if "
    "its page stays empty, allow Python to take connections."
)
ISOLATION = (
    "Guest WiFi often keeps devices apart: phones are in the same WiFi and still do not get "
    "here. Then turn on a phone's hotspot and join it with this machine and the other phones."
)
ALONE = (
    "No phone gets in, since only this machine is listened to. With --phones as well, your own "
    "phone can join a rehearsal."
)
REACHED = "Phones get here: one has come in."


def report(
    adapter: Adapter | None, port: int, *, trouble: str | None, reached: bool, alone: bool = False
) -> tuple[str, ...]:
    """
    How well phones will get to *port* by *adapter*; *reached* once one has.

    *alone* where only this machine was to be listened to.
    """
    if trouble is not None:
        return (trouble,)
    if alone:
        return (f"Open on port {port}.", ALONE)
    if adapter is None or adapter.kind is Kind.UNUSABLE:
        return (f"Open on port {port}.", NO_NETWORK)
    by = f" ({adapter.name}, {WORDS[adapter.kind]})" if adapter.name else ""
    opened = f"Open on port {port}, by {adapter.address}{by}."
    return (opened, REACHED) if reached else (opened, FIREWALL, ISOLATION)


def cannot_listen(address: str, port: int, error: OSError) -> str:
    """Why phones cannot be let in."""
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program: give another with --port."
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{address} is not an address of this machine: leave --bind out, or give another."
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"Port {port} is not ours to open: give one above 1024 with --port."
    return f"Phones cannot be let in at {address}, port {port} ({error.strerror})."


def wrong_codes(wrong: int, held_up: int, secret: str) -> str | None:
    """How many wrong codes came, if any did, and the way round when typed codes are held up."""
    if not wrong:
        return None
    codes = "1 wrong code was" if wrong == 1 else f"{wrong} wrong codes were"
    if not held_up:
        return f"{codes} typed."
    return (
        f"{codes} typed, and typed codes wait now. The square code works; so does {secret}, "
        "typed instead of the short code."
    )


def crowded(seats: int) -> str | None:
    """What to decide when one address has so many *seats* that it gets no more; 0 is no such."""
    if not seats:
        return None
    return f"{seats} seats are taken from one address, and more want in. m lets more in."


def mistakes(errors: int) -> str | None:
    """How many requests went wrong, if any did."""
    if not errors:
        return None
    requests = "1 request" if errors == 1 else f"{errors} requests"
    return f"{requests} went wrong on our side; logs/server.log in the data folder says where."
