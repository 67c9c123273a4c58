"""A system with few file descriptors: the room serves on, and recovers when they run out."""

from __future__ import annotations

import asyncio
import os
import resource
import socket
import sys
from asyncio.subprocess import PIPE
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from game.journal.store import Journal
from game.room import actions
from game.server.app import PhoneServer
from game.server.bots import Bot
from game.server.client import ConsoleClient, rooms
from game.server.network import Adapter
from game.server.runner import MAX_CONNECTIONS, max_connections
from tests.room.rooms import story
from tests.server.workshop import CODE, workshop
from tests.shared import free_port, until


ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("limit", [64, 256, 1024, 4096])
def test_connections_leave_descriptors_for_everything_else(limit: int) -> None:
    """Even under a low limit some descriptors stay for the journal, the log and imports."""
    own = len(os.listdir("/proc/self/fd"))
    result = max_connections(limit)
    assert result + own + 16 <= limit or result == 8
    assert result <= max_connections(limit, 5) <= result + 5
    assert max_connections(None) == MAX_CONNECTIONS


def half_open(port: int, begun: bytes = b"") -> socket.socket:
    """A connection that has sent what is *begun*, and sends no more."""
    connection = socket.create_connection(("127.0.0.1", port))
    connection.sendall(begun)
    return connection


@pytest.mark.parametrize(("limit", "flood"), [(64, 150), (256, 400)])
async def test_half_open_connections_at_a_low_limit(tmp_path: Path, limit: int, flood: int) -> None:
    """More half-open connections than descriptors: others are served, nothing is printed."""
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.server.child", str(tmp_path), str(port), str(limit),
        cwd=ROOT, stdout=PIPE, stderr=PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        await asyncio.wait_for(process.stdout.readline(), 30)
        held = []
        # A new connection for each request, as from a new phone.
        connector = aiohttp.TCPConnector(limit=0, force_close=True)
        jar = aiohttp.DummyCookieJar()
        async with (
            aiohttp.ClientSession(connector=connector, cookie_jar=jar) as http,
            asyncio.timeout(60),
        ):
            bots = [Bot(http, f"http://127.0.0.1:{port}", CODE) for _ in range(10)]
            await asyncio.gather(*(bot.join() for bot in bots[:5]))
            follow = bots[0].listen()
            assert (await anext(follow))[0] == "main"
            for item in range(flood):
                held.append(half_open(port, b"GET / HTTP/1.1\r\n" if item % 2 else b""))
                if item % 50 == 49:
                    bot = bots[item // 50 % 10]
                    await bot.join()
            async with ConsoleClient(rooms(tmp_path)[0]) as console:
                assert await console.act(actions.GoOn()) is None
            while (await anext(follow))[0] != "main":
                pass
            for bot in bots:
                await bot.join()
            await follow.aclose()
        for connection in held:
            connection.close()
        assert process.returncode is None
    finally:
        process.kill()
        _, line = await process.communicate()
    assert line == b""


@pytest.fixture
def few_descriptors() -> Iterator[None]:
    """A low limit for this process, which is put back."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    now = len(os.listdir("/proc/self/fd"))
    resource.setrlimit(resource.RLIMIT_NOFILE, (now + 60, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


async def test_descriptors_that_something_else_took(
    tmp_path: Path,
    few_descriptors: None,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """When none is left the room lets its oldest idle connection go, and goes on."""
    monkeypatch.setattr("game.server.runner.raise_limit", _soft_limit)
    async with workshop(tmp_path) as open_room, asyncio.timeout(30):
        port = open_room.phones.port
        runner = open_room.phones._runner
        assert runner is not None
        assert runner.server is not None
        server = runner.server
        idle = [half_open(port) for _ in range(6)]
        await until(lambda: len(server.connections) == 6)
        taken = []
        try:
            while True:
                taken.append(os.open(os.devnull, os.O_RDONLY))
        except OSError:
            os.close(taken.pop())  # for the phone's own end of the line
        head = f"GET /page.css HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"
        late = half_open(port, head.encode())
        late.setblocking(False)
        assert b" 200 " in await asyncio.get_running_loop().sock_recv(late, 100)
        assert idle[0].recv(1) == b""
        for item in taken:
            os.close(item)
        await open_room.bot().join()
        assert "No file descriptor is left" in open_room.log()
        for held in (*idle, late):
            held.close()
    assert capfd.readouterr() == ("", "")


def _soft_limit() -> int:
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def test_adapters_without_a_descriptor(tmp_path: Path) -> None:
    """Where none is left to look for adapters with, the announced address stays."""
    answers = iter([(Adapter("wlan0", "192.168.1.23"),)])

    def find() -> tuple[Adapter, ...]:
        result = next(answers, None)
        if result is None:
            raise OSError(24, "Too many open files")
        return result

    way = PhoneServer(Journal.open(None).rooms.begin(story(), 1, CODE), tmp_path, find=find)
    first = way.address
    assert first is not None
    assert "192.168.1.23" in first
    assert way.address == first
