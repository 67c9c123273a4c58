"""Commands for players: play, campaign, review, handbook."""

from __future__ import annotations

import argparse
from contextlib import contextmanager
from typing import TYPE_CHECKING

from game.cli.output import (
    FINE,
    LISTING,
    at_a_terminal,
    broken,
    converse,
    fail,
    line_io,
    print_error,
    print_failure,
    refuse,
)
from game.cli.resources import opened, whole_library


if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from game.cli.workshop import ServedWorkshop
    from game.content.library import CampaignEntry, Entry, Library
    from game.core.failure import Failure
    from game.journal.campaigns import CampaignSession
    from game.journal.identity import Origin
    from game.journal.runs import Session
    from game.journal.store import Journal


@contextmanager
def _closing(journal: Journal) -> Iterator[Journal]:
    """Close *journal* at the end; print why its last step may be lost, if it may be."""
    try:
        yield journal
    finally:
        before = journal.failure
        journal.close()
        if journal.failure != before:
            print_failure(journal.failure)


def play(arguments: argparse.Namespace) -> int:
    """Play a scenario, or open the home screen; return the exit code."""
    from game.content.ids import file_id
    from game.core.failure import Failure
    from game.journal.paths import journal_path
    from game.journal.store import Journal
    from game.services.play import origin_of

    library = whole_library()
    result = None if arguments.scenario is None else library.find(arguments.scenario)
    if isinstance(result, Failure):
        name = file_id(arguments.scenario)
        if result.code == "not-found" and name in library.campaigns:
            return refuse(f"{name} is a campaign", f"play it with: two-hats campaign {name}")
        return fail(result, LISTING)
    if result is not None and result.scenario is None:
        return broken(result.reading)
    with _closing(Journal.open(journal_path())) as journal:
        if arguments.plain or not at_a_terminal():
            return _play_scenario_plain(result, library, journal, arguments)
        from game.tui.entry_points import run_game

        unsaved = run_game(
            library,
            journal,
            None if result is None else result.scenario,
            seed=arguments.seed,
            fresh=arguments.new,
            origin=origin_of(result, library) if result else None,
            open_workshop=_workshop_of(library, journal),
        )
        print_failure(unsaved)
        return FINE


def _workshop_of(library: Library, journal: Journal) -> Callable[[], ServedWorkshop]:
    """Return what opens rooms; their modules are imported when it is called."""

    def workshop() -> ServedWorkshop:
        from game.cli.workshop import ServedWorkshop

        return ServedWorkshop(library, journal)

    return workshop


def _play_scenario_plain(
    entry: Entry | None, library: Library, journal: Journal, arguments: argparse.Namespace
) -> int:
    from game.content.handbook import handbook
    from game.plain.loop import PlayLoop, choose
    from game.services.play import origin_of, resume_or_start, start
    from game.services.recommend import ordered, suggestion

    journal.check_some()
    print_error(*(hidden.message for hidden in library.hidden))
    print_failure(journal.failure)
    io = line_io(arguments.width)
    entry = entry or choose(ordered(library), io, suggestion(library, journal))
    scenario = entry.scenario if entry else None
    if entry is None or scenario is None:
        return FINE
    origin = origin_of(entry, library)

    def afresh() -> Session:
        return start(journal, scenario, seed=arguments.seed, origin=origin)

    failure = journal.failure
    session = resume_or_start(
        journal, scenario, seed=arguments.seed, origin=origin, fresh=arguments.new
    )
    if journal.failure != failure:
        print_failure(journal.failure)
    loop = PlayLoop(
        session=session,
        afresh=afresh,
        name=_typed(entry, origin),
        book=handbook(),
        io=io,
        kept=journal.lasts,
    )
    return converse(loop)


def _typed(entry: Entry, origin: Origin) -> str:
    """Return what to type for *entry* at a command."""
    import shlex

    if origin.source is None:
        return entry.id
    path = str(entry.path)
    return shlex.quote(path if path.isprintable() else origin.source)


ADVICE = "see 'two-hats check', or begin the campaign again with --new"


