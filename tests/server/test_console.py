"""The facilitator's console: beside the room by a socket, or paired over the network."""

from __future__ import annotations

import asyncio
import json
import socket
import stat
from contextlib import aclosing
from pathlib import Path

import pytest

from game.core.failure import Failure, message_of
from game.journal.codec import from_data, to_data
from game.journal.store import Journal
from game.present.console import console_view
from game.room import actions, messages
from game.room.console import ConsoleView, Ticket
from game.room.settling import GONE_ON, SETTLING
from game.room.state import Stage
from game.server.app import PhoneServer
from game.server.auth import Pairing
from game.server.client import UNREACHABLE, ConsoleClient, read_reply, rooms
from game.server.console import KEYBOARD, MAX_NOTES, ConsoleServer
from tests.room.rooms import at_choice, cast_votes, done, story, to_stage
from tests.server.browser import in_browser, phone
from tests.server.workshop import CALL, CODE, Clock, workshop
from tests.shared import until


async def first(client: ConsoleClient) -> ConsoleView | None:
    """Return the first view that a console receives."""
    async with aclosing(client.facilitator_views()) as facilitator_views, asyncio.timeout(10):
        return await anext(facilitator_views)
    return None


async def test_a_second_terminal(tmp_path: Path) -> None:
    """It finds the room by the data folder, follows it, and applies the facilitator's actions."""
    async with workshop(tmp_path) as open_room:
        await open_room.joined(2)
        (position,) = rooms(tmp_path)
        async with (
            ConsoleClient(position) as console,
            aclosing(console.facilitator_views()) as facilitator_views,
            asyncio.timeout(10),
        ):
            seen = await anext(facilitator_views)
            assert seen is not None
            assert (seen.stage, seen.people) == (Stage.LOBBY, 2)
            assert await console.act(actions.GoOn()) is None
            seen = await anext(facilitator_views)
            assert seen is not None
            assert seen.notes == "notes of hall"
            assert seen.key == "Lead"
            assert open_room.room.stage is Stage.READ


async def test_a_console_shows_what_resuming_left_out(tmp_path: Path) -> None:
    """A host without a screen of its own says so nowhere else."""
    async with workshop(tmp_path) as open_room:
        open_room.session.notice = "1 entry of this room could not be read."
        (position,) = rooms(tmp_path)
        async with ConsoleClient(position) as console:
            view = await first(console)
            assert view is not None
            assert view.trouble == open_room.session.notice


@pytest.mark.parametrize(
    "payload", [{}, [], None, "down", {"message": "Forbidden"}, {"code": 7, "message": "Down"}]
)
def test_an_error_of_a_gateway(payload: object) -> None:
    """An error that is not in the room's own form means that the room cannot be reached."""
    assert read_reply(502, payload) == UNREACHABLE


def test_a_reply_of_the_room() -> None:
    """A refusal keeps its code and sentence, and one without a code is a plain refusal."""
    assert read_reply(409, {"code": "missing", "message": "One has not voted."}) == Failure(
        code="missing", message="One has not voted."
    )
    assert read_reply(403, {"code": "", "message": "No."}) == Failure(code="refused", message="No.")
    assert read_reply(200, {"message": ""}) == {"message": ""}
    assert read_reply(200, []) == UNREACHABLE


async def test_what_is_refused_says_why(tmp_path: Path) -> None:
    """A refusal is returned unchanged, so that the console can offer to continue anyway."""
    async with workshop(tmp_path, stage=Stage.VOTE) as open_room:
        await open_room.joined(3)
        async with ConsoleClient(rooms(tmp_path)[0]) as console:
            refused = await console.act(actions.GoOn())
            assert refused is not None
            assert (refused.code, refused.message) == ("missing", "3 of 3 have not voted yet.")
            assert await console.act(actions.GoOn(anyway=True)) is None


