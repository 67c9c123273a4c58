"""One of many, picked from a list."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static

from game.tui.literal import literal
from game.tui.screens.base import GameScreen
from game.tui.widgets.keys import Keys


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
        told: str,
        items: Sequence[Content],
        then: Callable[[int], Awaitable[object]],
        asks: Callable[[int], str] = lambda place: "",
    ) -> None:
        super().__init__()
        self._told = told
        self._items = items
        self._then = then
        self._asks = asks
        self._asked: int | None = None

    def contents(self) -> ComposeResult:
        """A word and the list."""
        yield Static(literal(self._told, "$quiet"), id="told", markup=False)
        yield OptionList(*self._items, id="list", markup=False)
        yield Keys()

    @on(OptionList.OptionHighlighted)
    def forget(self, event: OptionList.OptionHighlighted) -> None:
        """Ask again about another one."""
        if self._asked not in (None, event.option_index):
            self._asked = None
            self.query_one("#told", Static).update(literal(self._told, "$quiet"))

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
