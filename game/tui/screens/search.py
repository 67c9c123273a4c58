"""A base class of screens with a list and a search above it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input, OptionList

from game.tui.screens.base import GameScreen


class SearchScreen(GameScreen):
    """A list, ``#list``, that the input ``#search`` narrows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", key_display="/", id="search.open"),
    ]

    @property
    def shelf(self) -> OptionList:
        """The list."""
        return self.query_one("#list", OptionList)

    @property
    def search(self) -> Input:
        """The input above the list."""
        return self.query_one("#search", Input)

    @property
    def searches(self) -> bool:
        """Whether the focus is on the search."""
        return self.focused is not None and self.focused.id == "search"

    @property
    def current(self) -> str | None:
        """The id of the option to stay with when the search is cleared."""
        option = self.shelf.highlighted_option
        return None if option is None else option.id

    def narrow(self, stay: str | None = None) -> None:
        """List what fits the search; highlight the option *stay*, or else the first one."""
        raise NotImplementedError

    @property
    def enter_label(self) -> str:
        """The label of Enter: from the search to what it found."""
        if self.searches:
            return "To the list" if self.shelf.option_count else ""
        return super().enter_label

    def key_label(self, binding: Binding) -> str:
        """Return the label of *binding*; Escape clears a search before it leaves."""
        if binding.action == "leave" and self.search.value:
            return "Clear"
        return super().key_label(binding)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Permit the search outside of it."""
        return action != "search" or not self.searches

    @on(Input.Changed, "#search")
    def follow_search(self) -> None:
        """Narrow the list."""
        self.narrow()
        self.refresh_bindings()

    @on(Input.Submitted, "#search")
    def to_found(self) -> None:
        """Move the focus from the search to the list, if anything was found."""
        if self.shelf.option_count:
            self.shelf.focus()

    def clear_search(self) -> None:
        """List everything again."""
        stay = self.current
        with self.prevent(Input.Changed):
            self.search.value = ""
        self.narrow(stay)
        self.refresh_bindings()

    def action_leave(self) -> None:
        """Clear the search; without one go to the list, and from there back."""
        if self.search.value:
            self.clear_search()
            self.shelf.focus()
        elif self.searches:
            self.shelf.focus()
        else:
            super().action_leave()

    def action_search(self) -> None:
        """Move the focus to the search."""
        self.search.focus()
