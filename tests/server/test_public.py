"""A room behind a proxy or tunnel: what it accepts, whom it believes, where its links lead."""

from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path

import pytest

from game.core.failure import Failure
from game.server.network import LOOPBACK_ONLY
from game.server.public import (
    PublicUrl,
    client_address,
    console_url,
    read_network,
    read_public_url,
)
from tests.server.workshop import CODE, workshop


URL = PublicUrl("https", "workshop.example.org", "/room-7")
LOOPBACK = (ip_network("127.0.0.1"),)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://Workshop.Example.org", "https://workshop.example.org"),
        ("https://example.org:443/", "https://example.org"),
        ("http://example.org:8080/a/b/", "http://example.org:8080/a/b"),
        ("https://[2001:db8::1]/x", "https://[2001:db8::1]/x"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        *((bad, None) for bad in ("example.org", "ftp://example.org", "https://", "https://a b/")),
        *((f"https://example.org{bad}", None) for bad in ("/{x}", "/?a", "/#a", ":99999", "/a//b")),
        ("https://me@example.org", None),
    ],
)
def test_reads_public_urls(text: str, url: str | None) -> None:
    """A public URL has a scheme of the web, a host and at most a plain path."""
    read = read_public_url(text)
    assert (None if isinstance(read, Failure) else str(read)) == url


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "6.6.6.6, 198.51.100.1, 127.0.0.1", "198.51.100.1"),
        ("127.0.0.1", "198.51.100.1:5612", "198.51.100.1"),
        ("127.0.0.1", "[2001:db8::7]:80", "2001:db8::7"),
        ("127.0.0.1", "2001:db8::7", "2001:db8::7"),
        ("127.0.0.1", "198.51.100.1, unknown", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("::ffff:127.0.0.1", "198.51.100.1", "198.51.100.1"),
    ],
)
def test_names_the_client(peer: str, forwarded: str, client: str) -> None:
    """Only what a trusted proxy added itself is believed; what its client wrote is not."""
    assert client_address(peer, forwarded, LOOPBACK) == client


def test_trusts_addresses_and_networks_only() -> None:
    """A proxy to trust is an address or a network, never a name."""
    assert read_network("172.18.0.5/16") == ip_network("172.18.0.0/16")
    assert isinstance(read_network("proxy.example.org"), Failure)


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("192.168.1.23:8080", "http://192.168.1.23:8080"),
        ("HTTP://192.168.1.23:8080", "http://192.168.1.23:8080"),
        ("HTTPS://EXAMPLE.ORG/Room-7", "https://example.org/Room-7"),
    ],
)
def test_a_console_reads_addresses_as_shown(address: str, url: str) -> None:
    """The address of a ticket may be in capitals; a path keeps its case."""
    assert console_url(address) == url


