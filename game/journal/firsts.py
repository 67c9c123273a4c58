"""What was played of each scenario in a journal, and the first attempts among it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Protocol

from game.core.playthrough import Phase
from game.journal.database import state
from game.journal.errors import UNREADABLE, fetch
from game.journal.identity import KEY
from game.journal.runs import Played, Run


UNFINISHED = f"phase != '{Phase.ENDING.value}'"
MAX_LOOKUPS = 20
"""Runs that are looked up one by one, about as many as a screen lists, before all are read."""
_PHASES = ", ".join(f"'{phase.value}'" for phase in Phase)
_PLAYED = f"""
    SELECT {KEY}, sum(NOT {UNFINISHED}), max({UNFINISHED}) FROM runs
    WHERE alone IS NULL AND phase IN ({_PHASES}) AND id NOT IN ({{}}) GROUP BY {KEY}
"""


class Runs(Protocol):
    """The runs of a journal."""

    @property
    def damaged_runs(self) -> Set[int]:
        """The ids of the damaged runs found so far."""

    def run(self, number: int) -> Run | None:
        """Return the run with id *number*, not sound if damaged; None if unreadable."""

    def by_id(self, numbers: Iterable[int]) -> Iterator[Run]:
        """Yield the readable runs with the ids *numbers*, damaged ones too."""

    def warn(self, message: str) -> None:
        """Report that stored data could not be read."""


class FirstAttempts:
    """
    The first attempts among *runs*, which are those behind *connection*.

    They are read again after any change to the file, also by another process.
    """

    def __init__(self, connection: sqlite3.Connection, runs: Runs) -> None:
        self._connection = connection
        self._runs = runs
        self._read_at: object = None
        self._known: Mapping[int, Run] = {}
        self._lookups = 0

    def runs(self) -> Mapping[int, Run]:
        """Return the first attempts by id, as ``runs.first_attempts`` defines them."""
        try:
            current = self._state()  # before reading, so that no later write is missed
            if self._read_at != current:
                self._known = self._read()
                self._read_at = current
                self._lookups = 0
        except UNREADABLE as error:
            self._runs.warn(f"The journal cannot be read ({error}).")
            return {}
        return self._known

    def counts(self, run: Run) -> bool:
        """
        Return whether *run* is a first attempt.

        Only the first runs asked for since a change are looked up one by one.
        """
        if not run.scenes or run.alone is not None:
            return False
        if self._read_at == self._state() or self._lookups == MAX_LOOKUPS:
            return run.id in self.runs()
        self._lookups += 1
        try:
            return run.id in self._read(run.key)
        except UNREADABLE as error:
            self._runs.warn(f"The journal cannot be read ({error}).")
            return False

    def played(self) -> Mapping[str, Played]:
        """Return what was played of each scenario, by its key; damaged runs do not count."""
        points = {run.key: run.points for run in self.runs().values()}
        damaged = ", ".join(map(str, self._runs.damaged_runs))
        try:
            rows = fetch(self._connection, _PLAYED.format(damaged))
        except UNREADABLE as error:
            self._runs.warn(f"The journal cannot be read ({error}), so earlier runs are not shown.")
            return {}
        return {
            scenario: Played(finished=finished, open=bool(open_), first_points=points.get(scenario))
            for scenario, finished, open_ in rows
            if isinstance(scenario, str)
        }

    def _state(self) -> object:
        return state(self._connection), self._runs.damaged_runs

    def _read(self, key: str | None = None) -> Mapping[int, Run]:
        """Return the first attempts by id, of all scenarios or of the one with *key*."""
        values: tuple[str, ...] = ()
        select, rest = "min(id)", f"GROUP BY {KEY}"
        if key is not None:
            select, rest, values = "id", f"AND {KEY} = ? ORDER BY id LIMIT 1", (key,)
        left_out = set(self._runs.damaged_runs)
        while True:
            rows = fetch(
                self._connection,
                f"SELECT {select} FROM runs WHERE scenes != 0 AND alone IS NULL "
                f"AND id NOT IN ({', '.join(map(str, left_out))}) {rest}",
                values,
            )
            numbers = [number for (number,) in rows]
            result = self._by_id(numbers)
            damaged = {n for n in numbers if n not in result or not result[n].sound}
            if not damaged:
                return result
            left_out |= damaged

    def _by_id(self, numbers: Sequence[int]) -> dict[int, Run]:
        """Return the runs with the ids *numbers*, without unreadable ones."""
        result = {run.id: run for run in self._runs.by_id(numbers)}
        alone = (self._runs.run(number) for number in numbers if number not in result)
        return result | {run.id: run for run in alone if run is not None}
