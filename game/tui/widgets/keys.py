"""The keys that do something here, on one line at the bottom; a click presses one."""

from __future__ import annotations

from textual import events
from textual.screen import Screen
from textual.widgets import Static

from game.tui.literal import Part, line


class Keys(Static):
    """
    What Textual's footer shows, as one line of text.

    The footer mounts a widget a key, and anew whenever focus moves: more than all
    the rest of a page costs. Here only the text changes, and only when it differs.
    """

    DEFAULT_CSS = """
    Keys { dock: bottom; height: 1; padding: 0 1; background: $raised; text-wrap: nowrap; }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._shown: list[tuple[str, str, str]] = []

    def on_mount(self) -> None:
        """Follow the keys of the screen."""
        self.screen.bindings_updated_signal.subscribe(self, self._tell)
        self._tell(self.screen)

    def _tell(self, screen: Screen[object]) -> None:
        active = [
            (item.binding, item.enabled)
            for item in self.screen.active_bindings.values()
            if item.binding.show and item.enabled
        ]
        by_action = {
            b.action: (b.key, self.app.get_key_display(b), b.description) for b, _ in active
        }
        shown = list(by_action.values())
        if shown != self._shown:
            self._shown = shown
            parts: list[Part] = []
            for _, display, description in shown:
                parts += [(display, "bold $lead"), f" {description}  "]
            self.update(line(*parts))

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        at = event.x - 1
        for key, display, description in self._shown:
            at -= len(display) + len(description) + 3
            if at < 0:
                self.app.simulate_key(key)
                return
