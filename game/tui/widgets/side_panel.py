"""The side panel of a playthrough: gauges and cast."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.content import Content
from textual.reactive import reactive

from game.core.enums import Pole, State
from game.core.scoring import Gauges as Values
from game.core.view import Person
from game.text import labels
from game.tui.text import line, lines, literal, paragraphs
from game.tui.theme import COLOURS
from game.tui.widgets.leaf import Column, Leaf


NAMES = {Pole.LEAD: "Direction", Pole.MANAGE: "Structure"}


class Gauge(Leaf):
    """A gauge: shape, name, bar and percentage, or one word if *plain*."""

    DEFAULT_CSS = """
    Gauge { height: 1; width: 1fr; min-width: 8; }
    """
    shown: reactive[float] = reactive(50.0)
    plain: reactive[bool] = reactive(False)

    def __init__(self, pole: Pole) -> None:
        super().__init__(markup=False)
        self.pole = pole

    def render(self) -> Content:
        """Return the gauge in the current width."""
        percent, colour = round(self.shown), COLOURS[self.pole]
        shape, width = labels.SHAPES[self.pole], self.size.width
        value = labels.gauge(percent) if self.plain else f"{percent:>3}"
        name = f" {NAMES[self.pole]} " if width >= len(value) + 14 else " "
        room = width - len(shape + name + value) - 2
        drawn = bar(percent, room) if room >= 4 and not self.plain else ""
        return line((f"{shape}{name}", f"bold {colour}"), (drawn, colour), (f" {value}", "bold"))


def bar(percent: int, width: int) -> str:
    """Return a bar of *width* cells, filled to *percent*."""
    full = round(width * percent / 100)
    return "█" * full + "░" * (width - full)


class Gauges(Column):
    """Both gauges, and the state once it has a name."""

    DEFAULT_CSS = """
    Gauges { height: auto; layout: vertical; }
    Gauges #state { height: auto; }
    Gauges #state.-unnamed { display: none; }
    """

    def compose(self) -> ComposeResult:
        """Yield two gauges and the state."""
        yield Gauge(Pole.LEAD)
        yield Gauge(Pole.MANAGE)
        yield Leaf(id="state", markup=False)

    def show(
        self, values: Values, before: Values, state: State | None, *, plain: bool, animate: bool
    ) -> None:
        """Show *values*; with *animate*, move there from *before*."""
        moves = ((before.direction, values.direction), (before.structure, values.structure))
        for gauge, (start, end) in zip(self.query(Gauge), moves, strict=True):
            gauge.plain = plain
            gauge.shown = float(start if animate else end)
            if animate:
                gauge.animate("shown", float(end), duration=0.9, easing="out_cubic")
        label = self.query_one("#state", Leaf)
        label.set_class(state is None, "-unnamed")
        if state is not None:
            label.update(line((state.value.capitalize(), "bold"), f": {labels.STATES[state]}"))


def portrait(person: Person) -> Content:
    """Return name, role and trust of *person*."""
    style = "bold" if person.present else "$quiet"
    return lines(
        [
            literal(person.name, style),
            line((person.role, "$quiet")),
            line((labels.trust_dots(person.trust), "$accent"), f" {labels.trust_means(person)}"),
        ]
    )


class Cast(Leaf):
    """The cast with their trust."""

    DEFAULT_CSS = """
    Cast { height: auto; }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)

    def show(self, people: Iterable[Person]) -> None:
        """Show *people* and their trust."""
        self.update(paragraphs(portrait(person) for person in people))
