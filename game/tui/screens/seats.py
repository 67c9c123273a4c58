"""Everyone in the room, for the facilitator who must take somebody away."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from game.core.room import acts
from game.journal.rooms import RoomSession
from game.tui.literal import line, literal
from game.tui.screens.base import GameScreen
from game.tui.widgets.cards import Card, Cards
from game.tui.widgets.keys import Keys


class SeatsScreen(GameScreen):
    """Pick somebody to take away, or to give the seat back."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "leave", "Back", show=False)]
    DEFAULT_CSS = "SeatsScreen #page { padding: 1 2; }"

    def __init__(self, session: RoomSession) -> None:
        super().__init__()
        self.session = session

    def contents(self) -> ComposeResult:
        """A word and everyone's name."""
        with VerticalScroll(id="page", can_focus=False):
            yield Static(
                literal("Who is taken away cannot come back until you say so.", "$quiet"),
                markup=False,
            )
            yield Cards()
        yield Keys()

    def on_mount(self) -> None:
        """Fill in the names."""
        seats = self.session.room.seats.values()
        self.query_one(Cards).fill(
            [
                (
                    seat.id,
                    line(
                        (seat.name, "bold"),
                        (
                            "  taken away; Enter gives the seat back" if seat.removed else "",
                            "$quiet",
                        ),
                    ),
                )
                for seat in seats
            ],
            numbered=False,
        )

    @on(Card.Picked)
    def take(self, event: Card.Picked) -> None:
        """Take that seat away, or give it back."""
        event.stop()
        seat = self.session.room.seats[event.key]
        self.session.act(acts.Remove(seat.id, not seat.removed))
        self.app.pop_screen()
