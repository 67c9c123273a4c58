"""A list that makes its options on demand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from textual.widgets import OptionList
from textual.widgets.option_list import Option


class GrowingList(OptionList):
    """A list of options that take long to make: more are added when its end comes near."""

    _rest: Iterator[Option] = iter(())
    _step = 0

    def fill(self, options: Iterable[Option], step: int) -> None:
        """Replace all options by the first *step* of *options*; add the rest by *step* each."""
        self._rest = iter(())  # clearing scrolls to the top, which would add more of the old ones
        self.clear_options()
        self._rest, self._step = iter(options), step
        self.add(step)
        self.call_after_refresh(self._reach)

    def add(self, count: int) -> bool:
        """Add the next *count* options; return whether there were any left."""
        before = self.option_count
        self.add_options(islice(self._rest, count))
        return self.option_count > before

    def on_mount(self) -> None:
        """Add options when the list is scrolled."""
        self.watch(self, "scroll_y", self._reach, init=False)

    def on_resize(self) -> None:
        """Add options when there is more room."""
        self.call_after_refresh(self._reach)

    def _reach(self) -> None:
        """Add options until there is a screenful of them below the visible ones."""
        below = self.max_scroll_y - self.scroll_y
        if below < self.size.height and self.add(self._step):
            self.call_after_refresh(self._reach)

    def action_cursor_up(self) -> None:
        """Move the highlight up; from the first option to the last of all."""
        if self.highlighted:
            super().action_cursor_up()
        else:
            self.action_last()

    def action_last(self) -> None:
        """Move the highlight to the last option, step by step while options are added."""
        added = self.add(self._step)
        super().action_last()
        if added:
            self.call_after_refresh(self._follow, self.highlighted)

    def _follow(self, highlighted: int) -> None:
        """Go on to the last option, unless the highlight was moved since."""
        if self.highlighted == highlighted:
            self.action_last()
