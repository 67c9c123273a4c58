"""What can be read outside the game: the handbook and the journal."""

from __future__ import annotations

import argparse

from game.cli.play import width
from game.cli.speech import FINE, refuse, tell


def handbook(arguments: argparse.Namespace) -> int:
    """The ideas by group, or one of them."""
    from itertools import groupby

    from game.content.handbook import handbook as read_handbook
    from game.plain import pages

    book = read_handbook()
    if arguments.idea is None:
        for group, ideas in groupby(book.values(), lambda idea: idea.group):
            print(group)
            for idea in ideas:
                print(f"  {idea.id}  {idea.title}")
        return FINE
    found = pages.look_up(arguments.idea, book)
    if isinstance(found, str):
        return refuse(found, "'two-hats handbook' lists all of them")
    for line in pages.lay_out(pages.idea(found, book), width()):
        print(line)
    return FINE


def journal(arguments: argparse.Namespace) -> int:
    """Every playthrough, newest first."""
    from datetime import datetime

    from game.core import words
    from game.core.playthrough import Phase
    from game.journal.places import journal_path
    from game.journal.store import Journal

    journal = Journal.open(journal_path())
    runs = journal.runs()
    longest = max((len(run.title) for run in runs), default=0)
    for run in runs:
        when = datetime.fromisoformat(run.touched).astimezone()
        scored = None if run.points is None else f"{words.points(run.points)} points"
        how = scored or words.PHASES[Phase(run.phase)]
        print(f"{when:%Y-%m-%d %H:%M}  {run.title:<{longest}}  {how}")
    tell(*filter(None, (journal.trouble, None if runs else "Nothing has been played yet.")))
    journal.close()
    return FINE
