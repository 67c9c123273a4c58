"""What the journal says of practice over time: answers by day, and what is due again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from attrs import frozen

from game.core.explain import Explanation
from game.core.model import Scenario
from game.core.review import Answered, Due, choose, deck, due
from game.journal.export.record import Attempt, Record, gather
from game.journal.run import Run
from game.journal.session import Session
from game.journal.store import Journal


Find = Callable[[Run], Scenario | None]
"""Gives the scenario of a run, as far as it is still there."""


@frozen(kw_only=True)
class Growth:
    """
    Everything that was *played*, and what of it counts.

    *whys* are the answers of first attempts, oldest first; *answers* are those and
    the reviews, by day; *due* is what comes back today.
    """

    played: Record
    whys: tuple[Explanation, ...]
    answers: tuple[Answered, ...]
    due: tuple[Due, ...]

    @property
    def met(self) -> frozenset[str]:
        """The ids of the ideas that any answer was explained by."""
        return frozenset(
            idea
            for play in self.played.plays
            for answer in play.answers
            for idea in answer.why.ideas
        )


def growth(journal: Journal, find: Find) -> Growth:
    """What *journal* says today; runs whose scenario is gone say nothing."""
    kept = [kept for run in journal.runs() if (kept := journal.kept(run)) is not None]
    record = gather("", kept, find)
    answers = tuple(_answers(record))
    return Growth(
        played=record,
        whys=tuple(answer.why for play in record.first for answer in play.answers if answer.first),
        answers=answers,
        due=due(deck(answers), journal.today()),
    )


def begin_review(
    journal: Journal, find: Find, scenarios: Mapping[str, Scenario], seed: int
) -> Session | None:
    """
    One scene of *scenarios* for what has been due longest; None when nothing can come back.

    A review that was left in the middle goes on first.
    """
    for run in journal.runs():
        if run.alone is not None and not run.finished and (scenario := find(run)) is not None:
            return journal.resume(run, scenario)
    found = growth(journal, find)
    for card in found.due:
        picked = choose(card, scenarios, found.answers)
        if picked is not None:
            scenario, scene = picked
            return journal.begin(scenario, seed, alone=scene.id)
    return None


def _answers(record: Record) -> list[Answered]:
    return [
        Answered(
            day=datetime.fromisoformat(answer.chosen).toordinal(),
            scenario=play.run.scenario,
            why=answer.why,
            sure=answer.sure,
        )
        for play in record.plays
        for answer in play.answers
        if answer.chosen is not None and (answer.first or play.attempt is Attempt.REVIEW)
    ]