async def test_only_this_user_can_open_the_socket(tmp_path: Path) -> None:
    """The socket and its folder are closed to everybody else."""
    async with workshop(tmp_path):
        (position,) = rooms(tmp_path)
        assert stat.S_IMODE(position.stat().st_mode) == 0o600
        assert stat.S_IMODE(position.parent.stat().st_mode) == 0o700
    assert rooms(tmp_path) == ()


async def test_a_socket_that_was_left_behind(tmp_path: Path) -> None:
    """A host that was killed leaves its socket; nobody is led to it, and it is no hindrance."""
    async with workshop(tmp_path):
        left = tmp_path / "rooms" / "AAAAA.sock"
        with socket.socket(socket.AF_UNIX) as dead:
            dead.bind(str(left))
        assert left.exists()
        assert [position.stem for position in rooms(tmp_path)] == [CODE]
    session = Journal.open(None).rooms.begin(story(), 1, "AAAAA")
    consoles = ConsoleServer(session, tmp_path)
    await consoles.open()
    assert [position.stem for position in rooms(tmp_path)] == ["AAAAA"]
    await consoles.close()


async def test_a_room_without_phones_opens_no_port(tmp_path: Path) -> None:
    """A console can follow a room by hands too, and nothing listens on the network for it."""
    session = Journal.open(None).rooms.begin(story(), 1, CODE)
    consoles = ConsoleServer(session, tmp_path)
    before = _listening()
    await consoles.open()
    assert consoles.trouble is None
    async with ConsoleClient(rooms(tmp_path)[0]) as console:
        assert await console.act(actions.Heads(12)) is None
        seen = await first(console)
        assert seen is not None
        assert seen.heads == 12
    assert _listening() == before
    await consoles.close()


async def test_the_projector_has_an_action_first(tmp_path: Path) -> None:
    """What it answers to an action of a console is the reply, and the room does not change."""

    def turned(action: actions.RoomAction, console: str) -> Failure | None:
        refused = isinstance(action, actions.GoOn)
        return Failure(code="turned", message=messages.TURNED) if refused else None

    async with workshop(tmp_path / "phones") as open_room:
        alone = ConsoleServer(Journal.open(None).rooms.begin(story(), 1, CODE), tmp_path)
        await alone.open()
        for server, at in ((open_room.phones, tmp_path / "phones"), (alone, tmp_path)):
            server.intercept(turned)
            async with ConsoleClient(rooms(at)[0]) as console:
                reply = await console.act(actions.GoOn())
                assert isinstance(reply, Failure)
                assert (reply.code, reply.message) == ("turned", messages.TURNED)
                assert await console.act(actions.Heads(12)) is None
                seen = await first(console)
                assert seen is not None
                assert (seen.stage, seen.heads) == (Stage.LOBBY, 12)
        await alone.close()


async def test_two_consoles_that_go_on_together_take_one_step(tmp_path: Path) -> None:
    """What one sends with, or just after, another's step was meant for the page before."""
    clock = Clock()
    consoles = ConsoleServer(
        Journal.open(None).rooms.begin(story(), 1, CODE), tmp_path, clock=clock
    )
    await consoles.open()
    async with ConsoleClient(rooms(tmp_path)[0]) as one, ConsoleClient(rooms(tmp_path)[0]) as other:
        answers = await asyncio.gather(one.act(actions.GoOn()), other.act(actions.GoOn()))
        assert sorted(map(message_of, answers)) == ["", messages.GONE_ON]
        stepped, late = (one, other) if answers[0] is None else (other, one)
        clock.now += SETTLING / 2
        assert await late.act(actions.GoOn()) == GONE_ON
        assert await late.act(actions.Heads(12)) is None
        assert await stepped.act(actions.GoOn()) is None
        clock.now += SETTLING
        assert await late.act(actions.Reveal(anyway=True)) is None
        assert await stepped.act(actions.GoOn()) == GONE_ON
        seen = await first(one)
        assert seen is not None
        assert seen.stage is Stage.REVEAL
    await consoles.close()


