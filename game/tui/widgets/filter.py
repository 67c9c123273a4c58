"""A filter of a list, with the key bar's labels of its own keys."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Select
from textual.widgets._select import SelectOverlay


class FilterMenu(SelectOverlay):
    """The open menu of a filter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Choose"),
        Binding("escape", "dismiss", "Close"),
    ]


class Filter(Select[str | int]):
    """Textual's ``Select`` on one row, over a ``FilterMenu``."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "show_overlay", "Open")]

    def compose(self) -> ComposeResult:
        """Yield the widgets of the base class, with the other menu in place of its own."""
        for widget in super().compose():
            own = isinstance(widget, SelectOverlay)
            yield FilterMenu().data_bind(compact=Select.compact) if own else widget
