"""Seats: how they are taken, kept, taken away, and what they may be called."""

from __future__ import annotations

import random
from pathlib import Path
from urllib.parse import quote

import pytest

from game.journal.store import Journal
from game.room import actions, messages
from game.room.state import Stage
from game.room.views import phone
from game.server import phone_pages, phone_parts, room_service
from game.server.app import PhoneServer
from game.server.bots import Bot
from tests.content.hostile_names import hostile_names
from tests.room.rooms import POSTING, at_call, at_choice, done, room_of, story, to_stage
from tests.room.rooms import seat as room_seat
from tests.room.test_tables import at_tables
from tests.server.test_votes import seat
from tests.server.workshop import CODE, Workshop, gathered, workshop
from tests.shared import until


FULL, SAMPLE = 300, 100
"""Number of hostile names."""


@pytest.mark.parametrize("code", ["k7qfa", "K7QFA", "k7QfA"])
async def test_the_code_in_any_case(tmp_path: Path, code: str) -> None:
    """The projected URL is in capitals; it works in any other case as well."""
    async with workshop(tmp_path) as open_room:
        for path in (f"/{code}", f"/?code={code}+"):
            async with open_room.http.get(f"{open_room.base}{path}") as page:
                assert page.status == 200
                assert "Join the room" in await page.text()


async def test_a_wrong_code(tmp_path: Path) -> None:
    """The page shows the form again, with the same text for every code and none of the input."""
    async with workshop(tmp_path) as open_room:
        async with open_room.http.get(f"{open_room.base}/WRONG") as page:
            assert page.status == 404
            first = await page.text()
            assert "That code does not open the room" in first
        async with open_room.http.get(f"{open_room.base}/?code=<b>x</b>") as page:
            assert await page.text() == first


async def test_two_taps_on_join(tmp_path: Path) -> None:
    """Tapping twice is one person in one seat."""
    async with workshop(tmp_path) as open_room:
        (bot,) = await open_room.joined(1)
        await gathered(*(bot.send("/join", name="Ines", code=CODE) for _ in range(5)))
        assert [item.name for item in open_room.room.seats.values()] == ["Ines"]


async def test_coming_back(tmp_path: Path) -> None:
    """A phone that comes back has its seat, name, role and vote; nothing is typed again."""
    async with workshop(tmp_path) as open_room:
        (bot,) = await open_room.joined(1)
        await bot.send("/join", name="Ines", table="4")
        await bot.send("/role", role="ana")
        open_room.do(actions.GoOn(), actions.GoOn())
        await bot.send("/vote", ballot="1.hall.call.1", option="B")
        for path in ("/", f"/{CODE}"):
            async with open_room.http.get(
                f"{open_room.base}{path}", headers={"Cookie": bot.cookie}
            ) as page:
                text = await page.text()
                assert "✓ Your vote" in text
                assert "Your role: Ana Ash" in text
        (result,) = open_room.room.seats.values()
        assert (result.name, result.table, result.role) == ("Ines", 4, "ana")


@pytest.mark.parametrize("stage", [Stage.LOBBY, Stage.READ])
async def test_the_table_is_said_after_joining(tmp_path: Path, stage: Stage) -> None:
    """The join form has one field; the table is entered later, also by late participants."""
    async with workshop(tmp_path) as open_room:
        open_room.lead_to(stage)
        bot, other = await open_room.joined(2)
        assert (await page_of(open_room, open_room.bot())).count('<input id="') == 1
        assert await bot.send("/join", name="Ines", table="7") == 200
        output = [await page_of(open_room, item) for item in (bot, other)]
        assert ['value="7"' in page for page in output] == [True, False]


async def test_after_a_restart(tmp_path: Path) -> None:
    """The journal alone brings the seats back: the same secret opens the same seat."""
    async with workshop(tmp_path, stage=Stage.VOTE) as open_room:
        (bot,) = await open_room.joined(1)
        await open_room.phones.close()
        journal = Journal.open(tmp_path / "journal.db")
        session = journal.rooms.resume(journal.rooms.runs()[0], story())
        phones = PhoneServer(session, tmp_path, bind="127.0.0.1", port=open_room.phones.port)
        await phones.open()
        assert await bot.send("/vote", ballot="1.hall.call.1", option="A") == 200
        assert session.room.votes["1.hall.call.1"] == {seat(bot): "lead"}
        await phones.close()
        journal.close()


