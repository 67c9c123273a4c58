"""No vote is lost and none is counted twice, whatever phones and their network do."""

from __future__ import annotations

import asyncio
import html
import random
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest

from game.room import actions
from game.room.state import Room, Stage
from game.room.views import phone
from game.server import phone_pages, room_service
from game.server.auth import seat_of
from game.server.bots import Bot
from tests.room.rooms import at_call, cast_votes, done
from tests.room.rooms import seat as room_seat
from tests.server.workshop import CALL, CODE, Workshop, gathered, send_and_drop, workshop
from tests.shared import until


LETTERS = "ABCD"
CALLS = ("lead", "manage", "lead-then-manage", "manage-then-lead")


def seat(bot: Bot) -> str:
    """The seat of *bot*."""
    return seat_of(bot.cookie.partition("=")[2])


async def voting(bot: Bot, ballot: str, letter: str, drops: bool) -> None:
    """Vote; with *drops*, hang up right after sending, come back and send again."""
    if drops:
        await send_and_drop(bot, "/vote", ballot=ballot, option=letter)
    assert await bot.post("/vote", ballot=ballot, option=letter) == 200


async def test_phones_that_drop(tmp_path: Path) -> None:
    """Of 120 phones, 30 % drop right after sending and come back: 120 votes, as they were cast."""
    chance = random.Random(7)
    async with workshop(tmp_path) as open_room:
        bots = [open_room.bot() for _ in range(120)]
        await gathered(*(bot.join() for bot in bots))
        open_room.do(actions.GoOn(), actions.GoOn())
        meant = {seat(bot): chance.choice(LETTERS) for bot in bots}
        dropping = set(map(seat, chance.sample(bots, 36)))
        await gathered(
            *(voting(bot, CALL, meant[seat(bot)], seat(bot) in dropping) for bot in bots)
        )
        by_letter = dict(zip(LETTERS, CALLS, strict=True))
        expected = {item: by_letter[letter] for item, letter in meant.items()}
        assert len(expected) == len(open_room.room.seats) == 120
        assert open_room.room.votes[CALL] == expected
        assert open_room.kept().votes[CALL] == expected
        assert open_room.phones.errors == 0


async def test_three_rounds_of_two_hundred(tmp_path: Path) -> None:
    """200 phones in three ballots, dropping as they like: 600 votes, all of them kept."""
    chance = random.Random(11)
    async with workshop(tmp_path) as open_room:
        bots = [open_room.bot() for _ in range(200)]
        await gathered(*(bot.join() for bot in bots))
        open_room.do(actions.GoOn(), actions.GoOn())
        ballots = []
        for _ in range(3):
            assert open_room.room.ballot is not None
            ballots.append(open_room.room.ballot.key)
            await gathered(
                *(
                    voting(bot, ballots[-1], chance.choice(LETTERS), chance.random() < 0.3)
                    for bot in bots
                )
            )
            open_room.do(actions.Decide("lead"), actions.GoOn()) if ballots == [
                CALL
            ] else open_room.do(actions.GoOn(), actions.GoOn())
        assert [len(open_room.kept().votes[ballot]) for ballot in ballots] == [200, 200, 200]


async def test_an_acknowledged_vote_is_in_the_journal(tmp_path: Path) -> None:
    """At the moment a vote is answered, another process reads it."""
    async with workshop(tmp_path) as open_room:
        bots = await open_room.joined(60)
        open_room.do(actions.GoOn(), actions.GoOn())
        result = []

        async def vote(bot: Bot) -> None:
            assert await bot.send("/vote", ballot=CALL, option="B") == 200
            result.append(open_room.kept().votes[CALL].get(seat(bot)))

        await gathered(*(vote(bot) for bot in bots))
        assert result == ["manage"] * 60


