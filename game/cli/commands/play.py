"""Commands for players: play, campaign, review, handbook."""

from __future__ import annotations

import argparse
from contextlib import closing
from typing import TYPE_CHECKING

from game.cli.output import (
    FINE,
    at_a_terminal,
    broken,
    converse,
    new_seed,
    print_error,
    refuse,
    voice,
)
from game.cli.resources import opened, whole_library


if TYPE_CHECKING:
    from game.content.library import Entry, Library, NotFound
    from game.content.loader import CampaignEntry
    from game.journal.campaigns import CampaignSession
    from game.journal.runs import Session
    from game.journal.store import Journal


def play(arguments: argparse.Namespace) -> int:
    """Into a scenario, or home; line by line where that was asked for or nothing else works."""
    from game.content.library import NotFound
    from game.journal.paths import journal_path
    from game.journal.store import Journal

    library = whole_library()
    result = None if arguments.scenario is None else library.find(arguments.scenario)
    if isinstance(result, NotFound):
        return refuse(result.message, result.help or "'two-hats play --plain' lists what there is")
    reading = result.reading if result else None
    if reading and not reading.scenario:
        return broken(reading)
    with closing(Journal.open(journal_path())) as journal:
        if arguments.plain or not at_a_terminal():
            return _play_scenario_plain(result, library, journal, arguments)
        from game.cli.commands.host import Workshop
        from game.tui.app import run_game

        run_game(
            library,
            journal,
            reading.scenario if reading else None,
            seed=arguments.seed,
            fresh=arguments.new,
            source=source_of(result, library),
            workshop=Workshop(library, journal),
        )
        return FINE


def _play_scenario_plain(
    entry: Entry | None, library: Library, journal: Journal, arguments: argparse.Namespace
) -> int:
    import shlex

    from game.content.library import handbook
    from game.plain.loop import PlayLoop, choose

    journal.check_some()
    print_error(*(hidden.message for hidden in library.hidden), *filter(None, [journal.trouble]))
    speaking = voice(arguments.width)
    entry = entry or choose(library, speaking)
    scenario = entry.reading.scenario if entry else None
    if entry is None or scenario is None:
        return FINE
    source = source_of(entry, library)

    def afresh() -> Session:
        return journal.begin(scenario, new_seed(arguments.seed), source)

    text = journal.trouble
    unfinished = None if arguments.new else journal.resume_open(scenario, arguments.seed)
    if journal.trouble != text:
        print_error(*filter(None, [journal.trouble]))
    face = PlayLoop(
        session=unfinished or afresh(),
        afresh=afresh,
        name=shlex.quote(str(entry.path) if source else entry.id),
        book=handbook(),
        voice=speaking,
        kept=journal.lasts,
    )
    return converse(face)


def source_of(entry: Entry | None, library: Library) -> str | None:
    """The path of a scenario that the library will not find by its id."""
    if entry is None or library.entries.get(entry.id) is entry:
        return None
    return str(entry.path.absolute())


ADVICE = "see 'two-hats check', or begin the campaign afresh with --new"


def campaign(arguments: argparse.Namespace) -> int:
    """Into a campaign, or the choice of one where there are several."""
    from game.content.library import NotFound
    from game.journal.paths import journal_path
    from game.journal.store import Journal

    library = whole_library()
    result = _named(arguments.campaign, library)
    if isinstance(result, NotFound):
        known_names = ", ".join(library.campaigns) or "none"
        return refuse(result.message, result.help or f"there are: {known_names}")
    if result is not None and result.reading.campaign is None:
        return broken(result.reading)
    with closing(Journal.open(journal_path())) as journal:
        if arguments.plain or not at_a_terminal():
            return _play_campaign_plain(result, library, journal, arguments)
        from game.cli.commands.host import Workshop
        from game.tui.app import run_campaign

        session = _session(result, library, journal, arguments)
        if isinstance(session, str):
            return refuse(session, ADVICE)
        run_campaign(library, journal, session, Workshop(library, journal))
        return FINE


def _named(name: str | None, library: Library) -> CampaignEntry | NotFound | None:
    """The campaign of that *name*; without one the only campaign, or None where there are more."""
    if name is not None:
        return library.find_campaign(name)
    entries = tuple(library.campaigns.values())
    return entries[0] if len(entries) == 1 else None


def _play_campaign_plain(
    entry: CampaignEntry | None, library: Library, journal: Journal, arguments: argparse.Namespace
) -> int:
    import shlex

    from game.content.library import handbook
    from game.plain.campaign import CampaignLoop, choose

    journal.check_some()
    print_error(*filter(None, [journal.trouble]))
    speaking = voice(arguments.width)
    entry = entry or choose(library.campaigns.values(), speaking)
    session = _session(entry, library, journal, arguments)
    if isinstance(session, str):
        return refuse(session, ADVICE)
    if entry is None or session is None:
        return FINE
    face = CampaignLoop(
        session=session,
        find=library.scenario,
        name=shlex.quote(entry.source or entry.id),
        book=handbook(),
        voice=speaking,
        kept=journal.lasts,
    )
    return converse(face)


def _session(
    entry: CampaignEntry | None, library: Library, journal: Journal, arguments: argparse.Namespace
) -> CampaignSession | str | None:
    """The way through the campaign of *entry*, if there is one; or why it cannot be opened."""
    campaign = None if entry is None else entry.reading.campaign
    if entry is None or campaign is None:
        return None
    return journal.campaigns.resume_open(
        campaign,
        library.scenario,
        seed=new_seed(arguments.seed),
        source=entry.source,
        fresh=arguments.new,
    )


def review(arguments: argparse.Namespace) -> int:
    """Into the scene that is due, in the terminal game or line by line."""
    from game.content.library import handbook
    from game.journal.history import begin_review
    from game.journal.paths import existing_journal
    from game.journal.store import Journal

    library = whole_library()
    with closing(Journal.open(existing_journal())) as journal:
        session = begin_review(
            journal,
            library.edition,
            library.scenarios,
            new_seed(arguments.seed),
        )
        print_error(*filter(None, [journal.trouble]))
        if session is None:
            print_error("Nothing is due today. What a choice misses comes back after two days.")
            return FINE
        if arguments.plain or not at_a_terminal():
            from game.plain.loop import PlayLoop

            face = PlayLoop(
                session=session,
                afresh=None,
                name="",
                command="review",
                book=handbook(),
                voice=voice(),
                kept=journal.lasts,
            )
            return converse(face)
        from game.tui.app import run_review

        run_review(library, journal, session)
        return FINE


def handbook(arguments: argparse.Namespace) -> int:
    """The ideas by group, those met in an explanation marked; or one of them."""
    from itertools import groupby

    from game.content.library import handbook as read_handbook
    from game.journal.history import practice_history
    from game.plain import pages
    from game.text import labels

    book = read_handbook()
    if arguments.idea is None:
        with opened() as journal:
            practice = practice_history(journal, whole_library().edition)
            for _ in practice.catch_up(every=True):
                pass
            met = practice.met
        for group, ideas in groupby(book.values(), lambda idea: idea.group):
            print(group)
            for idea in ideas:
                lit = f"  ({labels.MET})" if idea.id in met else ""
                print(f"  {idea.id}  {idea.title}{lit}")
        return FINE
    result = pages.look_up(arguments.idea, book)
    if isinstance(result, str):
        return refuse(result, "'two-hats handbook' lists all of them")
    voice().say(*pages.idea(result, book))
    return FINE
