"""Every screen of the game, and bytes fed to it as a terminal sends them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from textual.screen import Screen

from game.core.actions import Choose, GiveCall, GoOn
from game.core.enums import Call
from game.core.playthrough import Phase
from game.core.view import view
from game.journal.runs import Session
from game.journal.store import Journal
from game.room import actions
from game.room.state import Stage
from game.tui.app import GameApp
from game.tui.screens.base import PickScreen
from game.tui.screens.campaign import CampaignScreen, CampaignsScreen
from game.tui.screens.console import ConsoleScreen
from game.tui.screens.debrief import DebriefScreen, WhatIfScreen
from game.tui.screens.handbook import HandbookScreen
from game.tui.screens.help import AboutScreen, HelpScreen
from game.tui.screens.home import HomeScreen
from game.tui.screens.journal import HistoryScreen, JournalScreen
from game.tui.screens.play import PlayScreen
from game.tui.screens.play_asides import PeopleScreen, TextScreen
from game.tui.screens.preview import JumpScreen, MapScreen, PreviewScreen
from game.tui.screens.scenarios import RoomScenariosScreen, ScenariosScreen, WorkshopScreen
from game.tui.screens.settings import SettingsScreen
from game.tui.terminal import InputDecoder
from game.tui.text import literal
from tests.shipped import LIBRARY
from tests.tui.rooms import TOLD, Rooms, to_stage
from tests.tui.stage import FERRY
from tests.tui.test_console import Line
from tests.tui.test_preview import FacilitatorView


SHIPPED = next(iter(LIBRARY.scenarios.values()))
NAMES = ("Ana", "Vuk", "Mia")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is moved."""

    now = LONG_AGO

    def __call__(self) -> datetime:
        """The time."""
        return self.now


class Game:
    """A game with a finished run in its journal, and a way to each of its screens."""

    def __init__(self) -> None:
        clock = Clock()
        self.journal = Journal.open(None, clock=clock)
        self.journal.set_setting("animation", "off")
        self.rooms = Rooms(self.journal)
        self.app = GameApp(LIBRARY, self.journal, lambda: self.rooms)
        self.played(Phase.ENDING, self.journal.begin(SHIPPED, 5))
        clock.now = datetime(2020, 3, 1, tzinfo=UTC)

    def played(self, phase: Phase, session: Session | None = None) -> Session:
        """A playthrough of the late ferry that has come to *phase* of its first scene."""
        session = session or self.journal.begin(FERRY, 3)
        while session.play.phase is not phase:
            scene = session.play.scene
            match session.play.phase:
                case Phase.CALL:
                    session.act(GiveCall(scene or "", Call.LEAD))
                case Phase.CHOICE:
                    offers = view(session.play).offers
                    session.act(Choose(scene or "", offers[0].id))
                case _:
                    session.act(GoOn())
        return session

    def campaign(self) -> CampaignScreen:
        """A campaign at its opening."""
        entry = next(iter(LIBRARY.campaigns.values()))
        assert entry.reading.campaign is not None
        return CampaignScreen(self.journal.campaigns.begin(entry.reading.campaign, seed=3))

    def room(self, stage: Stage) -> Screen[None]:
        """The projector at *stage*, with three people."""
        session = self.rooms.begin(TOLD, None)
        session.apply_all(actions.Join(f"seat-{name}", name) for name in NAMES)
        to_stage(session, stage)
        return self.app.room_screen(session, phones=True)

    def console(self, stage: Stage) -> ConsoleScreen:
        """The facilitator's console of a room at *stage*."""
        session = self.rooms.begin(TOLD, None)
        session.apply_all(actions.Join(f"seat-{name}", name) for name in NAMES)
        to_stage(session, stage)
        return ConsoleScreen(Line(session))

    def preview(self) -> PreviewScreen:
        """A preview of the late ferry."""
        return PreviewScreen(Journal.open(None).begin(FERRY, 0), FacilitatorView())


async def _nothing(place: int) -> None:
    """Do nothing with what was picked."""


SCREENS: dict[str, Callable[[Game], Screen[None] | Screen[str | None]]] = {
    "home": lambda game: HomeScreen(),
    "play": lambda game: PlayScreen(game.journal.begin(FERRY, 3)),
    "play-call": lambda game: PlayScreen(game.played(Phase.CALL)),
    "play-why": lambda game: PlayScreen(game.played(Phase.WHY), literal("A letter.")),
    "play-ending": lambda game: PlayScreen(game.played(Phase.ENDING)),
    "people": lambda game: PeopleScreen(view(game.played(Phase.CALL).play)),
    "what-if": lambda game: WhatIfScreen(game.played(Phase.WHY).play, lambda reflection: None),
    "debrief": lambda game: DebriefScreen(game.played(Phase.ENDING).play, lambda reflection: None),
    "campaign": lambda game: game.campaign(),
    "campaigns": lambda game: CampaignsScreen(),
    "letter": lambda game: TextScreen(literal("A letter.")),
    "scenarios": lambda game: ScenariosScreen(),
    "journal": lambda game: JournalScreen(),
    "history": lambda game: HistoryScreen(),
    "handbook": lambda game: HandbookScreen(),
    "settings": lambda game: SettingsScreen(),
    "about": lambda game: AboutScreen(),
    "help": lambda game: HelpScreen(game.app.screen),
    "workshop": lambda game: WorkshopScreen(),
    "room-scenarios": lambda game: RoomScenariosScreen(phones=True),
    "projector": lambda game: game.room(Stage.LOBBY),
    "projector-vote": lambda game: game.room(Stage.VOTE),
    "projector-why": lambda game: game.room(Stage.WHY),
    "console": lambda game: game.console(Stage.LOBBY),
    "console-vote": lambda game: game.console(Stage.VOTE),
    "preview": lambda game: game.preview(),
    "jump": lambda game: JumpScreen(FERRY),
    "map": lambda game: MapScreen(lambda width: FacilitatorView().map(FERRY, None, width)),
    "pick": lambda game: PickScreen("Which?", [literal(name) for name in NAMES], _nothing),
}
"""Every screen by a name, as it is pushed above home."""


@asynccontextmanager
async def screen(name: str, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Game]:
    """A game in a terminal of *size*, with the screen called *name* above home."""
    game = Game()
    async with game.app.run_test(size=size):
        await game.app.ordered_input.settled()
        if name != "home":
            game.app.push_screen(SCREENS[name](game))
            await game.app.ordered_input.settled()
        yield game
    game.journal.close()


async def feed(app: GameApp, data: bytes) -> None:
    """Hand *data* to *app* as one read of the terminal, and wait until it has taken effect."""
    for message in InputDecoder().feed(data):
        message.set_sender(app)
        app.post_message(message)
    await app.ordered_input.settled()


def shown(app: GameApp) -> str:
    """The whole screen as text."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())
