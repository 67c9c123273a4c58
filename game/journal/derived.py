"""
Answers as they were worked out, kept beside the runs they come from.

A cache: each run's rows carry its revision and the fingerprint of the scenario they
were worked out in, and count for nothing once either differs. Emptying the tables
costs time and nothing else.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator

from attrs import astuple, frozen

from game.journal.database import transaction


_NAMED = "coalesce(nullif(r.source, ''), r.scenario)"
# A row whose names are spoilt says nothing here; reading the runs reports it.
_SOUND = "r.scenes != 0 AND typeof(r.scenario) = 'text' AND typeof(r.source) IN ('text', 'null')"
_KEPT = "derived_runs d ON d.run = r.id AND d.revision = r.revision"


@frozen
class Scene:
    """
    One answered scene of a run, the *number*-th from 1; its choice was action *step*.

    *again* is whether the run had answered that scene before; *sides* are what the
    review deck needs, as one text; *sure* is whether the call was a sure and wrong one.
    """

    number: int
    step: int
    scene: str
    choice: str
    again: bool
    sides: str
    sure: bool


@frozen
class Worked:
    """The *scenes* of a *run* of that *revision*, in the scenario of that *fingerprint*."""

    run: int
    revision: int
    fingerprint: str
    scenes: tuple[Scene, ...]


@frozen
class State:
    """
    How far an answered *run* has been worked out.

    *named* is what its scenario is found by. *fingerprint* is that of the scenario it was
    worked out in; None when it was not, or has gone on since.
    """

    run: int
    named: str
    fingerprint: str | None


@frozen
class Counted:
    """An answer that the review deck takes in; *at* is when it was chosen, as it is kept."""

    named: str
    fingerprint: str
    scenario: str
    scene: str
    sides: str
    sure: bool
    at: object


class Derived:
    """What is worked out, behind an opened *connection*; its methods raise SQLite's errors."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def states(self, counting: Collection[int] | None = None) -> Iterator[State]:
        """Of every answered run, or only of those *counting* and of reviews; by id."""
        only = "" if counting is None else f"AND {_counts(counting)}"
        rows = self._connection.execute(
            f"SELECT r.id, {_NAMED}, d.fingerprint FROM runs r LEFT JOIN {_KEPT} "
            f"WHERE {_SOUND} {only} ORDER BY r.id"
        )
        return (State(*row) for row in rows)

    def keep(self, batch: Iterable[Worked]) -> None:
        """Put each of *batch* in the place of what was kept of its run, if it is still there."""
        with transaction(self._connection):
            for item in batch:
                self._connection.execute("DELETE FROM derived_answers WHERE run = ?", (item.run,))
                there = self._connection.execute(
                    "REPLACE INTO derived_runs SELECT id, ?, ? FROM runs WHERE id = ?",
                    (item.revision, item.fingerprint, item.run),
                )
                if there.rowcount:
                    self._connection.executemany(
                        "INSERT INTO derived_answers VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                        [(item.run, *astuple(scene)) for scene in item.scenes],
                    )

    def clear(self) -> None:
        """Forget all of it."""
        with transaction(self._connection):
            self._connection.execute("DELETE FROM derived_answers")
            self._connection.execute("DELETE FROM derived_runs")

    def counted(self, counting: Collection[int]) -> Iterator[Counted]:
        """The first answers of the runs *counting*, and all of reviews, in the order of runs."""
        rows = self._connection.execute(
            f"SELECT {_NAMED}, d.fingerprint, r.scenario, a.scene, a.sides, a.sure, x.at "
            f"FROM runs r JOIN {_KEPT} CROSS JOIN derived_answers a ON a.run = r.id "
            "LEFT JOIN actions x ON x.run = a.run AND x.number = a.step "
            f"WHERE {_SOUND} AND {_counts(counting)} AND (r.alone IS NOT NULL OR NOT a.again) "
            "ORDER BY a.run, a.number"
        )
        return (Counted(*row) for row in rows)

    def met(self) -> Iterator[tuple[str, str, str, str]]:
        """Every choice taken in any run, once: scenario, its fingerprint, scene and choice."""
        return self._connection.execute(
            f"SELECT DISTINCT {_NAMED}, d.fingerprint, a.scene, a.choice "
            f"FROM runs r JOIN {_KEPT} CROSS JOIN derived_answers a ON a.run = r.id "
            f"WHERE {_SOUND}"
        )


def _counts(counting: Collection[int]) -> str:
    """The condition for a run that is one of *counting*, or a review."""
    return f"(r.alone IS NOT NULL OR r.id IN ({', '.join(str(int(run)) for run in counting)}))"
