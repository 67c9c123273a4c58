"""
Phones in one room, 200 or more: latency of votes, processor time, memory, time to close.

The server runs in a separate process on a journal file; the phones run in this one on the
same machine, so nothing here measures WiFi. Run it from the checkout: ``python -m
bench.phones [PHONES] [--proxy]``, the latter through nginx with TLS as docs/hosting.md has it.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from ipaddress import ip_network
from pathlib import Path
from statistics import quantiles
from subprocess import Popen

import aiohttp
from aiohttp import ClientSession

from bench.terminal import SCENARIO
from game.content.library import Entry, Library, packaged
from game.core.failure import Failure
from game.journal.store import Journal
from game.room import actions
from game.room.views import LETTERS
from game.server.app import PhoneServer
from game.server.bots import Bot, client
from game.server.client import ConsoleClient, rooms
from game.server.public import read_public_url
from game.server.runner import raise_limit
from tests.server.proxy import proxy as nginx
from tests.shared import free_port


ROUNDS, DROPPING = 5, 0.3
PHONES = 200
"""Phones for which the limits below hold."""
CODE = "K7QFA"
FLOOD = 1000
"""Requests a second from one phone that does not behave."""
SLOWEST, FLOODED, LONGEST = 100.0, 250.0, 500.0
"""Limits in milliseconds: 95th of a hundred votes, idle and flooded; time to close."""


async def host(data: Path, port: int, proxy: str = "") -> None:
    """Serve a room until a line is read; print the milliseconds that closing took."""
    entry = Library.of((packaged(),)).find(SCENARIO)
    assert isinstance(entry, Entry)
    assert entry.reading.scenario is not None
    journal = Journal.open(data / "journal.db")
    session = journal.rooms.begin(entry.reading.scenario, 1, CODE)
    public = read_public_url(proxy) if proxy else None
    assert not isinstance(public, Failure)
    trusted = [ip_network("127.0.0.1")] if proxy else []
    phones = PhoneServer(session, data, bind="127.0.0.1", port=port, public=public, trusted=trusted)
    phones.admit_more()
    await phones.open()
    print("open", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    connected, started = phones.connected, time.perf_counter()
    await phones.close()
    took = 1000 * (time.perf_counter() - started)
    ballots = [len(votes) for votes in session.room.votes.values()]
    print(connected, took, *ballots, flush=True)
    journal.close()


@asynccontextmanager
async def hosting(data: Path, port: int, proxy: str = "") -> AsyncIterator[Process]:
    """A server process on *port*, behind *proxy* if it has a URL."""
    command = (sys.executable, "-m", "bench.phones", "host", str(data), str(port), proxy)
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE)
    assert process.stdout is not None
    assert await process.stdout.readline() == b"open\n"
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def follow(bot: Bot) -> None:
    """Keep a stream open."""
    while True:
        with suppress(aiohttp.ClientError):
            async for _ in bot.listen():
                pass
        await asyncio.sleep(0.1)


async def vote(bot: Bot, chance: random.Random, ballot: str, drops: bool) -> float:
    """Vote at a random moment of a second; return the milliseconds until acknowledged."""
    await asyncio.sleep(chance.random())
    fields = {"ballot": ballot, "option": chance.choice(LETTERS[:4])}
    started = time.perf_counter()
    if drops:
        sending = asyncio.create_task(bot.send("/vote", **fields))
        await asyncio.sleep(0)
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        await asyncio.sleep(chance.random() / 2)  # a phone comes back when it does
    assert await bot.post("/vote", **fields) == 200
    return 1000 * (time.perf_counter() - started)


@asynccontextmanager
async def flood(bot: Bot, requests: int) -> AsyncIterator[None]:
    """Send *requests* per second from *bot*, ignoring the results."""
    sent: set[asyncio.Task[object]] = set()

    async def pour() -> None:
        due = time.perf_counter()
        while True:
            for _ in range(requests // 100):
                sent.add(asyncio.create_task(bot.send("/vote", ballot="none", option="A")))
            due += 0.01
            await asyncio.sleep(max(0.0, due - time.perf_counter()))

    pouring = asyncio.create_task(pour() if requests else asyncio.sleep(0))
    try:
        yield
    finally:
        pouring.cancel()
        await asyncio.gather(pouring, *sent, return_exceptions=True)


def memory(process: Process) -> float:
    """Return the resident memory of *process* in megabytes."""
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def cpu(process: Process | Popen[bytes]) -> float:
    """Return the processor time of *process* in milliseconds, independent of other load."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def output(name: str, times: list[float]) -> float:
    """Print a line on *times*; the 95th of a hundred."""
    cuts = quantiles(times, n=100)
    print(f"{name:<42} p50 {cuts[49]:6.1f}  p95 {cuts[94]:6.1f}  max {max(times):6.1f} ms")
    return cuts[94]


