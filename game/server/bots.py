"""Players of the program's own, for a rehearsal: they come in by the same door as phones."""

from __future__ import annotations

import asyncio
import html
import random
import re
from collections.abc import AsyncGenerator
from contextlib import suppress

import aiohttp

from game.server.auth import cookie_of
from game.server.broadcaster import received


PACE = (1.0, 6.0)
"""Seconds that a bot thinks before it votes: at least, and at most."""
AGAIN = 0.5
"""Seconds after which something that was not acknowledged is tried again."""
STAYS = 0.6
"""How likely a bot is to vote for the same letter in a further round."""
LINES = (
    "When the room is silent, I will ask what we are here for.",
    "Before I order, I will look at who has stopped.",
    "I will put the list on the wall, with names and times.",
    "I will say why before I say how.",
)

_BALLOT = re.compile(r'name="ballot" value="([^"]+)"')
_LETTER = re.compile(r'name="option" value="([A-Z])"')
_STAGE = re.compile(r'data-stage="([^"]+)"')


class Bot:
    """
    One phone without a person, in the room with *code* at *base*.

    It comes in by *way*, such as the join secret, or by the code. *cookie* holds its
    secret, as it is sent.
    """

    def __init__(self, http: aiohttp.ClientSession, base: str, code: str, way: str = "") -> None:
        self._http = http
        self.base = base
        self._code = code
        self._way = way or code
        self.cookie = ""

    async def join(self, name: str = "") -> None:
        """Take a seat."""
        async with self._http.get(f"{self.base}/{self._way}") as page:
            name_of = cookie_of(self._code)
            self.cookie = f"{name_of}={page.cookies[name_of].value}"
        await self.post("/join", name=name)

    async def post(self, path: str, **fields: str) -> int:
        """Send a form until it is answered; the status of the answer."""
        while True:
            with suppress(aiohttp.ClientError, TimeoutError):
                status = await self.send(path, **fields)
                if status != 429 and status < 500:
                    return status
            await asyncio.sleep(AGAIN)

    async def send(self, path: str, **fields: str) -> int:
        """Send a form once; the status of the answer."""
        headers = {"Cookie": self.cookie, "X-Page": "1"}
        async with self._http.post(
            f"{self.base}{path}", data=fields, headers=headers, allow_redirects=False
        ) as answer:
            await answer.read()
            return answer.status

    async def listen(self) -> AsyncGenerator[tuple[str, str], None]:
        """Follow the room: the name and the text of each event, until the stream ends."""
        async with self._http.get(f"{self.base}/stream", headers={"Cookie": self.cookie}) as stream:
            async for event in received(stream):
                yield event.name, event.text

    async def play(self, chance: random.Random, pace: tuple[float, float] = PACE) -> None:
        """Join, and vote whenever there is something to vote on."""
        await self.join()
        voted: dict[str, str] = {}
        while True:
            with suppress(aiohttp.ClientError, TimeoutError):
                async for name, text in self.listen():
                    if name == "main":
                        await self._answer(text, voted, chance, pace)
            await asyncio.sleep(AGAIN)

    async def _answer(
        self, page: str, voted: dict[str, str], chance: random.Random, pace: tuple[float, float]
    ) -> None:
        ballot, stage = _BALLOT.search(page), _STAGE.search(page)
        if ballot is not None and (key := html.unescape(ballot[1])) not in voted:
            await asyncio.sleep(chance.uniform(*pace))
            question, _, _ = key.rpartition(".")
            before = voted.get(question)
            stays = before is not None and chance.random() < STAYS
            voted[key] = voted[question] = (
                before if before and stays else chance.choice(_LETTER.findall(page))
            )
            await self.post("/vote", ballot=key, option=voted[key])
        if stage and stage[1] == "now-what" and "shared" not in voted and chance.random() < 0.3:
            voted["shared"] = chance.choice(LINES)
            await self.post("/share", text=voted["shared"])


def client() -> aiohttp.ClientSession:
    """What bots send with: as many connections as there are bots, and no cookies of its own."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=5),
    )


async def rehearse(
    base: str, code: str, bots: int, pace: tuple[float, float] = PACE, *, way: str = ""
) -> None:
    """Have *bots* of them come in by *way* and play in the room until this is cancelled."""
    async with client() as http, asyncio.TaskGroup() as group:
        for number in range(bots):
            group.create_task(Bot(http, base, code, way).play(random.Random(number), pace))
