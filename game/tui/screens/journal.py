"""The journal: the list of runs, and the practice history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Select, Static
from textual.widgets.option_list import Option

from game.core.playthrough import Phase, replay
from game.journal.attempts import Attempt, attempt_of
from game.journal.exports.record import Play, reader, seconds
from game.journal.exports.text import ATTEMPTS, minutes, when_here
from game.text import labels
from game.tui import practice_pages
from game.tui.screens.base import GameScreen
from game.tui.text import line, lines, literal, paragraphs
from game.tui.widgets.filter import Filter
from game.tui.widgets.growing_list import GrowingList
from game.tui.widgets.key_bar import KeyBar


if TYPE_CHECKING:
    from game.journal.history import PracticeHistory
    from game.journal.stored_runs import StoredRun


GONE = "This run cannot be read any more. It may have been deleted in another window."
NO_SUCH_RUN = (
    "No run is like that.\n\n"
    "To see all runs, set the filter back: Tab leads to it, ⏎ opens it, and ⏎ takes its first line."
)
PAGE = 8
"""The fewest runs that are added to the list at once."""
FILTERS = (
    ("first attempts", "first"),
    ("practice", "practice"),
    ("reviews", "review"),
    ("still open", "open"),
)


class JournalScreen(GameScreen):
    """Every run, the newest first, with a filter."""

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
        Binding("g", "history", "All together", id="journal.history"),
        Binding("r", "review", "Review", id="journal.review"),
        Binding("d", "debrief", "Think it over", show=False, id="journal.debrief"),
    ]

    def contents(self) -> ComposeResult:
        """Yield the filter, the runs, and the page of the highlighted one."""
        yield Filter(FILTERS, prompt="all runs", id="filter", compact=True)
        yield GrowingList(id="list", markup=False)
        with VerticalScroll(id="page"):
            yield Static(id="about", markup=False)
        yield KeyBar()

    def __init__(self) -> None:
        super().__init__()
        self._due = False
        self._plays: dict[str, Play | None] = {}

    def on_screen_resume(self) -> None:
        """Read the journal again."""
        self.narrow()
        self.query_one("#list").focus()
        self.game.read_library(self, lambda: self.game.catch_up(self, self._show_due))

    def _show_due(self, history: PracticeHistory) -> None:
        self._due = bool(self.game.due(history))
        self.refresh_bindings()

    @on(Select.Changed)
    def narrow(self) -> None:
        """List the runs that match the filter, as they are now; keep the highlight on its run."""
        self._read = reader(self.game.journal, self.game.scenario_of)
        self._plays.clear()
        shelf = self.query_one("#list", GrowingList)
        wanted = self.query_one("#filter", Select).value
        at = shelf.highlighted_option
        before = None if at is None else at.id
        above = shelf.highlighted or 0
        runs = self.game.journal.newest(None if wanted is Select.NULL else str(wanted))
        shelf.fill(self._options(runs), self._page)
        shelf.add(above)
        if shelf.option_count:
            listed = [option.id for option in shelf.options]
            shelf.highlighted = listed.index(before) if before in listed else 0
        else:
            none = NO_SUCH_RUN if self.game.journal.newest() else "Nothing was played yet."
            self.query_one("#about", Static).update(none)
            self.refresh_bindings()

    def _options(self, runs: Iterable[int]) -> Iterator[Option]:
        """
        Yield an option for each readable one of *runs*, as it was stored.

        Only the highlighted one is replayed: that may take reading its scenario.
        """
        for number in runs:
            run = self.game.journal.run(number)
            kept = None if run is None else self.game.journal.kept(run)
            if kept is not None:
                attempt = attempt_of(kept.run, counts=self.game.journal.counts(kept.run))
                yield Option(_label(kept, attempt), id=str(number))

    @property
    def _page(self) -> int:
        """Runs that fill the list, which has half of the rows, and a run two of them."""
        return max(PAGE, self.app.size.height // 4 + 1)

    def _play(self, option: str | None) -> Play | None:
        if option is not None and option not in self._plays:
            self._plays[option] = self._read(int(option))
        return self._plays[option or ""]

    @property
    def _at(self) -> Play | None:
        shelf = self.query_one("#list", OptionList)
        if shelf.highlighted is None:
            return None
        return self._play(shelf.get_option_at_index(shelf.highlighted).id)

    @on(OptionList.OptionHighlighted)
    def about(self, event: OptionList.OptionHighlighted) -> None:
        """Show the highlighted run."""
        play = self._play(event.option.id)
        about = GONE if play is None else practice_pages.run(play)
        self.query_one("#about", Static).update(about)
        self.refresh_bindings()

    @on(OptionList.OptionSelected)
    def open(self, event: OptionList.OptionSelected) -> None:
        """Resume an unfinished run; debrief a finished one."""
        play = self._play(event.option.id)
        if play is None:
            return
        if play.run.finished:
            self.action_debrief()
        elif play.run.campaign is None:
            self.game.resume(play.run)
        else:
            self.notify("It belongs to a campaign; carry it on from there.", markup=False)

    def action_debrief(self) -> None:
        """Debrief the highlighted run."""
        from game.tui.screens.debrief import DebriefScreen

        play = self._at
        scenario = self.game.scenario_of(play.run) if play else None
        if play is not None and scenario is not None:
            run = play.run
            again = replay(scenario, run.seed, play.actions, run.alone).play
            self.app.push_screen(DebriefScreen(again, partial(self.game.journal.reflect, run)))

    def action_history(self) -> None:
        """Show the practice history."""
        self.app.push_screen(HistoryScreen())

    def action_review(self) -> None:
        """Play a due review."""
        self.game.review()

    @property
    def enter_label(self) -> str:
        """The label of Enter: what it does with the highlighted run; empty without its scenario."""
        play = self._at if isinstance(self.focused, GrowingList) else None
        if play is None or not play.has_scenario:
            return ""
        if play.run.finished:
            return "Think it over"
        return "Go on" if play.run.campaign is None else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Permit a review if one is due, a debrief if a scene was answered."""
        if action == "review":
            return self._due
        if action == "debrief":
            return self._at is not None and bool(self._at.answers)
        return True


