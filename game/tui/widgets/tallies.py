"""The options on the wall: big letters with their words, and with bars once shown."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from game.room.views import Bar, Option
from game.tui.literal import line, lines, literal
from game.tui.widgets.big import ROWS, big


FILLS = "█▓▒░█▓"
"""What the bar of each option is made of, beside its letter."""
FIRST = "─"
"""What the first vote's line is made of."""
COUNT_WIDTH = 12


class BarLine(Widget):
    """One option's bar: a thin line for the first vote, full rows for the last."""

    DEFAULT_CSS = f"BarLine {{ width: 1fr; height: {ROWS}; }}"

    def __init__(self) -> None:
        super().__init__()
        self._first: int | None = None
        self._last = 0
        self._most = 1
        self._fill = FILLS[0]
        self._rows = ROWS - 1

    def tell(self, place: int, first: int | None, last: int, most: int, rows: int) -> None:
        """Show *last* votes (and *first* in the first round) of *most*, *rows* high in all."""
        self._fill, self._first, self._last, self._most = FILLS[place], first, last, max(1, most)
        self._rows = rows
        self.styles.height = rows
        self.refresh()

    def render(self) -> Content:
        """The bar at this width."""

        def length(votes: int) -> int:
            return round(votes * self.size.width / self._most) or (1 if votes else 0)

        row = literal(self._fill * length(self._last), "$manage")
        if self._first is None:
            return lines([row] * self._rows)
        first = literal(FIRST * length(self._first), "$quiet")
        return lines([first, *[row] * (self._rows - 1)])


class Tally(Horizontal):
    """One option: its letter, its words or its bar, and its count."""

    DEFAULT_CSS = f"""
    Tally {{
        height: auto; min-height: {ROWS};
        .letter {{ width: 5; height: {ROWS}; color: $lead; }}
        .words {{ width: 1fr; height: auto; text-style: bold; text-overflow: ellipsis; }}
        .words.-short {{ height: 1; text-wrap: nowrap; }}
        .count {{ width: {COUNT_WIDTH}; height: {ROWS}; text-align: right; }}
        .told {{ width: 1fr; height: auto; }}
        .told Static {{ height: auto; }}
    }}
    """

    def __init__(self, place: int) -> None:
        super().__init__()
        self._place = place

    def compose(self) -> ComposeResult:
        """Letter, words, bar, count."""
        yield Static(classes="letter", markup=False)
        with Vertical(classes="told"):
            yield Static(classes="words", markup=False)
            yield BarLine()
        yield Static(classes="count", markup=False)

    def ask(self, option: Option) -> None:
        """Show the words that can be voted for."""
        self._letter(option)
        means = [literal(option.means, "not bold $quiet")] if option.means else []
        self._words.update(lines([literal(option.text), *means]))
        self._words.set_class(False, "-short")
        self.query_one(BarLine).display = False
        self.query_one(".count").display = False

    def show(self, first: Bar | None, last: Bar, most: int, *, roomy: bool, tall: bool) -> None:
        """
        Show how many voted for it, below its words.

        The words have one line unless it is *roomy*, the bar three rows where it is *tall*.
        """
        self._letter(last.option)
        self._words.update(literal(last.option.text))
        self._words.set_class(not roomy, "-short")
        bar = self.query_one(BarLine)
        bar.display = True
        rows = ROWS if tall else ROWS - 1
        bar.tell(self._place, first.count if first else None, last.count, most, rows)
        count = self.query_one(".count", Static)
        count.display = True
        count.update(lines(big(str(last.count))))

    @property
    def _words(self) -> Static:
        return self.query_one(".words", Static)

    def _letter(self, option: Option) -> None:
        self.query_one(".letter", Static).update(lines(big(option.letter)))


class Tallies(Vertical):
    """All options of a question."""

    DEFAULT_CSS = "Tallies { height: auto; } Tallies.-airy Tally { margin-bottom: 1; }"

    def compose(self) -> ComposeResult:
        """As many rows as a question may have options."""
        for place in range(len(FILLS)):
            yield Tally(place)

    def ask(self, options: Sequence[Option]) -> None:
        """Show what can be voted for."""
        for row, option in zip(self.rows(len(options)), options, strict=True):
            row.ask(option)

    def show(self, first: Sequence[Bar], last: Sequence[Bar], *, roomy: bool, tall: bool) -> None:
        """Show the *last* vote, and the *first* where there were two."""
        most = max(bar.count for bar in (*first, *last))
        befores: Sequence[Bar | None] = first or [None] * len(last)
        for row, before, bar in zip(self.rows(len(last)), befores, last, strict=True):
            row.show(before, bar, most, roomy=roomy, tall=tall)

    def rows(self, count: int) -> list[Tally]:
        """The first *count* rows, which alone are shown."""
        rows = list(self.query(Tally))
        for place, row in enumerate(rows):
            row.display = place < count
        return rows[:count]


def letter(option: Option) -> Content:
    """An option named in running text."""
    return line((option.letter, "bold $lead"))
