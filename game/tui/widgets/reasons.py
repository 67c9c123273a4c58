"""The explanation of an answer: rows, reasons and points."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from game.content.library import handbook
from game.core.enums import Dimension, Pole
from game.core.explanation import Explanation, Row
from game.present import explanation as present
from game.text import explanation, labels
from game.tui.text import draw, line, literal
from game.tui.theme import COLOURS, SHAPES


STEP = 0.28


class Cell(Static):
    """A cell of the table; leading is aligned left, managing right."""

    def __init__(self, classes: str) -> None:
        super().__init__(classes=f"cell {classes}", markup=False)

    def pole(self, pole: Pole | None, dimension: Dimension, none: str) -> None:
        """Show *pole* by shape, label and side, or the text *none* if there is none."""
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
    """The table of what was asked and done, a row for each dimension."""

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
        self._timer: Timer | None = None
        self.hidden: list[tuple[Cell, Cell]] = []

    def compose(self) -> ComposeResult:
        """Yield a heading and a row for each dimension."""
        with Horizontal():
            yield Static("", classes="cell name")
            yield Static("needed", classes="cell head")
            yield Static("you did", classes="cell head")
            yield Static("tokens", classes="cell head count")
        for dimension in Dimension:
            with Horizontal():
                yield Static(dimension.value, classes="cell name")
                yield Cell("asked")
                yield Cell("did")
                yield Cell("tokens")

    def show(self, rows: tuple[Row, ...], *, animate: bool) -> None:
        """Show *rows*; with *animate*, reveal what was asked row by row."""
        asked = list(self.query("Cell.asked").results(Cell))
        did = list(self.query("Cell.did").results(Cell))
        tokens = list(self.query("Cell.tokens").results(Cell))
        for row, ask, do, count in zip(rows, asked, did, tokens, strict=True):
            ask.pole(row.asked, row.dimension, "–")
            do.pole(row.did, row.dimension, "left open")
            count.update(_tokens(row))
            ask.visible = count.visible = not animate
        if self._timer is not None:
            self._timer.stop()
        self.hidden = list(zip(asked, tokens, strict=True)) if animate else []
        self._timer = self.set_interval(STEP, self.reveal_row) if animate else None

    def reveal_row(self) -> None:
        """Reveal the next hidden row."""
        for cell in self.hidden.pop(0):
            cell.visible = True
        if not self.hidden and self._timer is not None:
            self._timer.stop()


def _tokens(row: Row) -> Content:
    if not row.tokens:
        return literal("–", "$quiet")
    return line(("●" * row.served, "bold $accent"), "○" * row.missed, f" {row.served}/{row.tokens}")


class Sums(Vertical):
    """The points of call, fit and craft with reasons, and the total."""

    DEFAULT_CSS = """
    Sums {
        height: auto; margin-bottom: 1;
        Horizontal { height: auto; }
        Static { height: auto; }
        .part { width: 7; text-style: bold; }
        .points { width: 5; text-align: right; padding-right: 2; text-style: bold; }
        .reason { width: 1fr; }
        .total .points { color: $accent; }
    }
    """

    def compose(self) -> ComposeResult:
        """Yield three parts and a total."""
        for row in ("", "", "", "total"):
            with Horizontal(classes=row):
                yield Static(classes="part", markup=False)
                yield Static(classes="points", markup=False)
                yield Static(classes="reason", markup=False)

    def show(self, why: Explanation) -> None:
        """Show the points of *why*."""
        total = ("Scene", why.score.total, explanation.chance(why))
        rows = zip(self.query(Horizontal), (*explanation.points_sum(why), total), strict=True)
        for row, (part, points, reason) in rows:
            cells = zip(row.query(Static), (part, str(points), reason), strict=True)
            for cell, text in cells:
                cell.update(text)


class Reasons(Vertical):
    """
    An explanation: its short form, and the details that *open_* shows or hides.

    *opens* is the key for its ideas, if any. If not *scored*, it shows no points and no prose,
    and the details are always there.
    """

    DEFAULT_CSS = """
    Reasons { height: auto; max-width: 84; }
    Reasons Static { height: auto; }
    Reasons > Static, Reasons #details > Static { margin-bottom: 1; }
    Reasons #details { height: auto; }
    """

    def __init__(
        self,
        why: Explanation | None = None,
        *,
        animate: bool = False,
        opens: str = "i",
        scored: bool = True,
        open_: bool = True,
    ) -> None:
        super().__init__()
        self._opens = f" ({opens})" if opens else ""
        self._scored = scored
        self._open = open_
        self._first = (why, animate)

    def on_mount(self) -> None:
        """Show the initial explanation, if any."""
        self.unfold(self._open)
        why, animate = self._first
        if why is not None:
            self.show(why, animate=animate)

    def compose(self) -> ComposeResult:
        """Yield the short form, then the table, the points, trust and ideas."""
        yield Static(id="reading", markup=False)
        if self._scored:
            yield Static(literal(f"m: {explanation.MORE.lower()}", "$quiet"), id="more")
        with Vertical(id="details"):
            if self._scored:
                yield Static(id="context", markup=False)
            yield Reveal()
            if self._scored:
                yield Sums()
            else:
                yield Static(id="reasoning", markup=False)
            yield Static(id="trust", markup=False)
            yield Static(id="ideas", markup=False)

    def unfold(self, open_: bool) -> None:
        """Show the details if *open_*, else the key that does."""
        self._open = open_
        for details in self.query("#details"):
            details.display = open_
        for hint in self.query("#more"):
            hint.display = not open_

    def show(self, why: Explanation, *, animate: bool) -> None:
        """Show *why*; with *animate*, reveal its rows one by one."""
        if not self.query("#reading"):  # not composed yet
            self._first = (why, animate)
            return
        book = handbook()
        titles = " · ".join(book[key].title for key in why.ideas if key in book)
        facts = {
            "reading": present.SCREEN if self._scored else (),
            "context": present.DETAILS,
            "reasoning": present.PROJECTOR_FACTS,
            "trust": (present.Fact.TRUST,),
        }
        for name, wanted in facts.items():
            for text in self.query(f"#{name}").results(Static):
                text.update(draw(present.explanation_blocks(why, wanted)))
                text.display = bool(wanted)
        self.query_one(Reveal).show(why.rows, animate=animate)
        if self._scored:
            self.query_one(Sums).show(why)
        self.query_one("#ideas", Static).update(line((f"Ideas{self._opens}: ", "bold"), titles))