async def test_a_seat_that_was_taken_away(tmp_path: Path) -> None:
    """Its token is refused on every route and after a reload, until the facilitator restores it."""
    async with workshop(tmp_path, stage=Stage.VOTE) as open_room:
        (bot,) = await open_room.joined(1)
        open_room.do(actions.Remove(seat(bot)))
        headers = {"Cookie": bot.cookie}
        for _ in range(2):
            async with open_room.http.get(f"{open_room.base}/{CODE}", headers=headers) as page:
                assert page.status == 403
                assert f"url={CODE}" in await page.text()  # it looks again by itself
        assert await bot.send("/vote", ballot="1.hall.call.1", option="A") == 403
        assert await bot.send("/join", name="again", code=CODE) == 403
        assert [name async for name, _ in bot.listen()] == ["reload"]
        open_room.do(actions.Remove(seat(bot), on=False))
        assert await bot.send("/vote", ballot="1.hall.call.1", option="A") == 200


async def test_a_closed_join_panel(tmp_path: Path) -> None:
    """Nobody new gets in, whoever has a seat does."""
    async with workshop(tmp_path) as open_room:
        (bot,) = await open_room.joined(1)
        open_room.do(actions.Lock(True))
        late = open_room.bot()
        await late.join()
        assert len(open_room.room.seats) == 1
        headers = {"Cookie": late.cookie}
        async with open_room.http.post(f"{open_room.base}/join", headers=headers, data={}) as page:
            assert page.status == 409
            assert "Try again" in await page.text()
        assert await bot.send("/join", name="Ines") == 200


async def test_without_a_seat(tmp_path: Path) -> None:
    """Without a seat nothing can be sent; a stream makes the page reload to join."""
    async with workshop(tmp_path, stage=Stage.VOTE) as open_room:
        bot = open_room.bot()
        for cookie in ("", f"seat-{CODE}=" + "A" * 22, f"seat-{CODE}=short"):
            bot.cookie = cookie
            assert await bot.send("/vote", ballot="1.hall.call.1", option="A") == 403
            assert [name async for name, _ in bot.listen()] == ["reload"]
        assert open_room.room.votes == {}


async def test_the_newest_stream_wins(tmp_path: Path) -> None:
    """A seat has at most two streams; the oldest ends with a reason, so that it stays closed."""
    async with workshop(tmp_path) as open_room:
        (bot,) = await open_room.joined(1)
        first, second, third = bot.listen(), bot.listen(), bot.listen()
        assert (await anext(first))[0] == "main"
        assert (await anext(second))[0] == "main"
        assert (await anext(third))[0] == "main"
        assert (await anext(first))[0] == "replaced"
        open_room.do(actions.GoOn())
        assert (await anext(second))[0] == "main"
        assert open_room.phones.connected == 1
        for stream in (first, second, third):
            await stream.aclose()


