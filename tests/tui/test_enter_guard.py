"""Nothing happens by accident: Enter after a page change, cards out of sight, Escape."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot

from game.core.playthrough import Phase
from game.tui.app import GameApp
from game.tui.enter_guard import HELD, EnterGuard
from game.tui.screens.home import HomeScreen
from game.tui.screens.play import PlayScreen
from game.tui.terminal import InputDecoder
from game.tui.widgets.cards import Card, Cards
from tests.shared import until
from tests.tui.keyboard import feed
from tests.tui.stage import FERRY, picture, rows, stage


class Clock:
    """Seconds that pass only when the test says so."""

    now = 0.0

    def __call__(self) -> float:
        """The time."""
        return self.now


async def never() -> bool:
    """No Enter comes again."""
    return False


async def always() -> bool:
    """Enter is held down."""
    return True


@pytest.mark.parametrize(("after", "taken"), [(0.0, False), (0.39, False), (0.4, True), (9, True)])
async def test_enter_does_nothing_just_after_a_page_change(after: float, taken: bool) -> None:
    """For 400 ms after a page change an Enter is refused, then it is taken."""
    clock = Clock()
    guard = EnterGuard(0.4, clock)
    guard.page_changed()
    clock.now += after
    assert await guard.permits(never) is taken


async def test_a_held_enter_does_nothing() -> None:
    """Repeats are refused for as long as the key is held, also the first, which comes late."""
    clock = Clock()
    guard = EnterGuard(0.4, clock)
    assert await guard.permits(never)
    guard.page_changed()
    for repeat in range(100):
        clock.now = 0.5 + repeat / 30
        assert not await guard.permits(always)
    clock.now += HELD
    assert await guard.permits(never)


async def test_two_slow_presses_are_both_taken() -> None:
    """A second Enter that is no repeat is taken as soon as the pause is over."""
    clock = Clock()
    guard = EnterGuard(0.4, clock)
    assert await guard.permits(never)
    guard.page_changed()
    clock.now = 0.5
    assert await guard.permits(never)


@pytest.mark.parametrize(("pressed", "taken"), [(0.9, False), (1.0, True), (1.1, True)])
async def test_only_a_key_on_the_page_itself_shows_that_it_was_seen(
    pressed: float, taken: bool
) -> None:
    """A key from before the page appeared, which waited in the queue, ends no pause."""
    clock = Clock()
    guard = EnterGuard(0.4, clock)
    clock.now = 1.0
    guard.page_changed()
    clock.now = 1.1
    guard.other_key(pressed)
    assert await guard.permits(never) is taken


async def test_enter_after_another_key_is_no_repeat() -> None:
    """It is taken at once, without waiting for the next: a key ends the repeats of the last."""
    clock = Clock()
    guard = EnterGuard(0.4, clock)
    assert await guard.permits(never)
    guard.page_changed()
    guard.other_key(clock.now)
    assert await guard.permits(always)


@asynccontextmanager
async def guarded(size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[Pilot[None], Clock]]:
    """The ferry at its briefing, with the guard of a real game and a clock that stands still."""
    clock = Clock()
    async with stage(size, play=FERRY) as pilot:
        app = pilot.app
        assert isinstance(app, GameApp)
        app.enter_guard = EnterGuard(0.4, clock)
        app.screen.page_changed()  # type: ignore[attr-defined]
        await pilot.pause()
        yield pilot, clock


def played(pilot: Pilot[None]) -> PlayScreen:
    """The play screen."""
    assert isinstance(pilot.app.screen, PlayScreen)
    return pilot.app.screen


async def test_enters_of_one_read_turn_one_page() -> None:
    """Many Enters at once turn no page that nobody has seen."""
    async with guarded() as (pilot, clock):
        assert isinstance(pilot.app, GameApp)
        await feed(pilot.app, b"\r\r\r\r")
        assert played(pilot).seen.phase is Phase.BRIEFING
        clock.now += 1
        await feed(pilot.app, b"\r\r\r\r")
        assert played(pilot).seen.phase is Phase.CALL


async def test_enter_after_another_key_on_the_page_needs_no_wait() -> None:
    """A digit typed right after a page change moves to its card, and Enter takes that card."""
    async with guarded() as (pilot, clock):
        clock.now += 1
        await pilot.press("enter", "enter")
        assert played(pilot).seen.phase is Phase.CALL
        await pilot.press("4")
        assert isinstance(pilot.app.focused, Card)
        await pilot.press("enter", "enter")
        assert played(pilot).seen.phase is Phase.CHOICE


async def test_a_digit_and_enter_at_once_open_a_card_of_home() -> None:
    """Both in one read, as somebody types who knows the way."""
    async with guarded() as (pilot, _):
        app = pilot.app
        assert isinstance(app, GameApp)
        app.go_home()
        await pilot.pause()
        await feed(app, b"3\r")
        assert not isinstance(app.screen, HomeScreen)


async def test_a_screen_that_opens_is_guarded_too() -> None:
    """Enter on home's successor waits as well: a double Enter opens one thing, not two."""
    async with guarded() as (pilot, clock):
        app = pilot.app
        assert isinstance(app, GameApp)
        app.go_home()
        await pilot.pause()
        stack = list(app.screen_stack)
        await pilot.press("enter")
        assert app.screen_stack == stack
        clock.now += 1
        await pilot.press("enter")
        assert app.screen_stack != stack


