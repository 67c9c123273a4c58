"""A room that is resumed: it is found where it was, or says why not and offers a way."""

from __future__ import annotations

import asyncio
import errno
import socket
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from game.core.failure import Failure
from game.journal.entrances import Entrance
from game.journal.rooms import RoomSession
from game.journal.store import Journal
from game.room import actions
from game.server import app
from game.server.app import LOOPBACK, PhoneServer
from game.server.bots import client
from game.server.client import ConsoleClient
from game.server.network import Adapter
from game.server.ports import Unbound
from game.server.public import PublicUrl, read_public_url
from tests.room.rooms import story
from tests.server.workshop import CODE, workshop
from tests.shared import free_port, until


LAN = Adapter("wlan0", "192.168.1.23")


async def resumed(data: Path, **extra: Any) -> tuple[RoomSession, PhoneServer]:
    """The room of *data* as another process finds it, and its way in, which is opened."""
    rooms = Journal.open(data / "journal.db").rooms
    session = rooms.resume(rooms.runs()[0], story())
    phones = PhoneServer(session, data, find=lambda: (LAN,), **extra)
    await phones.open()
    return session, phones


async def hosted(data: Path, **extra: Any) -> tuple[int, str]:
    """Host a room with one phone, and close it; return its port and the phone's cookie."""
    async with workshop(data, **extra) as open_room:
        (bot,) = await open_room.joined(1)
        return open_room.phones.port, bot.cookie


async def test_the_same_door(tmp_path: Path) -> None:
    """Without options it listens where it did, and no wider, and a phone keeps its seat."""
    port, cookie = await hosted(tmp_path, bind=LOOPBACK)
    session, phones = await resumed(tmp_path)
    assert phones.port == port
    assert phones.address.startswith(f"HTTP://127.0.0.1:{port}/")
    assert session.entrance == Entrance(port=port, bind=LOOPBACK)
    url = f"http://127.0.0.1:{port}/{CODE}"
    async with client() as http, http.get(url, headers={"Cookie": cookie}) as page:
        assert "You are in" in await page.text()
    with socket.create_server(("127.0.0.9", port)):  # free, unless all addresses are taken
        pass
    await phones.close()


async def test_options_win(tmp_path: Path) -> None:
    """A port and an address that are given are taken, and stored in place of the old ones."""
    await hosted(tmp_path, bind=LOOPBACK)
    port = free_port()
    session, phones = await resumed(tmp_path, bind="127.0.0.2", port=port)
    assert session.entrance == Entrance(port=port, bind="127.0.0.2")
    await phones.close()


