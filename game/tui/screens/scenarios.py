"""Lists of scenarios, to play or to begin a room with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, OptionList, Select, Static
from textual.widgets.option_list import Option

from game.content.library import Entry
from game.core.enums import Seniority
from game.core.synopsis import Synopsis
from game.journal.rooms import RoomRun
from game.journal.runs import Played, local
from game.room import messages
from game.room.state import Stage
from game.services.play import origin_of, played
from game.services.recommend import ordered, suggestion_after, synopses
from game.text import labels, recommend
from game.tui import play_pages
from game.tui.hanging import Hanging
from game.tui.screens.base import GameScreen
from game.tui.screens.search import SearchScreen
from game.tui.text import line, lines, literal, paragraphs
from game.tui.widgets.cards import Card, Cards
from game.tui.widgets.filter import Filter, FilterMenu
from game.tui.widgets.growing_list import GrowingList
from game.tui.widgets.key_bar import KeyBar


LENGTHS = (10, 15, 20, 30)
"""Limits of the length filter, in minutes."""
PAGE = 40
"""Scenarios that are added to the list at once: each takes a millisecond to lay out."""
NOTHING_FITS = (
    "Nothing fits.\n\n"
    "To see more, delete words of the search (/), or set a filter back: Tab leads to it, ⏎ opens "
    "it, and its first line takes it away."
)
PLAYED = (("not played yet", "new"), ("begun", "begun"), ("played", "played"))


class ScenariosScreen(SearchScreen):
    """All scenarios with filters; contexts of scenes are secret and no filter."""

    CSS_PATH = "scenarios.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "fresh", "New run", id="scenarios.fresh"),
    ]

    advises = True
    """Whether what one player finished says what to play first or next."""
    for_room = False
    """Whether the scenario is for a room, which takes longer than one player."""

    def contents(self) -> ComposeResult:
        """Yield the filters, the list, and the page of the highlighted scenario."""
        playable = synopses(self.game.library)
        sectors = sorted({each.sector for each in playable})
        lengths = _lengths([each.minutes for each in playable])
        with Horizontal(id="filters"):
            yield Input(placeholder="Search", id="search", compact=True)
            length = Filter(lengths, prompt="length", id="length", compact=True)
            length.display = bool(lengths)
            yield length
            yield Filter(
                [(labels.SENIORITY[s], s.value) for s in Seniority],
                prompt="role",
                id="post",
                compact=True,
            )
            yield Filter(
                [(literal(sector), sector) for sector in sectors],
                prompt="sector",
                id="sector",
                compact=True,
            )
            yield Filter(PLAYED, prompt="state", id="played", compact=True)
        with Horizontal(id="shelf"):
            yield GrowingList(id="list", markup=False)
            with VerticalScroll(id="page"):
                yield Static(id="about", markup=False)
        yield KeyBar()

    @property
    def enter_label(self) -> str:
        """The label of Enter: from the search to the list; on the list, play."""
        if self.focused is not self.shelf:
            return super().enter_label
        at = self._at
        if at is None:
            return ""
        return "Go on" if self._played_of(at).open else "Play"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Permit a new run where one is unfinished, and the search where its key is no letter."""
        if action == "fresh":
            at = self._at
            return at is not None and self._played_of(at).open
        if action == "search" and isinstance(self.focused, FilterMenu):
            return False
        return super().check_action(action, parameters)

    @property
    def _at(self) -> Synopsis | None:
        """The highlighted scenario; None if it cannot be played."""
        shelf = self.shelf
        if shelf.highlighted is None:
            return None
        return self._entry(shelf.get_option_at_index(shelf.highlighted).id).synopsis

    def on_mount(self) -> None:
        """Fill the list in the recommended order; begin at what is suggested."""
        self._played = played(self.game.journal, self.game.library)
        self._entries = ordered(self.game.library)
        self._suggestion = (
            suggestion_after(self.game.library, self._played) if self.advises else None
        )
        self.narrow(None if self._suggestion is None else self._suggestion.scenario.id)
        self.shelf.focus()

    @on(Select.Changed)
    def follow_filter(self) -> None:
        """Narrow the list."""
        self.narrow()

    def narrow(self, stay: str | None = None) -> None:
        """List the scenarios that match every filter."""
        shelf = self.query_one("#list", GrowingList)
        fitting = {entry.id: entry for entry in self._entries if self._fits(entry)}
        options = (Option(self._label(entry), id=name) for name, entry in fitting.items())
        shelf.fill(options, PAGE)
        if fitting:
            at = list(fitting).index(stay) if stay in fitting else 0
            shelf.add(at)
            shelf.highlighted = at
        else:
            self.query_one("#about", Static).update(NOTHING_FITS)

    def _label(self, entry: Entry) -> Hanging:
        scenario = entry.synopsis
        if scenario is None:
            return Hanging(line((entry.id, "bold"), ("  cannot be played yet", "$quiet")))
        facts = recommend.facts(scenario, room=self.for_room)
        states = [state for state in self._states(scenario) if state != "new"]
        advice = self._advice(scenario)
        return Hanging(
            lines(
                [
                    line((scenario.title, "bold"), (f"  {advice}" if advice else "", "$accent")),
                    literal(" · ".join((facts, *states)), "$quiet"),
                ]
            )
        )

    def _advice(self, scenario: Synopsis) -> str:
        """Return "Start here" or "Next" where that is so, else nothing."""
        found = self._suggestion
        if found is None or found.scenario.id != scenario.id:
            return ""
        return recommend.SUGGESTED[found.reason].lower()

    def _played_of(self, scenario: Synopsis) -> Played:
        return self._played.get(scenario.id, Played())

    def _states(self, scenario: Synopsis) -> tuple[str, ...]:
        """Return the values of the filter by state that *scenario* fits, at least one."""
        past = self._played_of(scenario)
        states = ("played", past.finished), ("begun", past.open)
        return tuple(name for name, fits in states if fits) or ("new",)

    def _fits(self, entry: Entry) -> bool:
        scenario = entry.synopsis
        wanted = self.search.value.casefold().split()
        if scenario is None:
            return all(word in entry.id.casefold() for word in wanted)
        text = " ".join(_searched(scenario)).casefold()
        length = self.query_one("#length", Select).value
        values = {
            "post": (scenario.seniority.value,),
            "sector": (scenario.sector,),
            "played": self._states(scenario),
        }
        return (
            all(word in text for word in wanted)
            and (not isinstance(length, int) or scenario.minutes <= length)
            and all(
                self.query_one(f"#{name}", Select).value in (Select.NULL, *fitting)
                for name, fitting in values.items()
            )
        )

    @on(OptionList.OptionHighlighted)
    def about(self, event: OptionList.OptionHighlighted) -> None:
        """Show the highlighted scenario."""
        entry = self._entry(event.option.id)
        scenario = entry.synopsis
        page = self.query_one("#about", Static)
        self.refresh_bindings()
        if scenario is None:
            page.update(
                paragraphs(
                    [
                        literal(str(entry.path), "bold"),
                        "This file has problems. See them with:",
                        literal(f"two-hats check {entry.path}"),
                    ]
                )
            )
            return
        page.update(self._about(scenario))

    def _about(self, scenario: Synopsis) -> Content:
        """Return what to choose by: the summary, and what was played. No briefing."""
        played = self._played_of(scenario)
        past = recommend.past(played.finished, begun=played.open, first_points=played.first_points)
        note = scenario.content_note
        return paragraphs(
            [
                lines(
                    [
                        literal(scenario.title, "bold $accent"),
                        play_pages.facts(scenario, scenario.minutes, room=self.for_room),
                    ]
                ),
                scenario.summary,
                line((labels.PLEASE_NOTE, "bold"), note) if note else None,
                literal(past, "$quiet") if past else None,
            ]
        )

    @on(OptionList.OptionSelected)
    def open(self, event: OptionList.OptionSelected) -> None:
        """Play the scenario; resume an unfinished run."""
        self._play(event.option.id, fresh=False)

    def action_fresh(self) -> None:
        """Begin a new run of the highlighted scenario."""
        shelf = self.shelf
        if shelf.highlighted is not None:
            self._play(shelf.get_option_at_index(shelf.highlighted).id, fresh=True)

    def _play(self, option: str | None, *, fresh: bool) -> None:
        entry = self._entry(option)
        scenario = entry.scenario
        if scenario is not None:
            self.game.play(scenario, fresh=fresh, origin=origin_of(entry, self.game.library))

    def _entry(self, option: str | None) -> Entry:
        return self.game.library.entries[option or ""]


