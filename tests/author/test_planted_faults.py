"""Planted faults: how well a sample of them is reported, alone and together."""

from __future__ import annotations

import pytest

from bench.fault_kinds import kinds
from bench.faults import Planted, combine, measure, sample, shares, sound


FLOORS = {
    "on its line": 0.98,
    "in one or two messages": 0.97,
    "enough by itself, text": 0.95,
    "enough by itself, json": 0.95,
}
"""Shares that a sample of the kinds must reach; ``bench/faults.py`` measures all of them."""


FILES = sound(2)


@pytest.fixture(scope="module")
def size(pytestconfig: pytest.Config) -> int:
    """The number of kinds of fault in a sample; more with ``--full``."""
    return 100 if pytestconfig.getoption("full") else 40


@pytest.fixture(scope="module")
def planted(size: int) -> list[Planted]:
    """A sample of faults."""
    return sample(1, FILES, size=size)


def test_there_are_many_kinds() -> None:
    """One file alone has over 300 ways to go wrong, and each changes a line of it."""
    lines = next(iter(FILES.values()))
    result = kinds(lines)
    assert len(result) >= 300
    for makers in list(result.values())[::40]:
        fault = makers[0]()
        assert fault.plant(lines) != lines
        assert fault.report_lines


def test_a_sample_is_reported_well(planted: list[Planted]) -> None:
    """On its line, in few messages, and with what is needed to mend it."""
    outcomes = [measure(item.name, FILES[item.name], item.fault) for item in planted]
    reached = shares(outcomes)
    assert {title: share for title, share in reached.items() if share < FLOORS[title]} == {}


def test_several_faults_in_a_file_are_mended_in_few_runs(planted: list[Planted], size: int) -> None:
    """Most are reported by the first run, and nearly every file is sound after the third."""
    together = combine(1, FILES, planted, count=size // 10)
    count = sum(len(item.faults) for item in together)
    assert count >= size // 4
    assert sum(item.first for item in together) / count >= 0.9
    assert sum(item.rounds <= 3 for item in together) / len(together) >= 0.8
