"""Base classes of screens, and a screen to pick an item."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import OptionList, Static

from game.tui.text import literal
from game.tui.timers import SureTimers
from game.tui.widgets.cards import Card, Cards
from game.tui.widgets.key_bar import KeyBar


if TYPE_CHECKING:
    from game.tui.ports import Game


MIN_WIDTH, MIN_HEIGHT = 30, 9
WIDTHS = [(0, "-slim"), (60, "-mid"), (108, "-wide")]
"""Fewest columns, and the class that screens of this width have."""
HEIGHTS = [(0, "-low"), (22, "-tall")]
"""Fewest rows, and the class that screens of this height have."""
PAGE_CSS = """
    layers: base over;
    #page { padding: 1 2 0 2; scrollbar-gutter: stable; }
    #page > Static { max-width: 76; height: auto; margin-bottom: 1; }
    #page > Cards { max-width: 76; }
    &.-low #page { padding: 0 1; }
"""
"""Rules of a screen with one text and cards below it."""


class TooSmall(Static):
    """A cover for a screen that is smaller than ``MIN_WIDTH`` x ``MIN_HEIGHT`` cells."""

    DEFAULT_CSS = """
    TooSmall {
        display: none; layer: over; dock: top; width: 100%; height: 100%;
        background: $background; content-align: center middle; text-align: center;
    }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)

    def show_state(self, width: int, height: int) -> None:
        """Cover a screen of *width* x *height* cells if it is too small."""
        self.display = width < MIN_WIDTH or height < MIN_HEIGHT
        self.update(f"Needs {MIN_WIDTH}x{MIN_HEIGHT}, has {width}x{height}. Enlarge me.")


class GameScreen(SureTimers, Screen[None]):
    """A screen of the game, with contents and a cover for small terminals."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """Textual draws the whole screen when the focus moves; the two widgets draw themselves."""
    keys_first: ClassVar[bool] = False
    """Whether the help on this screen begins with its keys."""

    DEFAULT_CSS = """
    GameScreen {
        align-horizontal: center;
        overflow: hidden;  /* its parts scroll; a bar here would come and go in narrow windows */
        & > #page, & > #shelf, & > #list, & > #prompt { min-width: 12; max-width: 140; }
        & > #search, & > #filter, & > #filters { max-width: 140; }
    }
    """
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="screen.leave"),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown,space", "page(1)", "Page down", show=False),
    ]

    @property
    def enter_label(self) -> str:
        """The key bar's label of Enter for the focused widget; empty to leave it out."""
        focused = self.focused
        if isinstance(focused, Card):
            return "Go on" if focused.onward else "Choose"
        return ""

    guards_enter = True
    """Whether Enter does nothing for a moment after a page change."""

    def key_label(self, binding: Binding) -> str:
        """Return the key bar's label of *binding*; empty to leave it out."""
        if binding.key == "enter" and self.enter_label:
            return self.enter_label
        if binding.action == "move(1)" and isinstance(self.focused, Cards):
            return "Pick one"
        return binding.description if binding.show else ""

    def help_on(self, binding: Binding) -> str:
        """Return what the help says of *binding*; empty to leave it out."""
        return binding.tooltip or self.key_label(binding)

    @property
    def game(self) -> Game:
        """The app."""
        return cast("Game", self.app)

    def compose(self) -> ComposeResult:
        """Yield the contents, then the cover for small terminals."""
        self._set_size_classes()
        yield from self.contents()
        yield TooSmall()

    def _set_size_classes(self) -> None:
        """Set the classes of the size before there are widgets that would be styled again."""
        for size, points in zip(self.app.size, (WIDTHS, HEIGHTS), strict=True):
            now = max(point for point in points if point[0] <= size)
            self.update_classes({point[1]: point == now for point in points}, update=False)

    def contents(self) -> ComposeResult:
        """Yield the widgets of this screen."""
        raise NotImplementedError

    def on_screen_resume(self) -> None:
        """Protect the page from an Enter that was meant for the screen before."""
        self.page_changed()

    def page_changed(self) -> None:
        """Let Enter do nothing for a moment, which ends after the page was drawn."""
        guard = self.game.enter_guard
        guard.page_changed()
        self.call_after_refresh(guard.page_changed)

    def on_resize(self, event: events.Resize) -> None:
        """Update the cover for small terminals."""
        self.query_one(TooSmall).show_state(event.size.width, event.size.height)

    def action_leave(self) -> None:
        """Go back to the previous screen, if any."""
        if len(self.app.screen_stack) > 2:
            self.app.pop_screen()

    def action_page(self, by: int) -> None:
        """Scroll the page by a screenful: down if *by* is positive, else up."""
        for page in self.query("#page"):
            page.scroll_page_down() if by > 0 else page.scroll_page_up()


class PickScreen(GameScreen):
    """
    A list of *items* below *text*; call *then* with the index of the picked one.

    An item for which *question* returns a text is picked only by Enter twice; the text is
    shown in between.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "leave", "Back", show=False)]
    DEFAULT_CSS = """
    PickScreen #prompt { padding: 1 2; }
    PickScreen #list { height: 1fr; border: none; padding: 0 1; background: $background; }
    """

    def __init__(
        self,
        text: str,
        items: Sequence[Content],
        then: Callable[[int], Awaitable[object]],
        question: Callable[[int], str] = lambda index: "",
    ) -> None:
        super().__init__()
        self._text = text
        self._items = items
        self._then = then
        self._question = question
        self._questioned: int | None = None

    def contents(self) -> ComposeResult:
        """Yield the text and the list."""
        yield Static(literal(self._text, "$quiet"), id="prompt", markup=False)
        yield OptionList(*self._items, id="list", markup=False)
        yield KeyBar()

    @on(OptionList.OptionHighlighted)
    def forget(self, event: OptionList.OptionHighlighted) -> None:
        """Show the text again when the cursor leaves a questioned item."""
        if self._questioned not in (None, event.option_index):
            self._questioned = None
            self.query_one("#prompt", Static).update(literal(self._text, "$quiet"))

    @on(OptionList.OptionSelected)
    async def pick(self, event: OptionList.OptionSelected) -> None:
        """Show the question of the selected item, or go back and call *then*."""
        event.stop()
        question = self._question(event.option_index)
        if question and self._questioned != event.option_index:
            self._questioned = event.option_index
            self.query_one("#prompt", Static).update(literal(question, "bold $accent"))
        elif self.app.screen is self:  # a second Enter may be queued already
            self.app.pop_screen()
            await self._then(event.option_index)
