"""The row on which a player says how sure a call is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.style import Style

from game.core.actions import Confidence
from game.text import labels
from game.tui.text import line, literal
from game.tui.widgets.leaf import Leaf


KEYS: Mapping[Confidence, str] = {
    Confidence.GUESS: "g",
    Confidence.FAIRLY: "f",
    Confidence.SURE: "s",
}


class ConfidenceRow(Leaf):
    """The levels of confidence with their keys, and a mark at the one that was picked."""

    DEFAULT_CSS = """
    ConfidenceRow { height: auto; }
    """

    @dataclass
    class Picked(Message):
        """A level was clicked."""

        confidence: Confidence

    def __init__(self) -> None:
        super().__init__(markup=False)

    def show(self, picked: Confidence | None) -> None:
        """Show the levels; *picked* is None as long as none was."""
        self.update(confidence_row(picked))

    def on_click(self, event: events.Click) -> None:
        """Pick the clicked level."""
        level = event.style.meta.get("level")
        if level is not None:
            event.stop()
            self.post_message(self.Picked(Confidence(level)))


def confidence_row(picked: Confidence | None) -> Content:
    """Return the question and its levels, with a mark at *picked*."""
    levels = (_level(level, key, level is picked) for level, key in KEYS.items())
    return Content("  ").join([literal(labels.HOW_SURE, "$quiet"), *levels])


def _level(level: Confidence, key: str, picked: bool) -> Content:
    sign, style = ("●", "bold") if picked else ("○", "")
    shown = line(f"{sign} ", (key, "bold $accent"), (f" {labels.CONFIDENCE[level]}", style))
    return shown.stylize(Style.from_meta({"level": level.value}))
