"""Help on rules and keys, and the page about the game."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from game import __version__
from game.text import explanation, help_pages
from game.tui.screens.base import GameScreen
from game.tui.screens.facilitator_keys import FacilitatorScreen
from game.tui.text import line, lines, literal, paragraphs
from game.tui.widgets.cards import Cards
from game.tui.widgets.key_bar import KeyBar


class AboutScreen(GameScreen):
    """The page about the game."""

    DEFAULT_CSS = """
    AboutScreen #page { padding: 1 2; }
    AboutScreen #page Static { max-width: 76; height: auto; }
    """

    def contents(self) -> ComposeResult:
        """Yield the page."""
        with VerticalScroll(id="page"):
            yield Static(
                paragraphs(
                    [
                        literal(f"Two Hats {__version__}", "bold $accent"),
                        *help_pages.ABOUT,
                        explanation.KEYS_ARE_AUTHORED,
                        help_pages.PRACTICE_NOT_TEST,
                    ]
                ),
                markup=False,
            )
        yield KeyBar()

    def on_mount(self) -> None:
        """Focus the page, so that arrow keys scroll it."""
        self.query_one("#page").focus()


_MOVING = (
    ("↑ ↓", "Move, or scroll"),
    ("1-9", "Move to a card"),
    ("PgUp PgDn", "A screenful up or down"),
    ("Tab", "To the next part of the screen"),
)
_ANYWHERE = (("Ctrl+P", "Find any command by its name"),)
_DESCRIBED = frozenset({"ctrl+p", "ctrl+q"})
"""Keys of every Textual app that `_ANYWHERE` and q describe in this game's words."""


class HelpScreen(GameScreen):
    """Help on the screen *about*."""

    DEFAULT_CSS = """
    HelpScreen #page { padding: 1 2; }
    HelpScreen #page Static { max-width: 76; height: auto; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "leave", "Back", show=False)]

    def __init__(self, about: Screen[object]) -> None:
        super().__init__()
        self._contents = _contents(about)

    def contents(self) -> ComposeResult:
        """Yield the page."""
        with VerticalScroll(id="page"):
            yield Static(self._contents, markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Focus the page, so that arrow keys scroll it."""
        self.query_one("#page").focus()

    def key_label(self, binding: Binding) -> str:
        """Return the key bar's label of *binding*; none for help, which is open."""
        return "" if binding.action == "help" else super().key_label(binding)


def _contents(screen: Screen[object]) -> Content:
    """Return the help on *screen*; for facilitators and authors, keys first."""
    facilitates = isinstance(screen, FacilitatorScreen)
    stack = screen.app.screen_stack
    rooms: list[Screen[Any]] = [item for item in stack if isinstance(item, FacilitatorScreen)]
    keys: list[Content | str] = [
        literal("Keys here", "bold $accent"),
        _keys(screen, facilitates=facilitates),
    ]
    playing: list[Content | str] = [literal("How to play", "bold $accent"), *help_pages.HOW_TO_PLAY]
    if rooms:  # a room shows no points
        of_room: list[Content | str] = [
            literal("Keys of the room", "bold $accent"),
            _keys(rooms[-1], facilitates=True),
        ]
        return paragraphs([*keys, *([] if facilitates else of_room), *playing])
    points: list[Content | str] = [
        literal("The points", "bold $accent"),
        *help_pages.HOW_POINTS_WORK,
    ]
    if isinstance(screen, GameScreen) and screen.keys_first:
        return paragraphs([*keys, *playing, *points])
    return paragraphs([*playing, *points, *keys])


def _keys(screen: Screen[object], *, facilitates: bool) -> Content:
    """Return the keys of *screen*; if it *facilitates*, all of its bindings and no others."""
    bindings = [
        active.binding
        for active in screen.active_bindings.values()
        if (active.node is screen and active.binding.tooltip if facilitates else active.enabled)
        and not active.binding.system
        and active.binding.key not in _DESCRIBED
    ]
    help_on = screen.help_on if isinstance(screen, GameScreen) and not facilitates else _describe
    keys = [
        (screen.app.get_key_display(binding), about)
        for binding in bindings
        if (about := help_on(binding))
    ]
    own = {key.casefold() for key, _ in keys} | (set() if screen.query(Cards) else {"1-9"})
    moving = [row for row in _MOVING if row[0].casefold() not in own]
    rows = dict.fromkeys(keys if facilitates else [*moving, *keys, *_ANYWHERE])
    return lines(line((f"{key:<12}", "bold"), about) for key, about in rows)


def _describe(binding: Binding) -> str:
    return binding.tooltip or binding.description
