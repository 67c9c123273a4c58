"""The bar of active keys at the bottom of a screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from textual import events
from textual.screen import Screen
from textual.widgets import Static

from game.tui.ports import KeyLabels
from game.tui.text import Part, line


GAP = 2


class KeyBar(Static):
    """
    The enabled keys as one line of text; a click on a key presses it.

    Textual's footer mounts a widget for each key whenever the focus moves, which costs
    more than the rest of a page. Here only the text changes, and only if it differs.
    """

    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: 1; padding: 0 1; background: $raised; text-wrap: nowrap; }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._offered: dict[str, tuple[str, str, str]] = {}
        self._shown: list[tuple[str, str, str]] = []

    def on_mount(self) -> None:
        """Subscribe to the bindings of the screen."""
        self.screen.bindings_updated_signal.subscribe(self, self._show_state)
        self._show_state(self.screen)

    def _show_state(self, screen: Screen[object]) -> None:
        bindings = [item.binding for item in screen.active_bindings.values() if item.enabled]
        self._offered = {
            b.action: (b.key, self.app.get_key_display(b), text)
            for b in bindings
            if (text := cast(KeyLabels, screen).key_label(b))
        }
        self._fit()

    def on_resize(self) -> None:
        """Fit the keys into the new width."""
        self._fit()

    def _fit(self) -> None:
        """Show the keys that fit, without the last ones; help stays, for it lists them all."""
        kept, shown = list(self._offered), list(self._offered.values())
        while len(kept) > 1 and 0 < self.size.width < _width(shown):
            bare = [(key, text, "" if text == "F1" else word) for key, text, word in shown]
            if _width(bare) <= self.size.width:
                shown = bare
                break
            kept.remove(next(action for action in reversed(kept) if action != "help"))
            shown = [self._offered[action] for action in kept]
        if shown != self._shown:
            self._shown = shown
            parts: list[Part] = []
            for _, display, description in shown:
                parts += [(display, "bold $lead"), f" {description}" if description else "", "  "]
            self.update(line(*parts))

    def on_click(self, event: events.Click) -> None:
        """Press the clicked key."""
        at = event.x - 1
        for item in self._shown:
            at -= _width([item]) + GAP
            if at < 0:
                self.app.simulate_key(item[0])
                return


def _width(shown: Sequence[tuple[str, str, str]]) -> int:
    """Return the width of *shown* in cells."""
    return sum(len(f"{text} {word}".strip()) + GAP for _, text, word in shown) - GAP
