"""Admission by join secret, by short code, and limits per address."""

from __future__ import annotations

import asyncio
import os
import re
import stat
from pathlib import Path

import pytest

from game.journal.store import Journal
from game.room import actions, messages
from game.room.names import CODE_LENGTH, CODE_LETTERS
from game.server.admission import MAX_ADDRESSES, MAX_FAILURES, MAX_SEATS_PER_ADDRESS, Admission
from game.server.app import PhoneServer
from game.server.auth import SECRET_LENGTH, SECRET_LETTERS, TokenIssuer, installation_key, seat_of
from game.server.bots import Bot
from game.server.client import ConsoleClient, rooms
from tests.room.rooms import story
from tests.server.test_votes import seat
from tests.server.workshop import CODE, Clock, Workshop, gathered, workshop


SECRET = "ABCDEFGHJ"


def admission(clock: Clock | None = None, **extra: int) -> Admission:
    """The rules of one room."""
    return Admission(CODE, SECRET, clock or Clock(), **extra)


async def asked(open_room: Workshop, path: str, **data: str) -> tuple[int, str, dict[str, str]]:
    """The answer to a GET, or to a POST of *data*: its status, body and headers but the date."""
    method = "POST" if data else "GET"
    async with open_room.http.request(
        method, f"{open_room.base}{path}", data=data or None, allow_redirects=False
    ) as answer:
        headers = {name: value for name, value in answer.headers.items() if name != "Date"}
        return answer.status, await answer.text(), headers


def test_the_secret_holds_forty_bits() -> None:
    """The join secret cannot be guessed in the time that a room is open."""
    assert len(set(SECRET_LETTERS)) ** SECRET_LENGTH >= 2**40


def test_failures_of_one_address_hold_up_its_typed_codes_alone() -> None:
    """Then even the right code waits; the secret, and other addresses, do not."""
    clock = Clock()
    rules = admission(clock)
    for item in range(MAX_FAILURES):
        assert rules.admits(CODE, "10.0.0.1")
        assert not rules.admits(f"X{item}", "10.0.0.1")
    assert not rules.admits(CODE, "10.0.0.1")
    assert rules.admits(SECRET.lower(), "10.0.0.1")
    assert rules.admits(CODE.lower(), "10.0.0.2")
    assert (rules.wrong_codes, rules.held_up) == (MAX_FAILURES + 1, 1)
    clock.now += 6
    assert rules.admits(CODE, "10.0.0.1")


def test_a_machine_with_many_addresses() -> None:
    """Failures have a bound over all addresses too, which keeps a whole network from guessing."""
    rules = admission()
    evaluated = 0
    for item in range(2 * MAX_ADDRESSES):
        before = rules.held_up
        rules.admits("WRONG", f"10.0.{item // 256}.{item % 256}")
        evaluated += rules.held_up == before
    assert evaluated == 200
    assert rules.admits(SECRET, "10.0.0.1")


def test_addresses_of_one_ipv6_network_are_one() -> None:
    """A machine picks its IPv6 address freely within its network."""
    rules = admission()
    for item in range(MAX_FAILURES):
        rules.admits("WRONG", f"2001:db8::{item:x}")
    assert not rules.admits(CODE, "2001:db8::ffff")
    assert rules.admits(CODE, "2001:db8:0:1::1")


def test_codes_in_odd_letters() -> None:
    """Any input is compared safely, and is wrong."""
    rules = admission()
    for odd in ("", "ß", "\ud800", "Ａ" * 5, CODE + "A"):
        assert not rules.admits(odd, "")


def test_seats_of_one_address_are_bounded_until_more_are_let_in() -> None:
    """A hall of 200 phones fits; seats that were removed, or not taken after all, free theirs."""
    rules = admission()
    assert all(
        rules.reserve(f"seat-{item}", "10.0.0.1", {}) for item in range(MAX_SEATS_PER_ADDRESS)
    )
    assert MAX_SEATS_PER_ADDRESS >= 200
    assert not rules.reserve("late", "10.0.0.1", {})
    assert rules.reserve("seat-0", "10.0.0.1", {})
    assert rules.reserve("late", "10.0.0.2", {})
    assert rules.crowded == MAX_SEATS_PER_ADDRESS
    rules.release("seat-7")
    assert rules.reserve("next", "10.0.0.1", {})
    assert not rules.reserve("more", "10.0.0.1", {})
    rules.admit_more()
    assert rules.crowded == 0
    assert rules.reserve("more", "10.0.0.1", {})


