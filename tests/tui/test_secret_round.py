"""Forty phones, a server and a wall: two secret votes, and what is told when they are shown."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import aiohttp
import pytest
from attrs import field, frozen
from textual.pilot import Pilot

from game.content.library import Library
from game.journal.rooms import RoomSession
from game.journal.store import Journal
from game.room import discussion
from game.room.state import Stage, options
from game.room.views import projector
from game.server.app import PhoneServer
from game.server.bots import Bot, client
from game.tui.app import GameApp
from game.tui.widgets.block_graphics import big
from tests.server.workshop import gathered
from tests.shared import free_port, until
from tests.tui.rooms import TOLD, Gate, Rooms
from tests.tui.stage import picture


Vote = str | None
Pair = tuple[Vote, Vote]

VOTERS = 40
MOVES: Mapping[Pair, int] = {
    ("list", "list"): 6,
    ("talk", "list"): 14,
    ("talk", "talk"): 5,
    ("captain", "talk"): 4,
    ("captain", "captain"): 3,
    ("list", "captain"): 2,
    (None, "list"): 4,
    ("talk", None): 2,
}
"""What so many people choose before the talk and after it; None is no answer."""
ELSE: Mapping[Vote, Vote] = {"list": "captain", "talk": "captain", "captain": "talk", None: None}
"""The same people in a room that sees everything another way, and is less divided."""


class Served(Rooms):
    """Rooms with the server's own way in."""

    def __init__(self, journal: Journal, data: Path, port: int) -> None:
        """Rooms in *journal*, for phones at *port*."""
        super().__init__(journal)
        self._data, self._port = data, port

    def phones(self, session: RoomSession) -> PhoneServer:  # type: ignore[override]
        """The server, on this machine alone."""
        return PhoneServer(session, self._data, bind="127.0.0.1", port=self._port)


@frozen
class Ear:
    """Everything that one phone is sent: its stream, and the pages that answer its votes."""

    bot: Bot
    stream: bytearray = field(factory=bytearray)
    answers: list[bytes] = field(factory=list)

    async def follow(self, http: aiohttp.ClientSession) -> None:
        """Keep what the stream says."""
        headers = {"Cookie": self.bot.cookie}
        with suppress(aiohttp.ClientError):
            async with http.get(f"{self.bot.base}/stream", headers=headers) as stream:
                async for chunk in stream.content.iter_any():
                    self.stream.extend(chunk)

    async def vote(self, http: aiohttp.ClientSession, ballot: str, letter: str) -> None:
        """Vote without script, and keep the page that comes back."""
        async with http.post(
            f"{self.bot.base}/vote",
            data={"ballot": ballot, "option": letter},
            headers={"Cookie": self.bot.cookie},
        ) as answer:
            assert answer.status == 200
            self.answers.append(await answer.read())

    @property
    def received(self) -> str:
        """All of it."""
        whole, _, _ = self.stream.rpartition(b"\n\n")
        return b"\n\n".join((whole, *self.answers)).decode()

    @property
    def as_text(self) -> frozenset[str]:
        """The different pieces of it, but for own marks, the count and the room's start."""
        own = (
            r'aria-pressed="\w+"|<strong>✓ Your vote</strong>|<p><b>You voted .*?</p>|'
            r'<button id="keep".*?</button>|<p>Or change it.*?</p>|'
            r'<input type="hidden" name="began" value="[^"]+">'
        )
        text = re.sub(rf"event: count\nid: \d+\ndata: \d+ of {VOTERS} have \w+", "", self.received)
        text = re.sub(own, "", text)
        text = re.sub(rf"\b\d+ of {VOTERS} have \w+", "", text)
        text = re.sub(r"^id: \d+$", "id", text, flags=re.M)
        return frozenset(re.split(r"\n\n+", text))


@frozen
class Round:
    """A room of forty on a wall: everything drawn on it, and everything that phones were sent."""

    pilot: Pilot[None]
    session: RoomSession
    http: aiohttp.ClientSession
    ears: Sequence[Ear]
    drawn: set[str] = field(factory=set)

    async def vote(self, votes: Sequence[Vote]) -> None:
        """Vote as *votes* say, a few at once; the wall is drawn in between."""
        ballot = self.session.room.open_ballot
        assert ballot is not None
        await self._heard(f'value="{ballot.key}"')
        letters = dict(zip(options(self.session.room, ballot), "ABCD", strict=False))
        todo = [
            ear.vote(self.http, ballot.key, letters[vote])
            for ear, vote in zip(self.ears, votes, strict=True)
            if vote is not None
        ]
        for start in range(0, len(todo), 5):
            await gathered(*todo[start : start + 5])
        done = "voted" if ballot.number == 1 else "answered"
        count = f"{len(todo)} of {VOTERS} have {done}"
        await until(lambda: count in picture(self.pilot))

    async def close(self, stage: Stage) -> None:
        """Go on, insisting where votes are missing, and see everybody at *stage*."""
        await self.pilot.press("enter")
        await self.pilot.pause()
        if self.session.room.stage is not stage:
            assert f"of {VOTERS} have not " in picture(self.pilot)
            await self.pilot.press("enter")
            await self.pilot.pause()
        assert self.session.room.stage is stage
        await self._heard(f'data-stage="{stage.value}"')

    async def _heard(self, text: str) -> None:
        await until(lambda: all(text.encode() in ear.stream for ear in self.ears))

    def as_text(self) -> set[str]:
        """What all phones were told in all, in pieces."""
        return {piece for ear in self.ears for piece in ear.as_text}

    def pages(self) -> set[str]:
        """What was drawn on the wall below its strip, which has code, address and count alone."""
        result = set()
        for drawn in self.drawn:
            strip, rows = drawn.split("\n")[:3], drawn.split("\n")[3:]
            voted = re.search(rf"\b\d+ of {VOTERS} have \w+|\b{VOTERS} here", strip[2])
            assert voted is not None
            count, _, of = voted[0].partition(" ")
            shown = big(f"{count}/{VOTERS}") if of != "here" else [""] * len(strip)
            address = self.ears[0].bot.base.upper()
            words = (address, f"{VOTERS} phones on", voted[0])
            for row, code, word, right in zip(strip, big(Gate.code), words, shown, strict=True):
                assert row.split() == [*code.split(), *word.split(), *right.split()]
            result.add("\n".join(rows))
        return result