async def test_nothing_is_chosen_until_an_arrow_or_a_digit() -> None:
    """Enter answers no question before a card has been pointed at."""
    async with stage((80, 40), play=FERRY) as pilot:
        await pilot.press("enter", "enter", "enter")
        assert played(pilot).seen.phase is Phase.CALL
        assert not any(row.lstrip().startswith("█") for row in rows(pilot))
        assert "↑ ↓ Pick one" in rows(pilot)[-1]
        await pilot.press("down")
        assert "⏎ Choose" in rows(pilot)[-1]
        await pilot.press("enter")
        assert played(pilot).seen.phase is Phase.CHOICE
        await pilot.press("enter")
        assert played(pilot).seen.phase is Phase.CHOICE


async def test_a_card_out_of_sight_is_shown_before_it_is_picked() -> None:
    """Enter on a card that is not on the screen scrolls to it; the next Enter picks it."""
    async with stage((64, 12), play=FERRY) as pilot:
        await pilot.press("enter", "4")
        page = played(pilot).query_one("#page")
        page.scroll_home(animate=False)
        await pilot.pause()
        assert "4 ■ ▲" not in picture(pilot)
        await pilot.press("enter")
        assert played(pilot).seen.phase is Phase.CALL
        assert "4 ■ ▲" in picture(pilot)
        await pilot.press("enter")
        assert played(pilot).seen.phase is Phase.CHOICE


async def test_a_call_is_taken_back_until_the_choice() -> None:
    """``b`` at the choices goes back to the call; nothing is chosen there."""
    async with stage((80, 40), play=FERRY) as pilot:
        await pilot.press("enter", "1", "enter")
        assert "b Other call" in " ".join(rows(pilot)[-2:])
        await pilot.press("b")
        assert played(pilot).seen.phase is Phase.CALL
        assert isinstance(pilot.app.focused, Cards)
        await pilot.press("2", "enter")
        assert "Your call: ■ Manage" in picture(pilot)


async def test_escape_waits_for_a_late_arrow() -> None:
    """Escape leaves after a moment; a key that comes first keeps the scenario open."""
    async with stage((80, 40), play=FERRY) as pilot:
        app = pilot.app
        assert isinstance(app, GameApp)
        app.leave_pause = 3600
        await pilot.press("enter", "escape")
        assert app.leaving is not None
        await feed(app, b"\x1b[B")
        assert app.leaving is None
        assert played(pilot).seen.phase is Phase.CALL
        app.leave_pause = 0.001
        await pilot.press("escape")
        await until(lambda: isinstance(app.screen, HomeScreen))
        await pilot.pause()


@pytest.mark.parametrize("tail", [b"[A", b"OA", b"[A\r"])
def test_a_late_arrow_is_an_arrow(tail: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes after an escape character that stood alone for too long completes its key."""
    now = 0.0
    monkeypatch.setattr("textual._parser.get_time", lambda: now)
    decoder = InputDecoder()
    assert not list(decoder.feed(b"\x1b"))
    now = 1.0
    assert [str(getattr(message, "key", "")) for message in decoder.tick()] == ["escape"]
    first, *_ = [str(getattr(message, "key", "")) for message in decoder.feed(tail)]
    assert first == "up"
    assert [str(getattr(message, "key", "")) for message in decoder.feed(b"[A")][-1] == "A"
