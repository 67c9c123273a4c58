"""Which addresses phones are likely to reach, and what is said where none is."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.server import network
from game.server.network import Adapter, Kind, Surroundings, hardware_ports, linux_kind, ranked


PORTS = """
Hardware Port: Ethernet Adapter (en4)
Device: en4
Ethernet Address: 00:00:00:00:00:01

Hardware Port: Thunderbolt Bridge
Device: bridge0
Ethernet Address: 00:00:00:00:00:02

Hardware Port: Wi-Fi
Device: en0
Ethernet Address: 00:00:00:00:00:03
"""


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *((name, Kind.VIRTUAL) for name in ("docker0", "br-3f2a", "bridge100", "vEthernet (WSL)")),
        *((name, Kind.VIRTUAL) for name in ("vmenet0", "cni-podman0", "lxdbr0", "veth12ab")),
        *((name, Kind.TUNNEL) for name in ("utun3", "wg0", "tailscale0", "ppp0")),
        *((name, Kind.WIFI) for name in ("wlan0", "wlp3s0", "Wi-Fi")),
        *((name, Kind.WIRED) for name in ("eth0", "enp5s0", "br0")),
    ],
)
def test_kinds_by_name(name: str, kind: Kind) -> None:
    """Names of usual systems tell virtual adapters from those that phones can reach."""
    assert Adapter(name, "192.168.1.2").kind is kind


def test_macos_says_which_adapter_is_wifi() -> None:
    """On a Mac the name en0 says nothing, but the system does."""
    kinds = hardware_ports(PORTS)
    assert kinds == {"en4": Kind.WIRED, "bridge0": Kind.VIRTUAL, "en0": Kind.WIFI}
    best, *_ = ranked(
        Adapter(name, f"10.0.0.{number}", known=kinds[name])
        for number, name in enumerate(("en4", "bridge0", "en0"), 1)
    )
    assert best.name == "en0"


def test_linux_says_what_is_hardware(tmp_path: Path) -> None:
    """Whatever it is called, an adapter without hardware behind it is virtual."""
    for name, mark in (("home", "wireless"), ("office", "tun_flags"), ("cable", "device")):
        (tmp_path / name / mark).mkdir(parents=True)
    (tmp_path / "odd").mkdir()
    kinds = {name: linux_kind(name, tmp_path) for name in ("home", "office", "cable", "odd", "no")}
    assert kinds == {
        "home": Kind.WIFI,
        "office": Kind.TUNNEL,
        "cable": None,
        "odd": Kind.VIRTUAL,
        "no": None,
    }


def test_a_virtualbox_network_without_a_name() -> None:
    """Windows lists addresses without names; the usual one of VirtualBox comes last."""
    best, last = ranked([Adapter("", "192.168.56.1", default=True), Adapter("", "192.168.1.7")])
    assert (best.address, last.kind) == ("192.168.1.7", Kind.VIRTUAL)


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        (".dockerenv", "", Surroundings.CONTAINER),
        ("run/.containerenv", "", Surroundings.CONTAINER),
        ("proc/sys/kernel/osrelease", "5.15.1-microsoft-standard-WSL2", Surroundings.WSL),
        ("proc/sys/kernel/osrelease", "6.1.0-18-amd64", None),
        ("etc/hostname", "x", None),
    ],
)
def test_containers_and_wsl(
    tmp_path: Path, path: str, text: str, found: Surroundings | None
) -> None:
    """Where addresses are not the machine's own, that is noticed."""
    at = tmp_path / path
    at.parent.mkdir(parents=True, exist_ok=True)
    at.write_text(text)
    assert network.surroundings(tmp_path) is found


WLAN = Adapter("wlan0", "192.168.1.2")


def told(**given: object) -> str:
    """Return the report on a room on port 8080 of which no phone has heard."""
    plain: dict[str, object] = {"trouble": None, "reached": False}
    return " ".join(network.report(WLAN, 8080, **plain | given))  # type: ignore[arg-type]


def test_the_report_fits_the_surroundings() -> None:
    """Each kind of place has its own way out, and none of another's."""
    assert "--public-url" in told(inside=Surroundings.CONTAINER)
    assert "Windows" in told(inside=Surroundings.WSL)
    assert "3 addresses" in told(others=2)
    assert "addresses" not in told()


def test_a_rehearsal_says_phones_only_where_they_help() -> None:
    """``--phones`` is advised to a rehearsal without them, and to nobody else."""
    assert "--phones" in told(loopback_only=True, rehearsal=True)
    assert "--phones" not in told(loopback_only=True)
    assert "--phones" not in told(rehearsal=True)


CHECKS = {
    "open, the firewall not known": (
        network.report(WLAN, 8080, trouble=None, reached=False),
        ("Open on port 8080", "Not known yet", "Guest WiFi often keeps devices apart", "hotspot"),
    ),
    "no network": (
        network.report(Adapter("", "127.0.0.1"), 8080, trouble=None, reached=False),
        ("Open on port 8080", "in no network", "hotspot"),
    ),
    "not open": (
        network.report(None, 8080, trouble="Port 8080 is taken by another program.", reached=False),
        ("Port 8080 is taken by another program.",),
    ),
    "a phone has come": (
        network.report(WLAN, 8080, trouble=None, reached=True),
        ("Open on port 8080", "Phones get here: one has come in."),
    ),
}


@pytest.mark.parametrize("found", CHECKS)
def test_the_check_before_the_beginning(found: str) -> None:
    """Before the beginning the console says how phones will get here."""
    report, text = CHECKS[found]
    for sentence in text:
        assert sentence in " ".join(report)
