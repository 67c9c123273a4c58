"""Network adapters and their addresses; advice when phones cannot connect."""

from __future__ import annotations

import errno
import re
import socket
import struct
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from enum import IntEnum, StrEnum
from functools import cache
from pathlib import Path

from attrs import frozen

from game.room import messages
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
    (
        Kind.VIRTUAL,
        r"docker|br-|bridge\d|veth|virbr|vmnet|vboxnet|vethernet|wsl|hyper-v|lxc|lxd|podman|cni"
        r"|flannel|cali|kube|vnic|vmenet|anpi|feth|dummy",
    ),
    (Kind.TUNNEL, r"tun|tap|wg|utun|ppp|ipsec|gpd|vpn|tailscale|zt|nord|proton|wireguard"),
    (Kind.WIFI, r"wl|wi-?fi|ath|ap\d"),
    (Kind.WIRED, r"eth|en[opsxu]|en\d|br\d|local area"),
)


_VIRTUAL = "192.168.56."
"""The network between a machine and its VirtualBox guests, which has no name on Windows."""


@frozen
class Adapter:
    """
    A network adapter: its *name*, empty if unknown, and IPv4 *address*.

    *default* is whether it has the default route, *known* its kind if the system reports it.
    """

    name: str
    address: str
    default: bool = False
    known: Kind | None = None

    @property
    def kind(self) -> Kind:
        """The kind, guessed from name and address unless it is known."""
        if self.address.startswith(("127.", "169.254.")):
            return Kind.UNUSABLE
        if self.known is not None:
            return self.known
        looks = self.name.casefold()
        by_name = next((kind for kind, way in _KINDS if re.match(way, looks)), Kind.UNKNOWN)
        if by_name is Kind.UNKNOWN and self.address.startswith(_VIRTUAL):
            return Kind.VIRTUAL
        return by_name


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
    known = _hardware_ports() if sys.platform == "darwin" else {}
    return ranked(
        Adapter(name, address, address == default, known.get(name, linux_kind(name)))
        for address, name in result.items()
        if not address.startswith("127.")
    )


SYSTEM_ADAPTERS = Path("/sys/class/net")


def linux_kind(name: str, folder: Path = SYSTEM_ADAPTERS) -> Kind | None:
    """Return the kind of the adapter *name* as Linux lists it in *folder*; None if it does not."""
    at = folder / name
    if not name or not at.exists():
        return None
    if (at / "wireless").exists() or (at / "phy80211").exists():
        return Kind.WIFI
    if (at / "tun_flags").exists():
        return Kind.TUNNEL
    if (at / "device").exists() or (at / "bridge").exists():
        return None  # hardware, or a bridge that may lead to some
    by_name = Adapter(name, "192.0.2.1").kind
    return by_name if by_name is Kind.TUNNEL else Kind.VIRTUAL


@cache
def _hardware_ports() -> dict[str, Kind]:
    """Return the kinds of adapters as macOS lists them, where WiFi is ``en0`` on most machines."""
    command = ["/usr/sbin/networksetup", "-listallhardwareports"]
    try:
        listed = subprocess.run(command, capture_output=True, text=True, timeout=5, check=False)
    except (OSError, subprocess.SubprocessError):
        return {}
    return hardware_ports(listed.stdout)


def hardware_ports(listed: str) -> dict[str, Kind]:
    """Return the kinds of adapters by name in what ``networksetup`` *listed*."""
    entries = re.findall(r"Hardware Port: (.*)\nDevice: (\S+)", listed)
    kinds = (
        (Kind.WIFI, r"wi-?fi|airport"),
        (Kind.VIRTUAL, r".*bridge"),
        (Kind.WIRED, r".*(ethernet|lan)"),
    )
    return {
        device: kind
        for port, device in entries
        for kind in [next((kind for kind, way in kinds if re.match(way, port.casefold())), None)]
        if kind is not None
    }


class Surroundings(StrEnum):
    """Where this process runs, if its addresses are not those of the machine."""

    CONTAINER = "container"
    WSL = "wsl"


def surroundings(root: Path = Path("/")) -> Surroundings | None:
    """Return where this process runs, from files below *root*; None on the machine itself."""
    if any((root / mark).exists() for mark in (".dockerenv", "run/.containerenv")):
        return Surroundings.CONTAINER
    with suppress(OSError):
        release = (root / "proc/sys/kernel/osrelease").read_text().casefold()
        if "microsoft" in release:
            return Surroundings.WSL
    return None


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
LOOPBACK_ONLY = "No phone gets in: --bind keeps the room to this machine."
SEVERAL = (
    "This machine has {} addresses. If no phone gets in, a on the room's screen shows the next; "
    "a room line by line takes one with --bind."
)
INSIDE = {
    Surroundings.CONTAINER: (
        "This is a container: phones reach it only through a port of its machine. Publish the port "
        "and give the machine's address, such as --public-url http://192.168.1.23:8080."
    ),
    Surroundings.WSL: (
        "This is WSL: phones reach Windows, not this address. Turn on mirrored networking, or "
        "forward the port in Windows, and give Windows' address, such as "
        "--public-url http://192.168.1.23:8080."
    ),
}
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
    rehearsal: bool = False,
    public: str | None = None,
    inside: Surroundings | None = None,
    others: int = 0,
) -> tuple[str, ...]:
    """
    Describe the connectivity of *port* through *adapter*; *reached* after a phone connected.

    *loopback_only* if the server listens on this machine only, in a *rehearsal* for bots.
    *public* is the URL of a proxy or tunnel, *inside* where the process runs, *others* how many
    more addresses there are.
    """
    if trouble is not None:
        return (trouble,)
    if public is not None:
        opened = f"Open on port {port}, for {public}."
        return (opened, REACHED) if reached else (opened, PROXY)
    if loopback_only:
        return (f"Open on port {port}.", messages.BOTS_ONLY if rehearsal else LOOPBACK_ONLY)
    if adapter is None or adapter.kind is Kind.UNUSABLE:
        return (f"Open on port {port}.", NO_NETWORK)
    by = f" ({adapter.name}, {KIND_LABELS[adapter.kind]})" if adapter.name else ""
    opened = f"Open on port {port}, by {adapter.address}{by}."
    if reached:
        return (opened, REACHED)
    if inside is not None:
        return (opened, INSIDE[inside])
    several = (SEVERAL.format(others + 1),) if others else ()
    return (opened, *several, FIREWALL, ISOLATION)


def cannot_listen(address: str, port: int, error: OSError) -> str:
    """Explain *error*, raised when listening at *address* and *port*."""
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


def untrusted(address: str) -> str | None:
    """Advise to trust the proxy at *address*, which names its clients; None for no address."""
    if not address:
        return None
    return (
        f"Requests from {address} name other senders, which is not believed. If that is your "
        f"proxy, add --trust-proxy {address}."
    )


def mistakes(errors: int) -> str | None:
    """Count requests that failed with an exception; None for 0."""
    if not errors:
        return None
    requests = count(errors, "request")
    return f"{requests} went wrong on our side; logs/server.log in the data folder says where."
