"""The recommended order of scenarios, and the one to play first or next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from enum import StrEnum
from operator import itemgetter

from attrs import frozen

from game.core.graph import minutes, words
from game.core.scenario import Scenario
from game.core.scoring import best_choices


class Reason(StrEnum):
    """Why a scenario is suggested."""

    FIRST = "first"
    NEXT = "next"


@frozen
class Suggestion:
    """The *scenario* to play, and the *reason*."""

    scenario: Scenario
    reason: Reason


Rank = tuple[int, float, int, str]
"""What scenarios are sorted by."""


def order_ranked(ranked: Iterable[tuple[Rank, Scenario]]) -> tuple[Scenario, ...]:
    """
    Return scenarios in the recommended order, from pairs of ``rank_of`` and scenario.

    The shortest in minutes come first; among equals the one on whose scenes more readers
    agreed, then the one with fewer words. Where possible, two in a row do not open in the
    same setting.
    """
    left = [scenario for _, scenario in sorted(ranked, key=itemgetter(0))]
    result: list[Scenario] = []
    while left:
        last = result[-1].first.context if result else None
        other = (at for at, each in enumerate(left) if each.first.context is not last)
        result.append(left.pop(next(other, 0)))
    return tuple(result)


def rank_of(scenario: Scenario) -> Rank:
    """Return what *scenario* is sorted by; this reads all its words."""
    return minutes(scenario), -_agreement(scenario), words(scenario), scenario.id


def _agreement(scenario: Scenario) -> float:
    """Return the share of readers' answers that were the right call or a best choice."""
    scenes = scenario.scenes.values()
    answers = 2 * sum(sum(scene.readers.values()) for scene in scenes)
    right = sum(
        scene.readers.get(scene.call, 0)
        + sum(scene.choices[choice].readers for choice in best_choices(scene))
        for scene in scenes
    )
    return right / answers if answers else 0.0


def suggest(ordered: Sequence[Scenario], finished: Set[str]) -> Suggestion | None:
    """
    Return the first scenario of *ordered* without a finished run; None if there is none.

    *finished* holds the ids of all scenarios with a finished run.
    """
    for scenario in ordered:
        if scenario.id not in finished:
            return Suggestion(scenario, reason(finished))
    return None


def reason(finished: Set[str]) -> Reason:
    """Return why a scenario is suggested to who has *finished* these."""
    return Reason.NEXT if finished else Reason.FIRST
