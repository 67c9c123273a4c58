"""The home screen."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from game.core.playthrough import Phase
from game.journal.campaigns import CampaignRun
from game.journal.runs import Run
from game.services.campaign import place
from game.services.go_on import Unfinished
from game.services.play import origin_of
from game.services.recommend import expected, suggestion
from game.text import labels, recommend, review
from game.text.plural import count
from game.tui.screens.base import GameScreen
from game.tui.text import line, lines, literal
from game.tui.widgets.cards import Card, Cards
from game.tui.widgets.key_bar import KeyBar


if TYPE_CHECKING:
    from game.core.recommend import Suggestion
    from game.core.review import Moment
    from game.journal.history import PracticeHistory


PLACE = " \n "
"""Keeps the place of a summary that is not read yet."""


class HomeScreen(GameScreen):
    """The menu of the game; first what to go on with, or what to play first or next."""

    AUTO_FOCUS = ""  # it would scroll the top away
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h", "app.handbook", "Handbook", id="home.handbook"),
        Binding("s", "app.settings", "Settings", id="home.settings"),
    ]
    DEFAULT_CSS = """
    HomeScreen {
        align: center top;
        #page { padding: 1 2; max-width: 72; max-height: 100%; height: auto; }
        #title { height: auto; margin-bottom: 1; }
        Cards.-led Card.-first { margin-bottom: 1; }
        &.-low #page { padding: 0 1; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._open: Run | CampaignRun | None = None
        self._where = ""
        self._suggestion: Suggestion | None = None
        self._loading = True
        self._due: tuple[Moment, ...] = ()

    @cached_property
    def _unfinished(self) -> Unfinished:
        return Unfinished(self.game.journal, self.game.library)

    def contents(self) -> ComposeResult:
        """Yield the title and the menu."""
        with VerticalScroll(id="page", can_focus=False):
            yield Static(id="title", markup=False)
            yield Cards()
        yield KeyBar()

    def on_screen_resume(self) -> None:
        """
        Fill the menu; first the last unfinished run or campaign that can be opened.

        What is not stored is tried once more.
        Whoever comes back from a look at something else finds the cursor where it was.
        """
        self.game.journal.pending.store()
        before, focused = self._open, self.focused.key if isinstance(self.focused, Card) else ""
        self._offer(self._unfinished.at_place())
        self.query_one("#title", Static).update(_title(self.game.setting("plan")))
        cards = self.query_one(Cards)
        self._fill()
        same = next((card for card in cards.cards if card.key == focused), None)
        if same is None or self._open != before:
            self.set_focus(cards.cards[0], scroll_visible=False)
            self.query_one("#page", VerticalScroll).scroll_home(animate=False)
        else:
            self.set_focus(same)
        self.game.report_trouble()
        self.call_after_refresh(self._look)

    def _offer(self, run: Run | CampaignRun | None) -> None:
        """Let *run* be what to go on with."""
        self._open = run
        match run:
            case Run():
                self._where = _where(run)
            case CampaignRun():
                self._where = place(self.game.journal, self.game.library, run)
        if run is not None and self.game.journal.pending.has(run):
            self._where += f", {labels.NOT_SAVED}"

    def _fill(self) -> None:
        """Fill the cards; the focus stays with what it was on."""
        cards = self.query_one(Cards)
        focused = self.focused.key if isinstance(self.focused, Card) else None
        first = self._first()
        cards.fill([*first, *self._menu()])
        cards.set_class(bool(first), "-led")
        for number, card in enumerate(cards.cards):
            card.set_class(number < len(first), "-first")
            if card.key == focused:
                self.set_focus(card, scroll_visible=False)  # at once: a key may follow

    def _first(self) -> list[tuple[str, Content]]:
        """Return the card of what to play now, and that of what is due for review."""
        items = []
        if self._open is not None:
            name = f"{recommend.GO_ON}: {self._open.title}"
            items.append(("continue", _first_card(name, "", self._where)))
        elif self._suggestion is not None:
            scenario = self._suggestion.scenario
            name = f"{recommend.SUGGESTED[self._suggestion.reason]}: {scenario.title}"
            items.append(("start", _first_card(name, recommend.length(scenario), scenario.summary)))
        elif self._loading and (reason := expected(self.game.library, self.game.journal)):
            items.append(("start", _first_card(recommend.SUGGESTED[reason], "", PLACE)))
        if self._due:
            items.append(("review", _first_card("Review", review.due(self._due))))
        return items

    def _menu(self) -> list[tuple[str, Content]]:
        return [
            (
                "scenarios",
                _item("Play a scenario", f"{len(self.game.library.entries)} to choose from"),
            ),
            *(
                [("campaigns", _item("Campaign", "a way through several scenarios, with letters"))]
                if self.game.library.campaigns
                else []
            ),
            *(
                [("workshop", _item("Workshop", "a room decides together, with phones or hands"))]
                if self.game.hosts_rooms
                else []
            ),
            ("journal", _item("Journal", "what you played, and what it comes to")),
            ("handbook", _item("Handbook", "every idea behind the game")),
            ("settings", _item("Settings", "colours, gauges in words, animation")),
            ("about", _item("About", "where the ideas come from, how keys are made")),
        ]

    def _look(self) -> None:
        """Find what to suggest, and report damage and due reviews, after the screen is drawn."""
        self.game.journal.check_some()
        self.game.report_trouble()
        self.game.suggest(self, self._suggest)

    def _suggest(self, found: Suggestion | None) -> None:
        self._suggestion = found
        self._loading = False
        run = self._unfinished.readable()
        if run != self._open:
            self._offer(run)
            self.page_changed()
        self._fill()
        self.game.catch_up(self, self._show_due)

    def _show_due(self, history: PracticeHistory) -> None:
        due = self.game.due(history)
        self.game.report_trouble()
        if due != self._due:
            self._due = due
            self._fill()

    @on(Card.Picked)
    def go(self, event: Card.Picked) -> None:
        """Go where the picked card leads."""
        event.stop()
        if event.key == "start":
            self._start()
            return
        if event.key == "review":
            self.game.review()
            return
        if event.key == "continue":
            match self._open:
                case Run() as run:
                    self.game.resume(run)
                case CampaignRun() as run:
                    self.game.resume_campaign(run)
            return
        getattr(self.game, f"action_{event.key}")()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Permit all actions but leaving."""
        return action != "leave"

    def _start(self) -> None:
        """Play the scenario that is suggested; it may be picked before it was found."""
        found = self._suggestion or suggestion(self.game.library, self.game.journal)
        if found is not None:
            entry = self.game.library.entries[found.scenario.id]
            if entry.scenario is not None:
                self.game.play(entry.scenario, origin=origin_of(entry, self.game.library))


def _where(run: Run) -> str:
    answered = f"{count(run.scenes, 'scene')} answered" if run.scenes else "Just begun"
    return f"{answered}, {labels.PHASES[Phase(run.phase)]}"


def _first_card(name: str, about: str, more: str = "") -> Content:
    rows = [
        _item(name, about) if about else literal(name),
        *([literal(more, "not bold $quiet")] if more else []),
    ]
    return lines(rows)


def _item(name: str, about: str) -> Content:
    return line(name, (f"  {about}", "not bold $quiet"))


def _title(plan: str) -> Content:
    """Return the title of the game, and the player's *plan* if there is one."""
    return lines(
        [
            line(("▲ ", "bold $lead"), ("TWO HATS", "bold"), (" ■", "bold $manage")),
            literal("A moment comes up at work. Does it need leading, or managing?", "$quiet"),
            *([line(("Your plan: ", "bold $accent"), plan)] if plan else []),
        ]
    )
