"""About: where the ideas come from, how keys are made, what the points are for."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from game import __version__
from game.text import labels
from game.tui.literal import literal, paragraphs
from game.tui.screens.base import GameScreen
from game.tui.widgets.keys import Keys


class AboutScreen(GameScreen):
    """A page of plain text."""

    DEFAULT_CSS = """
    AboutScreen #page { padding: 1 2; }
    AboutScreen #page Static { max-width: 76; height: auto; }
    """

    def contents(self) -> ComposeResult:
        """The page."""
        with VerticalScroll(id="page"):
            yield Static(
                paragraphs(
                    [
                        literal(f"Two Hats {__version__}", "bold $lead"),
                        *labels.ABOUT,
                        labels.KEYS_ARE_AUTHORED,
                        labels.PRACTICE_NOT_TEST,
                    ]
                ),
                markup=False,
            )
        yield Keys()

    def on_mount(self) -> None:
        """Let the arrows scroll."""
        self.query_one("#page").focus()