@asynccontextmanager
async def forty(data: Path, port: int) -> AsyncIterator[Round]:
    """Forty phones in a room on a wall of 80 by 24, at its first call."""
    journal = Journal.open(data / "journal.db")
    journal.set_setting("animation", "off")
    served = Served(journal, data, port)
    session = served.begin(TOLD, None)
    app = GameApp(Library.of(()), journal, lambda: served)
    app.first = app.room_screen(session, phones=True)
    async with app.run_test(size=(80, 24)) as pilot, client() as http:
        await pilot.pause()
        base = f"http://127.0.0.1:{port}"
        ears = [Ear(Bot(http, base, Gate.code)) for _ in range(VOTERS)]
        for number, ear in enumerate(ears):
            await ear.bot.join(name=f"Voter {number:02}")
        streams = [asyncio.create_task(ear.follow(http)) for ear in ears]
        await until(lambda: all(ear.stream for ear in ears))
        room = Round(pilot, session, http, ears)
        await room.close(Stage.READ)
        await room.close(Stage.VOTE)
        app.post_display_hook = lambda: room.drawn.add(picture(pilot))  # type: ignore[method-assign]
        yield room
        app.post_display_hook = lambda: None  # type: ignore[method-assign]
        for stream in streams:
            stream.cancel()
        await asyncio.gather(*streams, return_exceptions=True)


def voters(moves: Mapping[Pair, int]) -> list[Pair]:
    """Everybody in *moves*, one by one."""
    return [pair for pair, people in moves.items() for _ in range(people)]


async def until_shown(room: Round, pairs: Sequence[Pair]) -> None:
    """Call the scene, vote, talk, and vote again; nothing is shown yet."""
    await room.vote(["manage-then-lead" if before == "list" else "lead" for before, _ in pairs])
    await room.close(Stage.VOTE)
    await room.vote([before for before, _ in pairs])
    await room.close(Stage.TALK)
    await room.close(Stage.VOTE)
    await room.vote([after for _, after in pairs])


async def test_a_secret_round_of_forty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Until both votes are closed neither a phone nor the wall is told how others vote.

    Two rooms in which the same forty people vote, each for something else than in
    the other room: every page, every answer, every piece of every stream and every
    picture of the wall is the same in both. Then the moves are told as they were made.
    """
    monkeypatch.setattr(discussion, "TALK_SECONDS", -1e12)  # no clock in the strip
    port, seen = free_port(), []
    pairs = voters(MOVES)
    for name, script in (("one", pairs), ("other", [(ELSE[a], ELSE[b]) for a, b in pairs])):
        async with forty(tmp_path / name, port) as room:
            await until_shown(room, script)
            hidden, drawn = room.as_text(), room.pages()
            seen.append((hidden, drawn))
            assert not any("<svg" in piece or "moved" in piece for piece in hidden)
            assert len(room.drawn) > 10, "the wall was drawn while votes came in"
            await room.close(Stage.REVEAL)
            moves = {(m.before, m.after): m.voters for m in projector(room.session.room).moves}
            assert moves == Counter((was, now or was) for was, now in script)
            assert sum(moves.values()) == VOTERS
            assert_shown(room, script)
            seen.append((room.as_text() - hidden, {picture(room.pilot)}))
            assert_nobody_is_named(room)
    before, after, other_before, other_after = seen
    assert before == other_before
    assert after[0].isdisjoint(other_after[0])
    assert after[1].isdisjoint(other_after[1])


def assert_nobody_is_named(room: Round) -> None:
    """No phone is told any name but its own, and the wall none at all."""
    for number, ear in enumerate(room.ears):
        assert set(re.findall(r"Voter \d\d", ear.received)) == {f"Voter {number:02}"}
    assert not any("Voter" in drawn for drawn in room.drawn)


def assert_shown(room: Round, script: Sequence[Pair]) -> None:
    """The wall and the phones tell both votes, who moved, and how many missed one."""
    shown = projector(room.session.room)
    letter = {option.id: option.letter for option in shown.options}
    went = Counter(pair for pair in script if None not in pair and pair[0] != pair[1])
    of = sum(was is not None for was, _ in script)
    drawn = " ".join(picture(room.pilot).split())
    for text in (drawn, *(ear.received for ear in room.ears)):
        for (before, after), people in went.items():
            moved = f"{people} of {of} moved from"
            assert f"{moved} {letter[before or '']} to {letter[after or '']}." in text
        assert "4 voted only the last time." in text
    counted = [(was, now or was) for was, now in script]  # no answer keeps the first vote
    for number, vote in enumerate(zip(*counted, strict=True)):
        for bar in shown.results[number].bars:
            assert bar.count == vote.count(bar.option.id)
            if number:
                assert all(row.strip() in picture(room.pilot) for row in big(str(bar.count)))
