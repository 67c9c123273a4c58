"""A seat survives what a phone does, and nobody takes more of them than there are phones."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from game.core.failure import Failure
from game.room import actions
from game.room.state import Seat, Stage
from game.room.tally import missing
from game.server.admission import JOIN_RATE, MAX_SEATS_PER_ADDRESS, SPARE_JOINS, Admission
from game.server.presence import AWAY_SECONDS, Presence
from tests.server.test_votes import seat
from tests.server.workshop import CODE, Clock, workshop
from tests.shared import until


async def test_the_link_in_a_chat_tapped_again(tmp_path: Path) -> None:
    """The seat's cookie comes along when another page links here."""
    async with (
        workshop(tmp_path) as open_room,
        open_room.http.get(f"{open_room.base}/{CODE}") as page,
    ):
        assert page.cookies[f"seat-{CODE}"]["samesite"] == "Lax"


async def test_a_browser_without_cookies(tmp_path: Path) -> None:
    """It is told so in a sentence, and takes no seat however often it tries."""
    async with workshop(tmp_path) as open_room:
        for form in ({"code": CODE, "name": "Ghost"}, {"name": "Ghost"}):
            for _ in range(3):
                url = f"{open_room.base}/join"
                async with open_room.http.post(url, data=form) as page:
                    assert page.status == 409
                    assert "Allow cookies for this page" in await page.text()
                    assert not page.cookies
        assert not open_room.room.seats
        assert open_room.phones.admission.wrong_codes == 0


@pytest.mark.parametrize(
    "path",
    ["/K7QFA", "/K7QFA/", "/k7qfa", "/k7q-fa", "/K7Q%20FA", "/?code=k7q+fa", "/?code=K7Q–FA"],
)
async def test_a_code_as_people_write_it(tmp_path: Path, path: str) -> None:
    """Dashes, blanks, small letters and a slash at the end lead to the same room and seat."""
    async with workshop(tmp_path) as open_room:
        (bot,) = await open_room.joined(1)
        for headers, text in (({}, "Join the room"), ({"Cookie": bot.cookie}, "You are in")):
            async with open_room.http.get(f"{open_room.base}{path}", headers=headers) as page:
                assert page.status == 200
                assert text in await page.text()


async def test_the_name_of_the_machine(tmp_path: Path) -> None:
    """It leads to the address, where the phone's cookie is; other names stay closed."""
    name = socket.gethostname().casefold()
    async with workshop(tmp_path) as open_room:
        port = open_room.phones.port
        for host in (f"{name}:{port}", f"{name.partition('.')[0]}.local:{port}"):
            async with open_room.http.get(
                f"{open_room.base}/{CODE}?a=1", headers={"Host": host}, allow_redirects=False
            ) as page:
                assert page.status == 307
                assert page.headers["Location"] == f"{open_room.base}/{CODE}?a=1"


async def test_a_phone_that_is_gone(tmp_path: Path) -> None:
    """It is not waited for; when it comes back it has its seat, and is waited for again."""
    clock = Clock()
    async with workshop(tmp_path, stage=Stage.VOTE, clock=clock) as open_room:
        here, gone = await open_room.joined(2)
        assert await here.send("/vote", ballot="1.hall.call.1", option="A") == 200
        assert missing(open_room.room) == 1
        clock.now += AWAY_SECONDS + 1
        assert await here.send("/vote", ballot="1.hall.call.1", option="B") == 200
        await open_room.phones._participants.check_presence()
        assert [item.id for item in open_room.room.away] == [seat(gone)]
        assert missing(open_room.room) == 0
        url = f"{open_room.base}/{CODE}"
        async with open_room.http.get(url, headers={"Cookie": gone.cookie}) as page:
            assert "What does this moment" in await page.text()
        await until(lambda: not open_room.room.away)
        assert missing(open_room.room) == 1


async def test_absent_seats_are_released_at_once(tmp_path: Path) -> None:
    """On the facilitator's demand nobody waits for phones that are not connected."""
    async with workshop(tmp_path) as open_room:
        await open_room.joined(3)
        assert await open_room.phones.release_absent() == 3
        assert (open_room.room.people, len(open_room.room.away)) == (0, 3)
        assert await open_room.phones.release_absent() == 0


def test_who_is_away() -> None:
    """Phones may sleep between votes, and for a while in one; who is connected is here."""
    clock = Clock()
    presence = Presence(clock)
    seats = {name: Seat(id=name, name=name) for name in ("a", "b", "c")}
    presence.see("a")
    clock.now = 10 * AWAY_SECONDS
    assert presence.newly_away(seats, ()) == ()
    assert presence.follow("1.hall.call.1", seats) == ()
    clock.now += AWAY_SECONDS
    assert presence.newly_away(seats, ()) == ()
    clock.now += 1
    assert presence.newly_away(seats, {"c"}) == ("a", "b")


