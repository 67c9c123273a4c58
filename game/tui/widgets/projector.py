"""Widgets of the projector: status strip, join panel, options and bars of a vote."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from game.core.scenario import Scenario
from game.room import messages
from game.room.state import Stage
from game.room.views import Bar, Option, ProjectorView
from game.tui.ports import Phones
from game.tui.text import line, lines, literal, paragraphs
from game.tui.widgets.block_graphics import ROWS, QrCode, big


class Status(Widget):
    """Where to join, how many have voted, and the clock."""

    DEFAULT_CSS = f"Status {{ height: {ROWS}; padding: 0 1; background: $raised; }}"

    def __init__(self, phones: Phones | None, *, rehearsal: bool = False) -> None:
        super().__init__()
        self._rehearsal = rehearsal
        self._phones = phones
        self._wall: ProjectorView | None = None
        self._left: int | None = None

    def show_state(self, projector: ProjectorView, left: int | None) -> None:
        """Show *wall*'s counts, and *left* seconds on the clock if it runs."""
        self._wall, self._left = projector, left
        self.refresh()

    def render(self) -> Content:
        """The strip at this width."""
        projector = self._wall
        if projector is None:
            return Content("")
        code = big(self._phones.code) if self._phones else []
        room = self.size.width - (len(code[0]) + 2 if code else 0)
        words, right = self._fitted(projector, room)
        room -= len(right[0])
        rows = []
        for row in range(ROWS):
            left = f"{code[row]}  " if code else ""
            rows.append(f"{left}{words[row][: max(0, room - 1)]:<{max(0, room)}}{right[row]}")
        return lines(literal(row, "bold") for row in rows)

    def _fitted(
        self, projector: ProjectorView, room: int
    ) -> tuple[tuple[str, str, str], list[str]]:
        """The words, and beside them as much in big letters as leaves the address whole."""
        where, flags, third = self._words(projector)
        text = self._right(projector)
        for shown in text if self._phones else text[:1]:
            right = big(shown) if shown else [""] * ROWS
            for way in (where, where.removeprefix("HTTP://")):
                if len(way) + 1 + len(right[0]) <= room:
                    return (way, flags, third), right
        return (way, flags, third), right

    def _words(self, projector: ProjectorView) -> tuple[str, str, str]:
        title = "Two Hats" if projector.stage is Stage.LOBBY else projector.story.title
        where = self._phones.address.rpartition("/")[0] if self._phones else title
        flags = [
            *(["Rehearsal: bots play, nothing is kept"] if self._rehearsal else []),
            *(["PAUSE"] if projector.paused else []),
            *(["door closed"] if projector.locked else []),
            *([f"{self._phones.connected} phones on"] if self._phones else []),
            *(
                [f"{projector.people - projector.seats} by hand"]
                if projector.people > projector.seats
                else []
            ),
        ]
        voting = projector.stage is Stage.VOTE
        third = messages.count(projector) if voting else f"{projector.people} here"
        return where, " · ".join(flags) or " ", third

    def _right(self, projector: ProjectorView) -> tuple[str, ...]:
        """Clock and count; then, for where that is too wide, less and less of it."""
        clock = "" if self._left is None else f"{self._left // 60}:{self._left % 60:02}"
        if projector.stage is not Stage.VOTE:
            return (clock,)
        return (
            f"{clock} {projector.voted}/{projector.people}".strip(),
            f"{clock} {projector.voted}".strip(),
            clock or str(projector.voted),
        )


ROOMY = 22
"""Rows from which on there is room for more than the way in."""
TEXT_CARRIES, LETTERS_CARRY = 92, 276
"""
Screen heights that text carries to, times the rows of the screen.

Farthest viewer at 200 times the height of a small letter (AVIXA V202.01), which
is 0.46 of a row; the big letters are three rows high.
"""


