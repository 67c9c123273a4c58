"""From which figure on an audit fails, and why there."""

from __future__ import annotations

from math import sqrt


POLES = (0.40, 0.60)
"""The range for the lead share of the tokens of a dimension over a library."""

ORACLE = 95
"""What the best answers must bring on average, in points of 100."""

WHOLE_LIBRARY = 96
"""From this many scenes on, always leading and always managing may gain 4 points only."""

FEW_SCENES = 24
"""Below this many scenes, shares of poles and calls are reported and do not fail."""

CALL_KNOWN = 0.5
"""With the call given, two of four choices should still be open."""


def gain(scenes: int) -> float:
    """
    The points over random that one solver may gain: 70/√scenes, never below 4.

    Points vary by about 26 within a scene, so this is 2.7 standard errors of a solver
    that has no clue.
    """
    return max(4.0, 70 / sqrt(scenes)) if scenes else 4.0


def mean_gain(scenes: int) -> float:
    """The points that the trained solvers may gain on average: half of what one may."""
    return gain(scenes) / 2


def rate(base: float, scenes: int) -> float:
    """
    How often words of the scene may give its call: two standard errors above *base*.

    *base* is the share of the commonest answer. Somebody who always gives that answer is
    above the limit in about two libraries of a hundred.
    """
    return base + 2 * sqrt(base * (1 - base) / scenes) if scenes else 1.0


def call_known(scenes: int) -> float:
    """
    How often a solver that has the call and the choices may find the best choice.

    The call rules some choices out, and should: with two of four left, half are found. One
    standard error is added, since more than half is a flaw of degree and not of kind.
    """
    return CALL_KNOWN + 0.5 / sqrt(scenes) if scenes else 1.0
