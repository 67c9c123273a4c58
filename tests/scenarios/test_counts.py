"""
What the shipped scenarios come to, kept in a file, so that a change of content is seen.

``UPDATE_COUNTS=1 pytest tests/scenarios/test_counts.py`` writes the file anew.
"""

from __future__ import annotations

import os
from pathlib import Path

from game.author.analysis import sentences
from game.author.analysis.report import analyse
from tests.shipped import LIBRARY


COUNTS = Path(__file__).with_name("counts.txt")


def counted() -> str:
    """One line a scenario: its label, its runs, and the runs of each ending it can have."""
    lines = []
    for entry in LIBRARY:
        scenario = entry.reading.scenario
        assert scenario is not None, f"{entry.id} cannot be read"
        result = analyse(scenario)
        endings = ", ".join(
            f"{state} {'?' if ending.runs is None else ending.runs}"
            for state, ending in result.endings.states.items()
        )
        runs = "no limit" if result.runs is None else sentences.digits(result.runs)
        lines.append(f"{entry.id}: {result.label}; {runs} runs: {endings}")
    return "\n".join(lines) + "\n"


def test_runs_and_endings_are_those_on_file() -> None:
    """Runs and reached endings of every shipped scenario, as the file has them."""
    result = counted()
    if os.environ.get("UPDATE_COUNTS"):
        COUNTS.write_text(result, encoding="utf-8")
    assert result == COUNTS.read_text(encoding="utf-8")
