"""Open a room, or resume one."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING

from game.core.failure import Failure
from game.room.names import CODE_LENGTH, CODE_LETTERS, canonical_code
from game.services.play import new_seed


if TYPE_CHECKING:
    from game.content.library import Library
    from game.core.scenario import Scenario
    from game.journal.rooms import RoomRun, RoomSession
    from game.journal.store import Journal


def new_code() -> str:
    """Draw the short code of a room."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def had_phones(session: RoomSession) -> bool:
    """Return whether a resumed room was open to phones; a room of before by its seats."""
    return session.entrance is not None or bool(session.room.seats)


class Workshop:
    """The rooms of one *journal*, on scenarios of *library*."""

    def __init__(
        self, library: Library, journal: Journal, is_open: Callable[[str], bool] = lambda _: False
    ) -> None:
        """*is_open* returns whether a process on this machine serves the room of a code."""
        self._library = library
        self._journal = journal
        self._is_open = is_open

    @property
    def lasts(self) -> bool:
        """Whether rooms are stored on disk rather than in memory only."""
        return self._journal.rooms.lasts

    def begin(self, scenario: Scenario, source: str | None) -> RoomSession:
        """Open a new room on *scenario*, with a code of its own."""
        return self._journal.rooms.begin(scenario, new_seed(), new_code(), source)

    def resumable(self) -> tuple[RoomRun, ...]:
        """Return the rooms that are not over and not open elsewhere, the last used first."""
        runs = self._journal.rooms.unfinished_runs()
        return tuple(run for run in runs if not self._is_open(run.code))

    def unfinished(self) -> RoomRun | None:
        """Return the room to resume when none is named: the last used one that is not open."""
        return next(iter(self.resumable()), None) or self._journal.rooms.unfinished()

    def find(self, name: str) -> RoomRun | None:
        """Return the room with the code *name*, in any spelling, or with that number."""
        code, runs = canonical_code(name), self._journal.rooms.runs()
        by_code = (run for run in runs if canonical_code(run.code) == code)
        by_number = (run for run in runs if str(run.id) == name.strip())
        return next(by_code, None) or next(by_number, None)

    def resume(self, run: RoomRun) -> RoomSession | Failure:
        """Resume *run*, unless it is open elsewhere or its scenario is gone."""
        if self._is_open(run.code):
            return Failure(
                code="open",
                message=f"“{run.title}” is open already. 'two-hats console' follows it from here.",
            )
        scenario = self._library.find_scenario(run.named)
        if scenario is None:
            return Failure(
                code="no-scenario",
                message=f"“{run.title}” cannot be opened now. The room's votes are kept.",
            )
        return self._journal.rooms.resume(run, scenario)
