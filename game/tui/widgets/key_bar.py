"""The active keys at the bottom of a screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, cast

from textual import events
from textual.content import Content
from textual.screen import Screen

from game.tui.text import line, lines
from game.tui.widgets.leaf import Leaf


if TYPE_CHECKING:
    from game.tui.ports import KeyLabels


GAP = 2
ROWS = 2
"""Rows that the keys may take where one is too narrow for them."""
Key = tuple[str, str, str]
"""A key, its sign and its label."""


class KeyBar(Leaf):
    """
    The enabled keys as text on up to *rows* rows; a click on a key presses it.

    Textual's footer mounts a widget for each key whenever the focus moves, which costs
    more than the rest of a page. Here only the text changes, and only if it differs.
    """

    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: auto; padding: 0 1; background: $raised; text-wrap: nowrap; }
    """

    def __init__(self, rows: int = ROWS) -> None:
        super().__init__(markup=False)
        self._max_rows = rows
        self._offered: dict[str, Key] = {}
        self._rows: list[list[Key]] = []

    def on_mount(self) -> None:
        """Subscribe to the bindings of the screen."""
        self.screen.bindings_updated_signal.subscribe(self, self._show_state)
        self._show_state(self.screen)

    def _show_state(self, screen: Screen[object]) -> None:
        bindings = [item.binding for item in screen.active_bindings.values() if item.enabled]
        self._offered = {
            b.action: (b.key, self.app.get_key_display(b), text)
            for b in bindings
            if (text := cast("KeyLabels", screen).key_label(b))
        }
        self._fit()

    def on_resize(self) -> None:
        """Fit the keys into the new width."""
        self._fit()

    def _fit(self) -> None:
        """Show the keys that fit, without the last ones; help stays, for it lists them all."""
        kept = list(self._offered)
        rows = fold(self._offered.values(), self.size.width)
        while len(kept) > 1 and len(rows) > self._max_rows:
            kept.remove(next(action for action in reversed(kept) if action != "help"))
            rows = fold((self._offered[action] for action in kept), self.size.width)
        if rows != self._rows:
            # A narrower window may have given the keys of before one row more.
            resized = len(rows) != (self.size.height or len(self._rows))
            self._rows = rows
            self.update(lines(map(_row, rows)), layout=resized)

    def on_click(self, event: events.Click) -> None:
        """Press the clicked key."""
        at = event.x - 1
        for item in self._rows[event.y] if event.y < len(self._rows) else ():
            at -= _width([item]) + GAP
            if at < 0:
                self.app.simulate_key(item[0])
                return


def fold(keys: Iterable[Key], width: int) -> list[list[Key]]:
    """Return *keys* in rows of at most *width* cells; in one row before the *width* is known."""
    rows: list[list[Key]] = [[]]
    for item in keys:
        if rows[-1] and 0 < width < _width([*rows[-1], item]):
            rows.append([])
        rows[-1].append(item)
    return rows


def _row(keys: Sequence[Key]) -> Content:
    return Content(" " * GAP).join(
        line((display, "bold $accent"), f" {description}" if description else "")
        for _, display, description in keys
    )


def _width(shown: Sequence[Key]) -> int:
    """Return the width of *shown* in cells."""
    return sum(len(f"{text} {word}".strip()) + GAP for _, text, word in shown) - GAP
