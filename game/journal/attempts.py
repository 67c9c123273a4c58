"""The attempts that count, and a filter of runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from game.journal.runs import Run, first_attempts


class Attempt(StrEnum):
    """Whether a run counts, and why not."""

    FIRST = "first"
    PRACTICE = "practice"
    REVIEW = "review"
    UNANSWERED = "unanswered"
    DAMAGED = "damaged"


class RunFilter(NamedTuple):
    """A filter of plays; None, or empty *runs*, matches all."""

    runs: tuple[int, ...] = ()
    scenario: str | None = None
    finished: bool | None = None
    attempt: Attempt | None = None

    def matches(self, run: Run, attempt: Attempt) -> bool:
        """Return whether *run*, of that *attempt*, matches."""
        return (
            (not self.runs or run.id in self.runs)
            and self.scenario in (None, run.scenario)
            and self.finished in (None, run.finished)
            and self.attempt in (None, attempt)
        )


def attempts(runs: Iterable[Run]) -> Mapping[int, Attempt]:
    """Return the attempt of each run by id; *runs* must be all of a player's runs."""
    all_runs = tuple(runs)
    counting = first_attempts(all_runs)
    return {run.id: attempt_of(run, counts=run.id in counting) for run in all_runs}


def attempt_of(run: Run, *, counts: bool) -> Attempt:
    """Return the attempt of *run*; *counts* if it is a first attempt."""
    if not run.sound:
        return Attempt.DAMAGED
    if not run.scenes:
        return Attempt.UNANSWERED
    if run.alone is not None:
        return Attempt.REVIEW
    return Attempt.FIRST if counts else Attempt.PRACTICE