def _listening() -> set[str]:
    """The TCP ports that this process listens on."""
    own = {link.readlink().name for link in Path("/proc/self/fd").iterdir() if link.is_symlink()}
    result = set()
    for name in ("tcp", "tcp6"):
        for line in Path("/proc/net", name).read_text().splitlines()[1:]:
            parts = line.split()
            if parts[3] == "0A" and f"socket:[{parts[9]}]" in own:
                result.add(parts[1])
    return result


async def test_a_folder_too_deep_for_a_socket(tmp_path: Path) -> None:
    """Then no second terminal can be a console; the room reports it and goes on."""
    deep = tmp_path / ("x" * 60) / ("y" * 60)
    session = Journal.open(None).rooms.begin(story(), 1, CODE)
    consoles = ConsoleServer(session, deep)
    await consoles.open()
    assert consoles.trouble is not None
    assert "second terminal" in consoles.trouble
    await consoles.close()


async def test_a_room_that_goes_and_comes(tmp_path: Path) -> None:
    """A console is notified that the room is gone, and reconnects when it is back."""
    journal = Journal.open(None)
    session = journal.rooms.begin(story(), 1, CODE)
    consoles = ConsoleServer(session, tmp_path)
    await consoles.open()
    (position,) = rooms(tmp_path)
    async with ConsoleClient(position) as console:
        async with aclosing(console.facilitator_views()) as facilitator_views, asyncio.timeout(20):
            assert await anext(facilitator_views) is not None
            await consoles.close()
            assert await anext(facilitator_views) is None
            assert await console.act(actions.Deal()) == UNREACHABLE
            again = ConsoleServer(session, tmp_path)
            await again.open()
            while (seen := await anext(facilitator_views)) is None:
                pass
            assert seen.stage is Stage.LOBBY
        await again.close()


async def test_pairing_over_the_network(tmp_path: Path) -> None:
    """A ticket lets one console in, once; a revoked console is out at once."""
    async with workshop(tmp_path) as open_room:
        ticket = open_room.ticket()
        async with ConsoleClient(open_room.base) as console, ConsoleClient(open_room.base) as other:
            refused = await console.act(actions.GoOn())
            assert refused is not None
            assert await console.pair("WRONG-WRON-GWRO") is not None
            assert await console.pair(f" {ticket.lower()} ") is None
            assert await other.pair(ticket) is not None
            assert await console.act(actions.GoOn()) is None
            assert open_room.room.stage is Stage.READ
            async with (
                aclosing(console.facilitator_views()) as facilitator_views,
                asyncio.timeout(10),
            ):
                assert await anext(facilitator_views) is not None
                open_room.phones.revoke()
                assert [
                    facilitator_view
                    async for facilitator_view in facilitator_views
                    if facilitator_view is not None
                ] == []
            refused = await console.act(actions.GoOn())
            assert refused is not None
            assert open_room.room.stage is Stage.READ
        assert ticket not in open_room.log()


@pytest.mark.parametrize("revoked", [False, True])
async def test_pairings_are_carried_on(tmp_path: Path, revoked: bool) -> None:
    """A resumed room keeps its paired consoles unless they were revoked, and accepts no others."""
    async with workshop(tmp_path) as open_room, ConsoleClient(open_room.base) as console:
        # Before its first act the room is not in the journal yet.
        assert await console.pair(open_room.ticket()) is None
        open_room.do(actions.GoOn())
        if revoked:
            open_room.phones.revoke()
        await open_room.phones.close()
        journal = Journal.open(tmp_path / "journal.db")
        session = journal.rooms.resume(journal.rooms.runs()[0], story())
        phones = PhoneServer(session, tmp_path, bind="127.0.0.1", port=open_room.phones.port)
        await phones.open()
        assert (await console.act(actions.GoOn()) is None) is not revoked
        async with ConsoleClient(open_room.base) as other:
            assert await other.act(actions.GoOn()) is not None
        await phones.close()
        journal.close()


