"""``NO_COLOR``: the screen has no colour, and the current row has a sign of another kind."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.color import Color as Ground
from textual.theme import Theme

from game.journal.store import Journal
from game.tui.app import GameApp
from game.tui.no_color import NoColor
from game.tui.screens.scenarios import ScenariosScreen
from game.tui.theme import THEMES
from tests.shipped import LIBRARY


def drawn(style: Style | None, ground: str = "#000000") -> Style | None:
    """*style* as the filter leaves it in a widget on *ground*."""
    (segment,) = NoColor().apply([Segment("x", style)], Ground.parse(ground))
    return segment.style


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: str(theme.name))
def test_a_style_has_no_colour_but_stands_out(theme: Theme) -> None:
    """Text on the page stays as it is; what a theme marks by its ground is reversed."""
    assert theme.background is not None
    assert theme.accent is not None
    page = drawn(
        Style(color=theme.foreground, bgcolor=theme.background, bold=True), theme.background
    )
    current = drawn(Style(color=theme.background, bgcolor=theme.accent), theme.background)
    cursor = drawn(
        Style(color=theme.accent, bgcolor=theme.background, reverse=True), theme.background
    )
    assert page is not None
    assert (page.bold, page.reverse) == (True, False)
    for style in (page, current, cursor):
        assert style is not None
        assert (style.color, style.bgcolor) == (None, None)
        assert style is page or style.reverse
    assert drawn(None) is None
    assert drawn(Style(bgcolor=Color.default())) == Style(reverse=False)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: str(theme.name))
async def test_the_highlighted_row_of_a_list_is_reversed(
    monkeypatch: pytest.MonkeyPatch, theme: Theme
) -> None:
    """In every theme, the highlighted scenario is reversed, and no other text is."""
    monkeypatch.setenv("NO_COLOR", "1")
    app = GameApp(LIBRARY, Journal.open(None))
    async with app.run_test(size=(80, 24)) as pilot:
        app.theme = theme.name
        await app.push_screen(ScenariosScreen())
        await pilot.pause()
        lines = [
            "".join(part.text for part in strip if part.style and part.style.reverse)
            for strip in app.screen._compositor.render_strips()
        ]
        title, about = (line for line in lines if re.search(r"\w", line))
        assert title.startswith("Smoke on Ward Six")
        assert about.startswith("  hospital")


@pytest.mark.parametrize("key", ["2", "s", "5"])
async def test_no_screen_has_a_colour(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, key: str
) -> None:
    """No cell of home or of a screen has a colour; one card of home alone has the current sign."""
    monkeypatch.setenv("NO_COLOR", "1")
    app = GameApp(LIBRARY, Journal.open(None))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert signs(app) == {"colours": 0, "card": 1}
        await pilot.press(key, "enter")
        await pilot.pause()
        assert signs(app)["colours"] == 0


def signs(app: GameApp) -> dict[str, int]:
    """How many colours the screen has, and how many lines begin with the sign of a card."""
    segments = [segment for strip in app.screen._compositor.render_strips() for segment in strip]
    styles = [segment.style for segment in segments if segment.style is not None]
    text = "".join(segment.text for segment in segments)
    return {
        "colours": sum(bool(style.color or style.bgcolor) for style in styles),
        "card": len(re.findall(r"█ [1-9] ", text)),
    }
