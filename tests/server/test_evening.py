"""One evening, many scenarios, with real phones and a real console."""

from __future__ import annotations

import re
from pathlib import Path

import aiohttp
from attrs import evolve

from game.content.library import Library
from game.core.failure import Failure
from game.journal.rooms import RoomSession
from game.journal.store import Journal
from game.room import actions, messages, views
from game.room.evening import Offer
from game.room.state import Stage, options
from game.server.app import PhoneServer
from game.server.bots import Bot, client
from game.server.client import ConsoleClient
from game.server.console import socket_path
from game.server.phone_pages import OVER, main
from game.services.workshop import Workshop
from tests.room.rooms import POSTING, done, room_of, seat
from tests.server.browser import in_browser, phone
from tests.server.workshop import CODE, workshop
from tests.shared import free_port, until
from tests.tui.rooms import to_stage


GOOD = Path(__file__).parents[1] / "content" / "good.yaml"
TITLES = {"one": "The First Night", "two": "The Second Night"}


def library(folder: Path) -> Library:
    """Two scenarios that differ in their titles."""
    folder.mkdir(exist_ok=True)
    for name, title in TITLES.items():
        text = GOOD.read_text("utf-8").replace("title: Smoke on Ward Six", f"title: {title}", 1)
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return Library.of((folder,))


def hosted(data: Path) -> tuple[Workshop, RoomSession, PhoneServer]:
    """The room to resume in *data*, or a new one on the first scenario, and its way in."""
    found = library(data / "scenarios")
    workshop = Workshop(found, Journal.open(data / "journal.db"))
    run, first = workshop.unfinished(), found.scenario("one")
    assert first is not None
    session = workshop.begin(first, None) if run is None else workshop.resume(run)
    assert isinstance(session, RoomSession)
    port = 0 if run else free_port()
    phones = PhoneServer(session, data, bind="127.0.0.1", port=port, workshop=workshop)
    return workshop, session, phones


async def read(http: aiohttp.ClientSession, bot: Bot, path: str) -> str:
    """What *bot* gets at *path*."""
    async with http.get(f"{bot.base}/{path}", headers={"Cookie": bot.cookie}) as page:
        return await page.text()


async def test_phones_and_console_go_on_to_the_next_scenario(tmp_path: Path) -> None:
    """The console chooses; phones keep seats and address; a restart is at the right scenario."""
    _, session, phones = hosted(tmp_path)
    await phones.open()
    async with client() as http:
        bot = Bot(http, f"http://127.0.0.1:{phones.port}", session.run.code)
        await bot.join("Ana")
        (seat,) = session.room.seats
        to_stage(session, Stage.OVER)
        async with ConsoleClient(socket_path(tmp_path, session.run.code)) as console:
            two = Offer(
                id="two",
                title=TITLES["two"],
                facts="hospital · 10 min alone",
                after=session.run.started,
                suggested=True,
            )
            one = evolve(two, id="one", title=TITLES["one"], suggested=False, played=True)
            assert await console.offers() == (two, one)
            refusal = await console.act(actions.GoOn())
            assert refusal is not None
            assert refusal.message == messages.CHOOSE_NEXT
            assert await console.go_on_with(two) is None
            here = session.run.started
            unknown = await console.go_on_with(evolve(one, id="three", after=here))
            assert unknown == Failure(code="no-scenario", message="There is no such scenario.")
            await console.act(actions.GoOn())
            late = await console.go_on_with(evolve(one, after=here))
            assert late is not None
            assert late.message == messages.NOT_BETWEEN
        assert "Twenty to three" in await read(http, bot, session.run.code)
        await phones.close()

        _, resumed, phones = hosted(tmp_path)
        await phones.open()
        assert resumed.run.title == TITLES["two"]
        assert resumed.room == session.room
        assert f"http://127.0.0.1:{phones.port}" == bot.base
        to_stage(resumed, Stage.VOTE)
        assert resumed.room.ballot is not None
        assert await bot.post("/vote", ballot=resumed.room.ballot.key, option="B") == 200
        assert set(resumed.room.votes[resumed.room.ballot.key]) == {seat}
        to_stage(resumed, Stage.NOW_WHAT)
        kept = await read(http, bot, "take-home")
        assert all(f"<h1>{title}</h1>" in kept for title in TITLES.values())
        await phones.close()


FIELD = re.compile(r'type="hidden" name="(ballot|began)" value="([^"]+)"')


async def test_a_late_vote_of_the_first_play_is_closed_in_the_second(tmp_path: Path) -> None:
    """Where a scenario follows itself its ballots have the same keys; each form has its room."""
    _, session, phones = hosted(tmp_path)
    await phones.open()
    async with client() as http:
        bot = Bot(http, f"http://127.0.0.1:{phones.port}", session.run.code)
        await bot.join("Ana")
        forms = []
        for _ in range(2):
            to_stage(session, Stage.VOTE)
            forms.append(dict(FIELD.findall(await read(http, bot, session.run.code))))
            if len(forms) == 1:
                to_stage(session, Stage.OVER)
                async with ConsoleClient(socket_path(tmp_path, session.run.code)) as console:
                    offers = await console.offers()
                    assert isinstance(offers, tuple)
                    (again,) = (offer for offer in offers if offer.id == "one")
                    assert await console.go_on_with(again) is None
        late, own = forms
        assert late["ballot"] == own["ballot"]
        assert await bot.send("/vote", option="B", **late) == 409
        assert not session.room.votes
        for began, status in ((late["began"], 409), (own["began"], 200)):
            assert await bot.send("/puzzle", text="Why?", began=began) == status
        assert len(session.room.puzzles) == 1
        assert await bot.send("/vote", option="B", **own) == 200
        assert len(session.room.votes[own["ballot"]]) == 1
    await phones.close()


