"""Pages opened from a playthrough: its people and gauges, or a text once more."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from game.core import scoring
from game.core.view import View
from game.tui.screens.base import PAGE_CSS, GameScreen
from game.tui.widgets.key_bar import KeyBar
from game.tui.widgets.side_panel import Cast, Gauges


class PeopleScreen(GameScreen):
    """The cast and the gauges as a page."""

    DEFAULT_CSS = """
    PeopleScreen {
        layers: base over;
        #page { padding: 1 2; }
        Gauges { max-width: 60; margin-bottom: 1; }
        &.-low #page { padding: 0 1; }
    }
    """

    def __init__(self, seen: View) -> None:
        super().__init__()
        self.seen = seen

    def contents(self) -> ComposeResult:
        """Yield the gauges above the cast."""
        with VerticalScroll(id="page"):
            yield Gauges()
            yield Cast()
        yield KeyBar()

    def on_mount(self) -> None:
        """Fill the gauges, once they have moved, and the cast."""
        seen = self.seen
        self.query_one(Gauges).display = seen.gauges != scoring.Gauges()
        self.query_one(Gauges).show(
            seen.gauges, seen.gauges, seen.state, plain=self.game.plain_gauges, animate=False
        )
        self.query_one(Cast).show(seen.people)
        self.query_one("#page").focus()


class TextScreen(GameScreen):
    """A *text* shown again during a playthrough: the letter of its posting, or a moment."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "leave", "Back", show=False),
    ]
    DEFAULT_CSS = f"TextScreen {{ {PAGE_CSS} }}"

    def __init__(self, text: Content) -> None:
        super().__init__()
        self.text = text

    def contents(self) -> ComposeResult:
        """Yield the text."""
        with VerticalScroll(id="page"):
            yield Static(self.text, markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Focus the page, so that arrow keys scroll it."""
        self.query_one("#page").focus()