async def test_actions_that_arrive_together_are_written_together(tmp_path: Path) -> None:
    """Sixty votes of one moment need fewer than sixty writes."""
    async with workshop(tmp_path) as open_room:
        bots = await open_room.joined(60)
        open_room.do(actions.GoOn(), actions.GoOn())
        service, written = open_room.phones.service, list[Room]()
        service.session.watch(lambda: written.append(service.room))
        votes = [actions.Vote(seat(bot), CALL, "lead") for bot in bots]
        results = await gathered(*map(service.writer.take, votes))
        assert len(results) == 60
        assert len(written) == 1


async def test_the_last_choice_counts(tmp_path: Path) -> None:
    """A vote may be changed until the ballot closes."""
    async with workshop(tmp_path) as open_room:
        (bot,) = await open_room.joined(1)
        open_room.do(actions.GoOn(), actions.GoOn())
        for letter in "ACB":
            assert await bot.send("/vote", ballot=CALL, option=letter) == 200
        assert open_room.room.votes[CALL] == {seat(bot): "manage"}


async def test_a_slow_first_try_does_not_undo_the_second(tmp_path: Path) -> None:
    """When two tries of one phone arrive in the wrong order, the later choice stands."""
    async with workshop(tmp_path) as open_room:
        (bot,) = await open_room.joined(1)
        open_room.do(actions.GoOn(), actions.GoOn())
        assert await bot.send("/vote", ballot=CALL, option="B", n="1002") == 200
        assert await bot.send("/vote", ballot=CALL, option="A", n="1001") == 200
        assert open_room.room.votes[CALL] == {seat(bot): "manage"}
        assert await bot.send("/vote", ballot=CALL, option="C", n="1003") == 200
        assert open_room.room.votes[CALL] == {seat(bot): "lead-then-manage"}


@pytest.mark.parametrize(
    ("then", "says"),
    [
        (actions.Reveal(anyway=True), "That vote is closed."),
        (actions.Pause(True), "The room pauses."),
    ],
)
async def test_a_vote_that_comes_too_late(
    tmp_path: Path, then: actions.RoomAction, says: str
) -> None:
    """It is refused in plain words, with script and without, and changes nothing."""
    async with workshop(tmp_path) as open_room:
        (bot,) = await open_room.joined(1)
        open_room.do(actions.GoOn(), actions.GoOn(), then)
        for script in ({}, {"X-Page": "1"}):
            async with open_room.http.post(
                f"{open_room.base}/vote",
                data={"ballot": CALL, "option": "A"},
                headers={"Cookie": bot.cookie, **script},
            ) as answer:
                assert answer.status == 409
                assert says in await answer.text()
        assert open_room.room.votes.get(CALL, {}) == {}


async def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    """While the disk cannot be written, a vote counts, and its page shows it as not saved."""
    async with workshop(tmp_path) as open_room:
        (bot,) = await open_room.joined(1)
        open_room.do(actions.GoOn(), actions.GoOn())
        journal = open_room.session._keep.__self__._connection  # type: ignore[attr-defined]
        journal.execute("PRAGMA query_only = ON")
        page = await _vote(open_room, bot)
        assert "Counted, not saved yet" in page
        journal.execute("PRAGMA query_only = OFF")
        assert "not saved" not in await _vote(open_room, bot)
        assert open_room.kept().votes[CALL] == {seat(bot): "lead"}


@pytest.mark.parametrize("closing", [False, True])
async def test_what_waits_is_written_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closing: bool
) -> None:
    """When the disk takes something again, or the room closes, nobody has to act for it."""
    monkeypatch.setattr(room_service, "RETRY_SECONDS", 3600 if closing else 0.01)
    async with workshop(tmp_path) as open_room:
        (bot,) = await open_room.joined(1)
        open_room.do(actions.GoOn(), actions.GoOn())
        journal = open_room.session._keep.__self__._connection  # type: ignore[attr-defined]
        journal.execute("PRAGMA query_only = ON")
        assert "Counted, not saved yet" in await _vote(open_room, bot)
        journal.execute("PRAGMA query_only = OFF")
        if closing:
            await open_room.phones.close()
        await until(lambda: open_room.session.failure is None)
        assert open_room.kept().votes[CALL] == {seat(bot): "lead"}


