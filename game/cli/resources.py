"""Open what a command needs: the library and the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from game.cli.output import print_failure


if TYPE_CHECKING:
    from game.content.library import Entry, Library
    from game.content.scenario_cache import ScenarioCache
    from game.core.failure import Failure
    from game.core.scenario import Scenario
    from game.journal.runs import Run
    from game.journal.store import Journal


def whole_library(cache: ScenarioCache | None = None) -> Library:
    """Return the built-in scenarios with the player's own; *cache* replaces the usual cache."""
    from game.content.library import Library, packaged
    from game.journal.paths import data_folder, scenario_folder

    return Library.of(
        (packaged(), scenario_folder()),
        data_folder() / "synopses.cache",
        cache or scenario_cache(),
    )


def scenario_cache(*, creates: bool = True) -> ScenarioCache:
    """Return the cache of parsed scenarios beside the journal; see ``ScenarioCache``."""
    from game.content.scenario_cache import ScenarioCache
    from game.journal.paths import data_folder

    return ScenarioCache(data_folder() / "scenarios.cache", creates=creates)


def find_scenario(wanted: str) -> Entry | Failure:
    """
    Return the scenario entry for *wanted*, as ``whole_library().find`` does.

    What comes with the game goes before what the player keeps, so that is scanned last. No cache
    is begun.
    """
    from game.content.library import Entry, Library, packaged

    cache = scenario_cache(creates=False)
    entry = Library.of((packaged(),), scenario_cache=cache).find(wanted)
    return entry if isinstance(entry, Entry) else whole_library(cache).find(wanted)


def finder(journal: Journal) -> Callable[[Run], Scenario | None]:
    """Return a function that finds the present scenario of a run, and looks up each once."""
    from game.services.play import scenario_of

    library = whole_library()
    known: dict[tuple[str, str, str | None], Scenario | None] = {}

    def find(run: Run) -> Scenario | None:
        key = run.named, run.key, run.alone
        if key not in known:
            found = scenario_of(journal, library, run)
            known[key] = None if found is None else found[0]
        return known[key]

    return find


@contextmanager
def opened(*, create: bool = False, writes: bool = False) -> Iterator[Journal]:
    """
    Open the journal and print its problems at the end.

    Without *create* a journal that does not exist yet is not created. One that cannot be written is
    a problem only for a command that creates or *writes*.
    """
    from game.journal.paths import existing_journal, journal_path
    from game.journal.store import Journal

    journal = Journal.open(
        journal_path() if create else existing_journal(), reads=not (create or writes)
    )
    try:
        yield journal
    finally:
        journal.close()
        print_failure(journal.failure)
