"""
The text-only solver: naive Bayes on the words of choices, without the scene.

It learns from all other scenarios which words best choices have, and answers the
one left out. If it does better than guessing, wording gives keys away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import log

from attrs import frozen

from game.author import prose
from game.author.strategies import Answer
from game.core import scoring
from game.core.model import Choice, Scenario, Scene


@frozen
class Solver:
    """How often each word stands in best choices, and in others."""

    best: Counter[str]
    others: Counter[str]

    @classmethod
    def taught(cls, scenarios: Iterable[Scenario]) -> Solver:
        """A solver that has seen the keys of *scenarios*."""
        best: Counter[str] = Counter()
        others: Counter[str] = Counter()
        for scenario in scenarios:
            for scene in scenario.scenes.values():
                top = set(scoring.best(scene))
                for choice in scene.choices.values():
                    (best if choice.id in top else others).update(_bag(choice))
        return cls(best, others)

    def answer(self, scene: Scene) -> Answer:
        """The choices most like the best choices seen so far; the call is guessed."""
        found = {choice.id: self._odds(choice) for choice in scene.choices.values()}
        top = max(found.values())
        return Answer(choices=tuple(key for key, odds in found.items() if odds == top))

    def _odds(self, choice: Choice) -> float:
        kinds = len(self.best | self.others) or 1
        in_best, in_others = self.best.total() + kinds, self.others.total() + kinds
        return sum(
            log((self.best[word] + 1) / in_best) - log((self.others[word] + 1) / in_others)
            for word in _bag(choice)
        )


def _bag(choice: Choice) -> set[str]:
    return {word.casefold() for word in prose.words(choice.text)}
