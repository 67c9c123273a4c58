"""Sessions with steps that are not stored: they stay open as long as the program runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from operator import itemgetter
from typing import Protocol

from attrs import evolve, frozen

from game.journal.runs import Run, Session, as_played


_FIRST_TURN = 2**62
"""Numbers the changes of pending sessions; above the number of any write in the journal."""


@frozen(kw_only=True)
class Unsaved:
    """The number of *steps* that are not stored; *partly* if earlier steps of their runs are."""

    steps: int = 0
    partly: bool = False


class Waiting(Protocol):
    """What can have unsaved steps: a session of a run, or of a campaign."""

    @property
    def unsaved(self) -> int:
        """The number of steps that are not stored."""

    @property
    def stored(self) -> int:
        """The number of steps that are."""

    @property
    def is_waiting(self) -> bool:
        """Whether anything is not stored, which may be no step."""

    def keep_waiting(self) -> None:
        """Retry storing the former."""


class Known(Protocol):
    """A run of a scenario or a campaign."""

    @property
    def id(self) -> int:
        """Its id; 0 until it is stored."""

    @property
    def seed(self) -> int:
        """Its seed."""

    @property
    def started(self) -> str:
        """When it was begun."""

    @property
    def written(self) -> int:
        """The number of its last change."""


class Pending:
    """
    The sessions of a journal with steps that are not stored.

    Their runs come as they were played, and before those that the journal has stored.
    """

    def __init__(self, is_deleted: Callable[[Run], bool]) -> None:
        """Begin with none; *is_deleted* returns whether a run that was stored is gone."""
        self._is_deleted = is_deleted
        self._turns = count(_FIRST_TURN)
        self._held: dict[Waiting, int] = {}

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._held)

    def update(self, session: Waiting) -> None:
        """Hold *session* as the one played last while it waits; else let go of it."""
        self._held.pop(session, None)
        if session.is_waiting:
            self._held[session] = next(self._turns)

    def turn_of(self, session: Waiting) -> int:
        """Return the number of the last change of *session*, higher than any before it, or 0."""
        return self._held.get(session, 0)

    def has(self, run: Known) -> bool:
        """Return whether *run*, as it is listed, is one of a session that is held."""
        return run.written >= _FIRST_TURN

    def find(self, run: Run) -> Session | None:
        """Return the session of *run*, if it is held."""
        runs = (held for held in self._held if isinstance(held, Session))
        return next((held for held in runs if is_same(held.run, run)), None)

    def unfinished(self, *, posting: bool = False) -> Iterator[Run]:
        """Yield the unfinished runs that are held, the last played first; or open *posting*s."""
        for held, turn in sorted(self._held.items(), key=itemgetter(1), reverse=True):
            if isinstance(held, Session) and held.is_posting == posting:
                run = as_played(held.run, held.ended or held.play)
                if not run.finished:
                    yield evolve(run, written=turn)

    def store(self) -> Unsaved:
        """
        Retry storing what is not stored; return what then still is not.

        Campaigns come last, since a stored one takes its runs in. What was deleted meanwhile is
        not stored again.
        """
        for held in sorted(self._held, key=lambda held: not isinstance(held, Session)):
            turn = self._held[held]
            if isinstance(held, Session) and self._is_deleted(held.run):
                del self._held[held]
                continue
            held.keep_waiting()
            if held in self._held:
                self._held[held] = turn
        return self.unsaved

    @property
    def unsaved(self) -> Unsaved:
        """What is not stored."""
        return Unsaved(
            steps=sum(held.unsaved for held in self._held),
            partly=any(held.stored for held in self._held),
        )


def is_same(one: Known, other: Known) -> bool:
    """Return whether *one* and *other* are the same run, which may not be stored yet."""
    return (one.id, one.seed, one.started) == (other.id, other.seed, other.started)