@asynccontextmanager
async def way(data: Path, *, proxied: bool) -> AsyncIterator[tuple[Process, str, ClientSession]]:
    """A server process, the URL that phones open, and their connections."""
    port = free_port()
    async with AsyncExitStack() as stack:
        url, http, public = f"http://127.0.0.1:{port}", client(), ""
        if proxied:
            front = await stack.enter_async_context(nginx(data, port))
            url = public = str(front.public)
            http = ClientSession(
                connector=aiohttp.TCPConnector(limit=0, ssl=front.tls),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        process = await stack.enter_async_context(hosting(data, port, public))
        yield process, url, await stack.enter_async_context(http)


async def measure(data: Path, phones: int, *, proxied: bool) -> None:
    """Measure *phones*, one of which misbehaves later, and print a line a figure."""
    chance = random.Random(1)
    raise_limit()
    async with way(data, proxied=proxied) as (process, base, http):
        empty = memory(process)
        bots = [Bot(http, base, CODE) for _ in range(phones - 1)]
        stranger = Bot(http, base, CODE)
        joining = cpu(process)
        started = time.perf_counter()
        await asyncio.gather(*(bot.join() for bot in (*bots, stranger)))
        print(
            f"{phones} phones joined in {time.perf_counter() - started:.2f} s, "
            f"processor time of the host: {(cpu(process) - joining) / phones:.1f} ms a phone"
        )
        streams = [asyncio.create_task(follow(bot)) for bot in bots]
        async with ConsoleClient(rooms(data)[0]) as console:
            await console.act(actions.GoOn())
            await console.act(actions.GoOn())
            slow = []
            for name, dropping, requests in (
                ("a vote", 0.0, 0),
                (f"a vote, {DROPPING:.0%} drop right after sending", DROPPING, 0),
                (f"a vote, one phone sends {FLOOD} a second", 0.0, FLOOD),
            ):
                times: list[float] = []
                before = cpu(process)
                for _ in range(ROUNDS):
                    facilitator_view = await anext(console.facilitator_views())
                    ballot = (facilitator_view and facilitator_view.ballot) or ""
                    async with flood(stranger, requests):
                        times += await asyncio.gather(
                            *(vote(bot, chance, ballot, chance.random() < dropping) for bot in bots)
                        )
                    await console.act(actions.Talk(anyway=True))
                    await console.act(actions.GoOn())
                slow.append(output(name, times))
                used = (cpu(process) - before) / len(times)
                print(f"{'':<42} processor time of the host: {used:.1f} ms a vote", flush=True)
        print(f"memory of the host {memory(process):.0f} MB, {empty:.0f} before anybody came")
        line, _ = await process.communicate(b"close\n")
        connected, took, *ballots = line.split()
        for stream in streams:
            stream.cancel()
        await asyncio.gather(*streams, return_exceptions=True)
    print(f"closed in {float(took):.0f} ms with {int(connected)} phones connected")
    votes = sum(map(int, ballots))
    print(f"{votes} votes of {len(slow) * ROUNDS * len(bots)} kept, none twice")
    assert votes == len(slow) * ROUNDS * len(bots)
    if phones > PHONES or proxied:
        return
    assert slow[0] < SLOWEST
    assert slow[2] < FLOODED
    assert float(took) < LONGEST


def main() -> None:
    """Run the server if told to, else measure."""
    if sys.argv[1:2] == ["host"]:
        _, _, data, port, proxy = sys.argv
        asyncio.run(host(Path(data), int(port), proxy))
        return
    proxied = "--proxy" in sys.argv
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder), *(numbers or [PHONES]), proxied=proxied))


if __name__ == "__main__":
    main()
