"""
Attacks on a room from one machine: guessed codes, taken seats, half-open connections.

All traffic stays on 127.0.0.1, and every attack is bounded in time or number. The server runs
in a separate process, with a low limit on descriptors for the floods. Run it from the
checkout: ``python -m bench.attack [guess|grab|flood]``.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import socket
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from statistics import quantiles

import aiohttp

from bench import phones
from game.server.bots import Bot, client
from game.server.client import ConsoleClient, rooms


LETTERS = "2345679ACDEF"
"""The alphabet of codes; repeated here so that an older checkout can be attacked too."""
CODE = "47F9A"
GUESSING = 60.0
"""Seconds of guessing."""
LINES, BATCH = 16, 24
"""Connections that guess, and requests that each sends at once."""
SEATS = 600
"""Seats that one machine requests."""
LIMITS, HALF_OPEN = (64, 256, 1024, 4096), 1100
PRINTED = "printed"
"""The file in the data folder for the server's output."""
REQUESTS, PATIENCE = 100, 5.0
"""Honest requests beside a flood, and the seconds that each may take."""


@asynccontextmanager
async def hosting(data: Path, limit: int) -> AsyncIterator[tuple[Process, int]]:
    """A server process under a *limit* on descriptors, 0 for none, and its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = (sys.executable, "-m", "bench.attack", "host", str(data), str(port), str(limit))
    # Output goes to a file, since a full pipe would block the server.
    with open(data / PRINTED, "wb") as printed:
        process = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, stderr=printed
        )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"open\n"
    try:
        yield process, port
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def host(data: Path, port: int, limit: int) -> None:
    """Run the server, with at most *limit* descriptors."""
    if limit:
        import resource

        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    phones.CODE = CODE
    asyncio.run(phones.host(data, port))


async def guess(data: Path) -> None:
    """Try codes in a random order, for at most ``GUESSING`` seconds."""
    codes = ["".join(letters) for letters in itertools.product(LETTERS, repeat=len(CODE))]
    random.Random(1).shuffle(codes)
    # The right one comes where guessing gets to in time when nothing slows it down.
    codes.remove(CODE)
    codes.insert(5_000, CODE)
    tries = iter(codes)
    answered, matches = 0, ""

    async def line(port: int) -> None:
        nonlocal answered, matches
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while not matches and (batch := list(itertools.islice(tries, BATCH))):
            for code in batch:
                head = f"HEAD /{code} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"
                writer.write(head.encode())
            for code in batch:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                answered += 1
                if head.split()[1] == "200":
                    matches = code

    print(f"guessing for {GUESSING:.0f} s or until the code is found", flush=True)
    async with hosting(data, 0) as (_, port):
        started = time.perf_counter()
        with suppress(TimeoutError):
            async with asyncio.timeout(GUESSING), asyncio.TaskGroup() as group:
                for _ in range(LINES):
                    group.create_task(line(port))
        took = time.perf_counter() - started
    result = f"found {matches}" if matches else "not found"
    print(f"guessing: {answered} requests in {took:.1f} s, {result}")


async def grab(data: Path) -> None:
    """Take as many seats as possible from one machine."""
    async with hosting(data, 0) as (_, port), client() as http:
        crowd = [Bot(http, f"http://127.0.0.1:{port}", CODE) for _ in range(SEATS)]
        started = time.perf_counter()
        for start in range(0, SEATS, 100):
            await asyncio.gather(*(bot.join() for bot in crowd[start : start + 100]))
        took = time.perf_counter() - started
        async with ConsoleClient(rooms(data)[0]) as console:
            facilitator_view = await anext(console.facilitator_views())
            assert facilitator_view is not None
    print(f"seats: {facilitator_view.people} of {SEATS} asked for, in {took:.1f} s")


async def flood(data: Path, limit: int) -> None:
    """Hold ``HALF_OPEN`` connections open, and measure other requests."""
    served, times = 0, []
    async with hosting(data, limit) as (process, port):
        base = f"http://127.0.0.1:{port}"
        connector = aiohttp.TCPConnector(limit=0, force_close=True)
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        async with aiohttp.ClientSession(
            connector=connector, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()
        ) as http:
            bots = [Bot(http, base, CODE) for _ in range(10)]
            for bot in bots:
                await bot.join()
            held = []
            for item in range(HALF_OPEN):
                try:
                    connection = socket.create_connection(("127.0.0.1", port), PATIENCE)
                except OSError:  # nobody accepts any more
                    break
                held.append(connection)
                with suppress(OSError):
                    connection.sendall(b"GET / HTTP/1.1\r\n" if item % 2 else b"")
                if item % 10 == 0:
                    await asyncio.sleep(0)
            for item in range(REQUESTS):
                started = time.perf_counter()
                with suppress(aiohttp.ClientError, TimeoutError):
                    served += await bots[item % 10].send("/join", name=f"N{item}") == 200
                    times.append(1000 * (time.perf_counter() - started))
                if process.returncode is not None or item == 10 > served + 9:
                    break
            for connection in held:
                connection.close()
            after = "no"
            with suppress(aiohttp.ClientError, TimeoutError, KeyError):
                await asyncio.wait_for(Bot(http, base, CODE).join(), 10)
                after = "yes"
        alive = process.returncode is None
        if alive:
            process.kill()
        await process.wait()
    printed = (data / PRINTED).read_bytes().splitlines()
    p95 = f"{quantiles(times, n=100)[94]:.0f} ms" if len(times) > 1 else "none"
    print(
        f"{limit:>5} descriptors, {len(held)} half-open: {served} of {REQUESTS} served, "
        f"p95 {p95}; alive: {'yes' if alive else 'no'}; join afterwards: {after}; "
        f"{len(printed)} lines printed",
        flush=True,
    )


def main() -> None:
    """Run the server if requested, else attack."""
    if sys.argv[1:2] == ["host"]:
        host(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
        return
    wanted = sys.argv[1:] or ["guess", "grab", "flood"]
    todo = {"guess": [guess], "grab": [grab]}
    for name in wanted:
        for attack in todo.get(name, ()):
            with tempfile.TemporaryDirectory() as folder:
                asyncio.run(attack(Path(folder)))
        for limit in LIMITS if name == "flood" else ():
            with tempfile.TemporaryDirectory() as folder:
                asyncio.run(flood(Path(folder), limit))


if __name__ == "__main__":
    main()
