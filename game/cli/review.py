"""``two-hats review``: one scene for what was missed and is due again."""

from __future__ import annotations

import argparse

from game.cli.speech import FINE, INTERRUPTED, tell
from game.cli.terminal import at_a_terminal, new_seed, read_line, width, write_line


def review(arguments: argparse.Namespace) -> int:
    """Into the scene that is due, in the terminal game or line by line."""
    from game.content.handbook import handbook
    from game.content.library import Library, packaged
    from game.journal.growth import begin_review
    from game.journal.places import journal_there, scenario_folder
    from game.journal.store import Journal

    library = Library.of((packaged(), scenario_folder()))
    journal = Journal.open(journal_there())
    try:
        session = begin_review(
            journal,
            lambda run: library.find_scenario(run.named),
            library.scenarios,
            new_seed(arguments.seed),
        )
        tell(*filter(None, [journal.trouble]))
        if session is None:
            tell("Nothing is due today. What a choice misses comes back after two days.")
            return FINE
        if arguments.plain or not at_a_terminal():
            from game.plain.face import Face

            face = Face(
                session=session,
                afresh=None,
                name="",
                command="review",
                book=handbook(),
                read=read_line,
                write=write_line,
                width=width(),
                kept=journal.trouble is None,
            )
            try:
                face.run()
            except KeyboardInterrupt:
                face.leave()
                return INTERRUPTED
            return FINE
        from game.tui.run import run_review

        run_review(library, journal, session)
        return FINE
    finally:
        journal.close()
