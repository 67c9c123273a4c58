"""Start a scenario, or resume one of its runs."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from game.core.failure import Failure


if TYPE_CHECKING:
    from game.content.library import Entry, Library
    from game.core.scenario import Scenario
    from game.journal.runs import Run, Session
    from game.journal.store import Journal


SEEDS = 1_000_000
"""Seeds are drawn from 0 up to this number."""


def new_seed(seed: int | None = None) -> int:
    """Return *seed*, or draw one."""
    return secrets.randbelow(SEEDS) if seed is None else seed


def source_of(entry: Entry, library: Library) -> str | None:
    """Return the path to store with a run of *entry*; None where its id finds it in *library*."""
    return None if library.entries.get(entry.id) is entry else str(entry.path.absolute())


def start(
    journal: Journal, scenario: Scenario, *, seed: int | None = None, source: str | None = None
) -> Session:
    """Start a new run of *scenario*; its first action stores it in *journal*."""
    return journal.begin(scenario, new_seed(seed), source)


def resume_or_start(
    journal: Journal,
    scenario: Scenario,
    *,
    seed: int | None = None,
    source: str | None = None,
    fresh: bool = False,
) -> Session:
    """
    Resume the newest unfinished run of *scenario*, or start one.

    With a *seed*, only a run with that seed is resumed; with *fresh*, none.
    """
    session = None if fresh else journal.resume_open(scenario, seed)
    return session or start(journal, scenario, seed=seed, source=source)


def resume(journal: Journal, library: Library, run: Run) -> Session | Failure:
    """Resume *run* where it stopped, if *library* still has its scenario."""
    scenario = library.find_scenario(run.named)
    if scenario is None:
        return Failure(
            code="no-scenario",
            message=f"“{run.title}” cannot be opened now. Its steps are kept.",
        )
    return journal.resume(run, scenario)
