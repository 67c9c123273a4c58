"""Accuracy, gain, interval and p of a solver, and the limits from which an audit fails."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import sqrt
from random import Random

from attrs import frozen

from game.author.audit.cases import Case
from game.author.audit.strategies import Strategy
from game.core import scoring


POLE_SHARES = (0.40, 0.60)
"""The range for the lead share of the tokens of a dimension over a library."""

ORACLE = 95
"""What the best answers must bring on average, in points of 100."""

WHOLE_LIBRARY = 96
"""From this many scenes on, always leading and always managing may gain 4 points only."""

FEW_SCENES = 24
"""Below this many scenes, shares of poles and calls are reported and do not fail."""

CALL_KNOWN = 0.5
"""With the call given, two of four choices should still be open."""


def gain_limit(scenes: int) -> float:
    """
    The points over random that one solver may gain: 70/√scenes, never below 4.

    Points vary by about 26 within a scene, so this is 2.7 standard errors of a solver
    that has no clue.
    """
    return max(4.0, 70 / sqrt(scenes)) if scenes else 4.0


def mean_gain_limit(scenes: int) -> float:
    """The points that the trained solvers may gain on average: half of what one may."""
    return gain_limit(scenes) / 2


def rate_limit(base: float, scenes: int) -> float:
    """
    How often words of the scene may give its call: two standard errors above *base*.

    *base* is the share of the commonest answer. Somebody who always gives that answer is
    above the limit in about two libraries of a hundred.
    """
    return base + 2 * sqrt(base * (1 - base) / scenes) if scenes else 1.0


def call_known_limit(scenes: int) -> float:
    """
    How often a solver that has the call and the choices may find the best choice.

    The call rules some choices out, and should: with two of four left, half are found. One
    standard error is added, since more than half is a flaw of degree and not of kind.
    """
    return CALL_KNOWN + 0.5 / sqrt(scenes) if scenes else 1.0


RESAMPLES = 1000


@frozen(kw_only=True)
class Run:
    """
    For each case, how far a solver *found* the best choice (0-1), and its *gains* in points.

    *permuted* holds the gains once more for each permutation of the keys.
    """

    found: Sequence[float]
    gains: Sequence[float]
    permuted: Sequence[Sequence[float]]


@frozen(kw_only=True)
class Figure:
    """
    What a solver came to over some scenes.

    *accuracy* is how often it found the best choice, *gain* its points over random with the
    95 % interval *low* to *high* from a bootstrap over scenarios. *p* is the share of
    permutations with at least this gain, the true keys included; None without permutations.
    """

    accuracy: float
    gain: float
    low: float
    high: float
    p: float | None


@frozen(kw_only=True)
class Rate:
    """How often something was found, its 95 % interval, the *base* rate and the *limit*."""

    rate: float
    low: float
    high: float
    base: float
    limit: float

    @property
    def over(self) -> bool:
        """Whether the rate is above its limit."""
        return self.rate > self.limit


def run_rule(cases: Sequence[Case], strategy: Strategy, seed: int, permutations: int) -> Run:
    """What a fixed rule comes to; a rule that gives no call is taken to guess it."""
    answers = [strategy(case.scene, number) for number, case in enumerate(cases)]
    calls = [
        0.0
        if answer.call is None
        else scoring.call_points(answer.call, case.scene.call) - scoring.CALL_BY_CHANCE
        for case, answer in zip(cases, answers, strict=True)
    ]
    chosen = [
        [n for n, key in enumerate(case.scene.choices) if key in answer.choices]
        for case, answer in zip(cases, answers, strict=True)
    ]

    def gains(points: Sequence[Sequence[int]]) -> list[float]:
        return [
            sum(values[n] for n in picked) / len(picked) - case.mean + call
            for case, values, picked, call in zip(cases, points, chosen, calls, strict=True)
        ]

    random = Random(seed)
    return Run(
        found=[
            sum(case.best[n] for n in picked) / len(picked)
            for case, picked in zip(cases, chosen, strict=True)
        ],
        gains=gains([case.points for case in cases]),
        permuted=[
            gains([random.sample(case.points, len(case.points)) for case in cases])
            for _ in range(permutations)
        ],
    )


def figure(cases: Sequence[Case], members: Sequence[int], run: Run, seed: int) -> Figure:
    """The figure of *run* over the *members* of *cases*."""
    gain = mean([run.gains[n] for n in members])
    low, high = interval(cases, members, run.gains, seed)
    reached = sum(mean([row[n] for n in members]) >= gain - 1e-9 for row in run.permuted)
    return Figure(
        accuracy=mean([run.found[n] for n in members]),
        gain=gain,
        low=low,
        high=high,
        p=(1 + reached) / (1 + len(run.permuted)) if run.permuted else None,
    )


def measure_rate(
    cases: Sequence[Case], hits: Sequence[float], base: float, limit: float, seed: int
) -> Rate:
    """The rate of *hits* (0-1, one a case)."""
    low, high = interval(cases, range(len(cases)), hits, seed)
    return Rate(rate=mean(hits), low=low, high=high, base=base, limit=limit)


def interval(
    cases: Sequence[Case], members: Sequence[int], values: Sequence[float], seed: int
) -> tuple[float, float]:
    """The 95 % interval of the mean of *values*, from a bootstrap over scenarios."""
    sums: dict[str, tuple[float, int]] = {}
    for n in members:
        total, count = sums.get(cases[n].scenario, (0.0, 0))
        sums[cases[n].scenario] = total + values[n], count + 1
    if not sums:
        return 0.0, 0.0
    totals, counts = zip(*sums.values(), strict=True)
    means = sorted(
        sum([totals[n] for n in drawn]) / sum([counts[n] for n in drawn])
        for drawn in _draws(len(sums), seed)
    )
    return means[round(0.025 * RESAMPLES)], means[round(0.975 * RESAMPLES) - 1]


@lru_cache(maxsize=8)
def _draws(count: int, seed: int) -> tuple[tuple[int, ...], ...]:
    """The resamples of *count* scenarios, the same for every solver."""
    random = Random(seed)
    return tuple(tuple(random.choices(range(count), k=count)) for _ in range(RESAMPLES))


def mean(values: Sequence[float]) -> float:
    """The mean of *values*, 0 for none."""
    return sum(values) / len(values) if values else 0.0
