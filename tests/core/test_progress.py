"""Totals of many answers, and how much they support."""

from __future__ import annotations

import pytest

from game.core.enums import Call, Context, Dimension, Pole
from game.core.progress import EARLY, ENOUGH, Ratio, progress
from game.text import debrief
from tests.core.examples import FEATURE_FACTORY, why


GOOD = why(FEATURE_FACTORY, "a", Call.LEAD)
POOR = why(FEATURE_FACTORY, "b", Call.MANAGE)


def test_counts_add_up() -> None:
    """Calls, contexts, dimensions and skills are plain counts."""
    result = progress([GOOD, POOR])
    assert result.calls[Call.LEAD, Call.LEAD] == 1
    assert result.calls[Call.LEAD, Call.MANAGE] == 1
    assert result.contexts == {Context.LOST_DIRECTION: Ratio(5, 10)}
    assert result.dimensions[Dimension.QUERIES, Pole.LEAD] == Ratio(2, 4)
    assert all(met.met == 1 for met in result.skills.values())


@pytest.mark.parametrize(
    ("scenes", "caution", "interval"),
    [
        (EARLY - 1, "say little", False),
        (EARLY, "first impression", False),
        (ENOUGH - 1, "first impression", False),
        (ENOUGH, None, True),
    ],
)
def test_few_scenes_say_little(scenes: int, caution: str | None, interval: bool) -> None:
    """Below 24 scenes there is a strong caution; a confidence interval exists from 48 on."""
    result = progress([GOOD, POOR] * (scenes // 2) + [GOOD] * (scenes % 2))
    warning = debrief.caution(result)
    assert (warning is None) == (caution is None)
    assert caution is None or caution in (warning or "")
    assert (result.interval is not None) == interval


def test_the_interval_has_its_margin() -> None:
    """The mean stands with 1.96 standard errors to either side."""
    interval = progress([GOOD, POOR] * 24).interval
    assert interval is not None
    totals = [GOOD.score.total, POOR.score.total]
    assert interval.mean == pytest.approx(sum(totals) / 2)
    half = abs(totals[0] - totals[1]) / 2
    assert interval.margin == pytest.approx(1.96 * half * (48 / 47) ** 0.5 / 48**0.5)
