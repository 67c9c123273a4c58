"""Planted faults: how well a sample of them is reported, alone and together."""

from __future__ import annotations

import pytest

from bench.fault_kinds import kinds
from bench.faults import combine, measure, sample, shares, sound


FLOORS = {
    "on its line": 0.98,
    "in one or two messages": 0.97,
    "enough by itself, text": 0.95,
    "enough by itself, json": 0.95,
}
"""Shares that a sample of the kinds must reach; ``bench/faults.py`` measures all of them."""


@pytest.fixture
def size(pytestconfig: pytest.Config) -> int:
    """The number of kinds of fault in a sample; more with ``--full``."""
    return 100 if pytestconfig.getoption("full") else 60


def test_there_are_many_kinds() -> None:
    """One file alone has over 300 ways to go wrong, and each changes a line of it."""
    lines = next(iter(sound(1).values()))
    result = kinds(lines)
    assert len(result) >= 300
    for makers in list(result.values())[::40]:
        fault = makers[0]()
        assert fault.plant(lines) != lines
        assert fault.report_lines


def test_a_sample_is_reported_well(size: int) -> None:
    """On its line, in few messages, and with what is needed to mend it."""
    files = sound(2)
    outcomes = [
        measure(item.name, files[item.name], item.fault) for item in sample(1, files, size=size)
    ]
    reached = shares(outcomes)
    assert {title: share for title, share in reached.items() if share < FLOORS[title]} == {}


def test_several_faults_in_a_file_are_mended_in_few_runs(size: int) -> None:
    """Most are reported by the first run, and nearly every file is sound after the third."""
    files = sound(2)
    together = combine(1, files, sample(1, files, size=size), count=size // 10)
    planted = sum(len(item.faults) for item in together)
    assert planted >= size // 4
    assert sum(item.first for item in together) / planted >= 0.9
    assert sum(item.rounds <= 3 for item in together) / len(together) >= 0.8