async def test_hostile_names(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    """Any input as a name becomes one line of text that fits, in the room and on every page."""
    async with workshop(tmp_path) as open_room:
        count = FULL if pytestconfig.getoption("full") else SAMPLE
        names = hostile_names(random.Random(3), count)
        open_room.phones.admit_more()  # all of them come from one address
        bots = await open_room.joined(len(names))

        async def call(bot: Bot, name: str) -> int:
            body = "name=" + quote(name[:100], errors="surrogatepass")
            headers = {
                "Cookie": bot.cookie,
                "Content-Type": "application/x-www-form-urlencoded",
                "X-Page": "1",
            }
            async with open_room.http.post(
                f"{open_room.base}/join", data=body, headers=headers
            ) as answer:
                return answer.status

        sent = await gathered(*(map(call, bots, names)))
        assert set(sent) == {200}
        called = [item.name for item in open_room.room.seats.values()]
        assert len(set(called)) == len(called)
        for name in called:
            assert name
            assert name.replace("\u200c", "").replace("\u200d", "").isprintable()
        for bot in bots:
            headers = {"Cookie": bot.cookie}
            async with open_room.http.get(f"{open_room.base}/{CODE}", headers=headers) as page:
                text = await page.text()
            assert page.status == 200
            assert text.count("<script") == 1
            assert "<img" not in text


async def test_lines_for_the_projector(tmp_path: Path) -> None:
    """A shared line is cleaned like a name, kept short, and shown to all as text."""
    async with workshop(tmp_path) as open_room:
        bots = await open_room.joined(2)
        open_room.lead_to(Stage.NOW_WHAT)
        line = "I will <b>ask</b>\x1b]52;c;x\x07\nfirst" + "!" * 300
        assert await bots[0].send("/share", text=line) == 200
        (shared,) = open_room.room.shared.values()
        assert shared.startswith("I will <b>ask</b>]52;c;x first!")
        assert len(shared) == 160
        assert messages.LINE_WAITS in await page_of(open_room, bots[0])
        text = "I will &lt;b&gt;ask&lt;/b&gt;]52;c;x first!"
        assert text not in await page_of(open_room, bots[1])
        open_room.do(actions.ShowLines((shared,)))
        assert messages.LINE_SHOWN in await page_of(open_room, bots[0])
        assert text in await page_of(open_room, bots[1])
        assert await bots[0].send("/share", text=" ") == 200
        assert open_room.room.shared == {}
        assert await bots[1].send("/share", text="Rude.") == 200
        open_room.do(actions.TakeDown("Rude."))
        output = [phone_pages.TAKEN_DOWN in await page_of(open_room, bot) for bot in bots]
        assert output == [False, True]
        assert await bots[1].send("/share", text="Kind.") == 200
        assert phone_pages.TAKEN_DOWN not in await page_of(open_room, bots[1])


async def test_what_phones_do_not_show_sends_no_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line that waits, or a vote for a question, does not render every phone's page anew."""
    monkeypatch.setattr(room_service, "RANK_DELAY", 3600)
    async with workshop(tmp_path) as open_room:
        first, second = await open_room.joined(2)
        service = open_room.phones.service
        open_room.lead_to(Stage.NOW_WHAT)
        assert await first.send("/puzzle", text="Why?") == 200
        await until(lambda: len(service.puzzles) == 1)
        before = service.page, service.puzzles
        assert await first.send("/share", text="My line.") == 200
        assert await second.send("/upvote", puzzle="1", on="1") == 200
        service._recount()
        assert len(open_room.room.held) == len(open_room.room.puzzles[0].votes) == 1
        assert (service.page, service.puzzles) == before
        assert "✓ Me too" in await page_of(open_room, second)


def test_a_practice_is_chosen_by_hands() -> None:
    """A phone lists the practices of a campaign and says how one is chosen; then it has none."""
    room = done(room_of(1), actions.Post(POSTING), actions.GoOn())
    assert room.stage is Stage.LETTER
    assert messages.SHOW_HANDS in phone_pages.main(phone(room, room_seat(0)))
    settled = done(room, actions.Decide(POSTING.practices[0]))
    assert messages.SHOW_HANDS not in phone_pages.main(phone(settled, room_seat(0)))


def test_what_the_facilitator_settled_is_no_choice_of_the_room() -> None:
    """The page of what happened says whose choice it was, as the page before it does."""
    room = done(at_choice(2), actions.Decide("good"), actions.GoOn())
    assert room.stage is Stage.OUTCOME
    page = str(phone_pages.main(phone(room, room_seat(0))))
    assert f"{messages.SETTLED} A  text of good" in page
    assert "The room:" not in page


async def test_settings_of_the_projector_send_no_page(tmp_path: Path) -> None:
    """A phone shows neither the timer nor how the next question will be voted on."""
    async with workshop(tmp_path, stage=Stage.VOTE) as open_room:
        service = open_room.phones.service
        before = service.page
        open_room.do(
            actions.Timer(1e10),
            actions.Rounds(1),
            actions.ShowFirst(True),
            actions.TableVotes(True),
        )
        assert service.page == before


async def test_votes_for_two_questions_that_overtake_each_other(tmp_path: Path) -> None:
    """A later vote replaces an earlier one for the same question only."""
    async with workshop(tmp_path) as open_room:
        asking, other, voting = await open_room.joined(3)
        open_room.lead_to(Stage.WHY)
        for bot in (asking, other):
            assert await bot.send("/puzzle", text="Why?") == 200
        for number, on, n in (("2", "1", "3"), ("1", "1", "2"), ("2", "0", "1")):
            assert await voting.send("/upvote", puzzle=number, on=on, n=n) == 200
        assert [len(puzzle.votes) for puzzle in open_room.room.puzzles] == [1, 1]


async def test_what_puzzles_people(tmp_path: Path) -> None:
    """A question is cleaned and shown without a name; others support it, each once, by forms."""
    async with workshop(tmp_path) as open_room:
        bots = await open_room.joined(3)
        assert "What puzzles you?" not in await page_of(open_room, bots[0])
        open_room.lead_to(Stage.WHY)
        assert await bots[0].send("/puzzle", text="Why <b>so</b>\x07 loud?" + "!" * 200) == 200
        (asked,) = open_room.room.puzzles
        assert asked.text.startswith("Why <b>so</b> loud?!")
        assert len(asked.text) == 120
        assert "You asked: " in await page_of(open_room, bots[0])
        for _ in range(2):
            assert await bots[1].send("/upvote", puzzle="1", on="1") == 200
        assert await bots[0].send("/upvote", puzzle="1", on="1") == 409
        assert await bots[2].send("/upvote", puzzle="²", on="1") == 409
        await until(lambda: [each.votes for each in open_room.phones.service.puzzles] == [1])
        text = await page_of(open_room, bots[1])
        assert "Why &lt;b&gt;so&lt;/b&gt; loud?" in text
        assert "✓ Me too" in text
        assert "You asked" not in text
        assert "You asked" in await page_of(open_room, bots[0])
        name = next(iter(open_room.room.seats.values())).name
        assert name not in text
        assert await bots[0].send("/puzzle", text="") == 200
        await until(lambda: not open_room.phones.service.puzzles)
        assert "loud" not in await page_of(open_room, bots[1])


def test_what_was_sent_can_be_taken_back_after_the_debrief() -> None:
    """A phone offers that for its line and for its question, answered or not."""
    room = done(
        to_stage(Stage.NOW_WHAT),
        actions.Share(room_seat(0), "My line."),
        actions.AskPuzzle(room_seat(0), "My question?"),
        actions.ClosePuzzle(1, answered=True),
        actions.GoOn(),
    )
    page = phone_pages.main(phone(room, room_seat(0)))
    assert "You sent: </b>My line." in page
    assert "it is answered: </b>My question?" in page
    assert page.count("Take it back") == 2
    assert "Take it back" not in phone_pages.main(phone(room, room_seat(1)))


def test_how_many_questions_others_ask() -> None:
    """A phone says how many questions there are, also of more than it lists."""
    room = at_call(13)
    *others, last = room.seats
    view = phone(done(room, *(actions.AskPuzzle(other, "Why?") for other in others)), last)
    assert len(view.puzzles) < 12
    assert "What puzzles you? (12)" in (phone_parts.puzzles(view, "") or "")


async def page_of(open_room: Workshop, bot: Bot) -> str:
    """Return the page as loaded anew."""
    headers = {"Cookie": bot.cookie}
    async with open_room.http.get(f"{open_room.base}/{CODE}", headers=headers) as page:
        return await page.text()


def test_who_sits_at_no_table_reads_so_while_tables_vote() -> None:
    """Who votes and then sits down at a table votes with it from the next question on."""
    room = at_tables(1, 1, 0)
    assert room.ballot is not None
    assert phone_pages.NO_TABLE in phone_pages.main(phone(room, room_seat(2)))
    assert "for yourself" not in phone_pages.main(phone(room, room_seat(0)))
    vote = actions.Vote(room_seat(2), room.ballot.key, "lead")
    room = done(room, vote, actions.Join(room_seat(2), table=1))
    assert phone_pages.OWN_VOTE in phone_pages.main(phone(room, room_seat(2)))
