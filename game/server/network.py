"""Network adapters and their addresses; advice when phones cannot connect."""

from __future__ import annotations

import errno
import re
import socket
import struct
import sys
from collections.abc import Iterable
from contextlib import suppress
from enum import IntEnum

from attrs import frozen

from game.text.plural import count


class Kind(IntEnum):
    """Kind of an adapter; lower values are likelier to be reached by phones."""

    WIFI = 0
    WIRED = 1
    UNKNOWN = 2
    TUNNEL = 3
    VIRTUAL = 4
    UNUSABLE = 5


KIND_LABELS = {
    Kind.WIFI: "WiFi",
    Kind.WIRED: "cable",
    Kind.UNKNOWN: "network",
    Kind.TUNNEL: "VPN",
    Kind.VIRTUAL: "virtual machines",
    Kind.UNUSABLE: "no network",
}

_KINDS = (
    (Kind.VIRTUAL, r"docker|br-|veth|virbr|vmnet|vboxnet|vethernet|wsl|hyper-v|lxc|podman|cni"),
    (Kind.TUNNEL, r"tun|tap|wg|utun|ppp|ipsec|vpn|tailscale|zt|nord|proton|wireguard"),
    (Kind.WIFI, r"wl|wi-?fi|ath|ap\d"),
    (Kind.WIRED, r"eth|en[opsxu]|en\d|br\d|local area"),
)


@frozen
class Adapter:
    """A network adapter: its *name*, empty if unknown, and IPv4 *address*."""

    name: str
    address: str
    default: bool = False

    @property
    def kind(self) -> Kind:
        """The kind, guessed from name and address."""
        if self.address.startswith(("127.", "169.254.")):
            return Kind.UNUSABLE
        looks = self.name.casefold()
        return next((kind for kind, way in _KINDS if re.match(way, looks)), Kind.UNKNOWN)


def ranked(adapters: Iterable[Adapter]) -> tuple[Adapter, ...]:
    """Return *adapters* by suitability, the best first; the default route breaks ties."""
    return tuple(sorted(adapters, key=lambda adapter: (adapter.kind, not adapter.default)))


def adapters() -> tuple[Adapter, ...]:
    """Return every adapter with an IPv4 address but loopback, the best first."""
    default = _default()
    result = {address: name for name, address in _named()}
    if not result:
        result = dict.fromkeys(_by_host_name(), "")
    if default is not None:
        result.setdefault(default, "")
    return ranked(
        Adapter(name, address, address == default)
        for address, name in result.items()
        if not address.startswith("127.")
    )


def _default() -> str | None:
    """Return the local address of the default route; sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect(("192.0.2.1", 9))
        return str(probe.getsockname()[0])
    return None


def _by_host_name() -> list[str]:
    with suppress(OSError):
        return socket.gethostbyname_ex(socket.gethostname())[2]
    return []


def _named() -> list[tuple[str, str]]:
    """Return names and addresses where the system lists them: on Linux and macOS."""
    try:
        from fcntl import ioctl
    except ImportError:
        return []
    request = 0xC0206921 if sys.platform == "darwin" else 0x8915  # SIOCGIFADDR
    result = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            with suppress(OSError):
                response = ioctl(probe, request, struct.pack("256s", name.encode()[:15]))
                result.append((name, socket.inet_ntoa(response[20:24])))
    return result


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
LOOPBACK_ONLY = (
    "No phone gets in, since only this machine is listened to. With --phones as well, your own "
    "phone can join a rehearsal."
)
PROXY = (
    "Not known yet: whether the proxy or tunnel leads here. Open its address on one phone now; if "
    "its page stays empty, see docs/hosting.md."
)
REACHED = "Phones get here: one has come in."


def report(
    adapter: Adapter | None,
    port: int,
    *,
    trouble: str | None,
    reached: bool,
    loopback_only: bool = False,
    public: str | None = None,
) -> tuple[str, ...]:
    """
    Describe the connectivity of *port* through *adapter*; *reached* after a phone connected.

    *loopback_only* if the server listens on this machine only. *public* is the URL of a proxy or
    tunnel.
    """
    if trouble is not None:
        return (trouble,)
    if public is not None:
        opened = f"Open on port {port}, for {public}."
        return (opened, REACHED) if reached else (opened, PROXY)
    if loopback_only:
        return (f"Open on port {port}.", LOOPBACK_ONLY)
    if adapter is None or adapter.kind is Kind.UNUSABLE:
        return (f"Open on port {port}.", NO_NETWORK)
    by = f" ({adapter.name}, {KIND_LABELS[adapter.kind]})" if adapter.name else ""
    opened = f"Open on port {port}, by {adapter.address}{by}."
    return (opened, REACHED) if reached else (opened, FIREWALL, ISOLATION)


def cannot_listen(address: str, port: int, error: OSError) -> str:
    """Explain *error*, raised when listening at *address* and *port*."""
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program: give another with --port."
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{address} is not an address of this machine: leave --bind out, or give another."
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"Port {port} is not ours to open: give one above 1024 with --port."
    return f"Phones cannot be let in at {address}, port {port} ({error.strerror})."


def wrong_codes(wrong: int, held_up: int, secret: str) -> str | None:
    """Count *wrong* codes; when typed codes are limited, name *secret* as the alternative."""
    if not wrong:
        return None
    codes = f"{count(wrong, 'wrong code')} {'was' if wrong == 1 else 'were'}"
    if not held_up:
        return f"{codes} typed."
    return (
        f"{codes} typed, and typed codes wait now. The square code works; so does {secret}, "
        "typed instead of the short code."
    )


def crowded(seats: int) -> str | None:
    """Ask for a decision when one address has used up its *seats*; None for 0."""
    if not seats:
        return None
    return f"{seats} seats are taken from one address, and more want in. m lets more in."


def mistakes(errors: int) -> str | None:
    """Count requests that failed with an exception; None for 0."""
    if not errors:
        return None
    requests = count(errors, "request")
    return f"{requests} went wrong on our side; logs/server.log in the data folder says where."