class JoinPanel(Horizontal):
    """Beside the code for phones: the title, the way in, and what this screen is good for."""

    DEFAULT_CSS = """
    JoinPanel { height: 1fr; padding: 0 1; overflow-y: auto; }
    JoinPanel #way { width: 1fr; height: auto; }
    JoinPanel QrCode { margin-right: 2; }
    """

    def __init__(self, phones: Phones | None) -> None:
        super().__init__()
        self._phones = phones
        self._shown = ""

    def compose(self) -> ComposeResult:
        """The code for phones, if there are any, and the words."""
        if self._phones is not None:
            yield QrCode()
        yield Static(id="way", markup=False)

    def show_state(self, projector: ProjectorView, scenario: Scenario) -> None:
        """Show who has come, and how to."""
        phones, note = self._phones, scenario.content_note
        if phones is not None and phones.address != self._shown:
            self._shown = phones.address
            self.query_one(QrCode).show(phones.qr())
        self.query_one("#way", Static).update(
            paragraphs(
                [
                    lines([literal(scenario.title, "bold $lead"), literal(scenario.role)]),
                    literal(f"Please note: {note}") if note else None,
                    self._join(projector),
                    literal(self._carries(), "$quiet"),
                    lines(literal(text, "$quiet") for text in phones.report) if phones else None,
                ]
            )
        )

    def _join(self, projector: ProjectorView) -> Content:
        phones, hands = self._phones, projector.people - projector.seats
        by_hand = f"{hands} vote by hand." if hands else "n: how many vote by hand"
        if phones is None:
            return lines([literal(by_hand, "bold"), literal("Enter: begin", "$quiet")])
        closed = "The door is closed to new people." if projector.locked else ""
        return lines(
            [
                literal(closed or "Point your phone at the code, or open", "bold"),
                line((phones.address.rpartition("/")[0], "bold $lead")),
                line(("and type ", "bold"), (phones.code, "bold $lead")),
                *(literal(row, "bold") for row in self._code(phones)),
                literal(f"{projector.seats} joined. {by_hand}"),
            ]
        )

    def _code(self, phones: Phones) -> list[str]:
        """The code in big letters, where the strip that has it gives its room to the QR code."""
        return [] if self.app.size.height >= ROOMY else big(phones.code)

    def _carries(self) -> str:
        width, height = self.app.size
        return (
            f"{width} x {height}: text reads from {TEXT_CARRIES / height:.0f} screen heights away, "
            f"big letters from {LETTERS_CARRY / height:.0f}."
        )


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

    def show_state(self, place: int, first: int | None, last: int, most: int, rows: int) -> None:
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


class OptionResult(Horizontal):
    """One option: its letter, its words or its bar, and its count."""

    DEFAULT_CSS = f"""
    OptionResult {{
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
        bar.show_state(self._place, first.count if first else None, last.count, most, rows)
        count = self.query_one(".count", Static)
        count.display = True
        count.update(lines(big(str(last.count))))

    @property
    def _words(self) -> Static:
        return self.query_one(".words", Static)

    def _letter(self, option: Option) -> None:
        self.query_one(".letter", Static).update(lines(big(option.letter)))


class VoteResults(Vertical):
    """All options of a question."""

    DEFAULT_CSS = (
        "VoteResults { height: auto; } VoteResults.-airy OptionResult { margin-bottom: 1; }"
    )

    def compose(self) -> ComposeResult:
        """As many rows as a question may have options."""
        for position in range(len(FILLS)):
            yield OptionResult(position)

    def ask(self, options: Sequence[Option]) -> None:
        """Show what can be voted for."""
        for row, option in zip(self.rows(len(options)), options, strict=True):
            row.ask(option)

    def show(self, first: Sequence[Bar], last: Sequence[Bar], *, roomy: bool, tall: bool) -> None:
        """Show the *last* vote, and the *first* where there were two."""
        maximum = max(bar.count for bar in (*first, *last))
        befores: Sequence[Bar | None] = first or [None] * len(last)
        for row, before, bar in zip(self.rows(len(last)), befores, last, strict=True):
            row.show(before, bar, maximum, roomy=roomy, tall=tall)

    def rows(self, count: int) -> list[OptionResult]:
        """The first *count* rows, which alone are shown."""
        rows = list(self.query(OptionResult))
        for position, row in enumerate(rows):
            row.display = position < count
        return rows[:count]


def letter(option: Option) -> Content:
    """An option named in running text."""
    return line((option.letter, "bold $lead"))
