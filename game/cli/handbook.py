"""``two-hats handbook``: the ideas, to read outside the game."""

from __future__ import annotations

import argparse

from game.cli.opening import opened, whole_library
from game.cli.speech import FINE, refuse
from game.cli.terminal import voice


def handbook(arguments: argparse.Namespace) -> int:
    """The ideas by group, those met in an explanation marked; or one of them."""
    from itertools import groupby

    from game.content.library import handbook as read_handbook
    from game.journal.history import growth
    from game.plain import pages
    from game.text import labels

    book = read_handbook()
    if arguments.idea is None:
        with opened() as journal:
            practice = growth(journal, whole_library().edition)
            for _ in practice.catch_up(every=True):
                pass
            met = practice.met
        for group, ideas in groupby(book.values(), lambda idea: idea.group):
            print(group)
            for idea in ideas:
                lit = f"  ({labels.MET})" if idea.id in met else ""
                print(f"  {idea.id}  {idea.title}{lit}")
        return FINE
    found = pages.look_up(arguments.idea, book)
    if isinstance(found, str):
        return refuse(found, "'two-hats handbook' lists all of them")
    voice().say(*pages.idea(found, book))
    return FINE
