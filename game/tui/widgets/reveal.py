"""The reveal: *the moment asked / you did / tokens*, five rows, one after another."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from game.core.enums import Dimension, Pole
from game.core.explanation import Row
from game.text import labels
from game.tui.literal import line, literal
from game.tui.theme import COLOURS, SHAPES


STEP = 0.28


class Cell(Static):
    """One cell; leading stands left, managing right."""

    def __init__(self, classes: str) -> None:
        super().__init__(classes=f"cell {classes}", markup=False)

    def pole(self, pole: Pole | None, dimension: Dimension, none: str) -> None:
        """Show *pole* by shape, word and side; *none* where there is none."""
        self.set_class(pole is Pole.LEAD, "-lead")
        self.set_class(pole is Pole.MANAGE, "-manage")
        if pole is None:
            self.update(literal(none, "$quiet"))
            return
        word = labels.POLES[dimension, pole]
        shape, colour = SHAPES[pole], COLOURS[pole]
        sides = (f"{shape} {word}", colour) if pole is Pole.LEAD else (f"{word} {shape}", colour)
        self.update(line(sides))


class Reveal(Vertical):
    """Five rows under a heading."""

    DEFAULT_CSS = """
    Reveal {
        height: auto; border: round $line; padding: 0 1; margin-bottom: 1; max-width: 84;
        Horizontal { height: auto; }
        .cell { height: auto; width: 1fr; }
        .name { width: 10; text-style: bold; }
        .tokens, .count { width: 7; text-align: right; }
        .-lead { text-align: left; }
        .-manage { text-align: right; }
        .head { color: $quiet; text-align: center; }
        .asked, .did { padding: 0 1; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._turning: Timer | None = None
        self.hidden: list[tuple[Cell, Cell]] = []

    def compose(self) -> ComposeResult:
        """A heading and a row for each dimension."""
        with Horizontal():
            yield Static("", classes="cell name")
            yield Static("the moment asked", classes="cell head")
            yield Static("you did", classes="cell head")
            yield Static("tokens", classes="cell head count")
        for dimension in Dimension:
            with Horizontal():
                yield Static(dimension.value, classes="cell name")
                yield Cell("asked")
                yield Cell("did")
                yield Cell("tokens")

    def show(self, rows: tuple[Row, ...], *, animate: bool) -> None:
        """Show *rows*; when *animate*, what was asked turns up row by row."""
        asked = list(self.query("Cell.asked").results(Cell))
        did = list(self.query("Cell.did").results(Cell))
        tokens = list(self.query("Cell.tokens").results(Cell))
        for row, ask, do, count in zip(rows, asked, did, tokens, strict=True):
            ask.pole(row.asked, row.dimension, "–")
            do.pole(row.did, row.dimension, "silent")
            count.update(_tokens(row))
            ask.visible = count.visible = not animate
        if self._turning is not None:
            self._turning.stop()
        self.hidden = list(zip(asked, tokens, strict=True)) if animate else []
        self._turning = self.set_interval(STEP, self.turn_up) if animate else None

    def turn_up(self) -> None:
        """Show the next row that is still hidden."""
        for cell in self.hidden.pop(0):
            cell.visible = True
        if not self.hidden and self._turning is not None:
            self._turning.stop()


def _tokens(row: Row) -> Content:
    if not row.tokens:
        return literal("–", "$quiet")
    return line(("●" * row.served, "bold $lead"), "○" * row.missed, f" {row.served}/{row.tokens}")
