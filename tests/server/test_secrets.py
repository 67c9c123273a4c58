"""Data withheld from phones: others' votes, their cards, and all tokens."""

from __future__ import annotations

import asyncio
import json
import re
from contextlib import suppress
from pathlib import Path

import aiohttp

from game.journal.room_codec import ROOM
from game.room import actions
from game.server.bots import Bot
from tests.server.test_votes import seat
from tests.server.workshop import CALL, CODE, Workshop, gathered, workshop
from tests.shared import until


class Wire:
    """Every byte that one phone was sent: its pages and its stream."""

    def __init__(self, open_room: Workshop, bot: Bot) -> None:
        self.room = open_room
        self.bot = bot
        self.sent = b""
        self._stream: asyncio.Task[None] | None = None

    def follow(self) -> None:
        """Store what the stream sends."""
        self._stream = asyncio.create_task(self._follow())

    async def look(self) -> None:
        """Keep the page."""
        async with self.room.http.get(f"{self.room.base}/{CODE}", headers=self._headers) as page:
            await self._keep(page)

    async def vote(self, ballot: str, letter: str) -> None:
        """Vote, and keep the answer."""
        data = {"ballot": ballot, "option": letter}
        headers = {**self._headers, "X-Page": "1"}
        async with self.room.http.post(
            f"{self.room.base}/vote", data=data, headers=headers
        ) as answer:
            await self._keep(answer)

    async def stop(self) -> None:
        """Hang up."""
        assert self._stream is not None
        self._stream.cancel()
        with suppress(asyncio.CancelledError):
            await self._stream

    @property
    def _headers(self) -> dict[str, str]:
        return {"Cookie": self.bot.cookie}

    async def _keep(self, answer: aiohttp.ClientResponse) -> None:
        self.sent += str(answer.headers).encode() + await answer.read()

    async def _follow(self) -> None:
        async with self.room.http.get(f"{self.room.base}/stream", headers=self._headers) as stream:
            async for chunk in stream.content.iter_any():
                self.sent += chunk


def pages(sent: bytes) -> set[str]:
    """The pages of votes and talks in *sent*, without the count, the room and own marks."""
    own = r'aria-pressed="\w+"|<strong>✓ Your vote</strong>|<p><b>You voted .*?</p>'
    own += r'|<input type="hidden" name="began" value="[^"]+">'
    text = re.sub(own, "", sent.decode())
    text = re.sub(r"\d+ of \d+ have voted", "", text)
    return set(re.findall(r'<main id="main" data-stage="(?:vote|talk)".*?</main>', text, re.S))


async def until_talk(open_room: Workshop, letters: str) -> list[Wire]:
    """A room that votes for *letters* on the call and on the choice; the last phone is silent."""
    bots = await open_room.joined(6)
    wires = [Wire(open_room, bot) for bot in bots]
    for wire in wires:
        wire.follow()
    await until(lambda: open_room.phones.connected == 6)
    open_room.do(actions.GoOn(), actions.GoOn())
    for ballot in (CALL, "1.hall.choice.1"):
        await until(lambda: all(ballot.encode() in wire.sent for wire in wires))  # noqa: B023
        for wire, letter in zip(wires, letters, strict=False):
            await wire.vote(ballot, letter)
            await wire.look()
        await until(lambda: b"5 of 6 have voted" in wires[-1].sent)
        if ballot == CALL:
            open_room.do(actions.Decide("lead"), actions.GoOn())
    open_room.do(actions.GoOn(anyway=True))
    await until(lambda: all(b'data-stage="talk"' in wire.sent for wire in wires))
    for wire in wires:
        await wire.stop()
    return wires


async def test_before_the_reveal_nobody_learns_how_others_vote(tmp_path: Path) -> None:
    """Until then all phones are sent the same pages, however the room votes, but for own marks."""
    result = []
    for letters in ("ABBBB", "DCCAA"):
        async with workshop(tmp_path / letters) as open_room:
            wires = await until_talk(open_room, letters)
            assert all(b"You voted" in wire.sent for wire in wires[:-1])
            assert b"You voted" not in wires[-1].sent
            assert not any(b"<svg" in wire.sent or b"moved from" in wire.sent for wire in wires)
            result += [pages(wire.sent) for wire in wires]
    assert len(result[0]) == 3
    assert all(item == result[0] for item in result)


