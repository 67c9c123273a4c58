"""Where phones come in: the address, its code to point a phone at, and what keeps them out."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
import zxingcpp

from game.journal.store import Journal
from game.server.app import PhoneServer
from game.server.network import (
    FIREWALL,
    ISOLATION,
    LOOPBACK_ONLY,
    NO_NETWORK,
    REACHED,
    Adapter,
    Kind,
    adapters,
    ranked,
    report,
)
from game.server.public import read_public_url
from tests.room.rooms import story
from tests.server.workshop import CODE, workshop
from tests.shared import free_port


VPN = Adapter("tun0", "10.8.0.2", default=True)
DOCKER = Adapter("docker0", "172.17.0.1")
WSL = Adapter("vEthernet (WSL)", "172.29.80.1")
WLAN = Adapter("wlan0", "192.168.1.23")
CABLE = Adapter("enp3s0", "192.168.7.5")


def phones(tmp_path: Path, *found: Adapter, **extra: object) -> PhoneServer:
    """A way in on a machine with these adapters; it is not opened."""
    session = Journal.open(None).rooms.begin(story(), 1, CODE)
    return PhoneServer(session, tmp_path, find=lambda: ranked(found), **extra)  # type: ignore[arg-type]


def test_the_wireless_adapter_is_recommended(tmp_path: Path) -> None:
    """Among a VPN, Docker, WSL and WLAN the last is announced; all of them can be chosen."""
    way = phones(tmp_path, VPN, DOCKER, WSL, WLAN, CABLE)
    assert way.address == f"HTTP://192.168.1.23:8080/{way.secret}"
    assert [address.split("/")[2] for address in way.addresses] == [
        "192.168.1.23:8080",
        "192.168.7.5:8080",
        "10.8.0.2:8080",
        "172.17.0.1:8080",
        "172.29.80.1:8080",
    ]
    for address in way.addresses:
        way.use(address)
        assert way.address == address


def test_another_network_in_the_middle(tmp_path: Path) -> None:
    """When the machine joins a hotspot, its new address is announced without a restart."""
    result = [WLAN]
    session = Journal.open(None).rooms.begin(story(), 1, CODE)
    way = PhoneServer(session, tmp_path, find=lambda: tuple(result))
    way.use(way.addresses[0])
    result[:] = [Adapter("wlan0", "172.20.10.4")]
    assert way.address == f"HTTP://172.20.10.4:8080/{way.secret}"


@pytest.mark.parametrize(
    ("extra", "bots_only"),
    [
        ({"bots": 5, "bind": "127.0.0.1"}, True),
        ({"bots": 5}, False),
        ({"bots": 5, "bind": "192.168.1.23"}, False),
        ({"bots": 5, "bind": "127.0.0.1", "public": read_public_url("https://a.example")}, False),
        ({"bind": "127.0.0.1"}, False),
    ],
)
def test_only_bots_get_into_a_rehearsal_on_this_machine(
    tmp_path: Path, extra: dict[str, object], *, bots_only: bool
) -> None:
    """A rehearsal is open to phones where they can reach it; other rooms are for people."""
    assert phones(tmp_path, WLAN, **extra).bots_only is bots_only


def test_a_bound_address_is_announced(tmp_path: Path) -> None:
    """An address that was asked for goes before every recommendation."""
    way = phones(tmp_path, WLAN, VPN, bind="10.8.0.2", port=9000)
    assert way.addresses == (f"HTTP://10.8.0.2:9000/{way.secret}",)


@pytest.mark.parametrize(
    ("name", "address", "kind"),
    [
        ("wlp2s0", "192.168.0.4", Kind.WIFI),
        ("Wi-Fi", "192.168.0.4", Kind.WIFI),
        ("en0", "192.168.0.4", Kind.WIRED),
        ("utun3", "100.64.0.2", Kind.TUNNEL),
        ("tailscale0", "100.64.0.2", Kind.TUNNEL),
        ("br-1f2e3d", "172.18.0.1", Kind.VIRTUAL),
        ("", "192.168.0.4", Kind.UNKNOWN),
        ("wlan0", "169.254.3.4", Kind.UNUSABLE),
    ],
)
def test_kinds_of_adapters(name: str, address: str, kind: Kind) -> None:
    """An adapter's kind follows from its name; a link-local address is unusable."""
    assert Adapter(name, address).kind is kind


