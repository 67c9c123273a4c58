"""The way in on the wall: which address, whether phones get there, and what to do if not."""

from __future__ import annotations

from pathlib import Path

import pytest
import zxingcpp

from game.cli.workshop import ServedWorkshop
from game.content.library import Library
from game.journal.store import Journal
from game.room import actions, messages
from game.room.names import CODE_LETTERS
from game.room.state import Stage
from game.server.app import PhoneServer
from game.server.network import Adapter, ranked
from game.tui.app import GameApp
from game.tui.screens.projector import ProjectorScreen
from game.tui.widgets.block_graphics import big
from game.tui.widgets.projector import JoinPanel
from tests.tui.rooms import TOLD, Gate, room, to_stage
from tests.tui.stage import picture
from tests.tui.test_back_row import pixels


WLAN = Adapter("wlan0", "192.168.1.23")
FOUND = (
    Adapter("tun0", "10.8.0.2", default=True),
    Adapter("docker0", "172.17.0.1"),
    Adapter("vEthernet (WSL)", "172.29.80.1"),
    WLAN,
)


def way(data: Path) -> PhoneServer:
    """The server's way in on a machine with a VPN, Docker, WSL and WiFi; it is not opened."""
    session = Journal.open(None).rooms.begin(TOLD, 1, Gate.code)
    return PhoneServer(session, data, find=lambda: ranked(FOUND))


async def test_any_address_can_be_announced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The WiFi's comes first; one key goes round through all of them, and the code follows."""
    server = way(tmp_path)
    monkeypatch.setattr(Gate, "addresses", server.addresses)
    monkeypatch.setattr(Gate, "address", server.address)

    def qr(gate: Gate) -> tuple[tuple[bool, ...], ...]:
        server.use(gate.address)
        return server.qr()

    monkeypatch.setattr(Gate, "qr", qr)
    announced = []
    async with room((80, 24)) as (pilot, _):
        for _ in range(len(FOUND) + 1):
            await pilot.pause()
            (address,) = (item for item in FOUND if f"://{item.address}:8080" in picture(pilot))
            (code,) = zxingcpp.read_barcodes(pixels(pilot))
            assert code.text == f"HTTP://{address.address}:8080/{server.secret}"
            announced.append(address.name)
            await pilot.press("a")
    assert announced == ["wlan0", "tun0", "docker0", "vEthernet (WSL)", "wlan0"]


def test_an_address_given_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was asked for with ``--bind`` and ``--port`` is announced, whatever else is found."""
    monkeypatch.setenv("TWO_HATS_DATA", str(tmp_path))
    journal = Journal.open(None)
    rooms = ServedWorkshop(Library.of(()), journal, bind="10.8.0.2", port=9000)
    session = rooms.begin(TOLD, None)
    phones = rooms.phones(session)
    assert phones.addresses == (f"HTTP://10.8.0.2:9000/{phones.secret}",)


async def test_more_phones_are_let_in_from_one_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the facilitator has to decide comes up by itself; one key lets more phones in."""
    monkeypatch.setattr(Gate, "notice", None)
    async with room((100, 30)) as (pilot, _):
        gate = pilot.app.screen.query_one(JoinPanel)._phones
        assert isinstance(gate, Gate)
        gate.notice = messages.MORE_WANT_IN
        screen = pilot.app.screen
        assert isinstance(screen, ProjectorScreen)
        screen.refill()
        await pilot.pause()
        assert messages.CROWDED in picture(pilot)
        await pilot.press("m")
        await pilot.pause()
        assert gate.steps == ["open", "admit"]
        assert "Up to 500 phones from one address now." in picture(pilot)


@pytest.mark.every_frame
async def test_changes_do_not_pile_up_before_a_slow_screen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However many votes come in while the screen is busy, it is filled once."""
    async with room((80, 24), people=3) as (pilot, session):
        await pilot.pause()
        filled: list[int] = []
        monkeypatch.setattr(ProjectorScreen, "refill", lambda _: filled.append(1))
        for number in range(50):
            session.act(actions.Join(f"late-{number}"))
        await pilot.pause()
        assert filled == [1]


def test_each_letter_of_a_code_has_a_large_glyph() -> None:
    """A code can be read from the back row; one of an older room is shown all the same."""
    rows = big(CODE_LETTERS)
    assert not any(letter in row for row in rows for letter in CODE_LETTERS)
    assert all(rows[0].split())
    older = big("K7Q")
    assert len({len(row) for row in older}) == 1
    assert older[1].startswith("K ")
    assert older[1].endswith(" Q")


@pytest.mark.parametrize("code", ["K7QFA", "k7qfa", "ÄÖÜ-·"])
@pytest.mark.parametrize("size", [(64, 18), (80, 24)], ids=lambda s: f"{s[0]}x{s[1]}")
async def test_a_code_with_letters_without_a_glyph(
    code: str, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The join panel and the strip of a vote show any code; what has no glyph stands small."""
    monkeypatch.setattr(Gate, "code", code)
    async with room(size, people=2) as (pilot, session):
        await pilot.pause()
        assert code in picture(pilot)
        to_stage(session, Stage.VOTE)
        await pilot.pause()
        shown = picture(pilot)
        small = [letter for letter in code if letter not in CODE_LETTERS]
        assert small
        assert all(letter in shown for letter in small)


@pytest.mark.parametrize("size", [(64, 18), (80, 24), (120, 40)])
async def test_the_first_page_is_for_the_audience(size: tuple[int, int]) -> None:
    """It welcomes people and says how to join; advice for the facilitator is not on it."""
    async with room(size) as (pilot, _):
        await pilot.pause()
        seen = picture(pilot)
        assert "Welcome" in seen
        assert "Point your phone" in seen
        words = " ".join(seen.split())
        assert "screen heights" not in words
        assert "by hand" not in words


async def test_one_key_forgets_every_console() -> None:
    """All consoles that were let in end by one key, here as on the console."""
    async with room((80, 24)) as (pilot, _):
        app = pilot.app
        assert isinstance(app, GameApp)
        await pilot.press("V")
        await pilot.pause()
        assert "No other machine may run the room now." in picture(pilot)
        assert "revoke" in app.workshop.gate.steps  # type: ignore[union-attr]
        assert app.workshop.gate.size == (80, 24)  # type: ignore[union-attr]


@pytest.mark.parametrize("size", [(64, 18), (80, 24), (120, 40)])
async def test_a_closed_door_has_no_way_in(size: tuple[int, int]) -> None:
    """While the door is closed the lobby says so and how it opens; no address, no code to type."""
    async with room(size) as (pilot, _):
        await pilot.press("l")
        await pilot.pause()
        seen = picture(pilot)
        closed = f"{messages.DOOR_CLOSED} l opens it."
        assert " ".join(seen.split()).count(closed) == 2  # the page, the notice
        assert not any(sign in seen for sign in ("192.168", Gate.code, *big(Gate.code), "▀▀█▀▀"))
        await pilot.press("l")
        await pilot.pause()
        assert messages.DOOR_OPEN in picture(pilot)
        assert "192.168.1.23:8080" in picture(pilot)


async def test_forgetting_consoles_without_phones_says_so() -> None:
    """Where no other machine can come in, the key says that instead of nothing."""
    async with room((80, 24), phones=False) as (pilot, _):
        await pilot.press("V")
        await pilot.pause()
        assert messages.NO_PHONES in " ".join(picture(pilot).split())