def test_each_vote_waits_again() -> None:
    """A new vote waits for those who slept through the last, but not for those released by hand."""
    presence = Presence(Clock())
    seats = {name: Seat(id=name, name=name, away=True) for name in ("a", "b", "c")}
    presence.release(["a", "b"])
    presence.see("b")
    assert presence.follow("1.hall.call.1", seats) == ("b", "c")
    assert presence.follow("1.hall.call.1", seats) == ()
    assert presence.follow(None, seats) == ()
    assert presence.follow("1.hall.call.1", seats) == ("b", "c")


def test_who_missed_two_votes_is_not_waited_for_again() -> None:
    """Whoever went home costs each vote no more time; a phone that is back is waited for."""
    clock = Clock()
    presence = Presence(clock)
    seats = {name: Seat(id=name, name=name, away=True) for name in ("gone", "late", "new")}
    presence.see("gone")
    for vote, waited in enumerate(
        [("gone", "late", "new"), ("gone", "late", "new"), ("late", "new"), ("late", "new")]
    ):
        clock.now += AWAY_SECONDS
        assert presence.follow(f"{vote}.hall.call.1", seats) == waited
        clock.now += AWAY_SECONDS
        presence.see("late")
    presence.see("gone")
    assert presence.follow("5.hall.call.1", seats) == ("gone", "late", "new")


def test_a_vote_that_is_opened_again_counts_once() -> None:
    """Whoever slept through it was away for one vote, not for two."""
    clock = Clock()
    presence = Presence(clock)
    seats = {"a": Seat(id="a", name="a", away=True)}
    presence.see("a")
    for ballot in ("1.hall.call.1", None, "1.hall.call.1", None, "1.hall.choice.1"):
        clock.now += AWAY_SECONDS
        presence.follow(ballot, seats)
    clock.now += AWAY_SECONDS
    assert presence.follow("1.hall.choice.2", seats) == ()
    again = Presence(clock)
    again.see("a")
    clock.now += 1
    for ballot in ("1.hall.call.1", None, "1.hall.call.1", None):
        again.follow(ballot, seats)
    assert again.follow("1.hall.choice.1", seats) == ("a",)


async def test_phones_that_slept_through_a_talk(tmp_path: Path) -> None:
    """The vote after a long talk waits for them all, and does not close without a question."""
    clock = Clock()
    async with workshop(tmp_path, stage=Stage.VOTE, clock=clock) as open_room:
        await open_room.joined(2)
        clock.now += AWAY_SECONDS + 1
        await open_room.phones._participants.check_presence()
        assert len(open_room.room.away) == 2
        open_room.do(actions.Talk())
        clock.now += 2 * AWAY_SECONDS
        open_room.do(actions.GoOn())
        await until(lambda: not open_room.room.away)
        await open_room.phones._participants.check_presence()
        assert missing(open_room.room) == 2
        (refusal,) = open_room.session.apply_all([actions.GoOn()])
        assert isinstance(refusal, Failure)


async def test_who_was_removed_stays_out(tmp_path: Path) -> None:
    """Without its cookie the same phone takes no other seat, until it is let back."""
    async with workshop(tmp_path) as open_room:
        (bot,) = await open_room.joined(1)
        open_room.do(actions.Remove(seat(bot)))
        again = open_room.bot()
        await again.join()
        assert len(open_room.room.seats) == 1
        assert await again.send("/join", name="Again") == 403
        open_room.do(actions.Remove(seat(bot), on=False))
        assert await again.send("/join", name="Again") == 303


async def test_a_hall_keeps_its_door_when_one_is_removed(tmp_path: Path) -> None:
    """Behind one address a newcomer may be somebody else, so others still get in."""
    async with workshop(tmp_path) as open_room:
        bot, _ = await open_room.joined(2)
        open_room.do(actions.Remove(seat(bot)))
        await open_room.joined(1)
        assert len(open_room.room.present) == 2


def test_one_device_takes_no_seats_for_ever() -> None:
    """A hall comes in at once; an address that leaves its seats behind waits for new ones."""
    clock = Clock()
    rules = Admission(CODE, "SECRETSEC", clock)
    seats: dict[str, Seat] = {}
    taken = 0
    for number in range(2000):
        name = f"seat-{number}"
        if rules.reserve(name, "10.0.0.1", seats):
            seats[name] = Seat(id=name, name=name, away=True)
            taken += 1
    assert MAX_SEATS_PER_ADDRESS < taken == MAX_SEATS_PER_ADDRESS + SPARE_JOINS < 500
    clock.now += 60
    later = sum(rules.reserve(f"later-{number}", "10.0.0.1", seats) for number in range(100))
    assert later == round(60 * JOIN_RATE) == 25
    assert rules.reserve("other", "10.0.0.2", seats)
