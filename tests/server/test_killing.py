"""A host that dies at any moment: nothing that was acknowledged is gone, and phones come back."""

from __future__ import annotations

import asyncio
import multiprocessing
import random
from collections.abc import Callable
from contextlib import aclosing, suppress
from hashlib import sha256
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest
from aiohttp import ClientError

from game.room import actions
from game.room.state import Ballot, Question, Room, Stage, options
from game.server.bots import Bot, client
from game.server.client import ConsoleClient, rooms
from tests.server import child
from tests.server.test_votes import LETTERS, seat
from tests.server.workshop import CODE, gathered, kept
from tests.shared import free_port, until


PHONES = 50
BALLOTS = 5
FULL, SAMPLE = 4, 1
"""Number of kills in each ballot."""
FLYING = 5
"""Number of concurrent votes."""

FORKS = multiprocessing.get_context("forkserver")
"""Forks a process for each host from one that has loaded what a host needs."""
FORKS.set_forkserver_preload([child.__name__])

Acknowledged = dict[tuple[str, str], str]
"""Acknowledged letters by seat and ballot."""


class Host:
    """The server's process, which can be killed and restarted."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self.process: ForkServerProcess | None = None
        self.ticket = ""
        self.open = asyncio.Event()

    async def start(self) -> str:
        """Start it and return the stage that it reports."""
        reports, its_end = FORKS.Pipe(duplex=False)
        its = (self.data, self.port, its_end)
        # A daemon, since a host that a failed test left running must not hold the run up.
        self.process = FORKS.Process(target=child.host, args=its, daemon=True)
        self.process.start()
        its_end.close()
        with reports:
            assert await asyncio.to_thread(reports.poll, 30)
            line: str = reports.recv()
        stage, self.ticket, report = line.split(" ", 2)
        assert f"Open on port {self.port}" in report, report
        self.open.set()
        return stage

    async def kill(self) -> None:
        """Kill it without a warning."""
        assert self.process is not None
        self.open.clear()
        self.process.kill()
        await asyncio.to_thread(self.process.join)
        self.process.close()

    def kept(self) -> Room:
        """The room as the journal has it."""
        return kept(self.data)

    def console(self) -> ConsoleClient:
        """Return a console of the room."""
        return ConsoleClient(rooms(self.data)[0])

    async def connected(self, count: int) -> None:
        """Wait until so many phones are there."""
        async with self.console() as console, asyncio.timeout(20):
            async for facilitator_view in console.facilitator_views():
                if facilitator_view is not None and facilitator_view.connected >= count:
                    return


async def follow(bot: Bot, host: Host) -> None:
    """Keep a stream open through every restart of the server, as the page's script does."""
    while True:
        await host.open.wait()
        with suppress(ClientError, OSError):
            async for _ in bot.listen():
                pass
        await asyncio.sleep(0.05)


def assert_all_kept(room: Room, acknowledged: Acknowledged) -> None:
    """Assert that each acknowledged vote is in *room* as it was given."""
    for (who, key), letter in acknowledged.items():
        turn, scene, question, number = key.split(".")
        ballot = Ballot(int(turn), scene, Question(question), int(number))
        meant = dict(zip(LETTERS, options(room, ballot), strict=True))[letter]
        assert room.votes[key][who] == meant, f"{key} of {who}"


