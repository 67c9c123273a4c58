"""The keys that do something here, on one line at the bottom; a click presses one."""

from __future__ import annotations

from textual import events
from textual.screen import Screen
from textual.widgets import Static

from game.tui.literal import Part, line


GAP = 2


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
        self._offered: dict[str, tuple[str, str, str]] = {}
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
        self._offered = {
            b.action: (b.key, self.app.get_key_display(b), b.description) for b, _ in active
        }
        self._fit()

    def on_resize(self) -> None:
        """Show as many keys as there is room for now."""
        self._fit()

    def _fit(self) -> None:
        """Leave out the last keys that have no room, but never help, which tells them."""
        kept = dict(self._offered)
        for action in reversed(self._offered):
            if not 0 < self.size.width < sum(map(_width, kept.values())) - GAP:
                break
            if action == "help":
                kept[action] = (*kept[action][:2], "")  # its key says it
            else:
                del kept[action]
        shown = list(kept.values())
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
            at -= _width((key, display, description))
            if at < 0:
                self.app.simulate_key(key)
                return


def _width(shown: tuple[str, str, str]) -> int:
    """The cells that a key takes, with the gap behind it."""
    _, display, description = shown
    return len(display) + 1 + len(description) + GAP
