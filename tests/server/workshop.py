"""A room that phones can come into, on this machine, and phones for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
from attrs import frozen

from game.core.failure import Failure
from game.journal.rooms import RoomSession
from game.journal.store import Journal
from game.room import actions
from game.room.campaign import waits
from game.room.state import Room, Stage
from game.server.app import PhoneServer
from game.server.bots import Bot, client
from tests.room.rooms import POSTING, story
from tests.shared import free_port


CODE = "K7QFA"
CALL = "1.hall.call.1"


class Clock:
    """A clock that tests set, in seconds."""

    now = 0.0

    def __call__(self) -> float:
        """The time."""
        return self.now


@frozen
class Workshop:
    """An open room: its *session*, the way in, and what phones send with."""

    session: RoomSession
    phones: PhoneServer
    http: aiohttp.ClientSession
    data: Path

    @property
    def base(self) -> str:
        """Where phones find it."""
        return f"http://127.0.0.1:{self.phones.port}"

    @property
    def room(self) -> Room:
        """The room as it stands."""
        return self.session.room

    def do(self, *todo: actions.RoomAction) -> None:
        """Apply a facilitator's action, which must not be refused."""
        for result in self.session.apply_all(todo):
            assert not isinstance(result, Failure), result

    def lead_to(self, stage: Stage) -> None:
        """Advance the room to *stage*; the facilitator settles every question."""
        while self.room.stage is not stage:
            if self.room.stage in (Stage.VOTE, Stage.REVEAL):
                question = self.room.ballot.question if self.room.ballot else ""
                self.do(actions.Decide("lead" if question == "call" else "good"))
            if waits(self.room):
                self.do(actions.Decide(POSTING.practices[0]))
            over = self.room.stage is Stage.OVER
            self.do(actions.End() if over else actions.GoOn(anyway=True))

    def ticket(self) -> str:
        """A new ticket that pairs one console."""
        return self.phones._console.pairing.ticket()

    def bot(self) -> Bot:
        """A phone that has not joined."""
        return Bot(self.http, self.base, CODE)

    async def joined(self, count: int) -> list[Bot]:
        """So many phones that have, in the order of their seats."""
        bots = [self.bot() for _ in range(count)]
        for bot in bots:
            await bot.join()
        return bots

    def kept(self) -> Room:
        """The room as another process finds it in the journal."""
        return kept(self.data)

    def log(self) -> str:
        """Return the server's log."""
        path = self.data / "logs" / "server.log"
        return path.read_text() if path.exists() else ""


@asynccontextmanager
async def workshop(
    data: Path, *, stage: Stage = Stage.LOBBY, bind: str | None = "127.0.0.1", **extra: Any
) -> AsyncIterator[Workshop]:
    """A new room, open to phones, in its lobby or, for ``VOTE``, at its first call."""
    journal = Journal.open(data / "journal.db")
    session = journal.rooms.begin(story(), 1, CODE)
    phones = PhoneServer(session, data, bind=bind, **{"port": free_port(), **extra})
    await phones.open()
    http = client()
    try:
        opened = Workshop(session, phones, http, data)
        if stage is Stage.VOTE:
            opened.do(actions.GoOn(), actions.GoOn())
        yield opened
    finally:
        await http.close()
        await phones.close()
        journal.close()


async def send_and_drop(bot: Bot, path: str, **fields: str) -> None:
    """Send a form and hang up before there is an answer, as a phone does that falls asleep."""
    host, _, port = bot.base.removeprefix("http://").partition(":")
    raw = urlencode(fields).encode()
    _, writer = await asyncio.open_connection(host, int(port))
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: {bot.cookie}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(raw)}\r\n\r\n"
    )
    writer.write(head.encode() + raw)
    await writer.drain()
    writer.transport.abort()


def kept(data: Path) -> Room:
    """The room as the journal in *data* has it."""
    with closing(Journal.open(data / "journal.db")) as journal:
        return journal.rooms.resume(journal.rooms.runs()[0], story()).room


async def gathered(*todo: Awaitable[Any]) -> list[Any]:
    """All of *todo* at once."""
    return list(await asyncio.gather(*todo))