def test_the_shown_address_keeps_the_case_of_a_path() -> None:
    """Capitals make a QR code smaller, but proxies tell paths apart by case."""
    assert URL.join_url("ab2") == "HTTPS://WORKSHOP.EXAMPLE.ORG/room-7/AB2"
    assert PublicUrl("https", "example.org").join_url("ab2") == "HTTPS://EXAMPLE.ORG/AB2"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "workshop.example.org"}, 200),
        ({"Host": "elsewhere.example"}, 403),
        ({"Host": "workshop.example.org", "Origin": "https://workshop.example.org"}, 200),
        ({"Origin": "https://workshop.example.org"}, 200),
        ({"Host": "workshop.example.org", "Origin": "http://workshop.example.org"}, 403),
        ({"Host": "workshop.example.org", "Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
async def test_accepts_the_public_host_and_origin(
    tmp_path: Path, headers: dict[str, str], status: int
) -> None:
    """The public URL is accepted beside the machine's own; every other host and origin is not."""
    async with (
        workshop(tmp_path, public=URL) as room,
        room.http.get(f"{room.base}/{CODE}", headers=headers) as page,
    ):
        assert page.status == status


@pytest.mark.parametrize("below", ["", "/room-7"])
async def test_serves_with_and_without_the_path(tmp_path: Path, below: str) -> None:
    """Proxies may strip the path or leave it; joining works both ways, and links are relative."""
    host = {"Host": "workshop.example.org"}
    async with workshop(tmp_path, public=URL) as room:
        base = f"{room.base}{below}"
        async with room.http.get(f"{base}/{CODE}", headers=host) as page:
            cookie = page.headers["Set-Cookie"]
            assert 'action="join"' in await page.text()
        assert "; Secure" in cookie
        assert "Path=/room-7/" in cookie
        sent = {**host, "Cookie": cookie.partition(";")[0]}
        data = {"name": "Ines"}
        async with room.http.post(f"{base}/join", data=data, headers=sent) as page:
            assert page.url.path == f"{below}/{CODE}"
            assert "You are in, Ines" in await page.text()


@pytest.mark.parametrize("trusted", [(), LOOPBACK])
async def test_a_direct_phone_gets_a_plain_cookie(
    tmp_path: Path, trusted: tuple[object, ...]
) -> None:
    """In the room, or on the proxy's machine, without TLS and path, cookies stay as they are."""
    async with (
        workshop(tmp_path, public=URL, trusted=trusted) as room,
        room.http.get(f"{room.base}/{CODE}") as page,
    ):
        assert "Secure" not in page.headers["Set-Cookie"]
        assert "Path=/;" in page.headers["Set-Cookie"]


async def test_the_path_leads_to_the_room(tmp_path: Path) -> None:
    """Without its last slash the public path is redirected, so that relative links hold."""
    async with workshop(tmp_path, public=URL) as room:
        at = f"{room.base}/room-7"
        async with room.http.get(at, allow_redirects=False) as page:
            assert (page.status, page.headers["Location"]) == (308, "/room-7/")


@pytest.mark.parametrize("trusted", [(), LOOPBACK])
async def test_wrong_codes_count_for_the_real_client(
    tmp_path: Path, trusted: tuple[object, ...]
) -> None:
    """One guesser behind a trusted proxy slows only itself; without trust, all of the proxy."""
    async with workshop(tmp_path, public=URL, trusted=trusted) as room:
        for _ in range(25):
            forwarded = {"X-Forwarded-For": "198.51.100.1"}
            async with room.http.get(f"{room.base}/WRONG", headers=forwarded) as page:
                assert page.status == 404
        forwarded = {"X-Forwarded-For": "198.51.100.2"}
        async with room.http.get(f"{room.base}/{CODE}", headers=forwarded) as page:
            assert page.status == (200 if trusted else 404)


async def test_a_trusted_proxy_may_name_the_host_as_it_likes(tmp_path: Path) -> None:
    """In a container network the Host header is the name of the service."""
    host = {"Host": "room-7:8080", "X-Forwarded-For": "198.51.100.1"}
    async with (
        workshop(tmp_path, public=URL, trusted=LOOPBACK) as room,
        room.http.get(f"{room.base}/{CODE}", headers=host) as page,
    ):
        assert page.status == 200
        assert "; Secure" in page.headers["Set-Cookie"]


SENDER = {"X-Forwarded-For": "198.51.100.1"}
EVIL = {"Host": "evil.example"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (EVIL, 403),
        ({**EVIL, "Origin": "http://evil.example"}, 403),
        ({**EVIL, **SENDER, "Origin": "http://evil.example"}, 403),
        ({**EVIL, **SENDER, "Origin": "https://workshop.example.org"}, 200),
        ({"Host": "workshop.example.org", **SENDER}, 200),
    ],
)
async def test_a_trusted_address_is_a_proxy_only_if_it_names_a_sender(
    tmp_path: Path, headers: dict[str, str], status: int
) -> None:
    """A browser on the proxy's machine cannot use a name rebound to it, nor another origin."""
    async with (
        workshop(tmp_path, public=URL, trusted=LOOPBACK) as room,
        room.http.get(f"{room.base}/{CODE}", headers=headers) as page,
    ):
        assert page.status == status


async def test_announces_the_public_url_first(tmp_path: Path) -> None:
    """The public URL is shown; the machine's own addresses come after it, for people here."""
    async with workshop(tmp_path, public=URL) as room:
        phones = room.phones
        assert phones.address == f"HTTPS://WORKSHOP.EXAMPLE.ORG/room-7/{phones.secret}"
        assert phones.addresses[1].startswith("HTTP://127.0.0.1")
        assert "https://workshop.example.org/room-7" in phones.report[0]
        assert not any("Guest WiFi" in line or line == LOOPBACK_ONLY for line in phones.report)


@pytest.mark.parametrize(
    ("public", "trusted", "host", "advised"),
    [
        (URL, (), "Workshop.example.org", True),
        (URL, LOOPBACK, "workshop.example.org", False),
        (URL, (), None, False),
        (None, (), None, False),
    ],
)
async def test_a_proxy_that_is_not_trusted_is_named(
    tmp_path: Path,
    public: PublicUrl | None,
    trusted: tuple[object, ...],
    host: str | None,
    advised: bool,
) -> None:
    """The facilitator hears how to trust a proxy while it is not; a phone's header does nothing."""
    async with workshop(tmp_path, public=public, trusted=trusted) as room:
        headers = SENDER if host is None else {**SENDER, "Host": host}
        async with room.http.get(f"{room.base}/{CODE}", headers=headers) as page:
            assert page.status == 200
        assert advised is any("--trust-proxy 127.0.0.1" in line for line in room.phones.report)
