"""The audit: fair libraries pass, and each known flaw is found."""

from __future__ import annotations

from math import isclose

import pytest

from game.author.audit import audit, limit
from game.core.terms import Call
from tests.author.libraries import library


@pytest.mark.parametrize("seed", range(5))
def test_a_fair_library_passes(seed: int) -> None:
    """Balanced keys, shuffled places, random lengths and words: nothing pays but reading."""
    found = audit(library(seed=seed))
    assert found.ok, found.failures
    assert found.scenes == 96
    assert found.oracle == 100


def test_long_best_is_found() -> None:
    """When the best choice is always the longest, ``longest`` says so."""
    found = audit(library(best_longer=True))
    assert not found.ok
    assert found.strategies["longest"] == max(found.strategies.values())


def test_first_best_is_found() -> None:
    """When the best choice stands first in the file, ``first`` says so."""
    found = audit(library(best_first=True))
    assert not found.ok
    assert found.strategies["first"] > found.limit


def test_a_lead_heavy_key_is_found() -> None:
    """When leading is called for more often than managing, always leading pays."""
    heavy = (Call.LEAD, Call.LEAD, Call.LEAD, Call.LEAD_THEN_MANAGE, Call.MANAGE)
    found = audit(library(calls=heavy))
    assert not found.ok
    assert found.strategies["always-lead"] > 4


@pytest.mark.parametrize(("scenes", "points"), [(96, 7.14), (32, 12.37), (4, 35.0), (10_000, 4.0)])
def test_the_limit_shrinks_with_the_library(scenes: int, points: float) -> None:
    """X(n) = 70/√n, never below 4."""
    assert isclose(limit(scenes), points, abs_tol=0.01)


def test_constant_calls_earn_seven_and_a_half() -> None:
    """In a balanced library no constant call beats a guessed one."""
    found = audit(library())
    for call in Call:
        assert isclose(found.strategies[f"call-{call.value}"], 0, abs_tol=0.01)


def test_an_empty_library_is_an_answer_too() -> None:
    """Nothing to audit gives no figures, no failure but the oracle's, and no exception."""
    found = audit([])
    assert found.scenes == 0
    assert found.twins == ()
