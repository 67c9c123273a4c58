"""Commands ``host`` and ``console``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from game.cli.output import FINE, LISTING, at_a_terminal, broken, fail, print_failure, refuse
from game.cli.resources import whole_library


if TYPE_CHECKING:
    from game.content.library import Library
    from game.core.failure import Failure
    from game.journal.rooms import RoomRun, RoomSession
    from game.server.public import Network, PublicUrl
    from game.services.workshop import Workshop


def host(arguments: argparse.Namespace) -> int:
    """Open a room, or carry on the last one that is not over; return the exit code."""
    from game.cli.workshop import ServedWorkshop
    from game.core.failure import Failure
    from game.journal.paths import journal_path
    from game.journal.store import Journal
    from game.server.app import LOOPBACK
    from game.services.workshop import had_phones
    from game.tui.entry_points import run_room

    if not at_a_terminal() and not arguments.plain:
        return refuse(
            "a room needs a terminal to be shown in", "run it in a terminal window, or with --plain"
        )
    proxy = _proxy(arguments)
    if isinstance(proxy, Failure):
        return fail(proxy)
    public, trusted = proxy
    library = whole_library()
    with closing(Journal.open(None if arguments.rehearse else journal_path())) as journal:
        workshop = ServedWorkshop(
            library,
            journal,
            # Bots come from here: a rehearsal opens no port to others unless it is asked to.
            bind=arguments.bind
            or (LOOPBACK if arguments.rehearse and not arguments.phones else None),
            port=arguments.port,
            public=public,
            trusted=trusted,
            anonymous=arguments.anonymous,
            bots=arguments.rehearse or 0,
        )
        session = _session(arguments, library, workshop)
        if isinstance(session, int):
            return session
        phones = bool(arguments.phones or arguments.rehearse) or (
            session is not None and had_phones(session)
        )
        if not arguments.plain:
            run_room(library, journal, workshop, session, phones=phones)
            return FINE
        if session is None:
            return refuse("a room line by line needs a scenario", LISTING)
        from game.cli.plain_room import run_plain_room

        print_failure(journal.failure)
        return run_plain_room(workshop, session, phones=phones)


def _proxy(
    arguments: argparse.Namespace,
) -> tuple[PublicUrl | None, tuple[Network, ...]] | Failure:
    """Return the public URL and the trusted proxies, or what is wrong with them."""
    from game.core.failure import Failure
    from game.server.public import read_network, read_public_url

    public = None if arguments.public_url is None else read_public_url(arguments.public_url)
    if isinstance(public, Failure):
        return public
    trusted = []
    for text in arguments.trust_proxy or ():
        network = read_network(text)
        if isinstance(network, Failure):
            return network
        trusted.append(network)
    return public, tuple(trusted)


def _session(
    arguments: argparse.Namespace, library: Library, workshop: Workshop
) -> RoomSession | int | None:
    """Return the chosen room, None if it is still to be chosen, or an exit code."""
    from game.core.failure import Failure
    from game.services.play import origin_of

    campaign = arguments.scenario if arguments.scenario in library.campaigns else None
    named = arguments.scenario if campaign is None else None
    entry = None if named is None else library.find(named)
    if isinstance(entry, Failure):
        return fail(entry, LISTING)
    if entry is not None and entry.scenario is None:
        return broken(entry.reading)
    if arguments.resume is not None:
        run = (
            workshop.find(arguments.resume)
            if arguments.resume
            else workshop.unfinished(entry, campaign)
        )
        if run is None and arguments.resume:
            return refuse(f"there is no room {arguments.resume}", _to_resume(workshop))
        if run is None and entry is None and campaign is None:
            return refuse("there is no room to carry on", "'two-hats host' begins one")
        if run is not None:
            resumed = workshop.resume(run, entry)
            return fail(resumed) if isinstance(resumed, Failure) else resumed
    if campaign is not None:
        begun = workshop.begin_campaign(campaign)
        return fail(begun) if isinstance(begun, Failure) else begun
    if entry is None or entry.scenario is None:
        return None
    return workshop.begin(entry.scenario, origin_of(entry, library))


def _to_resume(workshop: Workshop) -> str:
    """Return the help for a room that was not found: those that can be resumed."""
    runs = workshop.resumable()
    if not runs:
        return "'two-hats journal room' lists those of before; all are over or open"
    return "these can be carried on:" + "".join(f"\n  {_entry(run)}" for run in runs)


def _entry(run: RoomRun) -> str:
    """Return code, scenario and last use of a room, for a list."""
    from game.journal.runs import local

    return f"{run.code}  {run.title}, last used {local(run.touched):%d %b %H:%M}"


def console(arguments: argparse.Namespace) -> int:
    """Open the console of a room; return the exit code."""
    from game.content.library import Library
    from game.journal.paths import data_folder
    from game.journal.store import Journal
    from game.room.names import canonical_code
    from game.server.client import ConsoleClient, rooms
    from game.server.public import console_url
    from game.tui.entry_points import run_console

    if not at_a_terminal() and not arguments.plain:
        return refuse(
            "a console needs a terminal to be shown in",
            "run it in a terminal window, or with --plain",
        )
    given: str = arguments.room or ""
    if "/" not in given:
        current = rooms(data_folder())
        if given:
            named = [path for path in current if canonical_code(path.stem) == canonical_code(given)]
            if current and not named:
                return refuse(f"no room {given} is open on this machine", _open_rooms(current))
            current = tuple(named)
        if len(current) > 1:
            return refuse("several rooms are open on this machine", _open_rooms(current))
        if not current:
            return refuse(
                "no room is open on this machine",
                "'two-hats host' opens one; for another machine's, press v there for a ticket",
            )
        client, ticket = ConsoleClient(current[0]), None
    else:
        address, _, ticket = given.rpartition("/")
        if not address or not ticket:
            return refuse("that is no ticket", "it looks like 192.168.1.23:8080/ABCDEFGH2345")
        client = ConsoleClient(console_url(address))
    if arguments.plain:
        from game.cli.plain_room import run_plain_console

        return run_plain_console(client, ticket)
    with closing(Journal.open(None)) as journal:
        run_console(Library.of(()), journal, client, ticket)
        return FINE


def _open_rooms(sockets: Sequence[Path]) -> str:
    """Return the help for choosing among the rooms open on this machine."""
    import asyncio

    from game.server.client import titles

    found = zip(sockets, asyncio.run(titles(sockets)), strict=True)
    entries = (f"  two-hats console {path.stem}  {title}".rstrip() for path, title in found)
    return "\n".join(["these are open:", *entries])