def test_tickets() -> None:
    """A ticket is good for five minutes, once, and only the newest; revoking ends all of it."""
    now = 0.0
    pairing = Pairing(Journal.open(None).rooms.begin(story(), 1, CODE), lambda: now)
    assert pairing.pair("") is None
    old, new = pairing.ticket(), pairing.ticket()
    assert pairing.pair(old) is None
    secret = pairing.pair(new)
    assert secret is not None
    assert pairing.is_paired(secret)
    assert pairing.pair(new) is None
    late = pairing.ticket()
    now = 301.0
    assert pairing.pair(late) is None
    unused = pairing.ticket()
    pairing.revoke()
    assert pairing.pair(unused) is None
    assert not pairing.is_paired(secret)
    assert not pairing.is_paired(None)


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"do": "vote", "seat": "x", "ballot": CALL, "option": "lead"}, 403),
        ({"do": "join", "seat": "x"}, 403),
        ({"do": "nothing"}, 400),
        ({}, 400),
        ([1], 400),
    ],
)
async def test_a_console_is_no_seat(tmp_path: Path, data: object, status: int) -> None:
    """A paired console applies the facilitator's actions, and cannot vote for a seat."""
    async with workshop(tmp_path, stage=Stage.VOTE) as open_room:
        async with open_room.http.post(
            f"{open_room.base}/console/pair", json={"ticket": open_room.ticket()}
        ) as paired:
            cookie = f"console={paired.cookies['console'].value}"
            assert paired.cookies["console"]["httponly"]
            assert paired.cookies["console"]["samesite"] == "Strict"
        before = open_room.room
        async with open_room.http.post(
            f"{open_room.base}/console/act", json=data, headers={"Cookie": cookie}
        ) as answer:
            assert answer.status == status
        assert open_room.room is before


async def test_wrong_tickets_are_held_up(tmp_path: Path) -> None:
    """Guessing is slowed down, and the right ticket is taken all the same."""
    async with workshop(tmp_path) as open_room:
        ticket = open_room.ticket()
        result = []
        for guess in [*("AAAA-BBBB-CCCC" for _ in range(12)), ticket]:
            async with open_room.http.post(
                f"{open_room.base}/console/pair", json={"ticket": guess}
            ) as answer:
                result.append(answer.status)
        assert result == [403] * 10 + [429] * 2 + [200]


@pytest.mark.parametrize("path", ["/console/admit", "/console/act"])
async def test_without_a_pairing(tmp_path: Path, path: str) -> None:
    """Nothing is done for a phone, whatever cookie it has, and the log keeps its other lines."""
    async with workshop(tmp_path, clock=lambda: 0.0) as open_room:
        (bot,) = await open_room.joined(1)
        open_room.phones.admission.crowded = 1
        before = open_room.room
        token = bot.cookie.partition("=")[2]
        for cookie in ["", bot.cookie, f"console={token}"] * 20:
            headers = {"Cookie": cookie} if cookie else {}
            async with open_room.http.post(
                f"{open_room.base}{path}", json={"do": "go-on"}, headers=headers
            ) as answer:
                assert answer.status == 403
        assert open_room.phones.admission.crowded == 1
        assert open_room.room is before
        assert len(open_room.log().splitlines()) == MAX_NOTES


def test_what_a_console_is_sent() -> None:
    """Counts of an open vote, who is missing, notes, key and the next question, as plain data."""
    room = done(cast_votes(at_choice(4), ["good", "good", "poor"]), actions.Heads(2))
    data = json.loads(json.dumps(to_data(console_view(room))))
    assert (data["voted"], data["people"], data["missing"]) == (3, 6, 3)
    counts = {option["id"]: option["count"] for option in data["options"]}
    assert counts == {"good": 2, "poor": 1, "odd": 0, "dull": 0}
    assert data["question"] == "What do we do?"
    assert data["best"] == ["text of good"]
    assert (data["ask"], data["later"]) == ([], ["ask of hall"])
    assert [seat["id"] for seat in data["roster"]] == [f"seat-{item:03}" for item in range(4)]