async def _vote(open_room: Workshop, bot: Bot) -> str:
    async with open_room.http.post(
        f"{open_room.base}/vote",
        data={"ballot": CALL, "option": "A"},
        headers={"Cookie": bot.cookie, "X-Page": "1"},
    ) as answer:
        return await answer.text()


async def test_late_joiners_vote_at_once(tmp_path: Path) -> None:
    """A participant who joins while a vote is open gets the ballot, and the vote counts."""
    async with workshop(tmp_path, stage=Stage.VOTE) as open_room:
        (bot,) = await open_room.joined(1)
        async with asyncio.timeout(10):
            async for name, text in bot.listen():
                assert name == "main"
                assert f'value="{CALL}"' in text
                break
        assert await bot.send("/vote", ballot=CALL, option="D") == 200
        assert len(open_room.room.votes[CALL]) == 1


async def test_everything_is_sent_away_on_closing(tmp_path: Path) -> None:
    """When the room closes, each phone's stream ends with a word, and nothing is left open."""
    async with workshop(tmp_path) as open_room:
        bots = await open_room.joined(30)
        received: list[list[str]] = []

        async def follow(bot: Bot) -> None:
            events: list[str] = []
            received.append(events)
            with suppress(aiohttp.ClientError):
                async for name, _ in bot.listen():
                    events.append(name)

        streams = [asyncio.create_task(follow(bot)) for bot in bots]
        await until(lambda: open_room.phones.connected == 30)
        await open_room.phones.close()
        await asyncio.wait_for(gathered(*streams), 10)
        assert [events[-1] for events in received] == ["closing"] * 30
        with pytest.raises(aiohttp.ClientConnectorError):
            await open_room.http.get(f"{open_room.base}/{CODE}")


async def test_the_phones_of_a_table_show_its_vote(tmp_path: Path) -> None:
    """When one answers for the table, the pages of its other phones follow by themselves."""
    async with workshop(tmp_path) as open_room:
        first, second, other = await open_room.joined(3)
        for bot, table in ((first, "1"), (second, "1"), (other, "2")):
            assert await bot.post("/join", name="", table=table) == 200
        open_room.do(actions.TableVotes(True), actions.GoOn(), actions.GoOn())

        pages = (text async for name, text in second.listen() if name == "main")
        assert "Table 1 has one vote" in await anext(pages)
        ballot = f"{CALL}.tables"
        assert await first.post("/vote", ballot=ballot, option="B") == 200
        assert "✓ Your table's vote" in html.unescape(await anext(pages))
        await pages.aclose()
        assert open_room.room.votes[ballot] == {"table-1": "manage"}


async def test_phones_without_a_table_and_with_a_new_one_read_what_is_theirs(
    tmp_path: Path,
) -> None:
    """Two that vote for themselves, one of which has sat down since, get pages of their own."""
    async with workshop(tmp_path) as open_room:
        *bots, other = await open_room.joined(3)
        for bot, table in zip((*bots, other), ("", "", "1"), strict=True):
            assert await bot.post("/join", name="", table=table) == 200
        open_room.do(actions.TableVotes(True), actions.GoOn(), actions.GoOn())
        for bot in bots:
            assert await bot.post("/vote", ballot=f"{CALL}.tables", option="B") == 200
        assert await bots[1].post("/join", name="", table="3") == 200
        for bot, sentence in zip(bots, (phone_pages.NO_TABLE, phone_pages.OWN_VOTE), strict=True):
            pages = (text async for name, text in bot.listen() if name == "main")
            assert sentence in html.unescape(await anext(pages))
            await pages.aclose()


def test_a_paused_vote_offers_no_change() -> None:
    """While a pause closes the buttons the page does not say that a vote can be changed."""
    asked = cast_votes(at_call(2), ["lead"])
    paused = done(asked, actions.Pause(True))
    assert phone_pages.CHANGE in phone_pages.main(phone(asked, room_seat(0)))
    assert phone_pages.CHANGE not in phone_pages.main(phone(paused, room_seat(0)))
