"""The settings; a change is saved at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Label, RadioButton, RadioSet

from game.tui.screens.base import GameScreen
from game.tui.widgets.key_bar import KeyBar


CHOICES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "theme": (
        "Colours",
        {"dark": "Dark", "light": "Light", "high-contrast": "High contrast"},
    ),
    "gauges": (
        "Direction and Structure",
        {"numbers": "As bars and percentages", "words": "In plain words"},
    ),
    "details": (
        "Why: the table, points, trust and ideas",
        {"first": "Open in the first scenario", "open": "Always open", "short": "After the key m"},
    ),
    "animation": (
        "Movement",
        {"on": "Gauges move, the reveal turns up row by row", "off": "Everything at once"},
    ),
}


class Radio(RadioButton):
    """A radio button that shows its state by shape, not by colour alone."""

    BUTTON_INNER = "○"

    def watch_value(self) -> None:
        """Fill the circle of the button that is on."""
        self.BUTTON_INNER = "●" if self.value else "○"
        super().watch_value()


class SettingsScreen(GameScreen):
    """A set of radio buttons for each setting."""

    DEFAULT_CSS = """
    SettingsScreen {
        #page { padding: 1 2; }
        Label { text-style: bold; }
        RadioSet { width: 100%; max-width: 60; margin-bottom: 1; min-width: 20; }
        RadioSet > RadioButton > .toggle--button { color: $ink; }
        RadioSet:blur > RadioButton.-selected > .toggle--label { background: transparent; }
        &.-low #page { padding: 0 1; }
        &.-low RadioSet { margin-bottom: 0; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", "Next setting", id="settings.next"),
    ]

    def contents(self) -> ComposeResult:
        """Yield a label and a set of buttons for each setting."""
        with VerticalScroll(id="page", can_focus=False):
            for name, (label, values) in CHOICES.items():
                yield Label(label, markup=False)
                with RadioSet(id=name, compact=True):
                    for value, text in values.items():
                        yield Radio(text, value=self.game.setting(name) == value, name=value)
        yield KeyBar()

    @property
    def enter_label(self) -> str:
        """The label of Enter: choose the highlighted button."""
        return "Choose"

    @on(RadioSet.Changed)
    def keep(self, event: RadioSet.Changed) -> None:
        """Save the setting and apply it."""
        name, value = event.radio_set.id, event.pressed.name
        if name is not None and value is not None:
            self.game.change_setting(name, value)
