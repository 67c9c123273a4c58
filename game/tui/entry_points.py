"""Entry points of the terminal game: what each command shows first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.journal.errors import not_stored
from game.text import labels
from game.tui.app import GameApp
from game.tui.screens.play import PlayScreen


if TYPE_CHECKING:
    from collections.abc import Callable

    from game.content.library import Library
    from game.core.failure import Failure
    from game.core.scenario import Scenario
    from game.journal.campaigns import CampaignSession
    from game.journal.identity import Origin
    from game.journal.rooms import RoomSession
    from game.journal.store import Journal
    from game.room.link import Link
    from game.services.review import Review
    from game.tui.ports import Workshop
    from game.tui.screens.preview import Watched


def _run(app: GameApp) -> Failure | None:
    """Run *app* to its end; return what is not stored, if anything."""
    app.run_to_end()
    unsaved = app.journal.pending.store()
    if not unsaved.steps:
        return None
    return not_stored(labels.unsaved(unsaved.steps, partly=unsaved.partly))


def run_game(
    library: Library,
    journal: Journal,
    scenario: Scenario | None = None,
    *,
    seed: int | None = None,
    fresh: bool = False,
    origin: Origin | None = None,
    open_workshop: Callable[[], Workshop] | None = None,
) -> Failure | None:
    """Run the game at home, or at *scenario*; return what is not stored, if anything."""
    app = GameApp(library, journal, open_workshop)
    if scenario is not None:
        app.first = app.play_screen(scenario, seed, fresh, origin)
    return _run(app)


def run_campaign(
    library: Library,
    journal: Journal,
    session: CampaignSession | None,
    open_workshop: Callable[[], Workshop] | None = None,
) -> Failure | None:
    """Run the campaign of *session*, or the choice of one; return as ``run_game`` does."""
    from game.tui.screens.campaign import CampaignScreen, CampaignsScreen

    app = GameApp(library, journal, open_workshop)
    app.first = CampaignsScreen() if session is None else CampaignScreen(session)
    return _run(app)


def run_review(library: Library, journal: Journal, started: Review) -> Failure | None:
    """Run the one moment of *started*; return as ``run_game`` does."""
    app = GameApp(library, journal)
    app.first = PlayScreen(started.session, review=started)
    return _run(app)


def run_preview(library: Library, journal: Journal, watched: Watched) -> None:
    """Run the preview of the file that *watched* follows; nothing is kept of it."""
    from game.tui.screens.preview import first_screen

    app = GameApp(library, journal)
    app.first = first_screen(watched)
    app.run_to_end()


def run_room(
    library: Library,
    journal: Journal,
    workshop: Workshop,
    session: RoomSession | None,
    *,
    phones: bool,
) -> None:
    """Run the room of *session*, or the choice of a scenario for one."""
    from game.tui.screens.scenarios import RoomScenariosScreen

    app = GameApp(library, journal, lambda: workshop)
    app.first = (
        app.list_screen(lambda: RoomScenariosScreen(phones=phones))
        if session is None
        else app.room_screen(session, phones=phones)
    )
    app.run_to_end()


def run_console(library: Library, journal: Journal, link: Link, ticket: str | None = None) -> None:
    """Run the console of the room at the other end of *link*."""
    from game.tui.screens.console import ConsoleScreen

    app = GameApp(library, journal)
    app.first = ConsoleScreen(link, ticket)
    app.run_to_end()
