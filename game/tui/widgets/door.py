"""The way in: how to join, who is here, and how far this screen carries."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from game.core.scenario import Scenario
from game.room.views import Wall
from game.tui.literal import line, lines, literal, paragraphs
from game.tui.widgets.big import big
from game.tui.widgets.qr import QrCode
from game.tui.widgets.status import Phones


ROOMY = 22
"""Rows from which on there is room for more than the way in."""
TEXT_CARRIES, LETTERS_CARRY = 92, 276
"""
Screen heights that text carries to, times the rows of the screen.

Farthest viewer at 200 times the height of a small letter (AVIXA V202.01), which
is 0.46 of a row; the big letters are three rows high.
"""


class Door(Horizontal):
    """Beside the code for phones: the title, the way in, and what this screen is good for."""

    DEFAULT_CSS = """
    Door { height: 1fr; padding: 0 1; overflow-y: auto; }
    Door #way { width: 1fr; height: auto; }
    Door QrCode { margin-right: 2; }
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

    def tell(self, wall: Wall, scenario: Scenario) -> None:
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
                    self._join(wall),
                    literal(self._carries(), "$quiet"),
                    lines(literal(text, "$quiet") for text in phones.report) if phones else None,
                ]
            )
        )

    def _join(self, wall: Wall) -> Content:
        phones, hands = self._phones, wall.people - wall.seats
        by_hand = f"{hands} vote by hand." if hands else "n: how many vote by hand"
        if phones is None:
            return lines([literal(by_hand, "bold"), literal("Enter: begin", "$quiet")])
        closed = "The door is closed to new people." if wall.locked else ""
        return lines(
            [
                literal(closed or "Point your phone at the code, or open", "bold"),
                line((phones.address.rpartition("/")[0], "bold $lead")),
                line(("and type ", "bold"), (phones.code, "bold $lead")),
                *(literal(row, "bold") for row in self._code(phones)),
                literal(f"{wall.seats} joined. {by_hand}"),
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