async def test_after_the_reveal_everybody_learns_it(tmp_path: Path) -> None:
    """Then the counts are there for all; the test above looks for what really comes."""
    async with workshop(tmp_path) as open_room:
        bots = await open_room.joined(3)
        wire = Wire(open_room, bots[0])
        open_room.do(actions.GoOn(), actions.GoOn())
        await gathered(*(bot.send("/vote", ballot=CALL, option="C") for bot in bots[1:]))
        open_room.do(actions.Reveal(anyway=True))
        await wire.look()
        assert b"<svg" in wire.sent
        assert b'<rect width="100"' in wire.sent


async def test_a_card_is_for_its_holder(tmp_path: Path) -> None:
    """A private brief is sent to the phone that has the role, also when it comes back."""
    async with workshop(tmp_path) as open_room:
        bots = await open_room.joined(3)
        for bot, role in zip(bots, ("ana", "ben", "observer"), strict=True):
            assert await bot.send("/role", role=role) == 200
        open_room.do(actions.Deal())
        for again in range(2):
            sent = []
            for bot in bots:
                wire = Wire(open_room, bot)
                await wire.look()
                sent.append(wire.sent)
            assert [b"Ana has not slept." in item for item in sent] == [True, False, False], again
            assert [b"Ben owes the driver." in item for item in sent] == [False, True, False]
            assert b"You play nobody." in sent[2]
            open_room.do(actions.GoOn())
        assert await bots[0].send("/role", role="ben") == 409
        open_room.do(actions.Talk(anyway=True))
        for bot, name in zip(bots, (b"Ana Ash", b"Ben Bay", b""), strict=True):
            wire = Wire(open_room, bot)
            await wire.look()
            assert wire.sent.count(b"Speak for ") == bool(name)
            assert b"Speak for " + name in wire.sent or not name


async def test_secrets_stay_where_they_are(tmp_path: Path) -> None:
    """No phone's secret is in a page, a stream, the log, the journal or a seat's id."""
    async with workshop(tmp_path) as open_room:
        bots = await open_room.joined(3)
        wires = [Wire(open_room, bot) for bot in bots]
        for wire in wires:
            wire.follow()
        await until(lambda: open_room.phones.connected == 3)
        open_room.do(actions.GoOn(), actions.GoOn())
        for wire in wires:
            await wire.vote(CALL, "A")
        await bots[0].send("/console/act", do="go-on")
        await until(lambda: all(b"3 of 3 have" in wire.sent for wire in wires))
        for wire in wires:
            await wire.look()
            await wire.stop()
        secrets = [bot.cookie.partition("=")[2] for bot in bots]
        assert all(len(secret) >= 22 for secret in secrets)
        assert len(set(secrets)) == 3
        everything = b"".join(wire.sent for wire in wires).decode()
        everything += open_room.log() + json.dumps(
            [ROOM.to_data(actions.Join(item)) for item in open_room.room.seats]
        )
        journal = (tmp_path / "journal.db").read_bytes()
        journal += (tmp_path / "journal.db-wal").read_bytes()
        for secret in secrets:
            assert secret not in everything
            assert secret.encode() not in journal
        for bot, wire in zip(bots, wires, strict=True):
            others = [seat(other) for other in bots if other is not bot]
            assert not any(other.encode() in wire.sent for other in others)


async def test_choices_go_by_letter(tmp_path: Path) -> None:
    """Choice ids may reveal which is best, so phones receive letters."""
    async with workshop(tmp_path) as open_room:
        (bot,) = await open_room.joined(1)
        open_room.do(actions.GoOn(), actions.GoOn(), actions.Decide("lead"), actions.GoOn())
        wire = Wire(open_room, bot)
        await wire.look()
        assert b"text of" in wire.sent
        assert not re.search(rb'"(good|poor|odd|dull)"', wire.sent)