def _lengths(lengths: Sequence[int]) -> list[tuple[str, int]]:
    """Return labels and values of the limits that split *lengths*, in minutes."""
    kept: dict[int, int] = {}
    for limit in LENGTHS:
        within = sum(item <= limit for item in lengths)
        if 0 < within < len(lengths):
            kept.setdefault(within, limit)
    return [(f"up to {limit} minutes", limit) for limit in kept.values()]


def _searched(scenario: Synopsis) -> Iterable[str]:
    yield from (scenario.title, scenario.summary, scenario.role, scenario.sector, scenario.place)
    yield labels.SENIORITY[scenario.seniority]


class ReadingScreen(GameScreen):
    """A sentence while much is read in steps, then what was read for."""

    DEFAULT_CSS = """
    ReadingScreen { align: center middle; }
    ReadingScreen #text { width: auto; height: auto; }
    """

    def __init__(
        self,
        sentence: str,
        read: Callable[[Screen[None], Callable[..., None]], None],
        show: Callable[..., object],
    ) -> None:
        """
        Show *sentence* until *read* hands on what it found, then call *show* with that.

        *read* takes this screen, with which it stops, and where to hand it on.
        """
        super().__init__()
        self._sentence = sentence
        self._read = read
        self._show = show
        self._found: tuple[object, ...] | None = None

    def contents(self) -> ComposeResult:
        """Yield the sentence."""
        yield Static(self._sentence, id="text", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Read."""
        self._read(self, self._go_on)

    def on_screen_resume(self) -> None:
        """Go on if all was read while another screen lay over this one."""
        super().on_screen_resume()
        if self._found is not None:
            self._go_on(*self._found)

    def _go_on(self, *found: object) -> None:
        self._found = found
        if self.app.screen is self:  # help may lie over it
            self._show(*found)


MAX_OPEN_ROOMS = 5
"""Unfinished rooms that are offered; more are listed by a command."""


class WorkshopScreen(GameScreen):
    """The choice between hands and phones for a new room."""

    DEFAULT_CSS = """
    WorkshopScreen { align: center middle; }
    WorkshopScreen #page { padding: 1 2; max-width: 76; max-height: 100%; height: auto; }
    WorkshopScreen #title { height: auto; margin-bottom: 1; }
    """

    def contents(self) -> ComposeResult:
        """Yield an introduction and the cards."""
        with VerticalScroll(id="page", can_focus=False):
            yield Static(
                lines(
                    [
                        literal("Workshop", "bold $accent"),
                        literal(
                            "Three to two hundred people, one screen. The room calls, talks, "
                            "chooses and sees what happens; nobody is ranked.",
                            "$quiet",
                        ),
                    ]
                ),
                id="title",
                markup=False,
            )
            yield Cards(classes="-spaced")
        yield KeyBar()

    def on_mount(self) -> None:
        """Fill the cards; an unfinished room comes first."""
        runs = self.game.workshop.resumable() if self.game.workshop else ()
        self._open = {f"resume-{run.id}": run for run in runs[:MAX_OPEN_ROOMS]}
        cards = [
            ("hands", line("By hands or cards", ("  you type the counts", "not bold $quiet"))),
            (
                "phones",
                line(
                    "With phones",
                    ("  on this network; hands can join in", "not bold $quiet"),
                ),
            ),
        ]
        resumed = [
            (
                key,
                line(
                    f"Go on: {run.title}",
                    (
                        f"  {run.code} from {_begun(run)} is still open, "
                        f"{messages.STAGES[Stage(run.stage)]}",
                        "not bold $quiet",
                    ),
                ),
            )
            for key, run in self._open.items()
        ]
        self.query_one(Cards).fill([*resumed, *cards])

    @on(Card.Picked)
    def go(self, event: Card.Picked) -> None:
        """Go where the picked card leads."""
        event.stop()
        if event.key in self._open:
            self.game.resume_room(self._open[event.key])
        else:
            phones = event.key == "phones"
            self.game.show_list(lambda: RoomScenariosScreen(phones=phones))


def _begun(run: RoomRun) -> str:
    """Return when *run* began in local time: the time if today, else the day."""
    begun = local(run.started)
    today = begun.date() == datetime.now(begun.tzinfo).date()
    return f"{begun:%H:%M}" if today else f"{begun:%d %b}"


class RoomScenariosScreen(ScenariosScreen):
    """The scenario list for a new room."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("r", "resume", "Resume")]
    advises = False
    """What one player played says nothing about a room."""
    for_room = True

    def __init__(self, *, phones: bool) -> None:
        super().__init__()
        self._phones = phones
        self._open: RoomRun | None = None

    def on_mount(self) -> None:
        """Look up the unfinished room; the base class fills the list."""
        self._open = self.game.workshop.unfinished() if self.game.workshop else None
        self.refresh_bindings()

    @property
    def enter_label(self) -> str:
        """The label of Enter: on the list, open a room."""
        label = super().enter_label
        return "Open a room" if label in {"Play", "Go on"} else label

    def key_label(self, binding: Binding) -> str:
        """Return the label of *binding*; that of *resume* has the time the room began."""
        if binding.action == "resume" and self._open is not None:
            return f"Resume {_begun(self._open)}"
        return super().key_label(binding)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Permit resuming an unfinished room, and no new run of a single player."""
        if action == "resume":
            return self._open is not None and not self.searches
        return action != "fresh" and super().check_action(action, parameters)

    def action_resume(self) -> None:
        """Resume the unfinished room."""
        if self._open is not None:
            self.game.resume_room(self._open, phones=self._phones)

    @on(OptionList.OptionSelected)
    def open(self, event: OptionList.OptionSelected) -> None:
        """Begin a room on the selected scenario."""
        event.prevent_default()
        entry = self.game.library.entries[event.option.id or ""]
        if entry.scenario is not None:
            origin = origin_of(entry, self.game.library)
            self.game.begin_room(entry.scenario, origin, phones=self._phones)
