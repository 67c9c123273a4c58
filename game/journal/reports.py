"""What is wrong with an open journal: its last failure, and its damaged records."""

from __future__ import annotations

from collections.abc import Iterable

from game.core.failure import Failure
from game.journal.checksums import RUN
from game.journal.runs import Damaged, Run, damage_report


class Reports:
    """
    The last failure of a journal and its damaged records, each of which is reported once.

    *whole* is False once earlier data could not be read.
    """

    def __init__(self, failure: Failure | None, *, whole: bool) -> None:
        """Begin with the *failure* of opening the journal, if any."""
        self.whole = whole
        self._failure = self._opening = failure
        self._damaged: dict[str, Damaged] = {}

    def name_damaged(self, damaged: Iterable[Damaged]) -> None:
        """Report *damaged* records, each once."""
        named = {item.key: item for item in damaged}
        if named.keys() <= self._damaged.keys():
            return
        self._damaged = {**named, **self._damaged}
        self.whole = False
        report = damage_report(self._damaged.values())
        opening = "" if self._opening is None else f"{self._opening.message} "
        self._failure = Failure(code="damaged", message=f"{opening}{report}")

    @property
    def failure(self) -> Failure | None:
        """The last failure of reading or writing, if any."""
        return self._failure

    def report(self, failure: Failure) -> None:
        """Set *failure*."""
        self._failure = failure

    def warn(self, message: str) -> None:
        """Report that stored data could not be read."""
        self._failure = Failure(code="unreadable", message=message)
        self.whole = False

    def _warn_of(self, run: Run, error: Exception) -> None:
        self.warn(f"A run of {run.title} cannot be read ({error}).")

    def _name_damage(self, run: Run, sound: bool, reflections: Iterable[object]) -> None:
        """Report *run* unless it is *sound*, and its damaged *reflections*, by number."""
        if not sound:
            self.name_damaged([Damaged(RUN, run.id, run.title)])
        self.name_damaged(Damaged(RUN, run.id, run.title, number) for number in reflections)

    @property
    def damaged_runs(self) -> frozenset[int]:
        """The ids of the damaged runs found so far."""
        damaged = self._damaged.values()
        result = (item.id for item in damaged if item.record is RUN and item.reflection is None)
        return frozenset(number for number in result if isinstance(number, int))
