"""This machine's addresses, and which of them a phone in the room is likely to reach."""

from __future__ import annotations

import re
import socket
import struct
import sys
from collections.abc import Iterable
from contextlib import suppress
from enum import IntEnum

from attrs import frozen


class Kind(IntEnum):
    """What an adapter is, likeliest to reach phones first."""

    WIFI = 0
    WIRED = 1
    UNKNOWN = 2
    TUNNEL = 3
    VIRTUAL = 4
    UNUSABLE = 5


WORDS = {
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
    """One way into this machine: the adapter's *name*, empty when not known, and *address*."""

    name: str
    address: str
    default: bool = False

    @property
    def kind(self) -> Kind:
        """What it is, by its name."""
        if self.address.startswith(("127.", "169.254.")):
            return Kind.UNUSABLE
        looks = self.name.casefold()
        return next((kind for kind, way in _KINDS if re.match(way, looks)), Kind.UNKNOWN)


def ranked(adapters: Iterable[Adapter]) -> tuple[Adapter, ...]:
    """*adapters*, the one to recommend first; the default route breaks ties."""
    return tuple(sorted(adapters, key=lambda adapter: (adapter.kind, not adapter.default)))


def adapters() -> tuple[Adapter, ...]:
    """Every adapter that has an IPv4 address, loopback left out, the one to recommend first."""
    default = _default()
    found = {address: name for name, address in _named()}
    if not found:
        found = dict.fromkeys(_by_host_name(), "")
    if default is not None:
        found.setdefault(default, "")
    return ranked(
        Adapter(name, address, address == default)
        for address, name in found.items()
        if not address.startswith("127.")
    )


def _default() -> str | None:
    """The address that the way to the internet starts from; nothing is sent to find out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect(("192.0.2.1", 9))
        return str(probe.getsockname()[0])
    return None


def _by_host_name() -> list[str]:
    with suppress(OSError):
        return socket.gethostbyname_ex(socket.gethostname())[2]
    return []


def _named() -> list[tuple[str, str]]:
    """Names and addresses where the system tells both: on Linux and macOS."""
    try:
        from fcntl import ioctl
    except ImportError:
        return []
    ask = 0xC0206921 if sys.platform == "darwin" else 0x8915  # SIOCGIFADDR
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            with suppress(OSError):
                answer = ioctl(probe, ask, struct.pack("256s", name.encode()[:15]))
                found.append((name, socket.inet_ntoa(answer[20:24])))
    return found
