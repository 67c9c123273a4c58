"""``two-hats review``: one scene for what was missed and is due again."""

from __future__ import annotations

import argparse
from contextlib import closing

from game.cli.opening import whole_library
from game.cli.speech import FINE, tell
from game.cli.terminal import at_a_terminal, converse, new_seed, voice


def review(arguments: argparse.Namespace) -> int:
    """Into the scene that is due, in the terminal game or line by line."""
    from game.content.library import handbook
    from game.journal.history import begin_review
    from game.journal.paths import journal_there
    from game.journal.store import Journal

    library = whole_library()
    with closing(Journal.open(journal_there())) as journal:
        session = begin_review(
            journal,
            library.edition,
            library.scenarios,
            new_seed(arguments.seed),
        )
        tell(*filter(None, [journal.trouble]))
        if session is None:
            tell("Nothing is due today. What a choice misses comes back after two days.")
            return FINE
        if arguments.plain or not at_a_terminal():
            from game.plain.loop import Face

            face = Face(
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
