"""Keys that arrive in one read do what the same keys do when they are typed slowly."""

from __future__ import annotations

import pytest
from textual.widgets import OptionList

from game.core.actions import GiveCall
from game.core.playthrough import Phase
from game.core.terms import Call
from game.tui.app import GameApp
from game.tui.screens.play import PlayScreen
from game.tui.widgets.cards import Card
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
KEYS: dict[str, list[list[str]]] = {
    "home": [["2", ENTER, ENTER], [DOWN, DOWN, ENTER, "2", ENTER], ["2", ENTER, ENTER, ENTER]],
    "play": [[ENTER, "3", ENTER, "2", ENTER, ENTER]],
    "play-call": [["2", ENTER], [DOWN, ENTER, DOWN, ENTER], ["4", UP, ENTER], ["c", ESCAPE, "2"]],
    "play-why": [["w", "3", ENTER], ["i", DOWN, ENTER, "2", ENTER], ["l", ESCAPE, ENTER, ENTER]],
    "play-ending": [["1", ENTER, ENTER, "2", ENTER], ["3", ENTER, ENTER], ["2", ENTER, ENTER]],
    "people": [[ESCAPE, "2", ENTER]],
    "what-if": [["3", ENTER, ENTER, "2", ENTER], [DOWN, ENTER, "b", "3"]],
    "debrief": [[ENTER, "2", ENTER, ENTER, "2", ENTER, ENTER], ["p", ENTER, DOWN, ENTER, "w"]],
    "campaign": [[ENTER, ENTER, ENTER, "2", ENTER]],
    "campaigns": [[ENTER, ENTER, ENTER]],
    "letter": [[ESCAPE, "3", ENTER]],
    "scenarios": [[DOWN, DOWN, ENTER, ENTER, "2", ENTER], ["/", "s", "m", ENTER, ENTER, ENTER]],
    "journal": [[ENTER, ENTER, "2"], ["g", "r", ENTER, "2", ENTER], ["r", ENTER, "3", ENTER]],
    "growth": [["r", ENTER, "2", ENTER]],
    "handbook": [["/", "t", "e", "a", "m", ENTER, DOWN, ENTER, "2", ENTER, "b"]],
    "settings": [[DOWN, ENTER, TAB, DOWN, ENTER, TAB, DOWN, ENTER]],
    "about": [[ESCAPE, "3", ENTER, "2"]],
    "help": [["q", "4", ENTER, ESCAPE, "5"]],
    "workshop": [["2", ENTER, DOWN, ENTER], [DOWN, ENTER, DOWN, DOWN, ENTER]],
    "room-scenarios": [[DOWN, ENTER, ENTER, ENTER], ["/", "r", "a", ENTER, DOWN, ENTER, "n", "4"]],
    "projector": [["x", DOWN, ENTER, ENTER], ["n", "4", ENTER, ENTER], [ENTER, F1, ESCAPE, ENTER]],
    "projector-vote": [
        ["h", "1", " ", "2", ENTER, ENTER],
        ["s", "s", ENTER, ENTER, "d", "b", ENTER],
    ],
    "console": [["n", "4", ENTER, ENTER, ENTER], [F1, "q", ENTER]],
    "console-vote": [["h", "1", " ", "2", ENTER, ENTER, "d", "b", ENTER]],
    "preview": [["j", DOWN, ENTER, "2", ENTER], ["m", ESCAPE, ENTER, "3", ENTER, "k"]],
    "jump": [[DOWN, ENTER, "2", ENTER]],
    "map": [[ESCAPE, "2", ENTER]],
    "pick": [[DOWN, DOWN, ENTER, "2", ENTER]],
    "home-palette": [[PALETTE, PAGE_UP], [PALETTE, "j", "o", "u", ENTER, DOWN]],
}
"""Keys to press one after another, by the screen where they begin."""
CASES = [(name, keys) for name, runs in KEYS.items() for keys in runs]


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


@pytest.mark.parametrize(
    ("name", "keys"), CASES, ids=lambda value: "".join(value).encode("unicode_escape").decode()
)
async def test_one_read_equals_single_keys(
    name: str, keys: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The state is the same after all keys at once as after one key at a time."""
    monkeypatch.setattr("secrets.randbelow", lambda bound: 7)
    start = name.partition("-palette")[0]
    async with screen(start) as game:
        before = shown(game.app), state(game.app)
        for key in keys:
            await feed(game.app, key.encode())
        slow = state(game.app)
        assert (shown(game.app), slow) != before
    async with screen(start) as game:
        await feed(game.app, "".join(keys).encode())
        assert state(game.app) == slow


@pytest.mark.parametrize(("pressed", "given"), [("2\r", Call.MANAGE), ("\x1b[B\r", Call.MANAGE)])
async def test_enter_takes_what_a_key_before_it_pointed_at(pressed: str, given: Call) -> None:
    """A digit or an arrow and Enter in one read answer with the card that was moved to."""
    async with screen("play-call") as game:
        await feed(game.app, pressed.encode())
        (played,) = (s for s in game.app.screen_stack if isinstance(s, PlayScreen))
        assert played.session.play.actions[-1] == GiveCall("quay", given)
        assert played.seen.phase is Phase.CHOICE
