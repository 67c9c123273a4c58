"""What the back row must read: large, in strong contrast, and without colour."""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import zxingcpp
from rich.color import Color as Ink
from rich.segment import Segment
from textual.color import Color
from textual.pilot import Pilot

from game.core.failure import Failure
from game.journal.rooms import RoomSession
from game.journal.store import Journal
from game.room import actions
from game.room.state import Stage, options
from game.server.app import PhoneServer
from game.server.network import Adapter
from game.tui.theme import THEMES
from game.tui.widgets.block_graphics import QrCode, big
from game.tui.widgets.projector import FILLS, FIRST, JoinPanel
from tests.tui.rooms import TOLD, Gate, room, to_stage
from tests.tui.stage import picture, rows
from tests.tui.test_theme import contrast


SIZES = [(64, 18), (80, 24), (120, 34)]
LOOKS = list(zip(SIZES, ("light", "dark", "high-contrast"), strict=True))
FIRST_VOTE = ("list", "talk", "captain", "talk", "talk")
LAST_VOTE = ("list", "list", "list", "talk", "captain")


async def whole(pilot: Pilot[None], session: RoomSession) -> AsyncIterator[str]:
    """A name for each page of a session, votes asked for and given; its second scene is skipped."""
    while True:
        await pilot.pause()
        yield session.room.stage.value
        if session.room.stage is Stage.OVER:
            return
        ballot = session.room.open_ballot
        if ballot is not None:
            named = options(session.room, ballot)
            votes = LAST_VOTE if ballot.number > 1 else FIRST_VOTE
            session.apply_all(
                actions.Vote(
                    seat, ballot.key, vote if vote in named else named[position % len(named)]
                )
                for position, (seat, vote) in enumerate(
                    zip(session.room.seats, votes, strict=False)
                )
            )
            await pilot.pause()
            yield f"{session.room.stage.value}, voted"
        if session.room.stage is Stage.WHY:
            to_stage(session, Stage.ENDING)
        elif isinstance(session.act(actions.GoOn(anyway=True)), Failure):
            assert session.room.ballot is not None
            session.act(actions.Decide(options(session.room, session.room.ballot)[0]))


def places(pilot: Pilot[None], text: str, scale: int = 1) -> list[tuple[int, int]]:
    """Where *text* stands on the screen in letters of *scale*, else three rows high."""
    shown, glyphs = rows(pilot), [row.rstrip() for row in big(text, scale)]
    return [
        (top, left)
        for top in range(len(shown) - len(glyphs) + 1)
        for left in range(len(shown[top]) + 1)
        if all(
            shown[top + down][left : left + len(glyph)] == glyph
            for down, glyph in enumerate(glyphs)
        )
    ]


@pytest.mark.parametrize(("size", "theme"), LOOKS)
async def test_every_page(size: tuple[int, int], theme: str) -> None:
    """
    Code, count, clock, letters and votes are three rows high, and bars two or three.

    The code and the whole address are there on every page from the lobby to the end,
    and each text stands out from its ground by seven to one, as it is drawn.
    """
    minimum = 3 if size == (80, 24) else 2
    async with room(size, people=5) as (pilot, session):
        pilot.app.theme = theme
        async for page in whole(pilot, session):
            assert faint(pilot) == [], page
            assert places(pilot, Gate.code), page
            assert "192.168.1.23:8080" in picture(pilot), page
            if session.room.timer:
                clocks = [f"0:{left}" for left in range(40, 60)]
                assert any(places(pilot, clock) for clock in clocks), page
            ballot = session.room.open_ballot
            if ballot is not None:
                voted = len(session.room.votes.get(ballot.key, ()))
                small = size == (64, 18) and session.room.timer
                assert places(pilot, f"{voted}" if small else f"{voted}/5"), page
                for letter in "ABCD"[: len(options(session.room, ballot))]:
                    assert places(pilot, letter), (page, letter)
            if session.room.stage is Stage.REVEAL:
                assert session.room.ballot is not None
                letters = "ABCD"[: len(options(session.room, session.room.ballot))]
                assert all(places(pilot, letter) for letter in letters), page
                assert len(bars(pilot)) == len(letters)
                assert min(map(len, bars(pilot))) >= minimum, page
            session.act(actions.Timer(time.time() + 59))


def bars(pilot: Pilot[None]) -> list[list[str]]:
    """The rows of each option's bar, the thin line of the first vote among them."""
    result: list[list[str]] = []
    last = -2
    for number, row in enumerate(rows(pilot)[3:]):
        drawn = row[5:-14].strip()
        if drawn and set(drawn) <= {*FILLS, FIRST}:
            above = result[-1][-1][0] if number == last + 1 else ""
            if above != drawn[0] and above != FIRST:
                result.append([])
            result[-1].append(drawn)
            last = number
    return result


