"""The cast and the gauges on a page of their own, for windows with no room beside the scene."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from game.core.view import View
from game.tui.screens.base import GameScreen
from game.tui.widgets.cast import Cast
from game.tui.widgets.gauges import Gauges
from game.tui.widgets.keys import Keys


class PeopleScreen(GameScreen):
    """Everyone, and how things stand."""

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
        """The gauges above the cast."""
        with VerticalScroll(id="page"):
            yield Gauges()
            yield Cast()
        yield Keys()

    def on_mount(self) -> None:
        """Show how things stand."""
        seen = self.seen
        self.query_one(Gauges).show(
            seen.gauges, seen.gauges, seen.state, plain=self.game.plain_gauges, animate=False
        )
        self.query_one(Cast).show(seen.people)
        self.query_one("#page").focus()
