"""Lists of scenarios: to play, and to open a room with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Select, Static
from textual.widgets.option_list import Option

from game.content.library import Entry
from game.core.enums import Seniority
from game.core.scenario import Scenario, minutes
from game.journal.rooms import RoomRun
from game.journal.runs import Played, local
from game.room import messages
from game.room.state import Stage
from game.text import labels
from game.tui import play_pages
from game.tui.screens.base import GameScreen
from game.tui.text import line, lines, literal, paragraphs
from game.tui.widgets.cards import Card, Cards
from game.tui.widgets.key_bar import KeyBar


LENGTHS = (10, 15, 20, 30)
"""Minutes up to which one can look for scenarios."""
PLAYED = (("not played yet", "new"), ("begun", "begun"), ("played", "played"))


class ScenariosScreen(GameScreen):
    """Every scenario there is; its contexts are in nobody's list."""

    CSS_PATH = "scenarios.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", key_display="/", id="scenarios.search"),
        Binding("n", "fresh", "New run", id="scenarios.fresh"),
    ]

    def contents(self) -> ComposeResult:
        """The filters above, the list and the chosen one's page below."""
        scenarios = [s for s in map(_scenario, self.game.library) if s is not None]
        sectors = sorted({s.sector for s in scenarios})
        lengths = _lengths([minutes(s) for s in scenarios])
        with Horizontal(id="filters"):
            yield Input(placeholder="Search", id="search", compact=True)
            length = Select(lengths, prompt="length", id="length", compact=True)
            length.display = bool(lengths)
            yield length
            yield Select(
                [(labels.SENIORITY[s], s.value) for s in Seniority],
                prompt="post",
                id="post",
                compact=True,
            )
            yield Select(
                [(literal(sector), sector) for sector in sectors],
                prompt="sector",
                id="sector",
                compact=True,
            )
            yield Select(PLAYED, prompt="played?", id="played", compact=True)
        with Horizontal(id="shelf"):
            yield OptionList(id="list", markup=False)
            with VerticalScroll(id="page"):
                yield Static(id="about", markup=False)
        yield KeyBar()

    @property
    def enter_label(self) -> str:
        """On the list it plays; in the search it goes to what was found."""
        if isinstance(self.focused, Input):
            return "To the list"
        at = self._at if isinstance(self.focused, OptionList) else None
        return {"begun": "Go on"}.get(self._status(at), "Play") if at else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A new run only where one is open; searching does not begin twice."""
        if action == "fresh":
            at = self._at
            return at is not None and self._status(at) == "begun"
        return action != "search" or not isinstance(self.focused, Input)

    @property
    def _at(self) -> Scenario | None:
        """The scenario under the cursor, where it can be played."""
        shelf = self.query_one("#list", OptionList)
        if shelf.highlighted is None:
            return None
        return _scenario(self._entry(shelf.get_option_at_index(shelf.highlighted).id))

    def on_mount(self) -> None:
        """Fill the list."""
        self._played = self.game.journal.played()
        self.narrow()
        self.query_one("#list").focus()

    @on(Input.Changed)
    @on(Select.Changed)
    def narrow(self) -> None:
        """Show the scenarios that fit every filter."""
        shelf = self.query_one("#list", OptionList)
        shelf.clear_options()
        shelf.add_options(
            Option(self._label(entry), id=entry.id)
            for entry in self.game.library
            if self._fits(entry)
        )
        if shelf.option_count:
            shelf.highlighted = 0
        else:
            self.query_one("#about", Static).update("Nothing fits. Clear a filter to see more.")

    @on(Input.Submitted)
    def to_list(self) -> None:
        """Enter in the search box goes to what was found."""
        self.query_one("#list").focus()

    def _label(self, entry: Entry) -> Content:
        scenario = _scenario(entry)
        if scenario is None:
            return line((entry.id, "bold"), ("  cannot be played yet", "$quiet"))
        note = {"new": "", "begun": "  begun", "played": "  played"}[self._status(scenario)]
        return lines(
            [
                line((scenario.title, "bold"), (note, "$quiet")),
                literal(f"{scenario.sector} · {minutes(scenario)} min", "$quiet"),
            ]
        )

    def _status(self, scenario: Scenario) -> str:
        played = self._played.get(scenario.id, Played())
        return "begun" if played.open else "played" if played.finished else "new"

    def _fits(self, entry: Entry) -> bool:
        scenario = _scenario(entry)
        wanted = self.query_one("#search", Input).value.casefold().split()
        if scenario is None:
            return all(word in entry.id.casefold() for word in wanted)
        text = " ".join(_searched(scenario)).casefold()
        length = self.query_one("#length", Select).value
        chosen = {
            "post": scenario.seniority.value,
            "sector": scenario.sector,
            "played": self._status(scenario),
        }
        return (
            all(word in text for word in wanted)
            and (not isinstance(length, int) or minutes(scenario) <= length)
            and all(
                self.query_one(f"#{name}", Select).value in (Select.NULL, value)
                for name, value in chosen.items()
            )
        )

    @on(OptionList.OptionHighlighted)
    def about(self, event: OptionList.OptionHighlighted) -> None:
        """Tell about the scenario under the cursor."""
        entry = self._entry(event.option.id)
        scenario = _scenario(entry)
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
        page.update(play_pages.briefing(scenario))

    @on(OptionList.OptionSelected)
    def open(self, event: OptionList.OptionSelected) -> None:
        """Play the scenario; an open playthrough goes on."""
        self._play(event.option.id, fresh=False)

    def action_fresh(self) -> None:
        """Play the scenario under the cursor from its beginning."""
        shelf = self.query_one("#list", OptionList)
        if shelf.highlighted is not None:
            self._play(shelf.get_option_at_index(shelf.highlighted).id, fresh=True)

    def _play(self, option: str | None, *, fresh: bool) -> None:
        entry = self._entry(option)
        scenario = _scenario(entry)
        if scenario is not None:
            self.game.play(scenario, fresh=fresh, source=str(entry.path))

    def _entry(self, option: str | None) -> Entry:
        return self.game.library.entries[option or ""]

    def action_leave(self) -> None:
        """Go back; out of the search, only as far as the list."""
        if isinstance(self.focused, Input):
            self.to_list()
        else:
            super().action_leave()

    def action_search(self) -> None:
        """Go to the search box."""
        self.query_one("#search").focus()


def _scenario(entry: Entry) -> Scenario | None:
    return entry.reading.scenario


def _lengths(found: Sequence[int]) -> list[tuple[str, int]]:
    """The limits that tell scenarios of *found* minutes apart, with their labels."""
    kept: dict[int, int] = {}
    for limit in LENGTHS:
        within = sum(item <= limit for item in found)
        if 0 < within < len(found):
            kept.setdefault(within, limit)
    return [(f"up to {limit} minutes", limit) for limit in kept.values()]


def _searched(scenario: Scenario) -> Iterable[str]:
    yield from (scenario.title, scenario.summary, scenario.role, scenario.sector, scenario.place)
    yield labels.SENIORITY[scenario.seniority]


class WorkshopScreen(GameScreen):
    """How the room votes."""

    DEFAULT_CSS = """
    WorkshopScreen { align: center middle; }
    WorkshopScreen #page { padding: 1 2; max-width: 76; max-height: 100%; height: auto; }
    WorkshopScreen #title { height: auto; margin-bottom: 1; }
    """

    def contents(self) -> ComposeResult:
        """A word, and the ways."""
        with VerticalScroll(id="page", can_focus=False):
            yield Static(
                lines(
                    [
                        literal("Workshop", "bold $lead"),
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
        """Offer the open room first."""
        self._open = self.game.workshop.unfinished() if self.game.workshop else None
        ways = [
            ("hands", line("By hands or cards", ("  you type the counts", "not bold $quiet"))),
            (
                "phones",
                line(
                    "With phones",
                    ("  on this network; hands can join in", "not bold $quiet"),
                ),
            ),
        ]
        if self._open is not None:
            stage = messages.STAGES[Stage(self._open.stage)]
            text = f"  the room from {_begun(self._open)} is still open, {stage}"
            ways.insert(
                0, ("resume", line(f"Go on: {self._open.title}", (text, "not bold $quiet")))
            )
        self.query_one(Cards).fill(ways)

    @on(Card.Picked)
    def go(self, event: Card.Picked) -> None:
        """Follow the way that was picked."""
        event.stop()
        if event.key == "resume" and self._open is not None:
            self.game.resume_room(self._open)
        else:
            self.app.push_screen(RoomScenariosScreen(phones=event.key == "phones"))


def _begun(run: RoomRun) -> str:
    """When *run* was begun, by this machine's clock: the hour of today, or the day."""
    begun = local(run.started)
    today = begun.date() == datetime.now(begun.tzinfo).date()
    return f"{begun:%H:%M}" if today else f"{begun:%d %b}"


