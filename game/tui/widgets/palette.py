"""The command palette, whose list may change while a click on it is under way."""

from __future__ import annotations

from contextlib import suppress
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.command import CommandList, CommandPalette

from game.tui.widgets.key_bar import ROWS, KeyBar


ABOVE = 7
"""Rows above the list: the margin of the palette, and its prompt."""
ONE_COMMAND = 4
"""Rows of a list that shows one command."""


class PaletteList(CommandList):
    """A list of commands that ignores input for entries that are gone or not laid out yet."""

    def on_click(self, event: events.Click) -> None:
        """Keep Textual's handler from looking up an index past the end."""
        if event.style.meta.get("option", -1) >= self.option_count:
            event.prevent_default().stop()

    def action_page_up(self) -> None:
        """Move up one page, unless the entries are not laid out yet."""
        with suppress(LookupError):
            super().action_page_up()  # type: ignore[no-untyped-call]

    def action_page_down(self) -> None:
        """Move down one page, unless the entries are not laid out yet."""
        with suppress(LookupError):
            super().action_page_down()  # type: ignore[no-untyped-call]


class Palette(CommandPalette):
    """Textual's palette over a ``PaletteList``, with its own keys in place of those below it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "escape", "Close")]

    def compose(self) -> ComposeResult:
        """Yield the palette's own widgets, with another list, and the key bar."""
        for widget in super().compose():
            yield PaletteList() if isinstance(widget, CommandList) else widget
        yield KeyBar()

    def on_mount(self) -> None:
        """Cover the key bar of the screen below, which may have more rows."""
        for bar in self.app.screen_stack[-2].query(KeyBar):
            self.query_one(KeyBar).styles.min_height = bar.size.height

    def on_resize(self, event: events.Resize) -> None:
        """Let the list end above the key bar."""
        room = event.size.height - ABOVE - ROWS
        self.query_one(PaletteList).styles.max_height = max(ONE_COMMAND, room)

    def key_label(self, binding: Binding) -> str:
        """Return the key bar's label of *binding*; empty to leave it out."""
        if binding.key == "enter":
            return "Choose"
        return binding.description if binding.show else ""