def test_this_machine() -> None:
    """The adapters found here have distinct addresses, none of them loopback."""
    result = [adapter.address for adapter in adapters()]
    assert len(set(result)) == len(result)
    for address in result:
        socket.inet_aton(address)
        assert not address.startswith("127.")


@pytest.mark.parametrize("adapter", [WLAN, Adapter("wlan0", "192.168.100.200"), CABLE])
@pytest.mark.parametrize("dark", [False, True])
def test_phones_read_the_code(tmp_path: Path, adapter: Adapter, dark: bool) -> None:
    """A decoder reads the address, drawn black on white on a dark or a light wall."""
    way = phones(tmp_path, adapter)
    modules = way.qr()
    size, scale, border, around = len(modules), 6, 4, 20
    assert size <= 25  # version 2: the larger the modules, the farther they can be read
    side = (size + 2 * border) * scale + 2 * around
    image = bytearray([0 if dark else 230] * side * side)
    for row in range(-border, size + border):
        for column in range(-border, size + border):
            inside = 0 <= row < size and 0 <= column < size
            shade = 0 if inside and modules[row][column] else 255
            for line in range(scale):
                start = ((row + border) * scale + line + around) * side
                start += (column + border) * scale + around
                image[start : start + scale] = bytes([shade] * scale)
    view = memoryview(bytes(image)).cast("B", (side, side))
    (code,) = zxingcpp.read_barcodes(view)
    assert code.text == way.address


def test_the_doctor() -> None:
    """It distinguishes an open port from no network, and known facts from unknown ones."""
    assert report(None, 8080, trouble="Taken.", reached=False) == ("Taken.",)
    assert report(Adapter("", "127.0.0.1"), 8080, trouble=None, reached=False)[1] == NO_NETWORK
    assert report(WLAN, 8080, trouble=None, reached=False, loopback_only=True)[1] == LOOPBACK_ONLY
    first, *rest = report(WLAN, 8080, trouble=None, reached=False)
    assert first == "Open on port 8080, by 192.168.1.23 (wlan0, WiFi)."
    assert rest == [FIREWALL, ISOLATION]
    assert "hotspot" in ISOLATION
    assert report(WLAN, 8080, trouble=None, reached=True)[1:] == (REACHED,)


async def test_a_taken_port(tmp_path: Path) -> None:
    """A given port that is taken is reported; a default port gives way to the next."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        way = phones(tmp_path, WLAN, bind="127.0.0.1", port=port)
        await way.open()
        assert way.report[0] == (
            f"Port {port} is taken by another program. Close that program, and the room opens "
            "by itself. Or press e (line by line: type port), and the room takes another port."
        )
        await way.close()
    first, second = phones(tmp_path / "1", WLAN), phones(tmp_path / "2", WLAN)
    await first.open()
    await second.open()
    assert second.port > first.port
    assert second.report[0].startswith(f"Open on port {second.port}, by 192.168.1.23")
    await second.close()
    await first.close()


async def test_an_address_of_another_machine(tmp_path: Path) -> None:
    """Binding to an address of another machine is reported, and closing works."""
    way = phones(tmp_path, WLAN, bind="203.0.113.7", port=free_port())
    await way.open()
    assert way.report[0].startswith("203.0.113.7 is not an address of this machine")
    await way.close()


async def test_announced_addresses_are_let_in(tmp_path: Path) -> None:
    """A request to an announced name is answered though the connection came in by another."""
    async with workshop(tmp_path, bind=None, find=lambda: (WLAN,)) as open_room:
        port = open_room.phones.port
        for host, status in ((f"192.168.1.23:{port}", 200), (f"192.168.1.24:{port}", 403)):
            async with open_room.http.get(
                f"{open_room.base}/{CODE}", headers={"Host": host}
            ) as page:
                assert page.status == status