@pytest.mark.parametrize("stage", list(Stage))
def test_a_console_is_sent_something_at_each_stage(stage: Stage) -> None:
    """In any stage the view comes out of JSON as the value that went in."""
    seen = console_view(to_stage(stage), connected=2, errors=1, trouble="The disk is full.")
    assert from_data(ConsoleView, json.loads(json.dumps(to_data(seen)))) == seen
    data = json.loads(json.dumps(to_data(console_view(to_stage(stage)))))
    assert data["stage"] == stage.value


async def test_a_console_hands_out_tickets_with_a_code(tmp_path: Path) -> None:
    """The console on the private socket gets a ticket that pairs another, and ends them all."""
    async with workshop(tmp_path) as room, ConsoleClient(rooms(tmp_path)[0]) as console:
        ticket = await console.ticket()
        assert isinstance(ticket, Ticket)
        assert len(ticket.qr) == len(ticket.qr[0])
        address = ticket.command.rpartition(" ")[2]
        base, _, code = address.rpartition("/")
        async with ConsoleClient(base) as paired:
            assert await paired.pair(code) is None
            assert await paired.act(actions.GoOn()) is None
            assert await console.revoke() == messages.REVOKED
            refusal = await paired.act(actions.GoOn())
            assert refusal is not None
        assert room.room.stage is Stage.READ


async def test_a_console_shows_what_the_room_answers(tmp_path: Path) -> None:
    """What is done, and that it was not stored, comes from the room word by word."""
    async with workshop(tmp_path) as open_room, ConsoleClient(rooms(tmp_path)[0]) as console:
        await open_room.joined(1)
        assert await console.admit_more() == "Up to 500 phones from one address now."
        assert await console.release_absent() == messages.absent(1)
        journal = open_room.session._keep.__self__._connection  # type: ignore[attr-defined]
        journal.execute("PRAGMA query_only = ON")
        unkept = await console.revoke()
        assert open_room.session.failure is not None
        assert unkept == open_room.session.failure.message
        journal.execute("PRAGMA query_only = OFF")


@in_browser
async def test_one_phone_on_a_paired_phone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The count fits its noun."""
    monkeypatch.setattr(PhoneServer, "connected", 1)
    async with workshop(tmp_path) as room, phone(room) as page:
        await page.goto(f"{room.base}/console#{room.ticket()}")
        await page.locator("#view").wait_for()
        assert "1 phone on" in (await page.locator("#count").text_content() or "")


@in_browser
async def test_go_on_stays_in_reach_on_a_phone(tmp_path: Path) -> None:
    """Wherever a long page stands, the button to go on is on the screen of a paired phone."""
    async with workshop(tmp_path) as room, phone(room) as page:
        for number in range(60):
            room.do(actions.Join(f"seat-{number:02}"))
        await page.goto(f"{room.base}/console#{room.ticket()}")
        await page.locator("#view").wait_for()
        await page.locator("summary").click()
        for position in (0, 100_000):
            await page.evaluate(f"window.scrollTo(0, {position})")
            box = await page.locator("#go").bounding_box()
            assert box is not None
            assert box["y"] + box["height"] <= 844
            assert box["height"] >= 44
        async with page.expect_request("**/console/act") as sent:
            await page.locator("#go").click()
        assert await (await sent.value).header_value(KEYBOARD)
        await until(lambda: room.room.stage is Stage.READ)
        page.on("dialog", lambda dialog: dialog.accept("7"))
        await page.get_by_role("button", name="How many by hand").click()
        await until(lambda: room.room.heads == 7)