async def test_the_chosen_address_stays(tmp_path: Path) -> None:
    """The address that the facilitator chose to announce is announced again."""
    other = Adapter("enp3s0", "192.168.7.5")
    async with workshop(tmp_path, bind=None, find=lambda: (LAN, other)) as open_room:
        await open_room.joined(1)
        open_room.phones.use(open_room.phones.addresses[1])
    rooms = Journal.open(tmp_path / "journal.db").rooms
    session = rooms.resume(rooms.runs()[0], story())
    phones = PhoneServer(session, tmp_path, find=lambda: (LAN, other))
    assert "192.168.7.5" in phones.address


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ports are tried again at once, and waited for as long as a tick takes."""
    monkeypatch.setattr(app, "RETRY_SECONDS", 0.01)
    monkeypatch.setattr(app, "WAIT_SECONDS", 0.02)


@pytest.mark.usefixtures("impatient")
async def test_a_port_that_is_freed(tmp_path: Path) -> None:
    """Where another program has the port, the room says so, and opens when it is free."""
    port, _ = await hosted(tmp_path)
    with socket.create_server((LOOPBACK, port)):
        _, phones = await resumed(tmp_path)
        assert phones.trouble == (f"Port {port} is taken by another program. Trying again …")
        assert phones.notice == phones.trouble == phones.report[0]
        await until(lambda: "press e" in (phones.trouble or ""))
        assert "keep their seats" in (phones.trouble or "")
    await until(lambda: phones.trouble is None)
    assert phones.port == port
    await phones.close()


@pytest.mark.usefixtures("impatient")
async def test_another_port(tmp_path: Path) -> None:
    """On demand of a console the room takes another port, on the same address, and says so."""
    port, cookie = await hosted(tmp_path)
    with socket.create_server((LOOPBACK, port)):
        session, phones = await resumed(tmp_path)
        async with ConsoleClient(tmp_path / "rooms" / f"{CODE}.sock") as console:
            view = await anext(console.facilitator_views())
            assert view is not None
            assert str(port) in (view.trouble or "")
            assert await console.move_port() == phones.notice
            refused = await console.move_port()
        assert isinstance(refused, Failure)
        assert refused.code == "open"
        assert phones.port != port
        assert session.entrance == Entrance(port=phones.port, bind=LOOPBACK)
        assert f"port {phones.port} now" in (phones.notice or "")
        url = f"http://127.0.0.1:{phones.port}/{CODE}"
        async with client() as http, http.get(url, headers={"Cookie": cookie}) as page:
            assert "You are in" in await page.text()
        await phones.close()


@pytest.mark.usefixtures("impatient")
async def test_two_that_move_the_port_at_once(tmp_path: Path) -> None:
    """One of them opens another port, and the other one is given that port."""
    port, _ = await hosted(tmp_path)
    with socket.create_server((LOOPBACK, port)):
        _, phones = await resumed(tmp_path)
        first, second = await asyncio.gather(phones.move_port(), phones.move_port())
    assert f"port {phones.port} now" in str(first)
    assert isinstance(second, Failure)
    assert f"port {phones.port} already" in second.message
    await phones.close()


@pytest.mark.usefixtures("impatient")
async def test_an_address_that_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A room whose address is gone goes on waiting for it, also after another port was tried."""
    gone = Unbound(port=8080, number=errno.EADDRNOTAVAIL, reason="Gone.")

    async def bind_nothing(address: str, port: int) -> Unbound:
        return gone

    await hosted(tmp_path)
    with monkeypatch.context() as away:
        away.setattr(app, "bind", bind_nothing)
        _, phones = await resumed(tmp_path)
        refused = await phones.move_port()
        assert isinstance(refused, Failure)
        assert refused.code == "unbound"
    await until(lambda: phones.trouble is None)
    await phones.close()


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("moved", [False, True])
async def test_bots_of_a_port_that_was_taken(tmp_path: Path, moved: bool) -> None:
    """Bots come once the room is open, on its own port or on another."""
    port, _ = await hosted(tmp_path)
    with socket.create_server((LOOPBACK, port)):
        session, phones = await resumed(tmp_path, bots=2)
        if moved:
            await phones.move_port()
    await until(lambda: len(session.room.seats) == 3)
    await phones.close()


async def test_rooms_by_name(tmp_path: Path) -> None:
    """A room is found by its code in any spelling, or its number; an open one is left alone."""
    from game.content.library import Library
    from game.services import workshop as services

    journal = Journal.open(tmp_path / "journal.db")
    for code in ("667CA", "A2345"):
        journal.rooms.begin(story(), 1, code).act(actions.GoOn())
    rooms = services.Workshop(Library.of(()), journal, lambda code: code == "A2345")
    assert [run.code for run in rooms.resumable()] == ["667CA"]
    last = rooms.unfinished()
    assert last is not None
    assert last.code == "667CA"
    for name in ("667CA", "667-ca", " 667 ca ", "1"):
        found = rooms.find(name)
        assert found is not None
        assert found.code == "667CA"
    assert rooms.find("ZZZZZ") is None


async def test_an_older_room_beside_another(tmp_path: Path) -> None:
    """While a newer room has the port of before, an older one is resumed beside it."""
    async with workshop(tmp_path) as first:
        await first.joined(1)
    async with workshop(tmp_path / "newer") as newer:
        await newer.joined(1)
        session, phones = await resumed(tmp_path)
        assert phones.trouble is None
        assert phones.port != newer.phones.port
        assert session.run.code == CODE
        await phones.close()


async def test_the_proxy_in_front(tmp_path: Path) -> None:
    """The public URL and the trusted proxies are as before, without being given again."""
    public = read_public_url("https://example.org/room-7")
    assert isinstance(public, PublicUrl)
    trusted = (ip_network("127.0.0.1"),)
    async with workshop(tmp_path, public=public, trusted=trusted) as open_room:
        await open_room.joined(1)
        announced = open_room.phones.address
    _, phones = await resumed(tmp_path)
    assert phones.address == announced
    assert phones.public == public
    assert (entrance := phones.service.session.entrance) is not None
    assert entrance.trusted == ("127.0.0.1/32",)
    await phones.close()
