"""Practice over time, and the moments that are due for review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from game.core.failure import Failure
from game.services.play import find_own, names, new_seed, origin_of, scenario_of
from game.services.recommend import synopses


if TYPE_CHECKING:
    from game.content.library import Entry, Library
    from game.core.review import Moment
    from game.journal.history import PracticeHistory
    from game.journal.runs import Session
    from game.journal.store import Journal


@frozen
class Review:
    """
    The *session* of one moment, and the sentences before its scene and after its answer.

    Both are None for a resumed review of something that is not due any more.
    """

    session: Session
    opening: str | None
    closing: str | None


def practice(journal: Journal, library: Library) -> PracticeHistory:
    """Return the practice history in *journal*, of the scenarios in *library*."""
    from game.journal.history import practice_history

    own = names(journal, library)

    def find(named: str, key: str) -> Entry | None:
        return library.entries.get(own.get(key, "")) or find_own(journal, library, named, key)

    return practice_history(journal, find, own)


def due(history: PracticeHistory, library: Library) -> tuple[Moment, ...]:
    """Return the moments to review today."""
    if not history.due:
        return ()
    repeats = {each.id: each.repeats for each in synopses(library)}
    return history.moments(repeats, library.scenario)


def start(
    journal: Journal,
    library: Library,
    seed: int | None = None,
    history: PracticeHistory | None = None,
) -> Review | Failure:
    """
    Resume the open review, or start the first moment that is due today.

    *history* is that of *journal*, if it is known.
    """
    history = history or practice(journal, library)
    for run in journal.open_reviews():
        found = scenario_of(journal, library, run)
        if found is not None:
            scenario, origin = found
            moment = history.moment_of(scenario, run.alone or "", library.scenario)
            return _review(journal.resume(run, scenario, origin), moment, journal.today())
    for moment in due(history, library):
        origin = origin_of(library.entries[moment.scenario.id], library)
        session = journal.begin(moment.scenario, new_seed(seed), origin, alone=moment.scene.id)
        return _review(session, moment, journal.today())
    return Failure(
        code="not-due",
        message="Nothing is due today. What a choice misses comes back after two days, "
        "once its story is finished.",
    )


def _review(session: Session, moment: Moment | None, today: int) -> Review:
    from game.text.review import closing, opening

    if moment is None:
        return Review(session, None, None)
    return Review(session, opening(moment, today), closing(moment))
