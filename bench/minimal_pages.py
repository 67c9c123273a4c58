"""The yardstick of a key: pages of text and cards in the least that is still a Textual app."""

import json
import sys
from itertools import zip_longest
from pathlib import Path
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static


class Card(Static, can_focus=True):
    """A text that a key points at."""


class Pages(App[None]):
    """Pages in one column: arrow keys point at a card, Enter shows the next page."""

    CSS = "Static { height: auto; margin-bottom: 1; } Card:focus { text-style: bold; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("down", "app.focus_next", ""),
        ("up", "app.focus_previous", ""),
        ("enter", "turn", ""),
    ]

    def __init__(self, pages: list[list[str]]) -> None:
        """Show *pages*: of each its text and then its cards."""
        super().__init__()
        self.next_pages = iter(pages)
        self.most = max(map(len, pages)) - 1

    def compose(self) -> ComposeResult:
        """Yield the column."""
        with VerticalScroll(can_focus=False):
            yield Static(markup=False)
            for _ in range(self.most):
                yield Card(markup=False)

    def on_mount(self) -> None:
        """Show the first page."""
        self.action_turn()

    def action_turn(self) -> None:
        """Show the next page, with no card pointed at."""
        self.screen.set_focus(None)
        self.query_one(VerticalScroll).scroll_home(animate=False)
        for shown, text in zip_longest(self.query(Static), next(self.next_pages)):
            shown.update(text or "")
            shown.display = text is not None


if __name__ == "__main__":
    Pages(json.loads(Path(sys.argv[1]).read_text())).run()