async def test_the_page_at_the_end_of_a_scenario_without_script(tmp_path: Path) -> None:
    """A link looks for the next scenario; after the evening there is none to look for."""
    _, session, phones = hosted(tmp_path)
    await phones.open()
    async with client() as http:
        bot = Bot(http, f"http://127.0.0.1:{phones.port}", session.run.code)
        await bot.join()
        for stage, link in ((Stage.OVER, True), (Stage.ENDED, False)):
            to_stage(session, stage)
            page = await read(http, bot, session.run.code)
            assert ('<noscript><p><a href="?">Look again</a>' in page) is link
            assert ('id="over"' in page) is not link
    await phones.close()


async def test_a_list_of_before_another_console_chose_is_refused(tmp_path: Path) -> None:
    """Of two consoles with the same list the first one chooses; the other is refused."""
    _, session, phones = hosted(tmp_path)
    await phones.open()
    to_stage(session, Stage.OVER)
    path = socket_path(tmp_path, session.run.code)
    async with ConsoleClient(path) as first, ConsoleClient(path) as second:
        offers = await second.offers()
        assert isinstance(offers, tuple)
        two, one = offers
        assert await first.go_on_with(two) is None
        begun = session.run
        refusal = await second.go_on_with(one)
        assert refusal == Failure(code="changed", message=messages.BEGUN_MEANWHILE)
        assert (session.run, session.room.stage) == (begun, Stage.LOBBY)
    await phones.close()


@in_browser
async def test_a_paired_phone_chooses_and_a_participants_page_follows(tmp_path: Path) -> None:
    """Go on lists the scenarios; Begin goes on with one, and the other page is in its lobby."""
    async with workshop(tmp_path) as room, phone(room) as console:
        room.phones._console._workshop = Workshop(
            library(tmp_path / "scenarios"), Journal.open(tmp_path / "journal.db")
        )
        (bot,) = await room.joined(1)
        room.lead_to(Stage.OVER)
        await console.goto(f"{room.base}/console#{room.ticket()}")
        await console.locator("#go").click()
        await console.get_by_role("heading", name="Which scenario is next?").wait_for()
        assert await console.locator("#scenarios li").count() == 2
        assert OVER in await read(room.http, bot, CODE)
        await console.get_by_role("button", name="Begin").first.click()
        await until(lambda: room.room.stage is Stage.LOBBY)
        await console.locator("#offers").wait_for(state="hidden")
        assert room.session.run.title == TITLES["one"]
        assert "You are in" in await read(room.http, bot, CODE)
        await console.get_by_role("button", name="Another scenario").click()
        await console.get_by_role("heading", name="Which scenario is next?").wait_for()


def test_only_scenarios_that_were_over_count_as_played(tmp_path: Path) -> None:
    """A room that went back to its lobby with votes, or is open elsewhere, was not played."""
    found = library(tmp_path / "scenarios")
    journal, (one, two) = Journal.open(tmp_path / "journal.db"), map(found.scenario, TITLES)
    assert one is not None
    assert two is not None
    workshop = Workshop(found, journal)
    session = workshop.begin(one, None)
    session.act(actions.Join("a", "Ana"))
    to_stage(session, Stage.VOTE)
    assert session.room.ballot is not None
    option = options(session.room, session.room.ballot)[0]
    vote = actions.Vote("a", session.room.ballot.key, option)
    session.apply_all([vote, actions.Undo(), actions.Undo()])
    assert workshop.go_on_with(session, "two", session.run.started) is None
    assert [offer.played for offer in workshop.offers(session)] == [False]

    elsewhere = workshop.resume(session.run)
    assert isinstance(elsewhere, RoomSession)
    to_stage(elsewhere, Stage.VOTE)
    session.act(actions.GoOn())
    assert len(journal.rooms.evening(session.run)) == 3
    again = workshop.resume(session.run)
    assert isinstance(again, RoomSession)
    assert again.earlier == ()
    offers = [(offer.id, offer.played) for offer in workshop.offers(again)]
    assert offers == [("one", False), ("two", True)]


def test_what_a_room_is_offered_has_the_minutes_of_one_player(tmp_path: Path) -> None:
    """A room that votes and talks takes longer, so the list says whose minutes they are."""
    found = library(tmp_path / "scenarios")
    scenario = found.scenario("one")
    assert scenario is not None
    workshop = Workshop(found, Journal.open(None))
    session = workshop.begin(scenario, None)
    offers = workshop.offers(session)
    assert offers
    for offer in offers:
        assert re.fullmatch(r".* · \d+ min alone", offer.facts)


def test_the_lobby_of_a_posting_on_phones() -> None:
    """A phone in the lobby shows the number of the posting."""
    room = done(room_of(1), actions.Post(POSTING))
    place = f"<p>Posting 1 of {POSTING.of}</p>"
    assert place in str(main(views.phone(room, seat(0))))
    assert "Posting" not in str(main(views.phone(room_of(1), seat(0))))
