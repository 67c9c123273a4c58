"""Origins and entries of own files."""

from __future__ import annotations

from game.content.library import Entry, Library
from game.core.scenario import Scenario
from game.journal.identity import Origin
from game.services import play


def own(source: str, edition: str) -> Origin:
    """The origin of an own file called ``short``."""
    return Origin(id="short", source=source, edition=edition)


def entry_of(library: Library, wanted: str) -> tuple[Entry, Scenario, Origin]:
    """The entry that *library* finds for *wanted*, with its scenario and origin."""
    entry = library.find_entry(wanted)
    assert entry is not None
    assert entry.scenario is not None
    return entry, entry.scenario, play.origin_of(entry, library)