async def test_kills_in_one_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config
) -> None:
    """
    Killed at five or twenty moments while fifty phones vote, the room is each time as it was.

    The same stage, each acknowledged vote, the same seats; the phones come back
    by themselves, send again what was not acknowledged, and one of each counts.
    """
    monkeypatch.setattr("game.server.bots.RETRY_SECONDS", 0.05)
    chance = random.Random(5)
    kills = FULL if pytestconfig.getoption("full") else SAMPLE
    host = Host(tmp_path)
    assert await host.start() == "lobby"
    acknowledged: Acknowledged = {}
    async with client() as http:
        bots = [Bot(http, f"http://127.0.0.1:{host.port}", CODE) for _ in range(PHONES)]
        await gathered(*(bot.join() for bot in bots))
        streams = [asyncio.create_task(follow(bot, host)) for bot in bots]
        async with host.console() as console:
            await _do(console, actions.GoOn())
            await _do(console, actions.GoOn())
        for _ in range(BALLOTS):
            ballot = host.kept().ballot
            assert ballot is not None
            key, meant = ballot.key, {seat(bot): chance.choice(LETTERS) for bot in bots}

            some = asyncio.Semaphore(FLYING)

            async def vote(bot: Bot, key: str, letter: str, some: asyncio.Semaphore) -> None:
                async with some:
                    assert await bot.post("/vote", ballot=key, option=letter) == 200
                acknowledged[seat(bot), key] = letter

            votes = [asyncio.create_task(vote(bot, key, meant[seat(bot)], some)) for bot in bots]
            for _ in range(kills):
                enough = min(
                    PHONES, _count(acknowledged, key) + chance.randrange(1, 40 // kills + 1)
                )
                await until(_reached(acknowledged, key, enough))
                await host.kill()
                room = host.kept()
                assert_all_kept(room, acknowledged)
                assert await host.start() == room.stage.value == Stage.VOTE.value
                assert len(room.seats) == PHONES
            await gathered(*votes)
            assert len(host.kept().votes[key]) == PHONES
            await host.connected(PHONES)
            await _next_ballot(host)
        for stream in streams:
            stream.cancel()
        await asyncio.gather(*streams, return_exceptions=True)
    await host.kill()
    assert_all_kept(host.kept(), acknowledged)


async def test_a_paired_console_comes_back(tmp_path: Path) -> None:
    """When the server is killed and resumes, a paired console needs no new ticket."""
    host = Host(tmp_path)
    await host.start()
    address = f"http://127.0.0.1:{host.port}"
    async with client() as http, ConsoleClient(address) as console, asyncio.timeout(60):
        assert await console.pair(host.ticket) is None
        await Bot(http, address, CODE).join()
        async with aclosing(console.facilitator_views()) as facilitator_views:
            assert await anext(facilitator_views) is not None
            await host.kill()
            assert await anext(facilitator_views) is None
            await host.start()
            while (seen := await anext(facilitator_views)) is None:
                pass
        assert seen.people == 1
        assert await console.act(actions.GoOn()) is None
        assert host.kept().stage is Stage.READ
    await host.kill()


async def test_the_journal_has_no_secret(tmp_path: Path) -> None:
    """A console's pairing is stored as a digest, which does not admit anybody who reads it."""
    host = Host(tmp_path)
    await host.start()
    address = f"http://127.0.0.1:{host.port}"
    async with client() as http:
        await Bot(http, address, CODE).join()
        ticket = {"ticket": host.ticket}
        async with http.post(f"{address}/console/pair", json=ticket) as paired:
            secret = paired.cookies["console"].value.encode()
    await host.kill()
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("journal.db*"))
    assert sha256(secret).hexdigest().encode() in kept
    assert secret not in kept


def _count(acknowledged: Acknowledged, ballot: str) -> int:
    return sum(key == ballot for _, key in acknowledged)


def _reached(acknowledged: Acknowledged, ballot: str, count: int) -> Callable[[], bool]:
    return lambda: _count(acknowledged, ballot) >= count


async def _next_ballot(host: Host) -> None:
    """Lead the room to its next vote, by whatever way it takes."""
    async with host.console() as console:
        await _do(console, actions.GoOn())
        while (room := host.kept()).stage is not Stage.VOTE:
            if room.stage is Stage.REVEAL and room.ballot is not None and room.flow.decided is None:
                option = "lead" if room.ballot.question == "call" else "good"
                await _do(console, actions.Decide(option))
            await _do(console, actions.GoOn())


async def _do(console: ConsoleClient, act: actions.FacilitatorAction) -> None:
    assert await console.act(act) is None
