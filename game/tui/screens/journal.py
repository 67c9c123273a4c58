"""The journal: every run, what they come to, and what is due again."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Select, Static
from textual.widgets.option_list import Option

from game.core import words
from game.core.playthrough import Phase, replay
from game.journal.export.phrases import ATTEMPTS
from game.journal.export.record import Play
from game.tui import growth_pages
from game.tui.literal import line, lines, literal, paragraphs
from game.tui.screens.base import GameScreen
from game.tui.widgets.keys import Keys


FILTERS = (
    ("first attempts", "first"),
    ("practice", "practice"),
    ("reviews", "review"),
    ("still open", "open"),
)


class JournalScreen(GameScreen):
    """Every run, the last one first; a key shows what all of them come to."""

    DEFAULT_CSS = """
    JournalScreen {
        layers: base over;
        #filter { height: 1; width: 30; }
        #list { height: 1fr; border: none; padding: 0 1; background: $background; }
        #page { height: 1fr; padding: 1 2; border-top: solid $line; }
        #about { height: auto; max-width: 78; }
        &.-low #page { padding: 0 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("g", "growth", "All together", id="journal.growth"),
        Binding("r", "review", "Review", id="journal.review"),
        Binding("d", "debrief", "Think it over", id="journal.debrief"),
    ]

    def contents(self) -> ComposeResult:
        """A filter, the runs, and the page of one."""
        yield Select(FILTERS, prompt="all runs", id="filter", compact=True)
        yield OptionList(id="list", markup=False)
        with VerticalScroll(id="page"):
            yield Static(id="about", markup=False)
        yield Keys()

    def on_screen_resume(self) -> None:
        """Read the journal anew."""
        self._found = self.game.growth()
        self.narrow()
        self.query_one("#list").focus()

    @on(Select.Changed)
    def narrow(self) -> None:
        """Show the runs that fit the filter."""
        shelf = self.query_one("#list", OptionList)
        wanted = self.query_one("#filter", Select).value
        before = self._at
        shelf.clear_options()
        plays = sorted(self._found.played.plays, key=lambda play: play.run.written, reverse=True)
        shelf.add_options(
            Option(_label(play), id=str(play.run.id))
            for play in plays
            if wanted in (Select.NULL, play.attempt.value)
            or (wanted == "open" and not play.run.finished)
        )
        if shelf.option_count:
            shown = [option.id for option in shelf.options]
            at = str(before.run.id) if before else None
            shelf.highlighted = shown.index(at) if at in shown else 0
        else:
            none = "No run is like that." if plays else "Nothing was played yet."
            self.query_one("#about", Static).update(none)
            self.refresh_bindings()

    def _play(self, option: str | None) -> Play:
        return next(play for play in self._found.played.plays if str(play.run.id) == option)

    @property
    def _at(self) -> Play | None:
        shelf = self.query_one("#list", OptionList)
        if shelf.highlighted is None:
            return None
        return self._play(shelf.get_option_at_index(shelf.highlighted).id)

    @on(OptionList.OptionHighlighted)
    def about(self, event: OptionList.OptionHighlighted) -> None:
        """Tell about the run under the cursor."""
        play = self._play(event.option.id)
        self.query_one("#about", Static).update(growth_pages.run(play))
        self.refresh_bindings()

    @on(OptionList.OptionSelected)
    def open(self, event: OptionList.OptionSelected) -> None:
        """Carry an open run on; think a finished one over."""
        play = self._play(event.option.id)
        if play.run.finished:
            self.action_debrief()
        elif play.run.campaign is None:
            self.game.resume(play.run)
        else:
            self.notify("It belongs to a campaign; carry it on from there.", markup=False)

    def action_debrief(self) -> None:
        """Think the run under the cursor over."""
        from game.tui.screens.debrief import DebriefScreen

        play = self._at
        scenario = self.game.scenario_of(play.run) if play else None
        if play is not None and scenario is not None:
            run = play.run
            again = replay(scenario, run.seed, play.actions, run.alone).play
            self.app.push_screen(DebriefScreen(again, partial(self.game.journal.think, run)))

    def action_growth(self) -> None:
        """Show what all first attempts come to."""
        self.app.push_screen(GrowthScreen())

    def action_review(self) -> None:
        """Play what is due."""
        self.game.review()

    @property
    def enter_does(self) -> str:
        """A run that is open goes on; a finished one has a key of its own."""
        on_list = isinstance(self.focused, OptionList) and hasattr(self, "_found")
        play = self._at if on_list else None
        return "Go on" if play and not play.run.finished and play.run.campaign is None else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Reviews when something is due, thinking over where something was answered."""
        if action == "review":
            return bool(self._found.due) if hasattr(self, "_found") else False
        if action == "debrief":
            return self._at is not None and bool(self._at.answers)
        return True


def _label(play: Play) -> Content:
    run = play.run
    scored = None if run.points is None else f"{words.points(run.points)} points"
    how = scored or words.PHASES[Phase(run.phase)]
    kind = ATTEMPTS[play.attempt]
    part = " · campaign" if run.campaign is not None else ""
    return lines(
        [
            line((run.title, "bold"), (f"  {how}", "$quiet")),
            literal(f"{run.touched[:10]} · {kind or 'nothing answered'}{part}", "$quiet"),
        ]
    )


class GrowthScreen(GameScreen):
    """All first attempts together, and what is due."""

    DEFAULT_CSS = """
    GrowthScreen #page { padding: 1 2; }
    GrowthScreen #page > Static { height: auto; max-width: 78; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "review", "Review", id="growth.review"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._due = False

    def contents(self) -> ComposeResult:
        """One page."""
        with VerticalScroll(id="page"):
            yield Static(id="text", markup=False)
        yield Keys()

    def on_screen_resume(self) -> None:
        """Read the journal anew."""
        found = self.game.growth()
        self._due = bool(found.due)
        self.query_one("#text", Static).update(
            paragraphs([growth_pages.due(found.due), growth_pages.whole(found)])
        )
        self.query_one("#page").focus()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Reviews when something is due."""
        return self._due if action == "review" else True

    def action_review(self) -> None:
        """Play what is due."""
        self.game.review()
