"""Help: how to play, how points come about, and the keys of the screen at hand."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from game.core import words
from game.tui.literal import line, lines, literal, paragraphs
from game.tui.screens.base import GameScreen
from game.tui.widgets.keys import Keys


class HelpScreen(GameScreen):
    """Help for the screen *about* it was opened from."""

    DEFAULT_CSS = """
    HelpScreen #page { padding: 1 2; }
    HelpScreen #page Static { max-width: 76; height: auto; }
    """

    def __init__(self, about: Screen[object]) -> None:
        super().__init__()
        self._keys = _keys(about)

    def contents(self) -> ComposeResult:
        """The page."""
        with VerticalScroll(id="page"):
            yield Static(
                paragraphs(
                    [
                        literal("How to play", "bold $lead"),
                        *words.HOW_TO_PLAY,
                        literal("The points", "bold $lead"),
                        *words.HOW_POINTS_WORK,
                        literal("Keys here", "bold $lead"),
                        self._keys,
                    ]
                ),
                markup=False,
            )
        yield Keys()

    def on_mount(self) -> None:
        """Let the arrows scroll."""
        self.query_one("#page").focus()


def _keys(screen: Screen[object]) -> Content:
    told = [
        (screen.app.get_key_display(active.binding), active.binding.description)
        for active in screen.active_bindings.values()
        if active.enabled and active.binding.description and not active.binding.system
    ]
    rows = dict.fromkeys([("↑ ↓", "Move or scroll"), ("1-9", "Move to a card"), *told])
    return lines(line((f"{key:<12}", "bold"), about) for key, about in rows)
