"""Simulated participants for a rehearsal; they join over HTTP like phones."""

from __future__ import annotations

import asyncio
import html
import random
import re
from collections.abc import AsyncGenerator
from contextlib import suppress

import aiohttp

from game.server.auth import seat_cookie
from game.server.broadcaster import read_events


PACE = (1.0, 6.0)
"""Seconds before a bot votes: minimum and maximum."""
RETRY_SECONDS = 0.5
"""Seconds before an unacknowledged request is repeated."""
REPEAT_PROBABILITY = 0.6
"""Probability that a bot repeats its vote in a further round."""
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
    One simulated phone in the room with *code* at the URL *base*.

    It joins by *way* (a join secret) or by *code*. *cookie* is the value of its Cookie header.
    """

    def __init__(self, http: aiohttp.ClientSession, base: str, code: str, way: str = "") -> None:
        self._http = http
        self.base = base
        self._code = code
        self._way = way or code
        self.cookie = ""

    async def join(self, name: str = "") -> None:
        """Open the room and take a seat."""
        async with self._http.get(f"{self.base}/{self._way}") as page:
            cookie = seat_cookie(self._code)
            self.cookie = f"{cookie}={page.cookies[cookie].value}"
        await self.post("/join", name=name)

    async def post(self, path: str, **fields: str) -> int:
        """Send a form until it is accepted or refused; return the HTTP status."""
        while True:
            with suppress(aiohttp.ClientError, TimeoutError):
                status = await self.send(path, **fields)
                if status != 429 and status < 500:
                    return status
            await asyncio.sleep(RETRY_SECONDS)

    async def send(self, path: str, **fields: str) -> int:
        """Send a form once; return the HTTP status."""
        headers = {"Cookie": self.cookie, "X-Page": "1"}
        async with self._http.post(
            f"{self.base}{path}", data=fields, headers=headers, allow_redirects=False
        ) as answer:
            await answer.read()
            return answer.status

    async def listen(self) -> AsyncGenerator[tuple[str, str], None]:
        """Yield the name and text of each event until the stream ends."""
        async with self._http.get(f"{self.base}/stream", headers={"Cookie": self.cookie}) as stream:
            async for event in read_events(stream):
                yield event.name, event.text

    async def play(self, rng: random.Random, pace: tuple[float, float] = PACE) -> None:
        """Join, then vote on every ballot and sometimes share a line."""
        await self.join()
        voted: dict[str, str] = {}
        while True:
            with suppress(aiohttp.ClientError, TimeoutError):
                async for name, text in self.listen():
                    if name == "main":
                        await self._answer(text, voted, rng, pace)
            await asyncio.sleep(RETRY_SECONDS)

    async def _answer(
        self, page: str, voted: dict[str, str], rng: random.Random, pace: tuple[float, float]
    ) -> None:
        ballot, stage = _BALLOT.search(page), _STAGE.search(page)
        if stage and stage[1] == "lobby":
            voted.clear()  # another scenario may have ballots of the same names
        if ballot is not None and (key := html.unescape(ballot[1])) not in voted:
            await asyncio.sleep(rng.uniform(*pace))
            question = ".".join(key.split(".")[:3])  # without the round, and who votes
            before = voted.get(question)
            stays = before is not None and rng.random() < REPEAT_PROBABILITY
            voted[key] = voted[question] = (
                before if before and stays else rng.choice(_LETTER.findall(page))
            )
            await self.post("/vote", ballot=key, option=voted[key])
        if stage and stage[1] == "now-what" and "shared" not in voted and rng.random() < 0.3:
            voted["shared"] = rng.choice(LINES)
            await self.post("/share", text=voted["shared"])


def client() -> aiohttp.ClientSession:
    """Return an HTTP session for bots, without a connection limit or a cookie jar."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=5),
    )


async def rehearse(
    base: str, code: str, bots: int, pace: tuple[float, float] = PACE, *, way: str = ""
) -> None:
    """Run *bots* bots, joining by *way*, until cancelled."""
    async with client() as http, asyncio.TaskGroup() as group:
        for number in range(bots):
            group.create_task(Bot(http, base, code, way).play(random.Random(number), pace))
