"""Add runs of another journal or of an export to this journal, without duplicates."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import frozen

from game.core.actions import Action
from game.journal.checksums import RUN, seal
from game.journal.codec import PLAY
from game.journal.database import insert, transaction
from game.journal.run_writer import COLUMNS
from game.journal.runs import Run, StoredRun
from game.journal.schema import next_write


_CONTINUE = """
    UPDATE runs SET revision = revision + 1, written = :written,
        touched = :touched, phase = :phase, scenes = :scenes, points = :points
    WHERE id = :id
"""


@frozen(kw_only=True)
class Adoption:
    """A *run* to add; with *into*, its actions after the first *known* continue that run."""

    run: StoredRun
    into: int | None = None
    known: int = 0


def plan(own: Mapping[Run, Sequence[Action]], runs: Iterable[StoredRun]) -> Iterator[Adoption]:
    """
    Yield what to add of *runs* to a journal that holds *own*.

    A run is the same if scenario, seed, start and review scene agree. It is skipped if all
    its actions are stored, continued if it goes on after the stored ones, and added as a
    run of its own if it differs from them.
    """
    stored = {_key(run): (run.id, tuple(actions)) for run, actions in own.items()}
    for item in runs:
        number, actions = stored.get(_key(item.run), (None, ()))
        if number is not None and item.actions == actions[: len(item.actions)]:
            continue
        if number is None or item.actions[: len(actions)] != actions:
            yield Adoption(run=item)
        else:
            yield Adoption(run=item, into=number, known=len(actions))


def _key(run: Run) -> tuple[object, ...]:
    return run.scenario, run.seed, run.started, run.alone


def adopt(connection: sqlite3.Connection, adoptions: Iterable[Adoption]) -> None:
    """Write *adoptions* in one transaction; raise ``sqlite3.Error`` and write none of them."""
    with transaction(connection):
        for adoption in adoptions:
            run, known = adoption.run.run, adoption.known
            values = {name: getattr(run, name) for name in COLUMNS} | {
                "seed": str(run.seed),
                "campaign": None,
                "source": None,
                "written": next_write(connection),
            }
            if adoption.into is None:
                number = insert(connection, "runs", values)
            else:
                number = adoption.into
                connection.execute(_CONTINUE, values | {"id": number})
            steps = list(zip(adoption.run.actions, adoption.run.times, strict=True))
            connection.executemany(
                "INSERT INTO actions (run, number, data, at) VALUES (?, ?, ?, ?)",
                [
                    (number, index, PLAY.dumps(action), at or run.touched)
                    for index, (action, at) in enumerate(steps[known:], known + 1)
                ],
            )
            seal(connection, RUN, number)
