"""Home: what there is to do."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from game.core import words
from game.core.playthrough import Phase
from game.journal.run import Run
from game.tui.literal import line, lines, literal
from game.tui.screens.base import GameScreen
from game.tui.widgets.cards import Card, Cards
from game.tui.widgets.keys import Keys


class HomeScreen(GameScreen):
    """The first screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h", "app.handbook", "Handbook", id="home.handbook"),
        Binding("s", "app.settings", "Settings", id="home.settings"),
    ]
    DEFAULT_CSS = """
    HomeScreen {
        align: center middle;
        #page { padding: 1 2; max-width: 72; max-height: 100%; height: auto; }
        #title { height: auto; margin-bottom: 1; }
        &.-low #page { padding: 0 1; }
    }
    """

    def contents(self) -> ComposeResult:
        """The name of the game and the ways on."""
        with VerticalScroll(id="page", can_focus=False):
            yield Static(_title(), id="title", markup=False)
            yield Cards(classes="-spaced")
        yield Keys()

    def on_screen_resume(self) -> None:
        """Show what can be done now; an open playthrough comes first."""
        self._open = self.game.journal.unfinished()
        cards = self.query_one(Cards)
        cards.fill(self._ways(self._open))
        cards.point(1)

    def _ways(self, run: Run | None) -> list[tuple[str, Content]]:
        ways = [
            (
                "scenarios",
                _way("Play a scenario", f"{len(self.game.library.entries)} to choose from"),
            ),
            *(
                [("workshop", _way("Workshop", "a room decides together, with phones or hands"))]
                if self.game.workshop
                else []
            ),
            ("handbook", _way("Handbook", "every idea behind the game")),
            ("settings", _way("Settings", "colours, gauges in words, animation")),
            ("about", _way("About", "where the ideas come from, how keys are made")),
        ]
        if run is not None:
            where = words.PHASES[Phase(run.phase)]
            ways.insert(
                0, ("continue", _way(f"Go on: {run.title}", f"{run.scenes} answered, {where}"))
            )
        return ways

    @on(Card.Picked)
    def go(self, event: Card.Picked) -> None:
        """Follow the way that was picked."""
        event.stop()
        if event.key == "continue" and self._open is not None:
            self.game.resume(self._open)
            return
        getattr(self.game, f"action_{event.key}")()

    def action_leave(self) -> None:
        """There is nothing behind home; stay."""


def _way(name: str, about: str) -> Content:
    return line(name, (f"  {about}", "not bold $quiet"))


def _title() -> Content:
    return lines(
        [
            line(("▲ ", "bold $lead"), ("TWO HATS", "bold"), (" ■", "bold $manage")),
            literal("A moment comes up at work. Does it need leading, or managing?", "$quiet"),
        ]
    )
