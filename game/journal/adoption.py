"""Add runs of another journal or of an export to this journal, without duplicates."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence

from attrs import evolve, frozen

from game.core.actions import Action
from game.core.failure import Failure
from game.journal.database import transaction
from game.journal.errors import not_stored
from game.journal.identity import imported
from game.journal.run_writer import write_run
from game.journal.runs import Run
from game.journal.schema import next_write
from game.journal.stored_runs import StoredRun


@frozen(kw_only=True)
class Adoption:
    """A *run* to add; it continues the stored run *into*, or is a new one."""

    run: StoredRun
    into: Run | None = None


@frozen
class _Own:
    """A run that is stored or planned; *run* is None if it cannot be continued."""

    run: Run | None
    actions: tuple[Action, ...]


def plan(
    whole: Iterable[StoredRun], partial: Iterable[StoredRun], runs: Iterable[StoredRun]
) -> tuple[Adoption, ...]:
    """
    Return what to add of *runs* to a journal that holds *whole* and *partial* runs.

    Runs are the same if scenario, seed, start and review scene agree. One is skipped if all
    its actions are stored or planned already, continues the longest whole run that it begins
    with, and is added as a run of its own otherwise. *partial* runs have further actions
    that this version cannot read, so they are not continued.
    """
    own: defaultdict[tuple[object, ...], list[_Own]] = defaultdict(list)
    for stored in whole:
        own[_key(stored.run)].append(_Own(stored.run, stored.actions))
    for stored in partial:
        own[_key(stored.run)].append(_Own(None, stored.actions))
    result = []
    for item in sorted(runs, key=lambda item: -len(item.actions)):
        same = own[_key(item.run)]
        if any(_begins(known.actions, item.actions) for known in same):
            continue
        begun = [known for known in same if known.run and _begins(item.actions, known.actions)]
        into = max(begun, key=lambda known: len(known.actions), default=None)
        if into is not None:
            same.remove(into)
        same.append(_Own(None, item.actions))
        result.append(Adoption(run=item, into=None if into is None else into.run))
    return tuple(sorted(result, key=lambda adoption: adoption.run.run.started))


def _begins(actions: Sequence[Action], start: Sequence[Action]) -> bool:
    return actions[: len(start)] == start


def _key(run: Run) -> tuple[object, ...]:
    return run.scenario, run.seed, run.started, run.alone


def adopt(connection: sqlite3.Connection, adoptions: Iterable[Adoption]) -> Failure | None:
    """Write *adoptions* in one transaction, or none of them and return why."""
    try:
        _write(connection, adoptions)
    except sqlite3.Error as error:
        return not_stored(f"The runs could not be stored in the journal ({error}).")
    return None


def _write(connection: sqlite3.Connection, adoptions: Iterable[Adoption]) -> None:
    with transaction(connection):
        for adoption in adoptions:
            run, into = adoption.run.run, adoption.into
            work, source = imported(connection, run.origin)
            run = evolve(
                run,
                id=0 if into is None else into.id,
                revision=0 if into is None else into.revision,
                campaign=None if into is None else into.campaign,
                work=work if into is None else into.work,
                source=source if into is None else into.source,
                edition=run.edition if into is None else into.edition,
                written=next_write(connection),
            )
            write_run(connection, run, adoption.run.actions, adoption.run.times)
