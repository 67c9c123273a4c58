"""From home to a room: carry one on, or begin one with phones or by hand."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Protocol

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input, OptionList, Static

from game.core.scenario import Scenario
from game.journal.rooms import RoomRun, RoomSession
from game.journal.runs import local
from game.room import messages
from game.room.state import Stage
from game.tui.literal import line, lines, literal
from game.tui.screens.base import GameScreen
from game.tui.screens.scenarios import ScenariosScreen
from game.tui.widgets.cards import Card, Cards
from game.tui.widgets.keys import Keys
from game.tui.widgets.status import Consoles, Phones


class Workshop(Protocol):
    """What begins rooms and lets phones into them."""

    @property
    def rehearsal(self) -> bool:
        """Whether bots play, and nothing is kept."""

    def begin(self, scenario: Scenario, source: str | None) -> RoomSession:
        """A new room on *scenario*."""

    def unfinished(self) -> RoomRun | None:
        """The room to carry on, if there is one."""

    def resume(self, run: RoomRun) -> RoomSession | str:
        """*run*, carried on; or a sentence on why it cannot be."""

    def consoles(self, session: RoomSession) -> Consoles:
        """A way in for consoles to *session*'s room, where no phones come."""

    def phones(self, session: RoomSession) -> Phones:
        """A way in for phones to *session*'s room."""


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
        yield Keys()

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
            told = f"  the room from {_begun(self._open)} is still open, {stage}"
            ways.insert(
                0, ("resume", line(f"Go on: {self._open.title}", (told, "not bold $quiet")))
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
    def enter_does(self) -> str:
        """On the list it opens a room."""
        does = super().enter_does
        return "Open a room" if does in {"Play", "Go on"} else does

    def says(self, binding: Binding) -> str:
        """The key for the open room tells when that was begun."""
        if binding.action == "resume" and self._open is not None:
            return f"Resume {_begun(self._open)}"
        return super().says(binding)

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
