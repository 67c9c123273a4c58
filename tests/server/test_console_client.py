"""What a console on another machine makes of a large room, another clock, and no room at all."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import aclosing
from pathlib import Path

from aiohttp import web

from game.room import actions
from game.room.console import ConsoleView
from game.room.state import Stage
from game.server.client import ConsoleClient, rooms
from game.server.middleware import MAX_BODY
from tests.server.browser import in_browser, phone
from tests.server.workshop import Workshop, workshop
from tests.shared import free_port, until


LONG = "🎩" * actions.MAX_LINE


def fill_with_lines(room: Workshop, seats: int) -> None:
    """Let so many phones share the longest line there is, each another one; all of them wait."""
    names = [f"seat-{number:03}" for number in range(seats)]
    room.do(*map(actions.Join, names), actions.HoldLines(True))
    room.lead_to(Stage.NOW_WHAT)
    room.do(*(actions.Share(name, f"{name[-3:]}{LONG[3:]}") for name in names))
    assert len(room.room.held) == seats


async def paired(console: ConsoleClient, room: Workshop) -> ConsoleView:
    """Pair *console* with *room* and return its first view."""
    assert await console.pair(room.ticket()) is None
    async with aclosing(console.facilitator_views()) as views, asyncio.timeout(20):
        view = await anext(views)
    assert view is not None
    return view


async def test_more_lines_than_a_request_can_hold(tmp_path: Path) -> None:
    """All lines that wait are shown at once, whatever their length."""
    async with workshop(tmp_path) as room, ConsoleClient(room.base) as console:
        fill_with_lines(room, 3)
        view = await paired(console, room)
        assert len(json.dumps(view.held)) > MAX_BODY
        assert await console.act(actions.ShowLines(view.held)) is None
        assert room.room.held == ()
        assert await console.act(actions.ShowLines(("gone", "also gone"))) is None


@in_browser
async def test_more_lines_than_a_request_can_hold_on_a_phone(tmp_path: Path) -> None:
    """The button that shows all lines does the same on a paired phone."""
    async with workshop(tmp_path) as room, phone(room) as page:
        fill_with_lines(room, 3)
        await page.goto(f"{room.base}/console#{room.ticket()}")
        await page.locator("#show-all").click()
        await until(lambda: room.room.held == ())


async def test_a_view_larger_than_any_line(tmp_path: Path) -> None:
    """A room full of the longest lines reaches a console whole."""
    async with workshop(tmp_path) as room, ConsoleClient(room.base) as console:
        fill_with_lines(room, 400)
        view = await paired(console, room)
        assert view.held == room.room.held


async def test_another_clock(tmp_path: Path) -> None:
    """The timer has the room's time in the room, and this machine's time at the console."""
    behind = 1_000.0
    async with (
        workshop(tmp_path) as room,
        ConsoleClient(room.base, clock=lambda: behind) as console,
    ):
        await paired(console, room)
        assert await console.act(actions.Timer(behind + 60)) is None
        assert 0 < room.room.timer - time.time() <= 60
        view = await paired(console, room)
        assert 0 < view.timer - behind <= 60
        assert await console.act(actions.Pause(on=True, at=behind)) is None
        assert room.room.timer == 0
        assert 0 < room.room.clock_left <= 60
        assert await console.act(actions.Pause(on=False, at=behind + 5)) is None
        assert 0 < room.room.timer - time.time() <= 65
        assert await console.act(actions.Timer(0)) is None
        assert room.room.timer == 0


async def test_the_same_clock(tmp_path: Path) -> None:
    """A console beside the room has its clock, however late it reads what the room sends."""
    now = 1e9
    async with (
        workshop(tmp_path) as room,
        ConsoleClient(rooms(tmp_path)[0], clock=lambda: now) as console,
    ):
        async with aclosing(console.facilitator_views()) as views, asyncio.timeout(20):
            assert await anext(views) is not None
        assert await console.act(actions.Timer(2e9)) is None
        assert room.room.timer == 2e9


async def test_what_is_no_room(tmp_path: Path) -> None:
    """The page of something else at the address is a room that cannot be reached."""

    async def page(request: web.Request) -> web.Response:
        return web.Response(body=b"event: now\ndata: never\n\n\xff\n", content_type="text/plain")

    app = web.Application()
    app.router.add_get("/console/stream", page)
    runner = web.AppRunner(app)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    async with (
        ConsoleClient(f"http://127.0.0.1:{port}") as console,
        aclosing(console.facilitator_views()) as views,
        asyncio.timeout(20),
    ):
        assert await anext(views) is None
    await runner.cleanup()


async def test_consoles_hear_that_a_ticket_was_used(tmp_path: Path) -> None:
    """A console shows at once that another one has come in."""
    async with (
        workshop(tmp_path) as room,
        ConsoleClient(room.base) as console,
        ConsoleClient(room.base) as other,
    ):
        assert await console.pair(room.ticket()) is None
        views = console.facilitator_views()
        first = await anext(views)
        assert await other.pair(room.ticket()) is None
        async with asyncio.timeout(10):
            second = await anext(views)
        assert first is not None
        assert second is not None
        assert (first.paired, second.paired) == (1, 2)
