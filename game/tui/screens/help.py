"""Help on rules and keys; about the game."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from game import __version__
from game.text import labels
from game.tui.screens.base import GameScreen
from game.tui.screens.facilitator import FacilitatorScreen
from game.tui.text import line, lines, literal, paragraphs
from game.tui.widgets.key_bar import KeyBar


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
        yield KeyBar()

    def on_mount(self) -> None:
        """Let the arrows scroll."""
        self.query_one("#page").focus()


_MOVING = (
    ("↑ ↓", "Move, or scroll"),
    ("1-9", "Move to a card"),
    ("PgUp PgDn", "A screenful up or down"),
    ("Tab", "To the next part of the screen"),
)
_ANYWHERE = (("Ctrl+P", "Find any command by its name"),)


class HelpScreen(GameScreen):
    """Help for the screen *about* it was opened from."""

    DEFAULT_CSS = """
    HelpScreen #page { padding: 1 2; }
    HelpScreen #page Static { max-width: 76; height: auto; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "leave", "Back", show=False)]

    def __init__(self, about: Screen[object]) -> None:
        super().__init__()
        self._contents = _contents(about)

    def contents(self) -> ComposeResult:
        """The page."""
        with VerticalScroll(id="page"):
            yield Static(self._contents, markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Let the arrows scroll."""
        self.query_one("#page").focus()


def _contents(screen: Screen[object]) -> Content:
    """Who runs a room looks for a key while all wait, so there the keys come first."""
    hosts = isinstance(screen, FacilitatorScreen)
    keys: list[Content | str] = [literal("Keys here", "bold $lead"), _keys(screen, hosts=hosts)]
    playing: list[Content | str] = [literal("How to play", "bold $lead"), *labels.HOW_TO_PLAY]
    if hosts:  # a room has no points
        return paragraphs([*keys, *playing])
    points: list[Content | str] = [literal("The points", "bold $lead"), *labels.HOW_POINTS_WORK]
    return paragraphs([*playing, *points, *keys])


def _keys(screen: Screen[object], *, hosts: bool) -> Content:
    """The keys of *screen*; where it *hosts*, all of the room's, and no others."""
    bindings = [
        active.binding
        for active in screen.active_bindings.values()
        if (active.node is screen and active.binding.tooltip if hosts else active.enabled)
        and not active.binding.system
    ]
    key_label = screen.key_label if isinstance(screen, GameScreen) and not hosts else _describe
    text = [
        (screen.app.get_key_display(binding), binding.tooltip or key_label(binding))
        for binding in bindings
        if key_label(binding)
    ]
    rows = dict.fromkeys(text if hosts else [*_MOVING, *text, *_ANYWHERE])
    return lines(line((f"{key:<12}", "bold"), about) for key, about in rows)


def _describe(binding: Binding) -> str:
    return binding.description
