"""Simulated participants join over HTTP like phones."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator
from contextlib import suppress
from pathlib import Path

import pytest

from game.room import actions
from game.room.state import Stage
from game.server import app
from game.server.app import ANY_ADDRESS, LOOPBACK
from game.server.bots import Bot, client, rehearse
from tests.server.workshop import CODE, Workshop, workshop
from tests.shared import until


async def lead(open_room: Workshop, bots: int) -> None:
    """Lead a room to its end, each time everybody has voted."""
    while open_room.room.stage is not Stage.OVER:
        room = open_room.room
        if room.stage is Stage.VOTE:
            assert room.ballot is not None
            key = room.ballot.key
            await until(lambda: len(open_room.room.votes.get(key, {})) == bots)  # noqa: B023
        if room.stage is Stage.REVEAL and room.ballot is not None:
            question = room.ballot.question.value
            open_room.do(actions.Decide("lead" if question == "call" else "good"))
        open_room.do(actions.GoOn())
        await asyncio.sleep(0)


async def test_a_rehearsal(tmp_path: Path) -> None:
    """Twelve bots join, vote in every ballot, and some change their minds from vote to vote."""
    async with workshop(tmp_path) as open_room:
        playing = asyncio.create_task(rehearse(open_room.base, CODE, 12, pace=(0, 0.01)))
        await until(lambda: open_room.phones.connected == 12)
        await lead(open_room, 12)
        assert len(open_room.room.votes) == 6
        first, second = (open_room.room.votes[f"1.hall.choice.{number}"] for number in (1, 2))
        assert first.keys() == second.keys()
        assert first != second
        playing.cancel()
        with suppress(asyncio.CancelledError):
            await playing


@pytest.mark.parametrize("voters", ["", ".tables"])
async def test_most_bots_keep_their_vote(voters: str) -> None:
    """In a second round more than half vote as in the first, alone or for a table."""
    options = "".join(f'<button name="option" value="{letter}">' for letter in "ABCDEFGHIJ")
    pages = [
        f'<main data-stage="vote"><input name="ballot" value="1.hall.choice.{number}{voters}">'
        for number in (1, 2)
    ]

    class Alone(Bot):
        async def join(self, name: str = "") -> None:
            self.votes: list[str] = []

        async def listen(self) -> AsyncGenerator[tuple[str, str], None]:
            for page in pages:
                yield "main", page + options
            raise asyncio.CancelledError

        async def post(self, path: str, **fields: str) -> int:
            self.votes.append(fields["option"])
            return 200

    kept = 0
    async with client() as http:
        for seed in range(100):
            bot = Alone(http, "", CODE)
            with suppress(asyncio.CancelledError):
                await bot.play(random.Random(seed), (0, 0))
            first, second = bot.votes
            kept += first == second
    assert 50 < kept < 90


@pytest.mark.parametrize("bind", [LOOPBACK, ANY_ADDRESS])
async def test_bots_by_themselves(tmp_path: Path, bind: str) -> None:
    """A room that is opened with bots has them without further ado, and closes with them."""
    async with workshop(tmp_path, bots=5, bind=bind) as open_room:
        await until(lambda: len(open_room.room.seats) == 5)
        await open_room.phones.close()
        assert open_room.phones.errors == 0


async def test_a_check_that_fails_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error in the check for phones that are gone is logged, and ends no later check."""
    monkeypatch.setattr(app, "CHECK_SECONDS", 0.001)
    async with workshop(tmp_path) as open_room:

        async def fail() -> None:
            raise KeyError("seat")

        monkeypatch.setattr(open_room.phones._participants, "check_presence", fail)
        await until(lambda: open_room.phones.errors > 1)
    assert "KeyError in the background" in open_room.log()


async def test_a_rehearsal_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its error is logged at once, and the room closes like any other."""

    async def fail(*_: object, **__: object) -> None:
        raise KeyError("cookie")

    monkeypatch.setattr(app, "rehearse", fail)
    async with workshop(tmp_path, bots=5) as open_room:
        await until(lambda: open_room.phones.errors == 1)
    assert "KeyError in the background" in open_room.log()
