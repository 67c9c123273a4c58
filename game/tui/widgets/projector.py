"""Widgets of the projector: status strip, join panel, options and bars of a vote."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from game.core.scenario import Scenario
from game.room import messages
from game.room.state import Stage
from game.room.views import Bar, Option, ProjectorView
from game.text import labels
from game.tui.ports import Phones
from game.tui.text import line, lines, literal, paragraphs, rows
from game.tui.widgets.block_graphics import (
    ROWS,
    QrCode,
    big,
    has_glyphs,
    letter_rows,
    qr_size,
)


PAD, GAP = 1, 2
"""Columns at both sides of the join panel, and between its QR code and its text."""
REHEARSAL, SHORT_REHEARSAL = "Rehearsal: bots play, nothing is kept", "Rehearsal"


class Status(Widget):
    """The strip above a page: room code, address, votes and timer."""

    DEFAULT_CSS = f"Status {{ height: {ROWS}; padding: 0 1; background: $raised; }}"

    def __init__(self, phones: Phones | None, *, rehearsal: bool = False) -> None:
        super().__init__()
        self._rehearsal = rehearsal
        self._phones = phones
        self._projector: ProjectorView | None = None
        self._left: int | None = None

    def show_state(self, projector: ProjectorView, left: int | None) -> None:
        """Show the counts of *projector*, and *left* seconds on the timer if it runs."""
        self._projector, self._left = projector, left
        self.refresh()

    def render(self) -> Content:
        """Return the strip in the current width."""
        projector = self._projector
        if projector is None:
            return Content("")
        phones = self._way_in(projector)
        code = big(phones.code) if phones else []
        room = self.size.width - (len(code[0]) + 2 if code else 0)
        where, right = self._fitted(projector, room)
        room = max(0, room - len(right[0]))
        words = (where, _joined(self._flags(projector), max(0, room - 1)), self._third(projector))
        strip = []
        for row, text in enumerate(words):
            left = f"{code[row]}  " if code else ""
            whole = text if len(text) < room else ""  # what is cut says something else
            strip.append(f"{left}{whole:<{room}}{right[row]}")
        style = "bold $background on $foreground" if self._left == 0 or projector.paused else "bold"
        return lines(literal(row, style) for row in strip)

    def _fitted(self, projector: ProjectorView, room: int) -> tuple[str, list[str]]:
        """Return the address, or the title, and as much in big letters as leaves it whole."""
        phones = self._way_in(projector)
        title = "Two Hats" if projector.stage is Stage.LOBBY else projector.story.title
        where = phones.address.rpartition("/")[0] if phones else title
        forms = self._right(projector)
        for shown in forms if phones else forms[:1]:
            right = big(shown) if shown else [""] * ROWS
            for part in (where, where.partition("://")[2] or where):
                if len(part) + 1 + len(right[0]) <= room:
                    return part, right
        left = max(0, room - 1 - len(right[0]))
        return part if phones else f"{title[: left - 1]}…"[:left], right

    def _way_in(self, projector: ProjectorView) -> Phones | None:
        """Return how phones come in; None if none can, and in a lobby whose door is closed."""
        closed = projector.locked and projector.stage is Stage.LOBBY
        return None if closed else _open_to_people(self._phones)

    def _flags(self, projector: ProjectorView) -> list[str]:
        """Return what is to be known of the room, what matters most first."""
        return [
            *([REHEARSAL] if self._rehearsal else []),
            *(["PAUSE"] if projector.paused else []),
            *([messages.TIME_IS_UP] if self._left == 0 else []),
            *(["door closed"] if projector.locked else []),
            *([messages.phones_on(self._phones.connected)] if self._phones else []),
            *([f"{projector.heads} by hand"] if projector.heads else []),
        ]

    def _third(self, projector: ProjectorView) -> str:
        voting = projector.stage is Stage.VOTE
        return messages.voted(projector) if voting else f"{projector.here} here"

    def _right(self, projector: ProjectorView) -> tuple[str, ...]:
        """Return timer and count; then shorter forms for narrower strips."""
        clock = "" if self._left is None else f"{self._left // 60}:{self._left % 60:02}"
        if projector.stage is not Stage.VOTE:
            return (clock,)
        return (
            f"{clock} {projector.voted}/{projector.people}".strip(),
            f"{clock} {projector.voted}".strip(),
            clock or str(projector.voted),
        )


def _open_to_people(phones: Phones | None) -> Phones | None:
    """Return *phones* if people's own phones get in there, else None."""
    return None if phones is None or phones.bots_only else phones


