"""``two-hats`` and ``two-hats play``: into the terminal game, or line by line."""

from __future__ import annotations

import argparse
from contextlib import closing
from typing import TYPE_CHECKING

from game.cli.opening import whole_library
from game.cli.speech import FINE, broken, refuse, tell
from game.cli.terminal import at_a_terminal, converse, new_seed, voice


if TYPE_CHECKING:
    from game.content.library import Entry, Library
    from game.journal.runs import Session
    from game.journal.store import Journal


def play(arguments: argparse.Namespace) -> int:
    """Into a scenario, or home; line by line where that was asked for or nothing else works."""
    from game.content.library import NotFound
    from game.journal.paths import journal_path
    from game.journal.store import Journal

    library = whole_library()
    found = None if arguments.scenario is None else library.find(arguments.scenario)
    if isinstance(found, NotFound):
        return refuse(found.message, found.help or "'two-hats play --plain' lists what there is")
    reading = found.reading if found else None
    if reading and not reading.scenario:
        return broken(reading)
    with closing(Journal.open(journal_path())) as journal:
        if arguments.plain or not at_a_terminal():
            return _play_plain(found, library, journal, arguments)
        from game.cli.host import Workshop
        from game.tui.app import run_game

        run_game(
            library,
            journal,
            reading.scenario if reading else None,
            seed=arguments.seed,
            fresh=arguments.new,
            source=source_of(found, library),
            workshop=Workshop(library, journal),
        )
        return FINE


def _play_plain(
    entry: Entry | None, library: Library, journal: Journal, arguments: argparse.Namespace
) -> int:
    import shlex

    from game.content.library import handbook
    from game.plain.loop import Face, choose

    journal.check_some()
    tell(*(hidden.message for hidden in library.hidden), *filter(None, [journal.trouble]))
    speaking = voice(arguments.width)
    entry = entry or choose(library, speaking)
    scenario = entry.reading.scenario if entry else None
    if entry is None or scenario is None:
        return FINE
    source = source_of(entry, library)

    def afresh() -> Session:
        return journal.begin(scenario, new_seed(arguments.seed), source)

    told = journal.trouble
    unfinished = None if arguments.new else journal.take_up(scenario, arguments.seed)
    if journal.trouble != told:
        tell(*filter(None, [journal.trouble]))
    face = Face(
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