def _label(kept: StoredRun, attempt: Attempt) -> Content:
    run = kept.run
    scored = None if run.points is None else f"{labels.points(run.points)} points"
    how = scored or labels.PHASES[Phase(run.phase)]
    kind = ATTEMPTS[attempt]
    part = "campaign" if run.campaign is not None else None
    last = f"last played {when_here(run.touched)}"
    facts = (last, kind or "nothing answered", part, minutes(seconds(kept.times)))
    return lines(
        [
            line((run.title, "bold"), (f"  {how}", "$quiet")),
            literal(" · ".join(filter(None, facts)), "$quiet"),
        ]
    )


class HistoryScreen(GameScreen):
    """The practice history: all first attempts, and due reviews."""

    DEFAULT_CSS = """
    HistoryScreen #page { padding: 1 2; }
    HistoryScreen #page > Static { height: auto; max-width: 78; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "review", "Review", id="history.review"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._due = False

    def contents(self) -> ComposeResult:
        """Yield one page."""
        with VerticalScroll(id="page"):
            yield Static("Reading what you played …", id="text", markup=False)
        yield KeyBar()

    def on_screen_resume(self) -> None:
        """Read the journal again, a long one in steps."""
        self.query_one("#page").focus()
        self.game.look_back(self, self._show)

    def _show(self, history: PracticeHistory) -> None:
        due = self.game.due(history)
        self._due = bool(due)
        self.query_one("#text", Static).update(
            paragraphs([practice_pages.due(due), practice_pages.whole(history)])
        )
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Permit a review if one is due."""
        return self._due if action == "review" else True

    def action_review(self) -> None:
        """Play a due review."""
        self.game.review()
