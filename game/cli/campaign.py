"""``two-hats campaign``: one posting after another, in the terminal game or line by line."""

from __future__ import annotations

import argparse
from contextlib import closing
from typing import TYPE_CHECKING

from game.cli.opening import whole_library
from game.cli.speech import FINE, broken, refuse, tell
from game.cli.terminal import at_a_terminal, converse, new_seed, voice


if TYPE_CHECKING:
    from game.content.library import Library, NotFound
    from game.content.loader import CampaignEntry
    from game.journal.campaigns import CampaignSession
    from game.journal.store import Journal


ADVICE = "see 'two-hats check', or begin the campaign afresh with --new"


def campaign(arguments: argparse.Namespace) -> int:
    """Into a campaign, or the choice of one where there are several."""
    from game.content.library import NotFound
    from game.journal.paths import journal_path
    from game.journal.store import Journal

    library = whole_library()
    found = _named(arguments.campaign, library)
    if isinstance(found, NotFound):
        known = ", ".join(library.campaigns) or "none"
        return refuse(found.message, found.help or f"there are: {known}")
    if found is not None and found.reading.campaign is None:
        return broken(found.reading)
    with closing(Journal.open(journal_path())) as journal:
        if arguments.plain or not at_a_terminal():
            return _play_plain(found, library, journal, arguments)
        from game.cli.host import Workshop
        from game.tui.app import run_campaign

        session = _session(found, library, journal, arguments)
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


def _play_plain(
    entry: CampaignEntry | None, library: Library, journal: Journal, arguments: argparse.Namespace
) -> int:
    import shlex

    from game.content.library import handbook
    from game.plain.campaign import CampaignFace, choose

    journal.check_some()
    tell(*filter(None, [journal.trouble]))
    speaking = voice(arguments.width)
    entry = entry or choose(library.campaigns.values(), speaking)
    session = _session(entry, library, journal, arguments)
    if isinstance(session, str):
        return refuse(session, ADVICE)
    if entry is None or session is None:
        return FINE
    face = CampaignFace(
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
    return journal.campaigns.take_up(
        campaign,
        library.scenario,
        seed=new_seed(arguments.seed),
        source=entry.source,
        fresh=arguments.new,
    )
