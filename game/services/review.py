"""Practice over time, and the scene that is due for review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.core.failure import Failure
from game.services.play import new_seed


if TYPE_CHECKING:
    from game.content.library import Library
    from game.journal.history import PracticeHistory
    from game.journal.runs import Session
    from game.journal.store import Journal


def practice(journal: Journal, library: Library) -> PracticeHistory:
    """Return the practice history in *journal*, of the scenarios in *library*."""
    from game.journal.history import practice_history

    return practice_history(journal, library.find_entry)


def start(journal: Journal, library: Library, seed: int | None = None) -> Session | Failure:
    """Resume the open review, or start the scene that has been due longest."""
    from game.journal.history import begin_review

    session = begin_review(journal, library.find_entry, library.scenarios, new_seed(seed))
    if session is not None:
        return session
    if practice(journal, library).due:
        return Failure(code="no-scene", message="No other scene asks for what is due.")
    return Failure(
        code="not-due",
        message="Nothing is due today. What a choice misses comes back after two days.",
    )
