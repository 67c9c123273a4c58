"""The ways into the terminal game; each returns when it is quit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.content.library import Library
from game.core.scenario import Scenario
from game.journal.store import Journal
from game.tui.app import GameApp
from game.tui.screens.play import PlayScreen


if TYPE_CHECKING:
    from game.journal.campaigns import CampaignSession
    from game.journal.rooms import RoomSession
    from game.journal.runs import Session
    from game.tui.screens.console import Link
    from game.tui.screens.preview import Watched
    from game.tui.screens.workshop import Workshop


def run_game(
    library: Library,
    journal: Journal,
    scenario: Scenario | None = None,
    *,
    seed: int | None = None,
    fresh: bool = False,
    source: str | None = None,
    workshop: Workshop | None = None,
) -> None:
    """Home, or straight into *scenario*."""
    app = GameApp(library, journal, workshop)
    if scenario is not None:
        app.first = app.play_screen(scenario, seed, fresh, source)
    app.run_to_end()


def run_campaign(
    library: Library,
    journal: Journal,
    session: CampaignSession | None,
    workshop: Workshop | None = None,
) -> None:
    """The campaign of *session*, or the choice of one."""
    from game.tui.screens.campaign import CampaignScreen
    from game.tui.screens.campaigns import CampaignsScreen

    app = GameApp(library, journal, workshop)
    app.first = CampaignsScreen() if session is None else CampaignScreen(session)
    app.run_to_end()


def run_review(library: Library, journal: Journal, session: Session) -> None:
    """The one scene of *session*."""
    app = GameApp(library, journal)
    app.first = PlayScreen(session)
    app.run_to_end()


def run_preview(library: Library, journal: Journal, watched: Watched, scenario: Scenario) -> None:
    """*scenario* beside the file that *watched* follows; nothing is kept of it."""
    from game.tui.screens.preview import PreviewScreen

    app = GameApp(library, journal)
    app.first = PreviewScreen(Journal.open(None).begin(scenario, 0), watched)
    app.run_to_end()


def run_room(
    library: Library,
    journal: Journal,
    workshop: Workshop,
    session: RoomSession | None,
    *,
    phones: bool,
) -> None:
    """The room of *session*, or the choice of a scenario for one."""
    from game.tui.screens.workshop import RoomScenariosScreen

    app = GameApp(library, journal, workshop)
    app.first = (
        RoomScenariosScreen(phones=phones)
        if session is None
        else app.room_screen(session, phones=phones)
    )
    app.run_to_end()


def run_console(library: Library, journal: Journal, link: Link, ticket: str | None = None) -> None:
    """The console of the room at the other end of *link*."""
    from game.tui.screens.console import ConsoleScreen

    app = GameApp(library, journal)
    app.first = ConsoleScreen(link, ticket)
    app.run_to_end()
