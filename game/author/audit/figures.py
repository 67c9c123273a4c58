"""Accuracy, gain, interval and p of a solver, and the limits of an audit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from math import sqrt
from operator import itemgetter
from random import Random

from attrs import frozen

from game.author.audit.cases import Case
from game.author.audit.strategies import Strategy
from game.core import scoring


POLE_SHARES = (0.40, 0.60)
"""Allowed lead share of a dimension's tokens over a library."""

ORACLE = 95
"""Minimum mean points of the best answers, of 100."""

WHOLE_LIBRARY = 96
"""Minimum number of scenes for the stricter limit of always leading or managing: 4 points."""

FEW_SCENES = 24
"""Minimum number of scenes for which shares of poles and calls can fail."""

CALL_KNOWN = 0.5
"""Allowed accuracy with the call given: two of four choices remain."""


def gain_limit(scenes: int) -> float:
    """
    Return the allowed gain of a solver over random: 70/√scenes points, at least 4.

    Points vary by about 26 within a scene, so this is 2.7 standard errors of a solver without
    any clue.
    """
    return max(4.0, 70 / sqrt(scenes)) if scenes else 4.0


def mean_gain_limit(scenes: int) -> float:
    """Return the allowed mean gain of the trained solvers: half of ``gain_limit``."""
    return gain_limit(scenes) / 2


def rate_limit(base: float, scenes: int) -> float:
    """
    Return how often a scene's words may predict its call: two standard errors above *base*.

    *base* is the share of the commonest answer. Constantly giving that answer exceeds the limit
    in about 2 % of libraries.
    """
    return base + 2 * sqrt(base * (1 - base) / scenes) if scenes else 1.0


def call_known_limit(scenes: int) -> float:
    """
    Return how often a solver with the call and the choices may find the best choice.

    The call should rule some choices out: with two of four left, half are found. One standard
    error is added.
    """
    return CALL_KNOWN + 0.5 / sqrt(scenes) if scenes else 1.0


RESAMPLES = 1000


@frozen(kw_only=True)
class Run:
    """
    For each case, the share of *hits* on the best choice (0-1), and its *gains* in points.

    *permuted* holds the gains for each permutation of the keys.
    """

    hits: Sequence[float]
    gains: Sequence[float]
    permuted: Sequence[Sequence[float]]


@frozen(kw_only=True)
class Figure:
    """
    A solver's result over some scenes.

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
    """Evaluate a fixed rule; without a call, the call counts as guessed."""
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
        hits=[
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
    """Return the figure of *run* over the *members* of *cases*."""
    gain = mean([run.gains[n] for n in members])
    low, high = interval(cases, members, run.gains, seed)
    reached = sum(mean([row[n] for n in members]) >= gain - 1e-9 for row in run.permuted)
    return Figure(
        accuracy=mean([run.hits[n] for n in members]),
        gain=gain,
        low=low,
        high=high,
        p=(1 + reached) / (1 + len(run.permuted)) if run.permuted else None,
    )


def measure_rate(
    cases: Sequence[Case], hits: Sequence[float], base: float, limit: float, seed: int
) -> Rate:
    """Return the rate of *hits* (0-1, one per case)."""
    low, high = interval(cases, range(len(cases)), hits, seed)
    return Rate(rate=mean(hits), low=low, high=high, base=base, limit=limit)


def interval(
    cases: Sequence[Case], members: Sequence[int], values: Sequence[float], seed: int
) -> tuple[float, float]:
    """Return the 95 % interval of the mean of *values*, by a bootstrap over scenarios."""
    sums: dict[str, tuple[float, int]] = {}
    for n in members:
        total, count = sums.get(cases[n].scenario, (0.0, 0))
        sums[cases[n].scenario] = total + values[n], count + 1
    if not sums:
        return 0.0, 0.0
    totals, counts = zip(*sums.values(), strict=True)
    means = sorted(sum(drawn(totals)) / sum(drawn(counts)) for drawn in _draws(len(sums), seed))
    return means[round(0.025 * RESAMPLES)], means[round(0.975 * RESAMPLES) - 1]


@lru_cache(maxsize=8)
def _draws(count: int, seed: int) -> tuple[Callable[[Sequence[float]], Iterable[float]], ...]:
    """
    Return the bootstrap resamples of *count* scenarios, the same for every solver.

    Each takes one number per scenario and returns those that it drew.
    """
    if count == 1:  # itemgetter would return a bare number
        return (tuple,) * RESAMPLES
    random = Random(seed)
    return tuple(itemgetter(*random.choices(range(count), k=count)) for _ in range(RESAMPLES))


def mean(values: Sequence[float]) -> float:
    """Return the mean of *values*, 0 for none."""
    return sum(values) / len(values) if values else 0.0