def campaign(arguments: argparse.Namespace) -> int:
    """Play a campaign, or choose one; return the exit code."""
    from game.content.ids import file_id
    from game.core.failure import Failure
    from game.journal.paths import journal_path
    from game.journal.store import Journal
    from game.services.campaign import find

    library = whole_library()
    result = find(library, arguments.campaign)
    if isinstance(result, Failure):
        name = file_id(arguments.campaign)
        if result.code == "not-found" and name in library.entries:
            return refuse(f"{name} is a scenario", f"play it with: two-hats play {name}")
        return fail(result, f"there are: {', '.join(library.campaigns) or 'none'}")
    if result is not None and result.reading.campaign is None:
        return broken(result.reading)
    with _closing(Journal.open(journal_path())) as journal:
        if arguments.plain or not at_a_terminal():
            return _play_campaign_plain(result, library, journal, arguments)
        from game.tui.entry_points import run_campaign

        session = _session(result, library, journal, arguments)
        if isinstance(session, Failure):
            return fail(session, ADVICE)
        print_failure(run_campaign(library, journal, session, _workshop_of(library, journal)))
        return FINE


def _play_campaign_plain(
    entry: CampaignEntry | None, library: Library, journal: Journal, arguments: argparse.Namespace
) -> int:
    import shlex

    from game.content.handbook import handbook
    from game.core.failure import Failure
    from game.plain.campaign import CampaignLoop, choose

    journal.check_some()
    print_failure(journal.failure)
    io = line_io(arguments.width)
    entry = entry or choose(library.campaigns.values(), io)
    session = _session(entry, library, journal, arguments)
    if isinstance(session, Failure):
        return fail(session, ADVICE)
    if entry is None or session is None:
        return FINE
    loop = CampaignLoop(
        session=session,
        find=library.scenario,
        name=shlex.quote(entry.source or entry.id),
        book=handbook(),
        io=io,
        kept=journal.lasts,
    )
    return converse(loop)


def _session(
    entry: CampaignEntry | None, library: Library, journal: Journal, arguments: argparse.Namespace
) -> CampaignSession | Failure | None:
    from game.services.campaign import resume_or_start

    if entry is None:
        return None
    return resume_or_start(journal, library, entry, seed=arguments.seed, fresh=arguments.new)


def review(arguments: argparse.Namespace) -> int:
    """Play the scene that is due for review; return the exit code."""
    from game.content.handbook import handbook
    from game.core.failure import Failure
    from game.journal.paths import existing_journal
    from game.journal.store import Journal
    from game.services.review import start

    library = whole_library()
    with _closing(Journal.open(existing_journal())) as journal:
        started = start(journal, library, arguments.seed)
        print_failure(journal.failure)
        if isinstance(started, Failure):
            print_error(started.message)
            return FINE
        if arguments.plain or not at_a_terminal():
            from game.plain.loop import PlayLoop

            loop = PlayLoop(
                session=started.session,
                afresh=None,
                name="",
                command="review",
                opening=started.opening,
                closing=started.closing,
                book=handbook(),
                io=line_io(arguments.width),
                kept=journal.lasts,
            )
            return converse(loop)
        from game.tui.entry_points import run_review

        print_failure(run_review(library, journal, started))
        return FINE


def handbook(arguments: argparse.Namespace) -> int:
    """Print the ideas by group, met ones marked, or one of them; return the exit code."""
    from itertools import groupby

    from game.content.handbook import handbook as read_handbook
    from game.plain import pages
    from game.services.review import practice
    from game.text import labels

    book = read_handbook()
    if not arguments.idea:
        with opened() as journal:
            met = practice(journal, whole_library()).met
        for group, ideas in groupby(book.values(), lambda idea: idea.group):
            print(group)
            for idea in ideas:
                lit = f"  ({labels.MET})" if idea.id in met else ""
                print(f"  {idea.id}  {idea.title}{lit}")
        return FINE
    result = pages.look_up(" ".join(arguments.idea), book)
    if isinstance(result, str):
        return refuse(result, "'two-hats handbook' lists all of them")
    line_io().echo(*pages.idea(result, book))
    return FINE
