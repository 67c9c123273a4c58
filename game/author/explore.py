"""The exact analysis of a scenario, and random play for what it leaves open."""

from __future__ import annotations

from fractions import Fraction

from attrs import frozen

from game.author import figures
from game.author.samples import Samples, Share, sample_of
from game.core.analysis.begin import Begin
from game.core.analysis.report import Analysis, Span, analyse
from game.core.analysis.space import BUDGET
from game.core.analysis.totals import worth
from game.core.model import Scenario
from game.core.terms import State


@frozen(kw_only=True)
class Explored:
    """
    An *analysis*, and what an author plans with: *decisions* and *words* of a run.

    *samples* stand in where the analysis stopped, else they are None.
    """

    analysis: Analysis
    samples: Samples | None
    decisions: Span
    words: Span

    @property
    def runs(self) -> str:
        """The number of runs in full, or ``no limit``."""
        return "no limit" if self.analysis.runs is None else figures.digits(self.analysis.runs)

    @property
    def mean_points(self) -> Fraction | float | None:
        """The mean points of random play without the call; from samples where not exact."""
        mean = self.analysis.points.mean
        return self.samples.points if mean is None and self.samples else mean

    def chance(self, state: State) -> Fraction | float | Share:
        """The chance to end in *state*; a ``Share`` when estimated."""
        if self.samples is not None and not self.analysis.endings.complete:
            return self.samples.ending(state)
        found = self.analysis.endings.states.get(state)
        return found.chance if found else Fraction(0)

    @property
    def no_end(self) -> Fraction | float | None:
        """The chance that random play never ends, where it is stuck; None where not known."""
        if not self.analysis.endings.complete:
            return None
        if not self.analysis.stuck:
            return Fraction(0)
        return 1 - sum(ending.chance for ending in self.analysis.endings.states.values())

    def seen(self, scene_id: str) -> Fraction | float | Share | None:
        """The chance to meet a scene; a ``Share`` when estimated, None when not known."""
        chance = self.analysis.seen.get(scene_id)
        if chance is None and self.samples is not None:
            return self.samples.meeting(scene_id)
        return chance


def explore(scenario: Scenario, budget: int = BUDGET, begin: Begin | None = None) -> Explored:
    """
    Analyse *scenario*, from *begin* on.

    It is played at random only for what the analysis leaves open.
    """
    analysis = analyse(scenario, budget, begin)
    open_ended = (
        not analysis.endings.complete or analysis.points.mean is None or analysis.visits is None
    )
    return Explored(
        analysis=analysis,
        samples=sample_of(analysis) if open_ended else None,
        decisions=analysis.span(worth(analysis.space, lambda scene, choice: 1)),
        words=analysis.span(figures.words(scenario.scenes[key] for key in analysis.space.at)),
    )
