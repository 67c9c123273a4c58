"""A client that does not read its stream delays no others and is disconnected."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest

from game.room import actions
from game.server import broadcaster
from game.server.client import ConsoleClient, rooms
from game.server.middleware import ACTIVE
from tests.server.workshop import Workshop, workshop
from tests.shared import until


async def stalled(open_room: Workshop, cookie: str, console: bool) -> socket.socket:
    """A stream that is asked for and never read, over a real socket with a small buffer."""
    loop = asyncio.get_running_loop()
    if console:
        client = socket.socket(socket.AF_UNIX)
        where: str | tuple[str, int] = str(rooms(open_room.data)[0])
        path, host = "/console/stream", "localhost"
    else:
        client = socket.socket()
        where = ("127.0.0.1", open_room.phones.port)
        path, host = "/stream", f"127.0.0.1:{open_room.phones.port}"
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    client.setblocking(False)
    await loop.sock_connect(client, where)
    head = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n\r\n"
    await loop.sock_sendall(client, head.encode())
    return client


@pytest.mark.parametrize("console", [False, True], ids=["phone", "console"])
async def test_a_reader_that_stalls(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, console: bool
) -> None:
    """Others are served meanwhile, and its connection ends though it never reads."""
    monkeypatch.setattr(broadcaster, "SEND_TIMEOUT", 0.3)
    async with workshop(tmp_path) as open_room:
        slow, other = await open_room.joined(2)
        runner = (open_room.phones._socket if console else open_room.phones)._runner
        assert runner is not None
        server = runner.server
        assert server is not None
        client = await stalled(open_room, slow.cookie, console)
        await until(lambda: len(runner.app[ACTIVE]) == 1)
        (held,) = runner.app[ACTIVE]
        assert held in server.connections
        # So much is sent to it that no buffer holds it all.
        monkeypatch.setattr(
            broadcaster.Event, "encode", lambda event: b":" + b"x" * 4_000_000 + b"\n\n"
        )
        open_room.do(actions.Heads(3), actions.GoOn())
        async with ConsoleClient(rooms(tmp_path)[0]) as facilitator_view:
            for _ in range(5):
                assert await other.send("/join", name="Ines") == 200
                assert await facilitator_view.act(actions.Timer(9.0)) is None
        await until(lambda: held not in server.connections)
        assert runner.app[ACTIVE] == set()
        client.close()


async def test_closing_does_not_wait_for_readers(tmp_path: Path) -> None:
    """A room closes though a phone and a console have stopped reading."""
    async with workshop(tmp_path) as open_room:
        (slow,) = await open_room.joined(1)
        clients = [await stalled(open_room, slow.cookie, console) for console in (False, True)]
        await until(lambda: open_room.phones.connected == 1)
        async with asyncio.timeout(10):
            await open_room.phones.close()
        assert rooms(tmp_path) == ()
        for client in clients:
            client.close()
