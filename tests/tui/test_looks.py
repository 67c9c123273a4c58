"""How pages look: colours, marks and keys at every size."""

from __future__ import annotations

import pytest
from rich.color import Color
from textual import events
from textual.strip import Strip

from game.core.enums import Pole
from game.tui.theme import SHAPES, THEMES
from game.tui.widgets.key_bar import KeyBar, fold
from tests.tui.keyboard import screen
from tests.tui.stage import FERRY, rows, stage


@pytest.mark.parametrize(
    "name",
    [
        *("home", "play-call", "play-why", "play-ending", "debrief", "scenarios", "handbook"),
        *("growth", "projector-why", "console-vote"),
    ],
)
async def test_the_colours_of_the_poles_are_used_for_nothing_else(name: str) -> None:
    """Where the colour of leading or managing is on a row, its shape stands there too."""
    theme = next(theme for theme in THEMES if theme.name == "dark")
    async with screen(name, (120, 60)) as game:
        for strip in game.app.screen._compositor.render_strips():
            for pole in Pole:
                if _has_colour(strip, theme.variables[pole.value]):
                    assert SHAPES[pole] in strip.text


def _has_colour(strip: Strip, colour: str) -> bool:
    drawn = Color.parse(colour)
    return any(
        segment.text.strip() and segment.style and segment.style.color == drawn for segment in strip
    )


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_a_sign_marks_the_focused_card(theme: str) -> None:
    """Without any colour the rows of the focused card differ from those of all others."""
    async with stage((80, 40), play=FERRY, settings={"theme": theme}) as pilot:
        await pilot.press("enter", "4")
        marked = [row for row in rows(pilot) if row.lstrip().startswith("█")]
        assert len(marked) == 1
        assert "4 ■ ▲ Manage, then lead" in marked[0]


@pytest.mark.parametrize("name", ["play-call", "play-why", "play-ending", "debrief", "home"])
async def test_every_key_is_shown_at_64_by_18(name: str) -> None:
    """Keys that one row has no room for stand on a second one."""
    async with screen(name, (64, 18)) as game:
        bar = game.app.screen.query_one(KeyBar)
        shown = " ".join(rows_of(bar))
        for _, sign, label in bar._offered.values():
            assert f"{sign} {label}" in shown
        assert "F1 ? Help" in shown


def rows_of(bar: KeyBar) -> list[str]:
    """Return what *bar* shows, a text a row."""
    top = bar.region.y
    strips = bar.screen._compositor.render_strips()[top : top + bar.region.height]
    return [strip.text.strip() for strip in strips]


def test_keys_are_folded_between_two_keys() -> None:
    """A key never begins on one row and ends on the next; none is lost."""
    keys = [(letter, letter, "word") for letter in "abcdef"]
    folded = fold(keys, 15)
    assert [[sign for _, sign, _ in row] for row in folded] == [["a", "b"], ["c", "d"], ["e", "f"]]
    assert fold(keys, 0) == [keys]


async def test_a_click_on_the_second_row_presses_its_key() -> None:
    """A key that was folded onto the second row can be clicked there."""
    async with screen("play-why", (64, 18)) as game:
        bar = game.app.screen.query_one(KeyBar)
        last = bar._rows[-1][-1]
        pressed: list[str] = []
        game.app.simulate_key = pressed.append  # type: ignore[assignment, method-assign]
        at = rows_of(bar)[-1].index(f"{last[1]} {last[2]}") + 1
        click = events.Click(bar, at, len(bar._rows) - 1, 0, 0, 1, False, False, False)
        bar.on_click(click)
        assert pressed == [last[0]]
