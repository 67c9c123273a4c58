"""
Ten kills of a room with two hundred phones, each followed by a plain ``two-hats host --resume``.

The host is the real command in a terminal; the phones run in this process on the same
machine, keep their streams open and send votes again until they are acknowledged. A phone is
back once its stream brings a page again. Run it from the checkout: ``python -m bench.resume``.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import pty
import random
import re
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
from contextlib import suppress
from pathlib import Path

import aiohttp

from bench.phones import cpu
from bench.terminal import SCENARIO
from game.journal.store import Journal
from game.room import actions
from game.room.state import options
from game.room.tally import ballots
from game.room.views import LETTERS
from game.server.auth import seat_of
from game.server.bots import Bot, client
from game.server.client import ConsoleClient, rooms
from tests.shared import free_port


PHONES, KILLS = 200, 10
LIMIT = 5.0
"""Seconds from starting the command until every phone is back."""
GIVE_UP = 20.0


class Host:
    """``two-hats host`` in a terminal whose output is discarded."""

    def __init__(self, home: Path, *options: str) -> None:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            [Path(sys.executable).with_name("two-hats"), "host", *options],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**os.environ, "XDG_DATA_HOME": str(home), "TERM": "xterm-256color"},
            start_new_session=True,
        )
        os.close(theirs)
        threading.Thread(target=_drain, args=(ours,), daemon=True).start()

    def kill(self) -> None:
        """Kill it without a warning."""
        self.process.kill()
        self.process.wait()


def _drain(terminal: int) -> None:
    with suppress(OSError):
        while os.read(terminal, 65536):
            pass
    os.close(terminal)


class Phone:
    """A phone that keeps its stream open; *pages* counts the pages that it got."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self.pages = 0
        self.ballot = ""

    async def follow(self) -> None:
        """Follow the room through every restart."""
        while True:
            with suppress(aiohttp.ClientError, OSError):
                async for name, text in self.bot.listen():
                    if name == "main":
                        self.pages += 1
                        found = re.search(r'name="ballot" value="([^"]+)"', text)
                        self.ballot = found[1] if found else ""
            await asyncio.sleep(0.2)


async def _is_open(port: int) -> bool:
    with suppress(OSError):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.close()
        return True
    return False


async def measure(home: Path) -> bool:
    """Measure; print a line a kill; return whether all limits hold."""
    port = free_port()
    data, chance = home / "two-hats", random.Random(1)
    host = Host(home, SCENARIO, "--phones", "--bind", "127.0.0.1", "--port", str(port))
    while not (open_now := rooms(data)) or not await _is_open(port):
        await asyncio.sleep(0.05)
    code, socket_path = open_now[0].stem, open_now[0]
    acknowledged: dict[tuple[str, str], str] = {}
    result = []
    async with client() as http, ConsoleClient(socket_path) as console:
        phones = [Phone(Bot(http, f"http://127.0.0.1:{port}", code)) for _ in range(PHONES)]
        await asyncio.gather(*(phone.bot.join() for phone in phones))
        streams = [asyncio.create_task(phone.follow()) for phone in phones]
        await console.act(actions.GoOn())
        await console.act(actions.GoOn())
        for number in range(1, KILLS + 1):
            while not all(phone.ballot for phone in phones):
                await asyncio.sleep(0.02)
            ballot = phones[0].ballot

            async def vote(index: int, phone: Phone, ballot: str, delay: float) -> None:
                await asyncio.sleep(delay)
                letter = LETTERS[index % 4]
                if await phone.bot.post("/vote", ballot=ballot, option=letter) == 200:
                    acknowledged[seat_of(phone.bot.cookie.partition("=")[2]), ballot] = letter

            votes = [
                asyncio.create_task(vote(index, phone, ballot, chance.random()))
                for index, phone in enumerate(phones)
            ]
            await asyncio.sleep(chance.uniform(0.2, 0.9))
            host.kill()
            before = [phone.pages for phone in phones]
            host = Host(home, "--resume")
            back = 0
            while back < PHONES and time.perf_counter() - host.started < GIVE_UP:
                await asyncio.sleep(0.01)
                back = sum(phone.pages > pages for phone, pages in zip(phones, before, strict=True))
            took = time.perf_counter() - host.started
            result.append(back == PHONES and took <= LIMIT)
            print(
                f"kill {number}: {back} of {PHONES} phones back after {took:.1f} s, "
                f"processor time of the host {cpu(host.process) / 1000:.1f} s",
                flush=True,
            )
            if back < PHONES:
                break
            await asyncio.gather(*votes)
            await console.act(actions.Talk(anyway=True))
            await console.act(actions.GoOn())
            while any(phone.ballot == ballot for phone in phones):
                await asyncio.sleep(0.02)
        for stream in streams:
            stream.cancel()
        await asyncio.gather(*streams, return_exceptions=True)
    host.kill()
    return report(data, acknowledged) and result == [True] * KILLS


def report(data: Path, acknowledged: dict[tuple[str, str], str]) -> bool:
    """
    Print how many votes are lost and seats doubled; return whether none is.

    *acknowledged* holds a letter by seat and ballot key; a vote for another option is lost.
    """
    from game.content.library import Entry, Library, packaged

    entry = Library.of((packaged(),)).find(SCENARIO)
    assert isinstance(entry, Entry)
    assert entry.reading.scenario is not None
    journal = Journal.open(data / "journal.sqlite3")
    room = journal.rooms.resume(journal.rooms.runs()[0], entry.reading.scenario).room
    journal.close()
    offered = {ballot.key: options(room, ballot) for ballot in ballots(room)}
    lost = sum(
        room.votes.get(ballot, {}).get(seat) != offered[ballot][LETTERS.index(letter)]
        for (seat, ballot), letter in acknowledged.items()
    )
    doubled = max(0, len(room.seats) - PHONES)
    print(f"{len(acknowledged)} acknowledged votes, {lost} lost; {doubled} seats doubled")
    return not lost and not doubled


def main() -> None:
    """Measure in a fresh data folder; exit with 1 if a limit is missed."""
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(not asyncio.run(measure(Path(folder))))


if __name__ == "__main__":
    main()
