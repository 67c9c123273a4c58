"""Totals over many scenes, with a confidence interval."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from math import sqrt

from attrs import frozen

from game.core.enums import Call, Context, Dimension, Pole, Side, Skill
from game.core.explanation import Explanation
from game.core.judgement import Done
from game.core.scenario import SCENE_TOKENS
from game.core.scoring import percent


EARLY, ENOUGH = 24, 48
"""The scenes needed for an early picture, and for a mean with a confidence interval."""


@frozen
class Ratio:
    """The part *met* of what was *asked*."""

    met: int
    asked: int

    @property
    def percent(self) -> int:
        """The share as a whole percentage; 0 if nothing was asked."""
        return percent(self.met, self.asked) if self.asked else 0

    @property
    def as_text(self) -> str:
        """Both numbers as text."""
        return f"{self.met} of {self.asked}"


@frozen
class Interval:
    """The mean points of many scenes, with the margin of the 95 % confidence interval."""

    mean: float
    margin: float


@frozen(kw_only=True)
class Progress:
    """
    The totals of many answered scenes.

    *calls* counts scenes by the call needed and the call given, *done* by how much the
    choice did. *contexts*, *dimensions* and *skills* hold only what occurred.
    *interval* is None below 48 scenes.
    """

    scenes: int
    calls: Mapping[tuple[Call, Call], int]
    done: Mapping[Done, int]
    contexts: Mapping[Context, Ratio]
    dimensions: Mapping[Side, Ratio]
    skills: Mapping[Skill, Ratio]
    interval: Interval | None


def progress(whys: Sequence[Explanation]) -> Progress:
    """Return the totals of the answers explained by *whys*."""
    return Progress(
        scenes=len(whys),
        calls={
            (needed, given): sum(w.call is needed and w.call_given is given for w in whys)
            for needed in Call
            for given in Call
        },
        done={kind: sum(why.judgement.done is kind for why in whys) for kind in Done},
        contexts={
            context: Ratio(sum(why.tokens_served for why in current), SCENE_TOKENS * len(current))
            for context in Context
            for current in [[why for why in whys if why.context is context]]
            if current
        },
        dimensions=tokens_met(whys),
        skills={
            skill: Ratio(sum(skill in why.shown for why in whys), wanted)
            for skill in Skill
            for wanted in [sum(skill in why.wanted for why in whys)]
            if wanted
        },
        interval=_interval([why.score.total for why in whys]),
    )


def tokens_met(whys: Iterable[Explanation]) -> dict[Side, Ratio]:
    """Return the tokens met of those needed on each side of a dimension in *whys*."""
    served: Counter[Side] = Counter()
    asked: Counter[Side] = Counter()
    for why in whys:
        for row in why.rows:
            if row.needed is not None:
                served[row.dimension, row.needed] += row.served
                asked[row.dimension, row.needed] += row.tokens
    return {
        side: Ratio(served[side], asked[side]) for side in product(Dimension, Pole) if side in asked
    }


def _interval(totals: Sequence[int]) -> Interval | None:
    count = len(totals)
    if count < ENOUGH:
        return None
    mean = sum(totals) / count
    variance = sum((total - mean) ** 2 for total in totals) / (count - 1)
    return Interval(mean, 1.96 * sqrt(variance / count))
