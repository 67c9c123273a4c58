"""A room behind a real nginx with TLS, below a path: phones, streams, consoles, a browser."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_network
from pathlib import Path

import aiohttp

from game.room import actions
from game.room.state import Stage
from game.server.bots import Bot
from game.server.client import ConsoleClient
from tests.server.browser import PHONE, browser, in_browser
from tests.server.proxy import Proxy, proxy
from tests.server.workshop import CODE, Workshop, workshop
from tests.shared import free_port


@asynccontextmanager
async def behind(tmp_path: Path) -> AsyncIterator[tuple[Proxy, Workshop]]:
    """A room that nginx serves as its room 07."""
    port = free_port()
    async with (
        proxy(tmp_path, port) as front,
        workshop(
            tmp_path, public=front.public, trusted=[ip_network("127.0.0.1")], port=port
        ) as room,
    ):
        yield front, room


def secure(front: Proxy) -> aiohttp.ClientSession:
    """Phones' connections that trust the proxy's certificate."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0, ssl=front.tls),
        cookie_jar=aiohttp.DummyCookieJar(),
    )


async def test_phones_vote_and_follow_through_nginx(tmp_path: Path) -> None:
    """Twenty phones join, get the next page as it turns, and vote; each vote counts once."""

    async def votes(bot: Bot) -> None:
        async for name, text in bot.listen():
            if name == "main" and 'data-stage="vote"' in text:
                ballot = room.room.ballot
                assert ballot is not None
                assert await bot.post("/vote", ballot=ballot.key, option="A") == 200
                return

    async with behind(tmp_path) as (front, room), secure(front) as http:
        bots = [Bot(http, str(front.public), CODE) for _ in range(20)]
        await asyncio.gather(*(bot.join() for bot in bots))
        waiting = [asyncio.create_task(votes(bot)) for bot in bots]
        room.do(actions.GoOn(), actions.GoOn())
        async with asyncio.timeout(20):
            await asyncio.gather(*waiting)
        assert room.room.ballot is not None
        assert len(room.room.votes[room.room.ballot.key]) == 20


async def test_a_console_runs_the_room_through_nginx(tmp_path: Path) -> None:
    """A ticket pairs a console at the public address, which then follows and leads the room."""
    async with (
        behind(tmp_path) as (front, room),
        ConsoleClient(str(front.public), tls=front.tls) as console,
    ):
        assert await console.pair(room.ticket()) is None
        views = console.facilitator_views()
        first = await anext(views)
        assert first is not None
        assert first.stage is Stage.LOBBY
        assert await console.act(actions.GoOn()) is None
        async for view in views:
            if view is not None and view.stage is Stage.READ:
                break


@in_browser
async def test_a_browser_plays_through_nginx(tmp_path: Path) -> None:
    """Chromium joins by the public address, keeps a secure cookie, and follows without reload."""
    async with (
        behind(tmp_path) as (front, room),
        await browser().new_context(**PHONE, ignore_https_errors=True) as context,
    ):
        context.set_default_timeout(15_000)
        page = await context.new_page()
        await page.goto(f"{front.public}/{room.phones.secret}")
        await page.get_by_role("button", name="Join").click()
        await page.locator('main[data-stage="lobby"]').wait_for()
        (cookie,) = await context.cookies()
        assert (cookie["secure"], cookie["path"]) == (True, "/room-07/")
        room.do(actions.GoOn(), actions.GoOn())
        await page.locator("#option-A").click()
        await page.locator("#option-A strong").wait_for()
        assert page.url == f"{front.public}/{CODE}"
        await page.reload()
        await page.locator("#option-A strong").wait_for()
