"""Accepted and refused requests, and the headers of every response."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import get_args

import pytest
from aiohttp.test_utils import make_mocked_request

from game.journal.room_codec import ROOM
from game.room import actions
from game.room.state import Stage
from game.server import middleware
from game.server import runner as descriptors
from game.server import runner as doorway
from game.server.bots import Bot
from game.server.middleware import HEADERS
from game.server.participant import MAX_POSTS
from tests.server.workshop import CALL, CODE, Workshop, gathered, workshop


async def status(open_room: Workshop, method: str, path: str, **asked: object) -> int:
    """The status with which a request is answered."""
    async with open_room.http.request(
        method,
        f"{open_room.base}{path}",
        allow_redirects=False,
        **asked,  # type: ignore[arg-type]
    ) as answer:
        await answer.read()
        return answer.status


GETS = (
    *("/", f"/{CODE}", "/page.css", "/page.js", "/take-home"),
    *("/console", "/CONSOLE", "/console.css", "/console.js"),
)
STREAMS = ("/stream", "/console/stream")


async def test_every_get_there_is(tmp_path: Path) -> None:
    """All GET routes are tested here; every other route is a POST."""
    async with workshop(tmp_path) as open_room:
        runner = open_room.phones._runner
        assert runner is not None
        router = runner.app.router
        routes = {route.resource for route in router.routes() if route.method in ("GET", "HEAD")}
        tried = [
            (await router.resolve(make_mocked_request("GET", path))).route.resource
            for path in (*GETS, *STREAMS, f"/{CODE}/")
        ]
        assert set(tried) == routes
        others = {route.method for route in router.routes() if route.resource not in routes}
        assert others == {"POST"}


@pytest.mark.parametrize("path", GETS)
async def test_other_names_for_this_machine(tmp_path: Path, path: str) -> None:
    """A name rebound to this machine's address is refused."""
    async with workshop(tmp_path) as open_room:
        port = open_room.phones.port
        for host in ("evil.example", f"evil.example:{port}", "127.0.0.1", f"127.0.0.1:{port + 1}"):
            assert await status(open_room, "GET", path, headers={"Host": host}) == 403
        answered = 404 if path == "/take-home" else 200  # there is no page to keep before the end
        for host in (f"127.0.0.1:{port}", f"LOCALHOST:{port}"):
            assert await status(open_room, "GET", path, headers={"Host": host}) == answered


@pytest.mark.parametrize("path", ["/join", "/vote", "/role", "/share", "/console/act", "/stream"])
async def test_requests_from_other_pages(tmp_path: Path, path: str) -> None:
    """A page of another site cannot send anything, even with the cookie."""
    async with workshop(tmp_path, stage=Stage.VOTE) as open_room:
        (bot,) = await open_room.joined(1)
        before = open_room.room
        method = "GET" if path == "/stream" else "POST"
        for origin in ("http://evil.example", "null", "https://127.0.0.1", "http://127.0.0.1"):
            headers = {"Cookie": bot.cookie, "Origin": origin}
            data = {"ballot": CALL, "option": "A", "code": CODE, "role": "ana"}
            assert await status(open_room, method, path, headers=headers, data=data) == 403
        assert open_room.room is before


async def test_the_own_page_may_send(tmp_path: Path) -> None:
    """A browser names the page that a vote comes from; ours is let in."""
    async with workshop(tmp_path) as open_room:
        (bot,) = await open_room.joined(1)
        open_room.do(actions.GoOn(), actions.GoOn())
        headers = {"Cookie": bot.cookie, "Origin": open_room.base}
        data = {"ballot": CALL, "option": "A"}
        assert await status(open_room, "POST", "/vote", headers=headers, data=data) == 303


