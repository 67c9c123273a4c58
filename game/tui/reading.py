"""Reading a large library or a long journal in steps, while a screen is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING

from textual.screen import Screen

from game.services.play import names


if TYPE_CHECKING:
    from game.content.library import Library
    from game.core.recommend import Suggestion
    from game.core.review import Moment
    from game.journal.history import PracticeHistory
    from game.journal.store import Journal


SHARE = 0.01
"""Seconds after which steps are interrupted so that keys come between."""
READ_AT_ONCE = 40
"""The most scenarios that are read before a list of them is drawn; more are read in steps."""


class ReadingInSteps:
    """The part of the app that reads its *library* and *journal* so that no key has to wait."""

    library: Library
    journal: Journal
    _library_read = False

    @cached_property
    def _library_steps(self) -> Iterator[int]:
        """The steps of reading the library, which all readers take in turns."""
        from game.services.recommend import read_all

        return read_all(self.library)

    @property
    def library_waits(self) -> bool:
        """Whether the library is so large that it is read in steps first."""
        return not self._library_read and len(self.library.entries) > READ_AT_ONCE

    def practice_history(self) -> PracticeHistory:
        """Return the practice history of the journal."""
        from game.services.review import practice

        return practice(self.journal, self.library)

    def catch_up(
        self, screen: Screen[None], then: Callable[[PracticeHistory], None], *, every: bool = False
    ) -> None:
        """
        Bring what the journal comes to up to date, then call *then* with it.

        This is done in steps, so that a long journal keeps nobody waiting.
        """
        result = self.practice_history()
        _in_steps(screen, result.prepare(every=every), lambda: then(result))

    def look_back(self, screen: Screen[None], then: Callable[[PracticeHistory], None]) -> None:
        """
        Bring the history up to date, with the answers of first attempts.

        Then call *then* with it.
        """

        def replay(history: PracticeHistory) -> None:
            _in_steps(screen, history.replay_first(), lambda: then(history))

        def catch_up() -> None:
            self.catch_up(screen, replay)

        if self.library_waits:
            self.read_library(screen, catch_up)
        else:
            catch_up()

    def look_up_due(self, screen: Screen[None], then: Callable[[PracticeHistory], None]) -> None:
        """Read the library and bring the history up to date, then call *then* with it."""
        self.read_library(screen, lambda: self.catch_up(screen, then))

    def due(self, history: PracticeHistory) -> tuple[Moment, ...]:
        """Return the moments of *history* to review today."""
        from game.services.review import due

        return due(history, self.library)

    def suggest(self, screen: Screen[None], then: Callable[[Suggestion | None], None]) -> None:
        """Find what to play first or next while *screen* is idle, then call *then*."""
        from game.services.recommend import suggestion

        self.read_library(screen, lambda: then(suggestion(self.library, self.journal)))

    def read_library(self, screen: Screen[None], then: Callable[[], None]) -> None:
        """Read every scenario of the library while *screen* is idle, then call *then*."""

        def read() -> None:
            self._library_read = True
            _in_steps(screen, self._look_up(), then)

        _in_steps(screen, self._library_steps, read, first=0)  # draw *screen* before

    def _look_up(self) -> Iterator[int]:
        """Read the journal's first attempts and names, which it caches until a change."""
        self.journal.first_attempts()
        yield 1
        names(self.journal, self.library)
        yield 1
        yield 0  # what comes then has a step of its own


def _in_steps(
    screen: Screen[None], steps: Iterator[int], then: Callable[[], None], first: float = SHARE
) -> None:
    """
    Take *steps*, which yield how many are left, then call *then* if *screen* is still there.

    It pauses when the seconds *first* have passed, and then after ``SHARE`` each time, so that keys
    come between.
    """

    def go_on(share: float = SHARE) -> None:
        until = monotonic() + share
        while next(steps, 0):
            if monotonic() >= until:
                screen.set_timer(1 / 60, go_on)
                return
        if screen.is_attached:
            then()

    go_on(first)