async def test_an_answer_shows_nothing_of_the_code(tmp_path: Path) -> None:
    """Wrong, held up, and right but held up: the same status, the same body, the same headers."""
    async with workshop(tmp_path, clock=Clock()) as open_room:
        answers = [await asked(open_room, "/WRONG")]
        for item in range(MAX_FAILURES):
            answers.append(await asked(open_room, f"/W{item:04}"))
        answers.append(await asked(open_room, f"/{CODE}"))
        answers.append(await asked(open_room, f"/?code={CODE}"))
        assert open_room.phones.admission.held_up == 3
        assert all(answer == answers[0] for answer in answers)
        assert answers[0][0] == 404
        assert open_room.room.seats == {}


async def test_guessing_does_not_find_the_code(tmp_path: Path) -> None:
    """Of many guesses from one address few are compared, also when the right one is among them."""
    async with workshop(tmp_path, clock=Clock()) as open_room:
        tries = [f"/{'AAAAA'[: item % 3]}{item:05}" for item in range(300)] + [f"/{CODE}"] * 20
        result = await gathered(*(asked(open_room, path) for path in tries))
        assert {status for status, _, _ in result} == {404}
        admission = open_room.phones.admission
        assert admission.wrong_codes == 320
        assert admission.wrong_codes - admission.held_up == MAX_FAILURES
        assert (
            f"{open_room.phones.admission.wrong_codes} wrong codes" in open_room.phones.report[-1]
        )
        assert open_room.phones.secret in open_room.phones.report[-1]
        assert "A wrong room code: 1 so far" in open_room.log()
        assert len(open_room.log().splitlines()) == MAX_FAILURES


async def test_a_hall_behind_one_address_comes_in_while_codes_are_guessed(tmp_path: Path) -> None:
    """Two hundred phones join by the QR code during a flood of wrong codes from their address."""
    async with workshop(tmp_path) as open_room:
        guesses = [asked(open_room, f"/X{item:04}") for item in range(200)]
        hall = [
            Bot(open_room.http, open_room.base, CODE, open_room.phones.secret) for _ in range(200)
        ]
        await gathered(*guesses, *(bot.join() for bot in hall))
        assert len(open_room.room.seats) == 200
        assert open_room.phones.admission.wrong_codes == 200
        # Whoever has a seat, or was let in, is in whatever is typed.
        for path in ("/", f"/{CODE}", "/WRONG"):
            async with open_room.http.get(
                f"{open_room.base}{path}", headers={"Cookie": hall[0].cookie}
            ) as page:
                assert page.status == 200