@pytest.mark.parametrize("announced", [True, False])
async def test_long_bodies(tmp_path: Path, announced: bool) -> None:
    """More than two kilobytes are not taken, whether their length is announced or not."""

    async def in_parts(body: bytes) -> AsyncIterator[bytes]:
        for start in range(0, len(body), 1000):
            yield body[start : start + 1000]

    async with workshop(tmp_path) as open_room:
        (bot,) = await open_room.joined(1)
        headers = {"Cookie": bot.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        for size, expected in ((1500, 303), (3000, 413)):
            body = b"name=" + b"x" * size
            data = body if announced else in_parts(body)
            result = await status(open_room, "POST", "/join", headers=headers, data=data)
            assert result == expected


async def test_what_every_answer_carries(tmp_path: Path) -> None:
    """Pages, refusals and streams alike forbid what a browser might otherwise do."""
    async with workshop(tmp_path) as open_room:
        for path in (*GETS, "/nothing-here", "/stream", "/WRONG"):
            async with open_room.http.get(f"{open_room.base}{path}") as answer:
                policy = answer.headers["Content-Security-Policy"]
                assert "default-src 'none'" in policy
                assert "unsafe" not in policy
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                assert answer.headers["Referrer-Policy"] == "same-origin"
                assert answer.headers["Cache-Control"] == "no-store"
                assert "Server" not in answer.headers


async def test_looking_changes_nothing(tmp_path: Path) -> None:
    """No GET does anything to the room, whatever is in its address."""
    async with workshop(tmp_path, stage=Stage.VOTE) as open_room:
        (bot,) = await open_room.joined(1)
        before = open_room.room
        query = f"?ballot={CALL}&option=A&code={CODE}&role=ana&do=GoOn&text=hello&name=x"
        for path in (
            *GETS,
            "/join",
            "/vote",
            "/role",
            "/share",
            "/puzzle",
            "/upvote",
            "/console/act",
            "/console/pair",
        ):
            headers = {"Cookie": bot.cookie}
            for method in ("GET", "HEAD"):
                await status(open_room, method, path + query, headers=headers)
        assert open_room.room is before


@pytest.mark.parametrize("kind", get_args(actions.FacilitatorAction))
async def test_participants_cannot_do_what_the_facilitator_does(tmp_path: Path, kind: type) -> None:
    """Every facilitator's action is refused to participants on every route and changes nothing."""
    examples: list[actions.FacilitatorAction] = [
        actions.Deal(), actions.Heads(3), actions.Hands(CALL, (1, 0, 0, 0)), actions.GoOn(True),
        actions.Talk(True), actions.Reveal(True), actions.Decide("lead"), actions.Reopen(),
        actions.Undo(),
        actions.Pause(True), actions.Lock(True), actions.Remove("seat"), actions.TakeDown("x"),
        actions.Rounds(1), actions.ShowFirst(True), actions.TableVotes(True),
        actions.Timer(9.0),
        actions.ShowLines(("x",)), actions.HoldLines(False), actions.End(),
        actions.ShowPuzzle(1), actions.ClosePuzzle(1, answered=True),
    ]  # fmt: skip
    (act,) = (item for item in examples if type(item) is kind)
    async with workshop(tmp_path, stage=Stage.VOTE) as open_room:
        (bot,) = await open_room.joined(1)
        data = ROOM.to_data(act)
        if isinstance(act, actions.Remove):
            data["seat"] = next(iter(open_room.room.seats))
        before = open_room.room
        headers = {"Cookie": bot.cookie}
        fields = {key: json.dumps(value) for key, value in data.items()} | {"do": data["do"]}
        for path in ("/vote", "/role", "/share"):
            assert await status(open_room, "POST", path, headers=headers, data=fields) == 409
            assert await status(open_room, "POST", path, headers=headers, json=data) == 415
        for cookie in (bot.cookie, bot.cookie.replace(f"seat-{CODE}", "console"), ""):
            headers = {"Cookie": cookie}
            result = await status(open_room, "POST", "/console/act", headers=headers, json=data)
            assert result == 403
            assert await status(open_room, "GET", "/console/stream", headers=headers) == 403
        assert open_room.room is before
        assert open_room.log().count("POST /console/act without a pairing.") == 3


async def test_a_flood_from_one_phone(tmp_path: Path) -> None:
    """One phone sends a thousand votes; it is held up, and a hundred others are not."""
    async with workshop(tmp_path, clock=lambda: 0.0) as open_room:
        bots = await open_room.joined(101)
        open_room.do(actions.GoOn(), actions.GoOn())
        flooder, others = bots[0], bots[1:]

        # As many connections at once as a backlog holds, or the system drops some and tries again.
        lines = asyncio.Semaphore(50)

        async def send(bot: Bot) -> int:
            return await bot.send("/vote", ballot=CALL, option="A")

        async def pour() -> int:
            async with lines:
                return await send(flooder)

        flood = asyncio.gather(*(pour() for _ in range(1000)))
        assert await gathered(*(send(bot) for bot in others)) == [200] * 100
        result = Counter(await flood)
        assert result == {200: MAX_POSTS, 429: 1000 - MAX_POSTS}
        assert len(open_room.room.votes[CALL]) == 101


async def test_what_browsers_ask_for_by_themselves(tmp_path: Path) -> None:
    """An icon that is asked for is no guess at the code."""
    async with workshop(tmp_path) as open_room:
        for _ in range(100):
            assert await status(open_room, "GET", "/favicon.ico") == 404
        assert open_room.phones.admission.wrong_codes == 0


async def test_our_own_mistakes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake of ours is answered, counted and logged by kind and place, without the request."""
    async with workshop(tmp_path) as open_room:
        (bot,) = await open_room.joined(1)
        open_room.do(actions.GoOn(), actions.GoOn())

        def broken(*_: object) -> None:
            raise ZeroDivisionError(f"with {bot.cookie} of {CODE}")

        with monkeypatch.context() as patched:
            patched.setattr(open_room.session, "apply_all", broken)
            assert await bot.send("/vote", ballot=CALL, option="A") == 500
        assert open_room.phones.errors == 1
        assert "1 request went wrong" in open_room.phones.report[-1]
        assert "ZeroDivisionError in POST /vote" in open_room.log()
        assert bot.cookie not in open_room.log()
        assert "with " not in open_room.log()
        assert await bot.send("/vote", ballot=CALL, option="A") == 200


@pytest.mark.parametrize(
    ("path", "kind", "body"),
    [
        ("/join", "application/x-www-form-urlencoded; charset=bogus", b"name=%ff"),
        ("/join", "application/x-www-form-urlencoded; charset=hex", b"name=%ff"),
        ("/console/pair", "application/json; charset=bogus", b"{}"),
        ("/console/pair", "application/json", b"[" * 2000),
    ],
)
async def test_nonsense_in_a_body(tmp_path: Path, path: str, kind: str, body: bytes) -> None:
    """A malformed request is a client error, not counted as one of ours."""
    async with workshop(tmp_path) as open_room:
        headers = {"Content-Type": kind}
        assert await status(open_room, "POST", path, headers=headers, data=body) == 400
        assert open_room.phones.errors == 0


FORM = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\n"


@pytest.mark.parametrize("said", ["", "GET / HTTP/1.1\r\n", f"POST /join HTTP/1.1\r\n{{}}{FORM}a"])
async def test_connections_that_say_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    """Idle connections of one machine neither keep others out nor end their streams."""
    monkeypatch.setattr(doorway, "MAX_WAITING", 8)
    async with workshop(tmp_path) as open_room:
        (bot,) = await open_room.joined(1)
        stream = bot.listen()
        assert (await anext(stream))[0] == "main"
        held = []
        for _ in range(40):
            reader, writer = await asyncio.open_connection("127.0.0.1", open_room.phones.port)
            writer.write(said.format(f"Host: 127.0.0.1:{open_room.phones.port}\r\n").encode())
            held.append((reader, writer))
        await asyncio.wait_for(held[0][0].read(), 10)
        await open_room.bot().join()
        assert len(open_room.room.seats) == 2
        open_room.do(actions.GoOn())
        async for name, _ in stream:  # the count of the two may come first
            if name == "main":
                break
        else:
            pytest.fail("the stream has ended")
        await stream.aclose()
        for _, writer in held:
            writer.close()


def test_enough_files_for_a_full_room(tmp_path: Path) -> None:
    """With a low limit on open files, the room raises it to what it needs."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
    try:
        asyncio.run(_opened_once(tmp_path))
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == min(descriptors.TARGET_LIMIT, hard)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


async def _opened_once(data: Path) -> None:
    async with workshop(data):
        pass


@pytest.mark.parametrize(
    "raw",
    [
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /\x01 HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n bad\x00: x\r\n\r\n",
        b"POST /join HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"GET /" + b"x" * 9000 + b" HTTP/1.1\r\n\r\n",
    ],
)
async def test_what_the_parser_refuses_is_answered_like_everything_else(
    tmp_path: Path, raw: bytes
) -> None:
    """A malformed request learns nothing of the software, and carries the same headers."""
    async with workshop(tmp_path) as open_room:
        reader, writer = await asyncio.open_connection("127.0.0.1", open_room.phones.port)
        writer.write(raw)
        answer = await asyncio.wait_for(reader.read(), 10)
        writer.close()
        head, _, body = answer.decode().partition("\r\n\r\n")
        lines = head.split("\r\n")
        assert lines[0] == "HTTP/1.1 400 Bad Request" or lines[0] == "HTTP/1.0 400 Bad Request"
        given = {name: value for name, _, value in (line.partition(": ") for line in lines[1:])}
        assert given.items() >= HEADERS.items()
        assert "Server" not in given
        assert "aiohttp" not in answer.decode()
        assert "There is nothing here." in body
        assert open_room.phones.errors == 0


async def test_a_body_that_does_not_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A request whose body stays away is refused after a while, and waits no longer."""
    monkeypatch.setattr(middleware, "BODY_SECONDS", 0.1)
    async with workshop(tmp_path) as open_room:
        port = open_room.phones.port
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"POST /join HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{FORM}a".encode())
        answer = await asyncio.wait_for(reader.readuntil(b"\r\n"), 10)
        assert b" 408 " in answer
        writer.close()


async def test_nonsense_on_the_wire(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A connection without valid HTTP is closed, and nothing is printed."""
    async with workshop(tmp_path) as open_room:
        for raw in (b"\x00\x01\x02\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"POST /vote HTTP/1.1\r\n"):
            reader, writer = await asyncio.open_connection("127.0.0.1", open_room.phones.port)
            writer.write(raw)
            writer.write_eof()
            await asyncio.wait_for(reader.read(), 10)
            writer.close()
        assert await status(open_room, "GET", f"/{CODE}") == 200
        assert open_room.phones.errors == 0
    assert capfd.readouterr() == ("", "")
