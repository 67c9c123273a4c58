"""Short notices over a screen: answers to a key, and warnings of what was lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.app import App
from textual.notifications import Notify
from textual.screen import Screen
from textual.widgets._toast import ToastRack


if TYPE_CHECKING:
    from game.core.failure import Failure
    from game.journal.store import Journal


TIMEOUT = 12
"""Seconds that a notice is shown."""
ANSWER: Final = "information"
WARNING: Final = "warning"


class Notices(App[None]):
    """
    The part of the app that shows notices.

    An answer goes with its screen, and with the next answer. A warning stays until its time is
    over. No sentence is shown twice at a time.
    """

    journal: Journal
    _reported: str | None = None

    def on_mount(self) -> None:
        """Let answers go when the screen changes."""
        self.screen_change_signal.subscribe(self, self._end_answers, immediate=True)

    def show_failure(self, failure: Failure) -> None:
        """Show why something cannot be done."""
        self.notify(failure.message, markup=False, severity=ANSWER, timeout=TIMEOUT)

    def warn(self, message: str) -> None:
        """Show what was lost or not kept."""
        self.notify(message, markup=False, severity=WARNING, timeout=TIMEOUT)

    def report_trouble(self) -> None:
        """Show what is wrong with the journal, each sentence once."""
        failure = self.journal.failure
        if failure is not None and failure.message != self._reported:
            self._reported = failure.message
            self.warn(self._reported)

    def on_notify(self, event: Notify) -> None:
        """Remove the notices that a new one replaces."""
        new = event.notification
        for old in list(self._notifications):
            if old.message == new.message or old.severity == new.severity == ANSWER:
                self._unnotify(old, refresh=False)

    def _end_answers(self, screen: Screen[object]) -> None:
        answers = [item for item in self._notifications if item.severity == ANSWER]
        for item in answers:
            self._unnotify(item, refresh=False)
        if answers:
            for each in self.screen_stack:
                for rack in each.query(ToastRack):  # else it shows them when that screen is back
                    rack.show(self._notifications)
