"""What every screen has: a page that scrolls, the keys, and a word when there is no room."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Static

from game.tui.widgets.cards import Card


if TYPE_CHECKING:
    from game.tui.app import GameApp


LEAST_WIDTH, LEAST_HEIGHT = 30, 9


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

    def tell(self, width: int, height: int) -> None:
        """Cover the screen if it is smaller than the game needs."""
        self.display = width < LEAST_WIDTH or height < LEAST_HEIGHT
        self.update(f"Needs {LEAST_WIDTH}x{LEAST_HEIGHT}, has {width}x{height}. Enlarge me.")


class GameScreen(Screen[None]):
    """A screen of the game."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="screen.leave"),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown,space", "page(1)", "Page down", show=False),
    ]

    @property
    def enter_does(self) -> str:
        """What Enter does where the focus is, for the line of keys; empty to leave it unsaid."""
        focused = self.focused
        if isinstance(focused, Card):
            return "Go on" if focused.onward else "Choose"
        return ""

    def says(self, binding: Binding) -> str:
        """What the line of keys says of *binding*; empty to leave it out."""
        if binding.key == "enter" and self.enter_does:
            return self.enter_does
        return binding.description if binding.show else ""

    @property
    def game(self) -> GameApp:
        """The app, with its library and journal."""
        return cast("GameApp", self.app)

    def compose(self) -> ComposeResult:
        """The screen's own contents, and the word for when there is no room."""
        yield from self.contents()
        yield TooSmall()

    def contents(self) -> ComposeResult:
        """What this screen shows."""
        raise NotImplementedError

    def on_resize(self, event: events.Resize) -> None:
        """Tell whether there is room."""
        self.query_one(TooSmall).tell(event.size.width, event.size.height)

    def action_leave(self) -> None:
        """Go back to where one came from."""
        if len(self.app.screen_stack) > 2:
            self.app.pop_screen()

    def action_page(self, by: int) -> None:
        """Scroll the page by a screenful, once it is there."""
        for page in self.query("#page"):
            page.scroll_page_down() if by > 0 else page.scroll_page_up()