class RoomScenariosScreen(ScenariosScreen):
    """The scenario list, to begin a room with."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("r", "resume", "Resume")]

    def __init__(self, *, phones: bool) -> None:
        super().__init__()
        self._phones = phones
        self._open: RoomRun | None = None

    def on_mount(self) -> None:
        """Look for a room that is still open; the list fills itself."""
        self._open = self.game.workshop.unfinished() if self.game.workshop else None
        self.refresh_bindings()

    @property
    def enter_label(self) -> str:
        """On the list it opens a room."""
        does = super().enter_label
        return "Open a room" if does in {"Play", "Go on"} else does

    def key_label(self, binding: Binding) -> str:
        """The key for the open room tells when that was begun."""
        if binding.action == "resume" and self._open is not None:
            return f"Resume {_begun(self._open)}"
        return super().key_label(binding)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """An open room can be resumed; a new run for one alone is not begun here."""
        if action == "resume":
            return self._open is not None and not isinstance(self.focused, Input)
        return action != "fresh" and super().check_action(action, parameters)

    def action_resume(self) -> None:
        """Carry the open room on."""
        if self._open is not None:
            self.game.resume_room(self._open)

    @on(OptionList.OptionSelected)
    def open(self, event: OptionList.OptionSelected) -> None:
        """Begin a room on the scenario."""
        event.prevent_default()
        entry = self.game.library.entries[event.option.id or ""]
        if entry.reading.scenario is not None:
            self.game.begin_room(entry.reading.scenario, str(entry.path), phones=self._phones)
