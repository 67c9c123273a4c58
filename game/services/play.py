"""Start a scenario, or resume one of its runs."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from game.core.failure import Failure


if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Set
    from pathlib import Path

    from game.content.library import Entry, Library
    from game.core.scenario import Scenario
    from game.journal.identity import Origin
    from game.journal.rooms import RoomRun
    from game.journal.runs import Played, Run, Session
    from game.journal.store import Journal


SEEDS = 1_000_000
"""Seeds are drawn from 0 up to this number."""


def new_seed(seed: int | None = None) -> int:
    """Return *seed*, or draw one."""
    return secrets.randbelow(SEEDS) if seed is None else seed


def origin_of(entry: Entry, library: Library) -> Origin:
    """Return where the scenario of *entry* comes from, for the journal."""
    from game.journal.identity import Origin

    listed = library.entries.get(entry.id)
    is_listed = listed is not None and _same_file(listed.path, entry.path)
    if is_listed and entry.is_shipped:
        return Origin(id=entry.id)
    source = None if is_listed else entry.address
    return Origin(id=entry.id, source=source, edition=entry.edition, path=entry.address)


def names(journal: Journal, library: Library) -> Mapping[str, str]:
    """Return the ids of the player's own scenarios in *library*, by the key of their runs."""
    origins = [origin_of(entry, library) for entry in library]
    own = [origin for origin in origins if origin.is_own]
    return {key: origin.id for key, origin in zip(journal.keys(own), own, strict=True)}


def played(journal: Journal, library: Library) -> Mapping[str, Played]:
    """Return what was played of each scenario in *library*, by its id, and of others by key."""
    own = names(journal, library)
    return {own.get(key, key): item for key, item in journal.played().items()}


def finished(runs: Mapping[str, Played]) -> Set[str]:
    """Return the ids of the scenarios that have *runs* with an ending."""
    return {name for name, item in runs.items() if item.finished}


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one == other or one.samefile(other)
    except OSError:  # a file in a pack, or none
        return False


def start(
    journal: Journal,
    scenario: Scenario,
    *,
    seed: int | None = None,
    origin: Origin | None = None,
) -> Session:
    """Start a new run of *scenario*; its first action stores it in *journal*."""
    return journal.begin(scenario, new_seed(seed), origin)


def resume_or_start(
    journal: Journal,
    scenario: Scenario,
    *,
    seed: int | None = None,
    origin: Origin | None = None,
    fresh: bool = False,
) -> Session:
    """
    Resume the newest unfinished run of *scenario* from *origin*, or start one.

    With a *seed*, only a run with that seed is resumed; with *fresh*, none.
    """
    session = None if fresh else journal.resume_open(scenario, seed, origin)
    return session or start(journal, scenario, seed=seed, origin=origin)


def resume(journal: Journal, library: Library, run: Run) -> Session | Failure:
    """Resume *run* where it stopped, if *library* still has its scenario."""
    found = scenario_of(journal, library, run)
    if found is None:
        moved = "" if run.source is None else " If you moved its file, play it from there."
        return Failure(
            code="no-scenario",
            message=f"“{run.title}” cannot be opened now. Its steps are kept.{moved}",
        )
    return journal.resume(run, *found)


def scenario_of(
    journal: Journal, library: Library, run: Run | RoomRun
) -> tuple[Scenario, Origin] | None:
    """
    Return the scenario of *run* and its origin; None if it is missing or has errors.

    Another scenario at its place is none, nor is one without the scene of a review.
    """
    scene = getattr(run, "alone", None)
    for entry in _entries_of(journal, library, run):
        origin = origin_of(entry, library)
        if journal.key(origin) == run.key or _is_older(run, origin):
            scenario = entry.scenario
            if scenario is not None and (scene is None or scene in scenario.scenes):
                return scenario, origin
    return None


def _is_older(run: Run | RoomRun, origin: Origin) -> bool:
    """
    Return whether an earlier version stored *run*, which then is of *origin* at its place.

    Rooms had no key, and a shipped scenario that was named by its path was stored with that.
    """
    from game.journal.rooms import RoomRun

    is_shipped_path = not origin.is_own and run.source is not None
    return run.work is None and (is_shipped_path or isinstance(run, RoomRun))


def find_named(library: Library, named: str) -> Entry | None:
    """Return the entry with the id or path *named*; None for a path of another machine."""
    from game.content.addresses import exists

    return library.find_entry(named) if exists(named) else None


def find_own(journal: Journal, library: Library, named: str, key: str) -> Entry | None:
    """Return the entry with the id or path *named* if its runs have *key*."""
    entry = find_named(library, named)
    if entry is None:
        return None
    origin = origin_of(entry, library)
    is_shipped_path = not origin.is_own and named == key
    return entry if is_shipped_path or journal.key(origin) == key else None


def _entries_of(journal: Journal, library: Library, run: Run | RoomRun) -> Iterator[Entry]:
    """Yield the entry that *run* names, then the one that the library lists for its key."""
    named = find_named(library, run.named)
    if named is not None:
        yield named
    listed = library.entries.get(names(journal, library).get(run.key, ""))
    if listed is not None:
        yield listed