def _joined(flags: Sequence[str], room: int) -> str:
    """Return as many of *flags*, the first ones first, as are whole in *room* columns."""
    shown = " · ".join(flags)
    if len(shown) > room:
        flags = [SHORT_REHEARSAL if flag == REHEARSAL else flag for flag in flags]
    while len(shown) > room:
        shown, flags = " · ".join(flags), flags[:-1]
    return shown


PANEL_ROWS = 22
"""Rows of the screen from which there is room for more than the join panel."""
LARGE_ROWS = 30
"""Rows of the screen from which code, address and QR code grow with it."""


@frozen
class _Sizes:
    """How large the QR code, the code and the address are; 0 for letters of the text."""

    qr: int = 1
    code: int = 0
    address: int = 0


class JoinPanel(Horizontal):
    """The QR code beside the title and the address: what the audience needs to join."""

    DEFAULT_CSS = f"""
    JoinPanel {{ height: 1fr; padding: 0 {PAD}; overflow-y: auto; }}
    JoinPanel #join {{ width: 1fr; height: auto; }}
    JoinPanel QrCode {{ margin-right: {GAP}; }}
    """

    def __init__(self, phones: Phones | None) -> None:
        super().__init__()
        self._phones = phones
        self._way_in = _open_to_people(phones)
        self._shown: tuple[str, int] | None = None
        self._modules: Sequence[Sequence[bool]] = ()
        self._state: tuple[ProjectorView, Scenario] | None = None

    def compose(self) -> ComposeResult:
        """Yield the QR code, if phones can join, and the text."""
        if self._way_in is not None:
            yield QrCode()
        yield Static(id="join", markup=False)

    def show_state(self, projector: ProjectorView, scenario: Scenario) -> None:
        """Show how to join, and how many have joined."""
        self._state = projector, scenario
        self._fit()

    def on_resize(self) -> None:
        """Fit the letters and the QR code into the new size."""
        self._fit()

    def _fit(self) -> None:
        if self._state is None:
            return
        projector, _ = self._state
        phones, sizes = self._way_in, _Sizes()
        if phones is not None and not projector.locked:
            if self._shown is None or self._shown[0] != phones.address:
                self._modules = phones.qr()
            sizes = self._largest(phones)
            if (phones.address, sizes.qr) != self._shown:
                self._shown = phones.address, sizes.qr
                self.query_one(QrCode).show(self._modules, sizes.qr)
        self.query(QrCode).set(display=not projector.locked)
        self.query_one("#join", Static).update(self._text(sizes))

    def _largest(self, phones: Phones) -> _Sizes:
        """Return the largest sizes in which all of the panel is on the screen."""
        # On a low screen the QR code takes the room of the strip, with the code in it.
        largest = small = _Sizes(code=0 if self.app.size.height >= PANEL_ROWS else 1)
        if self.app.size.height < LARGE_ROWS or not has_glyphs(phones.code):
            return small
        code, address = phones.code, _short(phones.address)
        height = self.outer_size.height
        for qr in range(1, height):
            width, qr_rows = qr_size(self._modules, qr)
            room = self.outer_size.width - 2 * PAD - width - GAP
            if qr_rows > height or room < len(_whole(phones.address)):
                break
            spare = height - rows(self._text(small), room)
            most = room // len(big(address)[0]) if has_glyphs(address) else 0
            fitting = [
                _Sizes(qr=qr, code=first, address=second)
                for first in range(2, 1 + room // len(big(code)[0]))
                for second in range(1 + min(first, most))
                if letter_rows(first) + 1 + (letter_rows(second) + 1 if second else 0) <= spare
            ]
            best = max(fitting, key=lambda it: (it.address > 0, it.code, it.address), default=small)
            if qr > 1 and not (best.address if has_glyphs(address) else best.code):
                break  # letters of the text would be all that is left beside it
            largest = best
        return largest

    def _text(self, sizes: _Sizes) -> Content:
        """Return the words beside the QR code, with code and address in *sizes*."""
        assert self._state is not None
        projector, scenario = self._state
        note = scenario.content_note
        return paragraphs(
            [
                literal("Next" if projector.follows else "Welcome", "bold"),
                literal(projector.campaign) if projector.campaign else None,
                lines([literal(scenario.title, "bold $accent"), literal(scenario.role)]),
                literal(labels.PLEASE_NOTE + note) if note else None,
                self._join(projector, sizes),
            ]
        )

    def _join(self, projector: ProjectorView, sizes: _Sizes) -> Content:
        phones, heads = self._way_in, projector.heads
        by_hand = messages.by_hand(heads) if heads else ""
        if self._phones is None:
            return literal(by_hand or "We vote by hand.", "bold")
        joined = literal(f"{projector.seats} joined. {by_hand}".strip())
        if phones is None:
            return lines([literal(messages.BOTS_ONLY, "bold"), joined])
        if projector.locked:
            return lines([literal(f"{messages.DOOR_CLOSED} l opens it.", "bold"), joined])
        return lines(
            [
                literal("Point your phone at the code, or open", "bold"),
                line((_whole(phones.address), "bold $accent")),
                *_letters(_short(phones.address), sizes.address, gap=True),
                line(("and type ", "bold"), (phones.code, "bold $accent")),
                *_letters(phones.code, sizes.code, gap=sizes.code > 1),
                joined,
            ]
        )


def _whole(address: str) -> str:
    """Return *address*, a URL, without the secret at its end."""
    return address.rpartition("/")[0]


def _short(address: str) -> str:
    """Return *address* as a browser takes it too: without secret and protocol."""
    return _whole(address).partition("://")[2] or _whole(address)


def _letters(text: str, scale: int, *, gap: bool) -> list[Content]:
    """Return *text* in letters of *scale*, with a blank line below if *gap*; none for 0."""
    drawn = big(text, scale) if scale else []
    return [literal(row, "bold") for row in [*drawn, *([""] if drawn and gap else [])]]


FILLS = "█▓▒░█▓"
"""The fill character of each option's bar."""
FIRST = "─"
"""The character of a first vote's line."""
COUNT_WIDTH, LETTER_WIDTH = 12, 5
CHOSEN = "◀"
"""The sign at the letter of the option that was decided on."""
WORDS_WIDTH = 19
"""Columns of a short text beside its bar, with a gap."""
BESIDE = 2 + LETTER_WIDTH + WORDS_WIDTH + 8 + COUNT_WIDTH
"""Columns of the screen from which a bar has room beside its text."""


class BarLine(Widget):
    """The bar of an option: a line for the first vote, full rows for the last."""

    DEFAULT_CSS = f"BarLine {{ width: 1fr; height: {ROWS}; }}"

    def __init__(self) -> None:
        super().__init__()
        self._first: int | None = None
        self._last = 0
        self._max_count = 1
        self._fill = FILLS[0]
        self._rows = ROWS - 1

    def show_state(
        self, index: int, first: int | None, last: int, max_count: int, rows: int
    ) -> None:
        """
        Show *last* votes, and *first* in the first round, in *rows* rows.

        A bar of *max_count* votes takes the whole width; *index* selects the fill.
        """
        self._fill, self._first, self._last = FILLS[index], first, last
        self._max_count, self._rows = max(1, max_count), rows
        self.styles.height = rows
        self.refresh()

    def render(self) -> Content:
        """Return the bar in the current width."""

        def length(votes: int) -> int:
            return round(votes * self.size.width / self._max_count) or (1 if votes else 0)

        row = literal(self._fill * length(self._last), "$accent")
        if self._first is None:
            return lines([row] * self._rows)
        first = literal(FIRST * length(self._first), "$quiet")
        return lines([first, *[row] * (self._rows - 1)])


class OptionResult(Horizontal):
    """An option: its letter, its text or its bar, and its count."""

    DEFAULT_CSS = f"""
    OptionResult {{
        height: auto; min-height: {ROWS};
        .letter {{ width: {LETTER_WIDTH}; height: {ROWS}; color: $accent; }}
        .words {{ width: 1fr; height: auto; text-style: bold; text-overflow: ellipsis; }}
        .count {{ width: {COUNT_WIDTH}; height: {ROWS}; text-align: right; }}
        .content {{ width: 1fr; height: auto; }}
        .content Static {{ height: auto; }}
        &.-beside .content {{ layout: horizontal; }}
        &.-beside .words {{ width: {WORDS_WIDTH}; }}
        &.-cut .words {{ height: 1; text-wrap: nowrap; }}
    }}
    """

    def __init__(self, index: int) -> None:
        super().__init__()
        self._index = index

    def compose(self) -> ComposeResult:
        """Yield the letter, the text, the bar and the count."""
        yield Static(classes="letter", markup=False)
        with Vertical(classes="content"):
            yield Static(classes="words", markup=False)
            yield BarLine()
        yield Static(classes="count", markup=False)

    def ask(self, option: Option) -> None:
        """Show *option* to vote for."""
        self._letter(option)
        self.remove_class("-beside", "-cut")
        means = [literal(option.means, "not bold $quiet")] if option.means else []
        self._words.update(lines([literal(option.text), *means]))
        self._words.display = True
        self.query_one(BarLine).display = False
        self.query_one(".count").display = False

    def show(
        self,
        first: Bar | None,
        last: Bar,
        max_count: int,
        *,
        roomy: bool,
        tall: bool,
        beside: bool,
        cut: bool,
        chosen: bool,
    ) -> None:
        """
        Show how many voted for it, below its text if the screen is *roomy*, or *beside* it.

        A bar of *max_count* votes takes the whole width, and two rows or, if *tall*, three.
        If the text is *cut*, the first of three rows has its beginning. *chosen* is whether it
        was decided on, which a sign says.
        """
        self._letter(last.option, CHOSEN if chosen else "")
        self._words.update(literal(last.option.text))
        self._words.display = roomy or beside or cut
        self.set_class(beside, "-beside")
        self.set_class(cut, "-cut")
        bar = self.query_one(BarLine)
        bar.display = True
        rows = ROWS if tall and not cut else ROWS - 1
        bar.show_state(self._index, first.count if first else None, last.count, max_count, rows)
        count = self.query_one(".count", Static)
        count.display = True
        count.update(lines(big(str(last.count))))

    @property
    def _words(self) -> Static:
        return self.query_one(".words", Static)

    def _letter(self, option: Option, sign: str = "") -> None:
        top, middle, *rest = big(option.letter)
        self.query_one(".letter", Static).update(lines([top, middle + sign, *rest]))


class VoteResults(Vertical):
    """The options of a question."""

    DEFAULT_CSS = (
        "VoteResults { height: auto; } VoteResults.-airy OptionResult { margin-bottom: 1; }"
    )

    def compose(self) -> ComposeResult:
        """Yield a row for each option that a question can have."""
        for position in range(len(FILLS)):
            yield OptionResult(position)

    def ask(self, options: Sequence[Option]) -> None:
        """Show *options* to vote for."""
        for row, option in zip(self.rows(len(options)), options, strict=True):
            row.ask(option)

    def show(
        self,
        first: Sequence[Bar],
        last: Sequence[Bar],
        decided: Option | None,
        *,
        roomy: bool,
        tall: bool,
        begun: bool = False,
    ) -> bool:
        """
        Show the result of the *last* vote, and of the *first* if there were two.

        Return whether the options' texts are shown in full: on a *roomy* screen, or short ones.
        Of others *begun* shows the beginnings.
        """
        short = all(len(bar.option.text) < WORDS_WIDTH for bar in last)
        beside = short and not roomy and self.app.size.width >= BESIDE
        max_count = max(bar.count for bar in (*first, *last))
        befores: Sequence[Bar | None] = first or [None] * len(last)
        for row, before, bar in zip(self.rows(len(last)), befores, last, strict=True):
            chosen = bar.option == decided
            row.show(
                before,
                bar,
                max_count,
                roomy=roomy,
                tall=tall,
                beside=beside,
                cut=begun and not roomy and not beside,
                chosen=chosen,
            )
        return roomy or beside

    def rows(self, count: int) -> list[OptionResult]:
        """Return the first *count* rows, and hide the others."""
        rows = list(self.query(OptionResult))
        for position, row in enumerate(rows):
            row.display = position < count
        return rows[:count]