async def test_one_address_cannot_take_all_seats(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond the limit of an address a phone keeps its join form until more seats are allowed."""
    async with workshop(tmp_path) as open_room:
        monkeypatch.setattr(open_room.phones.admission, "_max_seats", 5)
        bots = [open_room.bot() for _ in range(8)]
        await gathered(*(bot.join() for bot in bots))
        assert len(open_room.room.seats) == 5
        assert open_room.phones.notice == messages.MORE_WANT_IN
        outside = next(bot for bot in bots if seat(bot) not in open_room.room.seats)
        assert await outside.send("/join", name="Ines") == 409
        assert open_room.log().count(messages.CROWDED) == 1
        async with ConsoleClient(rooms(tmp_path)[0]) as console:
            facilitator_views = console.facilitator_views()
            seen = await anext(facilitator_views)
            assert seen is not None
            assert seen.crowded == 5
            assert messages.CROWDED not in " ".join(seen.report)  # each console says it its way
            assert await console.admit_more() == "Up to 255 phones from one address now."
            await facilitator_views.aclose()
        assert open_room.phones.notice is None
        assert await outside.send("/join", name="Ines") == 303


async def test_seats_of_an_address_count_on_after_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Phones that come back to a resumed room count for the address that they come from."""
    async with workshop(tmp_path) as open_room:
        bots = await open_room.joined(3)
        await open_room.phones.close()
        journal = Journal.open(tmp_path / "journal.db")
        session = journal.rooms.resume(journal.rooms.runs()[0], story())
        phones = PhoneServer(session, tmp_path, bind="127.0.0.1", port=open_room.phones.port)
        monkeypatch.setattr(phones.admission, "_max_seats", 4)
        await phones.open()
        for bot in bots:
            assert await bot.send("/join", name="Ines") == 200
        newcomers = [open_room.bot() for _ in range(3)]
        await gathered(*(bot.join() for bot in newcomers))
        assert len(session.room.seats) == 4
        await phones.close()
        journal.close()


async def test_a_console_is_sent_the_number_of_wrong_codes(tmp_path: Path) -> None:
    """It rises while the console is open."""
    async with workshop(tmp_path) as open_room, ConsoleClient(rooms(tmp_path)[0]) as console:
        facilitator_views = console.facilitator_views()
        async with asyncio.timeout(10):
            seen = await anext(facilitator_views)
            assert seen is not None
            assert seen.wrong_codes == 0
            await asked(open_room, "/WRONG")
            while seen is None or seen.wrong_codes != 1:
                seen = await anext(facilitator_views)
        await facilitator_views.aclose()


async def test_only_our_own_tokens_open_a_seat(tmp_path: Path) -> None:
    """A secret that a client made up is replaced by one of ours, of either length."""
    async with workshop(tmp_path) as open_room:
        for token in ("A" * 22, "A" * 44):
            cookie = f"seat-{CODE}={token}"
            async with open_room.http.get(
                f"{open_room.base}/{CODE}", headers={"Cookie": cookie}, allow_redirects=False
            ) as answer:
                given = answer.cookies[f"seat-{CODE}"].value
            assert len(given) == 44
            assert given != token
            async with open_room.http.post(
                f"{open_room.base}/join", data={"name": "Ines"}, headers={"Cookie": cookie}
            ) as refused:
                assert refused.status == 409
            assert not open_room.room.seats


async def test_a_seat_of_an_older_room_is_known(tmp_path: Path) -> None:
    """A room from before secrets were signed is resumed with its seats, whatever their secret."""
    token = "B" * 22
    async with workshop(tmp_path) as open_room:
        open_room.do(actions.Join(seat_of(token), "Ines"))
        bot = open_room.bot()
        bot.cookie = f"seat-{CODE}={token}"
        assert await bot.send("/join", name="Ada") == 200
        assert [item.name for item in open_room.room.seats.values()] == ["Ada"]


def test_the_secret_stays_when_a_room_is_resumed(tmp_path: Path) -> None:
    """A room that is carried on has the same QR code; another room, or computer, has not."""
    journal = Journal.open(tmp_path / "journal.db")
    session = journal.rooms.begin(story(), 1, CODE)
    session.act(actions.Heads(1))
    secret = PhoneServer(session, tmp_path).secret
    again = Journal.open(tmp_path / "journal.db").rooms
    resumed = again.resume(again.runs()[0], story())
    assert PhoneServer(resumed, tmp_path).secret == secret
    assert PhoneServer(resumed, tmp_path / "elsewhere").secret != secret
    other = TokenIssuer(installation_key(tmp_path), again.begin(story(), 2, CODE).run)
    assert other.join_secret() != secret
    assert not other.verify(TokenIssuer(installation_key(tmp_path), session.run).new_token())
    assert re.fullmatch(f"[{SECRET_LETTERS}]{{{SECRET_LENGTH}}}", secret)


def test_the_key_and_the_log_are_for_this_user(tmp_path: Path) -> None:
    """Neither can be read by others, nor can a log that an older version left open to them."""
    journal = Journal.open(None)
    log = tmp_path / "logs" / "server.log"
    log.parent.mkdir()
    log.touch(0o644)
    before = os.umask(0)
    try:
        phones = PhoneServer(journal.rooms.begin(story(), 1, CODE), tmp_path)
        phones.service.log.note("Something.")
    finally:
        os.umask(before)
    phones.service.log.close()
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "server.key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.glob("server.key*")] == ["server.key"]


def test_what_a_code_is_made_of() -> None:
    """Two hundred thousand codes: few enough to type, and guarded by the bound on failures."""
    assert len(set(CODE_LETTERS)) ** CODE_LENGTH > 200_000
