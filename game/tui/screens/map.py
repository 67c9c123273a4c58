"""The map: every scene of the scenario that is being written, and the ways between them."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from game.tui.literal import literal
from game.tui.screens.base import GameScreen
from game.tui.widgets.keys import Keys


class MapScreen(GameScreen):
    """A page of text as wide as there is room; *drawn* gives it for a number of columns."""

    DEFAULT_CSS = """
    MapScreen #page { padding: 0 1; scrollbar-gutter: stable; }
    MapScreen #page Static { height: auto; }
    """

    def __init__(self, drawn: Callable[[int], str]) -> None:
        super().__init__()
        self._drawn = drawn

    def contents(self) -> ComposeResult:
        """The page."""
        with VerticalScroll(id="page"):
            yield Static(id="map", markup=False)
        yield Keys()

    def on_mount(self) -> None:
        """Let the arrows scroll."""
        self.query_one("#page").focus()

    def on_resize(self, event: events.Resize) -> None:
        """Draw it as wide as the page is now."""
        super().on_resize(event)
        beside = 3  # the padding and the scroll bar
        self.query_one("#map", Static).update(literal(self._drawn(event.size.width - beside)))
