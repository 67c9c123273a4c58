"""The explanation of an answer: rows, reasons and points."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.timer import Timer

from game.content.handbook import handbook
from game.core.enums import Dimension, Pole
from game.core.explanation import Explanation, Row
from game.present import explanation as present
from game.text import explanation, labels
from game.tui.text import draw, line, literal
from game.tui.theme import COLOURS
from game.tui.widgets.leaf import Column, Leaf
from game.tui.widgets.table import Cell, Table


STEP = 0.28
HEADING = ("", "needed", "you did", "tokens")


class Reveal(Table):
    """The table of what was needed and done, a row for each dimension."""

    DEFAULT_CSS = """
    Reveal { border: round $line; padding: 0 1; margin-bottom: 1; max-width: 84; }
    """

    def __init__(self) -> None:
        super().__init__(10, None, None, 7)
        self._timer: Timer | None = None
        self._shown: tuple[Row, ...] = ()
        self.hidden = 0
        """The number of rows whose needs are not revealed yet, from below."""

    def show(self, rows: tuple[Row, ...], *, animate: bool) -> None:
        """Show *rows*; with *animate*, reveal what was needed row by row."""
        if self._timer is not None:
            self._timer.stop()
        self._shown = rows
        self.hidden = len(rows) if animate else 0
        self._timer = self.set_interval(STEP, self.reveal_row) if animate else None
        self._draw()

    def reveal_row(self) -> None:
        """Reveal the next hidden row."""
        self.hidden -= 1
        self._draw()
        if not self.hidden and self._timer is not None:
            self._timer.stop()

    def _draw(self) -> None:
        """Draw a heading and a row for each dimension; leading to the left, managing right."""
        heading = [Cell(literal(text, "$quiet"), "center") for text in HEADING]
        rows = [heading]
        for number, row in enumerate(self._shown):
            hidden = number >= len(self._shown) - self.hidden
            rows.append(
                [
                    Cell(literal(row.dimension.value, "bold")),
                    _pole(row.needed, row.dimension, "–")._replace(hidden=hidden),
                    _pole(row.did, row.dimension, "left open"),
                    Cell(_tokens(row), "right", hidden=hidden),
                ]
            )
        self.fill(rows)


def _pole(pole: Pole | None, dimension: Dimension, none: str) -> Cell:
    """Return *pole* by shape, label and side, or the text *none* if there is none."""
    if pole is None:
        return Cell(literal(none, "$quiet"), left=1, right=1)
    word = labels.POLES[dimension, pole]
    shape, colour = labels.SHAPES[pole], COLOURS[pole]
    leads = pole is Pole.LEAD
    text = literal(f"{shape} {word}" if leads else f"{word} {shape}", colour)
    return Cell(text, "left" if leads else "right", left=1, right=1)


def _tokens(row: Row) -> Content:
    if not row.tokens:
        return literal("–", "$quiet")
    return line(("●" * row.served, "bold $accent"), "○" * row.missed, f" {row.served}/{row.tokens}")


class Sums(Table):
    """The points of call, fit and craft with reasons, and the total."""

    DEFAULT_CSS = """
    Sums { margin-bottom: 1; }
    """

    def __init__(self) -> None:
        super().__init__(7, 5, None)

    def show(self, why: Explanation) -> None:
        """Show the points of *why*."""
        total = ("Scene", why.score.total, explanation.chance(why))
        rows = [(*row, "bold") for row in explanation.points_sum(why)]
        self.fill(
            (
                Cell(literal(part, "bold")),
                Cell(literal(str(points), style), "right", right=2),
                Cell(literal(reason)),
            )
            for part, points, reason, style in (*rows, (*total, "bold $accent"))
        )


class Reasons(Column):
    """
    An explanation: its short form, and the details that ``unfold`` shows or hides.

    If not *scored*, it shows no points, no prose and no key for its ideas, and the details are
    always there.
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
        scored: bool = True,
    ) -> None:
        super().__init__()
        self._scored = scored
        self.unfolded = True
        self._first = (why, animate)
        self._composed = False

    def on_mount(self) -> None:
        """Show the explanation that was given so far, if any."""
        self._composed = True
        self.unfold(self.unfolded)
        handbook()  # once it was read, the first explanation does not wait for it
        why, animate = self._first
        if why is not None:
            self.show(why, animate=animate)

    def compose(self) -> ComposeResult:
        """Yield the short form, then the table, the points, trust and ideas."""
        yield Leaf(id="reading", markup=False)
        if self._scored:
            yield Leaf(literal(f"m: {explanation.MORE.lower()}", "$quiet"), id="more")
        with Column(id="details"):
            if self._scored:
                yield Leaf(id="context", markup=False)
            yield Reveal()
            if self._scored:
                yield Sums()
            else:
                yield Leaf(id="reasoning", markup=False)
            yield Leaf(id="trust", markup=False)
            yield Leaf(id="ideas", markup=False)

    def unfold(self, open_: bool) -> None:
        """Show the details if *open_*, else the key that does."""
        self.unfolded = open_
        for details in self.query("#details"):
            details.display = open_
        for hint in self.query("#more"):
            hint.display = not open_

    def show(self, why: Explanation, *, animate: bool) -> None:
        """Show *why*; with *animate*, reveal its rows one by one."""
        if not self._composed:
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
            for text in self.query(f"#{name}").results(Leaf):
                text.update(draw(present.explanation_blocks(why, wanted)))
                text.display = bool(wanted)
        self.query_one(Reveal).show(why.rows, animate=animate)
        if self._scored:
            self.query_one(Sums).show(why)
        head = f"{explanation.IDEAS} (i): " if self._scored else f"{explanation.IDEAS}: "
        self.query_one("#ideas", Leaf).update(line((head, "bold"), titles))
