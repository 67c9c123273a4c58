"""What all screens share, and a screen to pick one of many."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static

from game.tui.ports import Game
from game.tui.text import literal
from game.tui.widgets.cards import Card
from game.tui.widgets.key_bar import KeyBar


MIN_WIDTH, MIN_HEIGHT = 30, 9
PAGE_CSS = """
    layers: base over;
    #page { padding: 1 2 0 2; scrollbar-gutter: stable; }
    #page > Static { max-width: 76; height: auto; margin-bottom: 1; }
    #page > Cards { max-width: 76; }
    &.-low #page { padding: 0 1; }
"""
"""Rules of a screen with one text and cards below it."""


class TooSmall(Static):
    """Covers a screen that has no room and says what it needs."""

    DEFAULT_CSS = """
    TooSmall {
        display: none; layer: over; dock: top; width: 100%; height: 100%;
        background: $background; content-align: center middle; text-align: center;
    }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)

    def show_state(self, width: int, height: int) -> None:
        """Cover the screen if it is smaller than the game needs."""
        self.display = width < MIN_WIDTH or height < MIN_HEIGHT
        self.update(f"Needs {MIN_WIDTH}x{MIN_HEIGHT}, has {width}x{height}. Enlarge me.")


class GameScreen(Screen[None]):
    """A screen of the game."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="screen.leave"),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown,space", "page(1)", "Page down", show=False),
    ]

    @property
    def enter_label(self) -> str:
        """What Enter does where the focus is, for the line of keys; empty to leave it unsaid."""
        focused = self.focused
        if isinstance(focused, Card):
            return "Go on" if focused.onward else "Choose"
        return ""

    def key_label(self, binding: Binding) -> str:
        """What the line of keys says of *binding*; empty to leave it out."""
        if binding.key == "enter" and self.enter_label:
            return self.enter_label
        return binding.description if binding.show else ""

    @property
    def game(self) -> Game:
        """The app."""
        return cast(Game, self.app)

    def compose(self) -> ComposeResult:
        """The screen's own contents, and the word for when there is no room."""
        yield from self.contents()
        yield TooSmall()

    def contents(self) -> ComposeResult:
        """What this screen shows."""
        raise NotImplementedError

    def on_resize(self, event: events.Resize) -> None:
        """Tell whether there is room."""
        self.query_one(TooSmall).show_state(event.size.width, event.size.height)

    def action_leave(self) -> None:
        """Go back to where one came from."""
        if len(self.app.screen_stack) > 2:
            self.app.pop_screen()

    def action_page(self, by: int) -> None:
        """Scroll the page by a screenful, once it is there."""
        for page in self.query("#page"):
            page.scroll_page_down() if by > 0 else page.scroll_page_up()


class PickScreen(GameScreen):
    """
    *told* above *items*; the place of the one that is picked goes to *then*.

    Where *asks* has a question about a place, it is picked by the same key again.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "leave", "Back", show=False)]
    DEFAULT_CSS = """
    PickScreen #told { padding: 1 2; }
    PickScreen #list { height: 1fr; border: none; padding: 0 1; background: $background; }
    """

    def __init__(
        self,
        text: str,
        items: Sequence[Content],
        then: Callable[[int], Awaitable[object]],
        question: Callable[[int], str] = lambda place: "",
    ) -> None:
        super().__init__()
        self._text_of = text
        self._items = items
        self._then = then
        self._asks = question
        self._asked: int | None = None

    def contents(self) -> ComposeResult:
        """A word and the list."""
        yield Static(literal(self._text_of, "$quiet"), id="told", markup=False)
        yield OptionList(*self._items, id="list", markup=False)
        yield KeyBar()

    @on(OptionList.OptionHighlighted)
    def forget(self, event: OptionList.OptionHighlighted) -> None:
        """Ask again about another one."""
        if self._asked not in (None, event.option_index):
            self._asked = None
            self.query_one("#told", Static).update(literal(self._text_of, "$quiet"))

    @on(OptionList.OptionSelected)
    async def pick(self, event: OptionList.OptionSelected) -> None:
        """Go back with the one that was picked, and asked about."""
        event.stop()
        question = self._asks(event.option_index)
        if question and self._asked != event.option_index:
            self._asked = event.option_index
            self.query_one("#told", Static).update(literal(question, "bold $lead"))
        elif self.app.screen is self:  # a second Enter may have been there already
            self.app.pop_screen()
            await self._then(event.option_index)
