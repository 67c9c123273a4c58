"""Commands ``host`` and ``console``."""

from __future__ import annotations

import argparse
from contextlib import closing
from typing import TYPE_CHECKING

from game.cli.output import FINE, MISUSE, at_a_terminal, broken, new_seed, print_error, refuse
from game.cli.resources import whole_library


if TYPE_CHECKING:
    from game.content.library import Library
    from game.core.scenario import Scenario
    from game.journal.rooms import RoomRun, RoomSession
    from game.journal.store import Journal
    from game.server.app import PhoneServer
    from game.server.console import ConsoleServer


class Workshop:
    """Begins rooms and lets phones in; *bots* of them are played by the program."""

    def __init__(
        self,
        library: Library,
        journal: Journal,
        *,
        bind: str | None = None,
        port: int = 0,
        bots: int = 0,
    ) -> None:
        """Rooms on scenarios of *library*, kept in *journal*, on *bind* and *port*."""
        self._library = library
        self._journal = journal
        self._bind = bind
        self._port = port
        self._bots = bots

    @property
    def rehearsal(self) -> bool:
        """Whether bots play, in a journal that is not kept."""
        return self._bots > 0

    def begin(self, scenario: Scenario, source: str | None) -> RoomSession:
        """A new room on *scenario*, with a code of its own."""
        import secrets

        from game.room.names import CODE_LENGTH, CODE_LETTERS

        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        return self._journal.rooms.begin(scenario, new_seed(None), code, source)

    def unfinished(self) -> RoomRun | None:
        """The last room that is not over."""
        return self._journal.rooms.unfinished()

    def resume(self, run: RoomRun) -> RoomSession | str:
        """*run*, carried on; or why it cannot be."""
        from game.journal.paths import data_folder
        from game.server.client import rooms

        if any(position.stem == run.code for position in rooms(data_folder())):
            return f"“{run.title}” is open already. 'two-hats console' follows it from here."
        scenario = self._library.find_scenario(run.named)
        if scenario is None:
            return f"“{run.title}” cannot be opened now. The room's votes are kept."
        return self._journal.rooms.resume(run, scenario)

    def consoles(self, session: RoomSession) -> ConsoleServer:
        """A way in for consoles in other terminals."""
        from game.journal.paths import data_folder
        from game.server.console import ConsoleServer

        return ConsoleServer(session, data_folder())

    def phones(self, session: RoomSession) -> PhoneServer:
        """A way in for phones to *session*'s room."""
        from game.journal.paths import data_folder
        from game.server.app import PhoneServer

        return PhoneServer(
            session, data_folder(), bind=self._bind, port=self._port, bots=self._bots
        )


def host(arguments: argparse.Namespace) -> int:
    """Open a room, or carry on the last one that is not over."""
    from game.journal.paths import journal_path
    from game.journal.store import Journal
    from game.server.app import LOOPBACK
    from game.tui.app import run_room

    if not at_a_terminal():
        return refuse("a room needs a terminal to be shown in", "run it in a terminal window")
    library = whole_library()
    with closing(Journal.open(None if arguments.rehearse else journal_path())) as journal:
        workshop = Workshop(
            library,
            journal,
            # Bots come from here: a rehearsal opens no port to others unless it is asked to.
            bind=arguments.bind
            or (LOOPBACK if arguments.rehearse and not arguments.phones else None),
            port=arguments.port,
            bots=arguments.rehearse or 0,
        )
        session = _session(arguments, library, workshop)
        if isinstance(session, int):
            return session
        run_room(
            library,
            journal,
            workshop,
            session,
            phones=bool(arguments.phones or arguments.rehearse)
            or (session is not None and bool(session.room.seats)),
        )
        return FINE


def _session(
    arguments: argparse.Namespace, library: Library, workshop: Workshop
) -> RoomSession | int | None:
    """The room asked for; None when it is still to be chosen; else an exit code."""
    from game.content.library import NotFound

    if arguments.resume:
        run = workshop.unfinished()
        if run is None:
            return refuse("there is no room to carry on", "'two-hats host' begins one")
        resumed = workshop.resume(run)
        if isinstance(resumed, str):
            print_error(f"two-hats: {resumed}")
            return MISUSE
        return resumed
    if arguments.scenario is None:
        return None
    result = library.find(arguments.scenario)
    if isinstance(result, NotFound):
        return refuse(result.message, result.help or "'two-hats play --plain' lists what there is")
    if result.reading.scenario is None:
        return broken(result.reading)
    return workshop.begin(result.reading.scenario, str(result.path.absolute()))


def console(arguments: argparse.Namespace) -> int:
    """The facilitator's own screen beside a room."""
    from game.content.library import Library
    from game.journal.paths import data_folder
    from game.journal.store import Journal
    from game.server.client import ConsoleClient, rooms
    from game.tui.app import run_console

    if not at_a_terminal():
        return refuse("a console needs a terminal to be shown in", "run it in a terminal window")
    if arguments.ticket is None:
        current = rooms(data_folder())
        if not current:
            return refuse(
                "no room is open on this machine",
                "'two-hats host' opens one; for another machine's, press v there for a ticket",
            )
        client, ticket = ConsoleClient(current[0]), None
    else:
        address, _, ticket = arguments.ticket.rpartition("/")
        if not address or not ticket:
            return refuse("that is no ticket", "it looks like 192.168.1.23:8080/ABCDEFGH2345")
        client = ConsoleClient(f"http://{address.lower().removeprefix('http://')}")
    with closing(Journal.open(None)) as journal:
        run_console(Library.of(()), journal, client, ticket)
        return FINE
