"""
How answers add up over many scenes, and how much that says.

Below 24 scenes nothing is said of the whole, below 48 it is an early picture; from
then on the mean stands with its uncertainty (1.96 standard errors). Such few items
measure nobody: reliabilities of situational tests lie at .5 to .7 with about thirty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt

from attrs import frozen

from game.core.explain import Explanation
from game.core.scoring import percent
from game.core.terms import Call, Context, Dimension, Pole, Skill


EARLY, ENOUGH = 24, 48
"""Scenes below which nothing is said of the whole, and below which it is an early picture."""


@frozen
class Met:
    """How much was *met* of what was *asked*."""

    met: int
    asked: int

    @property
    def percent(self) -> int:
        """The share as a whole percentage; 0 of none."""
        return percent(self.met, self.asked) if self.asked else 0

    @property
    def told(self) -> str:
        """Both numbers."""
        return f"{self.met} of {self.asked}"


@frozen
class Band:
    """The mean points of many scenes, and how far the truth may lie to either side."""

    mean: float
    either_side: float


@frozen(kw_only=True)
class Progress:
    """
    What some answers come to.

    *calls* counts by the call needed and the call given; of *contexts*, of each
    side of the *dimensions* and of *skills* only those met at all are there.
    *band* is None below 48 scenes.
    """

    scenes: int
    calls: Mapping[tuple[Call, Call], int]
    contexts: Mapping[Context, Met]
    dimensions: Mapping[tuple[Dimension, Pole], Met]
    skills: Mapping[Skill, Met]
    band: Band | None

    @property
    def caution(self) -> str | None:
        """What so few scenes can say; None when they are enough."""
        if self.scenes < EARLY:
            return f"With fewer than {EARLY} scenes this is no picture yet: look at the scenes."
        if self.scenes < ENOUGH:
            return f"With fewer than {ENOUGH} scenes this is an early picture."
        return None


def progress(whys: Sequence[Explanation]) -> Progress:
    """What the answers explained by *whys* come to."""
    rows = [row for why in whys for row in why.rows if row.asked is not None]
    return Progress(
        scenes=len(whys),
        calls={
            (needed, given): sum(w.call is needed and w.call_given is given for w in whys)
            for needed in Call
            for given in Call
        },
        contexts={
            context: Met(sum(why.tokens_served for why in here), 5 * len(here))
            for context in Context
            for here in [[why for why in whys if why.context is context]]
            if here
        },
        dimensions={
            (dimension, pole): Met(sum(row.served for row in asked), sum(r.tokens for r in asked))
            for dimension in Dimension
            for pole in Pole
            for asked in [[r for r in rows if (r.dimension, r.asked) == (dimension, pole)]]
            if asked
        },
        skills={
            skill: Met(sum(skill in why.shown for why in whys), wanted)
            for skill in Skill
            for wanted in [sum(skill in why.wanted for why in whys)]
            if wanted
        },
        band=_band([why.score.total for why in whys]),
    )


def _band(totals: Sequence[int]) -> Band | None:
    count = len(totals)
    if count < ENOUGH:
        return None
    mean = sum(totals) / count
    variance = sum((total - mean) ** 2 for total in totals) / (count - 1)
    return Band(mean, 1.96 * sqrt(variance / count))
