"""Keys that arrive in one read do what the same keys do when they are typed slowly."""

from __future__ import annotations

import asyncio

import pytest
from textual.widgets import OptionList

from game.core.actions import GiveCall
from game.core.enums import Call
from game.core.playthrough import Phase
from game.tui import terminal
from game.tui.app import GameApp
from game.tui.screens.debrief import DebriefScreen, Step, WhatIfScreen
from game.tui.screens.home import HomeScreen
from game.tui.screens.play import PlayScreen
from game.tui.widgets.cards import Card
from tests.shared import until
from tests.tui.keyboard import SCREENS, feed, screen, shown


UP, DOWN, PAGE_UP, PAGE_DOWN, F1, PALETTE = (
    "\x1b[A",
    "\x1b[B",
    "\x1b[5~",
    "\x1b[6~",
    "\x1bOP",
    "\x10",
)
ENTER, TAB, ESCAPE = "\r", "\t", "\x1b[27u"
KEYS: dict[str, list[str]] = {
    "home": [DOWN, DOWN, ENTER, "2", ENTER],
    "play": [ENTER, "3", ENTER, "2", ENTER, ENTER],
    "play-call": ["c", ESCAPE, "4", UP, ENTER, DOWN, ENTER],
    "play-why": ["w", "3", ENTER],
    "play-ending": ["3", ENTER, ENTER],
    "people": [ESCAPE, "2", ENTER],
    "what-if": [DOWN, ENTER, "b", "3"],
    "debrief": ["p", "p", ENTER, DOWN, ENTER, ENTER, "2", ENTER],
    "campaign": [ENTER, ENTER, ENTER, "2", ENTER],
    "campaigns": [ENTER, ENTER, ENTER],
    "letter": [ESCAPE, "3", ENTER],
    "scenarios": ["/", "s", "m", ENTER, DOWN, ENTER, ENTER, ENTER],
    "journal": ["g", "r", ENTER, "2", ENTER],
    "history": ["r", ENTER, "2", ENTER],
    "handbook": ["/", "t", "e", "a", "m", ENTER, DOWN, ENTER, "2", ENTER, "b"],
    "settings": [DOWN, ENTER, TAB, DOWN, ENTER, TAB, DOWN, ENTER],
    "about": [ESCAPE, "3", ENTER, "2"],
    "help": ["q", "4", ENTER, ESCAPE, "5"],
    "workshop": [DOWN, ENTER, DOWN, DOWN, ENTER],
    "room-scenarios": ["/", "r", "a", ENTER, DOWN, ENTER, "n", "4"],
    "projector": [ENTER, F1, ESCAPE, "n", "4", ENTER, ENTER],
    "projector-vote": ["h", "1", " ", "2", ENTER, ENTER, "d", "b", ENTER],
    "console": [F1, ESCAPE, "n", "4", ENTER, ENTER, ENTER],
    "console-vote": ["h", "1", " ", "2", ENTER, ENTER, "d", "b", ENTER],
    "preview": ["j", DOWN, ENTER, "2", ENTER, "k"],
    "jump": [DOWN, ENTER, "2", ENTER],
    "map": [ESCAPE, "2", ENTER],
    "pick": [DOWN, DOWN, ENTER, "2", ENTER],
    "home-palette": [PALETTE, PAGE_UP, "j", "o", "u", ENTER, DOWN],
}
"""Keys to press one after another, by the screen where they begin."""


def test_every_screen_is_tried() -> None:
    """The table leaves out no screen but further pages of one that it has."""
    assert {*SCREENS} - {*KEYS} == {"projector-why"}


def state(app: GameApp) -> tuple[object, ...]:
    """Where *app* is, what was answered there, and what stands on the screen."""
    answered = [s.session.play.actions for s in app.screen_stack if isinstance(s, PlayScreen)]
    rooms = [repr(s.seen) for s in app.screen_stack if hasattr(s, "seen")]
    lists = [w.highlighted for w in app.screen.query(OptionList)]
    focused = app.focused.key if isinstance(app.focused, Card) else type(app.focused)
    return [type(s) for s in app.screen_stack], answered, rooms, lists, focused


async def loaded(app: GameApp) -> None:
    """Wait until home has its cards: a number means another card once they are all there."""
    (home,) = (s for s in app.screen_stack if isinstance(s, HomeScreen))
    await until(lambda: home._due)  # the last card that comes


@pytest.mark.parametrize("name", KEYS)
async def test_one_read_equals_single_keys(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The state is the same after all keys at once as after one key at a time."""
    monkeypatch.setattr("secrets.randbelow", lambda bound: 7)
    keys = KEYS[name]
    start = name.partition("-palette")[0]
    async with screen(start) as game:
        await loaded(game.app)
        before = shown(game.app), state(game.app)
        for key in keys:
            await feed(game.app, key.encode())
        slow = state(game.app)
        assert (shown(game.app), slow) != before
    async with screen(start) as game:
        await loaded(game.app)
        await feed(game.app, "".join(keys).encode())
        assert state(game.app) == slow


@pytest.mark.parametrize(
    ("pressed", "given"), [("2\r", Call.MANAGE), ("\x1b[B\x1b[B\r", Call.MANAGE)]
)
async def test_enter_takes_what_a_key_before_it_pointed_at(pressed: str, given: Call) -> None:
    """A digit or an arrow and Enter in one read answer with the card that was moved to."""
    async with screen("play-call") as game:
        await feed(game.app, pressed.encode())
        (played,) = (s for s in game.app.screen_stack if isinstance(s, PlayScreen))
        assert played.session.play.actions[-1] == GiveCall("quay", given)
        assert played.seen.phase is Phase.CHOICE


async def test_enter_waits_until_the_page_has_scrolled_to_its_card(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On a long page one Enter shows the card and the next one of the same read picks it."""
    monkeypatch.setattr("textual.screen.UPDATE_PERIOD", 0.2)
    async with screen("debrief", (64, 18)) as game:
        debrief = game.app.screen
        assert isinstance(debrief, DebriefScreen)
        await feed(game.app, b"p\r\r")
        assert debrief.step is Step.QUESTION


async def test_time_in_which_the_process_was_held_is_not_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Keys wait for a new screen although the longest wait is over when the process goes on."""
    monkeypatch.setattr(terminal, "MAX_WAIT", 0)
    async with screen("play-why") as game:
        await feed(game.app, b"w2\r")
        assert isinstance(game.app.screen, WhatIfScreen)
        assert "Start the boarding list aloud" in shown(game.app)
        assert "Other roads" in shown(game.app)


async def test_keys_after_the_one_that_leaves_are_dropped() -> None:
    """What arrives in one read with q is not waited for, nor obeyed."""
    async with screen("play-call") as game:
        await asyncio.wait_for(feed(game.app, b"q" + b"2\r" * 20), 60)
        (played,) = (s for s in game.app.screen_stack if isinstance(s, PlayScreen))
        assert GiveCall("quay", Call.MANAGE) not in played.session.play.actions
