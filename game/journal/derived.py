"""
Cache of the answers derived from runs, for practice history and reviews.

Each run's rows carry its revision and the fingerprint of its scenario, and are ignored
once either differs. Deleting all rows is safe. A checksum covers the answers of a run and
the times of their actions.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from typing import Any

from attrs import astuple, frozen

from game.journal.checksums import checksum
from game.journal.database import transaction
from game.journal.identity import KEY, PLACE


# Skip rows with damaged names here; reading the runs reports them.
_SOUND = (
    "r.scenes != 0 AND typeof(r.scenario) = 'text' AND typeof(r.source) IN ('text', 'null') "
    f"AND typeof({KEY}) = 'text'"
)
_KEPT = "derived_runs d ON d.run = r.id AND d.revision = r.revision"
_ANSWER = "a.number, a.step, a.scene, a.choice, a.again, a.sides, a.sure, x.at"
_TIMES = "LEFT JOIN actions x ON x.run = a.run AND x.number = a.step"


@frozen
class DerivedScene:
    """
    The *number*-th answered scene of a run, counted from 1; its choice was action *step*.

    *again* is True if the run had answered that scene before; *sides* is the review deck's
    data as text; *sure* is True for a wrong call made with confidence.
    """

    number: int
    step: int
    scene: str
    choice: str
    again: bool
    sides: str
    sure: bool


@frozen
class DerivedRun:
    """The *scenes* of a *run* of that *revision*, derived from the scenario *fingerprint*."""

    run: int
    revision: int
    fingerprint: str
    scenes: tuple[DerivedScene, ...]


@frozen
class DerivedState:
    """
    The cache state of an answered *run*.

    *named* is the id or path of its scenario, *key* the key of the run. *fingerprint* is that
    of the scenario it was derived from; None if it was not derived or has changed since.
    """

    run: int
    named: str
    key: str
    fingerprint: str | None


@frozen
class DerivedAnswer:
    """
    An answer for the review deck; *at* is the stored time of its choice.

    *scenario* is the key of its run. *is_review* is True if it was given in a review.
    """

    named: str
    fingerprint: str
    scenario: str
    scene: str
    sides: str
    sure: bool
    at: object
    is_review: bool


class Derived:
    """The cache behind an open *connection*; its methods raise SQLite's errors."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def states(self, counting: Collection[int] | None = None) -> Iterator[DerivedState]:
        """Yield the state of answered runs by id; with *counting*, only of these and of reviews."""
        only = "" if counting is None else f"AND {_counts(counting)}"
        rows = self._connection.execute(
            f"SELECT r.id, {PLACE}, {KEY}, d.fingerprint FROM runs r LEFT JOIN {_KEPT} "
            f"WHERE {_SOUND} {only} ORDER BY r.id"
        )
        return (DerivedState(*row) for row in rows)

    def keep(self, batch: Iterable[DerivedRun]) -> None:
        """Replace the cached rows of each run in *batch*, if the run still exists."""
        with transaction(self._connection):
            for item in batch:
                self._connection.execute("DELETE FROM derived_answers WHERE run = ?", (item.run,))
                stored = self._connection.execute(
                    "REPLACE INTO derived_runs (run, revision, fingerprint) "
                    "SELECT id, ?, ? FROM runs WHERE id = ?",
                    (item.revision, item.fingerprint, item.run),
                )
                if stored.rowcount:
                    self._connection.executemany(
                        "INSERT INTO derived_answers VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                        [(item.run, *astuple(scene)) for scene in item.scenes],
                    )
                    self._seal(item.run)

    def _seal(self, run: int) -> None:
        rows = self._connection.execute(
            f"SELECT {_ANSWER} FROM derived_answers a {_TIMES} WHERE a.run = ? ORDER BY a.number",
            (run,),
        )
        self._connection.execute(
            "UPDATE derived_runs SET checksum = ? WHERE run = ?", (checksum(*rows), run)
        )

    def clear(self) -> None:
        """Delete all cached rows."""
        with transaction(self._connection):
            self._connection.execute("DELETE FROM derived_answers")
            self._connection.execute("DELETE FROM derived_runs")

    def counted(self, counting: Collection[int]) -> Iterator[DerivedAnswer]:
        """
        Yield the first answers of the runs *counting* and all answers of reviews, by run.

        Raise ``ValueError`` if the checksum of a run's answers does not match.
        """
        for named, key, fingerprint, alone, answers in self._read(f"AND {_counts(counting)}"):
            for _, _, scene, _, again, sides, sure, at in answers:
                if alone is not None or not again:
                    yield DerivedAnswer(
                        named, fingerprint, key, scene, sides, sure, at, alone is not None
                    )

    def met(self) -> frozenset[tuple[str, str, str, str, str]]:
        """
        Return the choices of all runs: name, key, fingerprint, scene, choice.

        Raise ``ValueError`` if the checksum of a run's answers does not match.
        """
        return frozenset(
            (named, key, fingerprint, scene, choice)
            for named, key, fingerprint, _, answers in self._read()
            for _, _, scene, choice, *_ in answers
        )

    def _read(self, only: str = "") -> Iterator[tuple[str, str, str, str | None, list[Any]]]:
        """Yield name, key, fingerprint, review scene and answers of the cached runs, by run."""
        rows = self._connection.execute(
            f"SELECT r.id, d.checksum, {PLACE}, {KEY}, d.fingerprint, r.alone, {_ANSWER} "
            f"FROM runs r JOIN {_KEPT} LEFT JOIN derived_answers a ON a.run = r.id {_TIMES} "
            f"WHERE {_SOUND} {only} ORDER BY r.id, a.number"
        ).fetchall()  # an open statement would keep this process from writing after another
        for head, answers in groupby(rows, lambda row: row[:6]):
            run, expected, *about = head
            result = [row[6:] for row in answers if row[6] is not None]
            if checksum(*result) != expected:
                raise ValueError(f"what was worked out of run {run} is damaged")
            named, key, fingerprint, alone = about
            yield named, key, fingerprint, alone, result


def _counts(counting: Collection[int]) -> str:
    """Return the SQL condition for a review or a run in *counting*."""
    return f"(r.alone IS NOT NULL OR r.id IN ({', '.join(str(int(run)) for run in counting)}))"
