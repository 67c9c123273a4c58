"""What to play: the library in the recommended order, and the scenario to play first or next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from game.core.recommend import Reason, Suggestion, in_order, reason, suggest
from game.services.play import finished, played


if TYPE_CHECKING:
    from game.content.library import Entry, Library
    from game.core.synopsis import Synopsis
    from game.journal.runs import Played
    from game.journal.store import Journal


def read_all(library: Library) -> Iterator[int]:
    """Read the synopses of *library*, one before each step; yield how many are left."""
    entries = tuple(library)
    for left, entry in zip(reversed(range(len(entries))), entries, strict=True):
        _ = entry.synopsis, entry.edition  # keeps them, and what was read
        if not left:
            library.keep_synopses()
        yield left


def synopses(library: Library) -> tuple[Synopsis, ...]:
    """Return the synopses of the scenarios of *library* without errors."""
    for _ in read_all(library):
        pass
    return tuple(entry.synopsis for entry in library if entry.synopsis is not None)


def ordered(library: Library) -> tuple[Entry, ...]:
    """Return the entries of *library* in the recommended order; those with errors come last."""
    entries = library.entries
    return (
        *(entries[each.id] for each in in_order(synopses(library))),
        *(entry for entry in library if entry.synopsis is None),
    )


def expected(library: Library, journal: Journal) -> Reason | None:
    """Return the reason of ``suggestion`` before any scenario of *library* is read."""
    done = finished(journal.played())
    if len(done) >= len(library.entries):  # by key: names are known once all files are read
        done = finished(played(journal, library))
    return None if library.entries.keys() <= done else reason(done)


def suggestion(library: Library, journal: Journal) -> Suggestion | None:
    """Return the scenario to play first or next; None if all of *library* were finished."""
    return suggestion_after(library, played(journal, library))


def suggestion_after(library: Library, runs: Mapping[str, Played]) -> Suggestion | None:
    """Return ``suggestion`` after what ``played`` returned."""
    return suggest(in_order(synopses(library)), finished(runs))
