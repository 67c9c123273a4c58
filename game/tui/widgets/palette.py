"""The command palette, whose list may change while a click on it is under way."""

from __future__ import annotations

from contextlib import suppress

from textual import events
from textual.app import ComposeResult
from textual.command import CommandList, CommandPalette


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
    """Textual's palette over a ``PaletteList``."""

    def compose(self) -> ComposeResult:
        """Yield the palette's own widgets, with the other list in place of its own."""
        for widget in super().compose():
            yield PaletteList() if isinstance(widget, CommandList) else widget