def pieces(pilot: Pilot[None]) -> Iterator[Segment]:
    """The pieces of the screen that have something in them, with their style."""
    for strip in pilot.app.screen._compositor.render_strips():
        yield from (piece for piece in strip if piece.text.strip())


def colour(ink: Ink | None) -> Color:
    """The colour of a piece, as it is drawn."""
    assert ink is not None
    return Color.from_rich_color(ink)


def graphic(text: str) -> bool:
    """Whether *text* is lines and frames alone, or the end of a scrollbar: nobody reads them."""
    return text == "▄" or all(0x2500 <= ord(char) < 0x2580 or char in "▁▂▃▅▆▇ " for char in text)


def faint(pilot: Pilot[None]) -> list[tuple[str, float]]:
    """What stands out too little from its ground: text below 7:1, lines below 3:1."""
    result = []
    for piece in pieces(pilot):
        style = piece.style
        assert style is not None
        fore, back = colour(style.color), colour(style.bgcolor)
        if style.reverse:
            fore, back = back, fore
        assert not style.dim, piece.text
        ratio = contrast(fore, back)
        if ratio < (3 if graphic(piece.text) else 7):
            result.append((piece.text, round(ratio, 2)))
    return result


LONG = "HTTP://192.168.100.200:8080"


@pytest.mark.parametrize(("size", "people"), [((64, 18), 40), ((64, 18), 200), ((80, 24), 200)])
async def test_the_address_is_whole_in_a_full_room(
    size: tuple[int, int], people: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many vote, with a clock or without, the big numbers leave the address whole."""
    monkeypatch.setattr(Gate, "address", f"{LONG}/{Gate.code}")
    async with room(size, people=people) as (pilot, session):
        session.apply_all([actions.GoOn(), actions.GoOn()])
        for until, clock in ((0.0, ""), (time.time() + 599, "9:5")):
            session.act(actions.Timer(until))
            await pilot.pause()
            assert LONG.removeprefix("HTTP://") in rows(pilot)[0].split("/")[-1]
            assert f"0 of {people} have voted" in rows(pilot)[2]
            assert places(pilot, clock or "0"), "clock, or count, in large letters"


async def test_without_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no colour at all, words, letters, shapes and fills tell everything apart."""
    monkeypatch.setenv("NO_COLOR", "1")
    async with room((80, 24), people=4) as (pilot, session):
        seen: dict[str, str] = {}

        async def look(state: str, *todo: actions.RoomAction) -> str:
            for act in todo:
                session.act(act)
            await pilot.pause()
            seen[state] = picture(pilot)
            for piece in pieces(pilot):
                style = piece.style
                assert style is not None
                assert (style.color, style.bgcolor, style.dim) == (None, None, None), piece.text
            return " ".join(seen[state].split())

        def ballot(*chosen: str) -> list[actions.RoomAction]:
            assert session.room.ballot is not None
            key = session.room.ballot.key
            return [
                actions.Vote(seat, key, item)
                for seat, item in zip(session.room.seats, chosen, strict=True)
            ]

        await look("waiting")
        await look("reading", actions.GoOn())
        await look("asking", actions.GoOn())
        assert "PAUSE" in await look("pausing", actions.Pause(on=True))
        assert "door closed" in await look("closed", actions.Pause(on=False), actions.Lock(on=True))
        await look("open again, timed", actions.Lock(on=False), actions.Timer(time.time() + 59))
        level = ballot("lead", "lead", "manage", "manage")
        assert "It's a tie between" in await look("tied", *level, actions.GoOn())
        assert "The facilitator settled on B" in await look("settled", actions.Decide("manage"))
        await look("choosing", actions.GoOn())
        await look("talking", *ballot("list", "talk", "talk", "captain"), actions.GoOn())
        await look("again", actions.GoOn())
        shown = await look("shown", *ballot("list", "list", "list", "captain"), actions.GoOn())
        assert "The room: B" in shown
        fills = [set(drawn) for bar in bars(pilot) for drawn in bar if drawn[0] != FIRST]
        assert len(set(map(frozenset, fills))) == 2
        assert [bar[0][0] for bar in bars(pilot)] == [FIRST] * 3
        await look("outcome", actions.GoOn())
        await look("why", actions.GoOn())
        await pilot.press("enter")
        why = await look("key of why")
        assert "▲ people" in why
        assert "how and when ■" in why
        assert "▶ Manage, then lead" in why
        assert len(set(seen.values())) == len(seen)


def pixels(pilot: Pilot[None], scale: int = 4) -> memoryview:
    """The screen as a camera sees it, two dots a cell, each *scale* wide; letters left out."""
    dots: list[bytes] = []
    for strip in pilot.app.screen._compositor.render_strips():
        upper, lower = bytearray(), bytearray()
        for piece in strip:
            assert piece.style is not None
            paper = piece.style.bgcolor
            ink = piece.style.color or paper  # a blank piece may have none
            fore, back = (round(255 * colour(item).brightness) for item in (ink, paper))
            for char in piece.text:
                upper += bytes([fore if char in "█▀" else back]) * scale
                lower += bytes([fore if char in "█▄" else back]) * scale
        dots += [bytes(upper)] * scale + [bytes(lower)] * scale
    return memoryview(b"".join(dots)).cast("B", (len(dots), len(dots[0])))


@pytest.mark.parametrize("size", [*SIZES[:2], (120, 40), (200, 60)])
async def test_phones_read_the_code_off_the_screen(
    size: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A decoder reads the address with the join secret from the wall as it is drawn, in every theme.

    The words beside it have the address alone.
    """
    result = (Adapter("wlan0", "192.168.1.23"),)
    session = Journal.open(None).rooms.begin(TOLD, 1, Gate.code)
    way = PhoneServer(session, tmp_path, find=lambda: result)
    monkeypatch.setattr(Gate, "qr", lambda _: way.qr())
    monkeypatch.setattr(Gate, "address", way.address)
    async with room(size) as (pilot, _):
        for theme in THEMES:
            pilot.app.theme = theme.name
            await pilot.pause()
            (code,) = zxingcpp.read_barcodes(pixels(pilot))
            assert code.text == f"HTTP://192.168.1.23:8080/{way.secret}", theme.name
            words = "\n".join(rows(pilot))
            assert "HTTP://192.168.1.23:8080" in words, theme.name
            assert way.secret not in words, theme.name


@pytest.mark.parametrize(
    ("size", "code", "address", "qr"),
    [
        ((64, 18), 1, 0, 33),
        ((80, 24), 1, 0, 33),
        ((100, 30), 3, 1, 33),
        ((120, 40), 4, 1, 33),
        ((160, 45), 4, 1, 66),
        ((200, 60), 5, 1, 99),
    ],
)
async def test_the_way_in_grows_with_the_screen(
    size: tuple[int, int], code: int, address: int, qr: int
) -> None:
    """
    On a large screen code, address and square code are larger, and all of the panel is there.

    A smaller window takes that back.
    """
    async with room((200, 60), people=3) as (pilot, _):
        await pilot.resize_terminal(*size)
        await pilot.pause()
        assert places(pilot, Gate.code, code), picture(pilot)
        assert not places(pilot, Gate.code, code + 1)
        assert bool(places(pilot, "192.168.1.23:8080", address or 1)) is (address > 0)
        assert "HTTP://192.168.1.23:8080\n" in picture(pilot)
        assert f"and type {Gate.code}\n" in picture(pilot)
        assert "3 joined." in picture(pilot)
        panel, square = pilot.app.screen.query_one(JoinPanel), pilot.app.screen.query_one(QrCode)
        assert square.outer_size.width == qr
        assert panel.region.contains_region(square.region)
        assert panel.max_scroll_y == 0
        assert faint(pilot) == []


async def test_a_name_of_a_machine_stays_in_small_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address with letters that have no large form is whole in the text; the code is large."""
    monkeypatch.setattr(Gate, "address", "HTTPS://WORKSHOP.EXAMPLE.ORG/room-7/479FA")
    async with room((120, 40)) as (pilot, _):
        assert "HTTPS://WORKSHOP.EXAMPLE.ORG/room-7\n" in picture(pilot)
        assert places(pilot, Gate.code, 2)


def test_the_longest_address_makes_a_small_code(tmp_path: Path) -> None:
    """Version 2 at level M, 25 modules wide, holds every IPv4 address with a port and the code."""
    for address, port in (("10.0.0.5", 80), ("192.168.100.200", 8080), ("255.255.255.255", 65535)):
        result = (Adapter("wlan0", address),)
        session = Journal.open(None).rooms.begin(TOLD, 1, Gate.code)
        assert len(PhoneServer(session, tmp_path, find=lambda: result, port=port).qr()) <= 25  # noqa: B023


@pytest.mark.parametrize("width", [32, 40, 48, 56, 64, 80])
async def test_what_does_not_fit_the_strip_is_left_out(width: int) -> None:
    """In a narrow window no address, state or count is cut, which would say something else."""
    async with room((width, 18), people=40) as (pilot, session):
        session.apply_all([actions.GoOn(), actions.GoOn(), actions.Heads(12), actions.Lock(True)])
        for until, paused in itertools.product((0.0, 1.0), (False, True)):
            session.apply_all([actions.Timer(until), actions.Pause(paused)])
            await pilot.pause()
            address, states, count = (
                re.sub("[^ -~·]", " ", row[21:]).strip() for row in rows(pilot)[:3]
            )
            assert width < 80 or (address and states and count)
            assert address in ("", "192.168.1.23:8080", "HTTP://192.168.1.23:8080")
            known = {"", "PAUSE", "Time is up.", "door closed", "2 phones on", "12 by hand"}
            assert set(states.split(" · ")) <= known
            assert count in ("", "0 of 52 have voted")
