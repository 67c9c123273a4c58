"""A page has the same texts, points, gauges, trust and endings as the core."""

from __future__ import annotations

import random
from itertools import islice
from math import prod

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from game.core.enums import Call
from game.core.scenario import Scenario
from tests.core.branching import branching
from tests.publish.differential import Walker, every_run, random_run
from tests.shipped import LIBRARY


SHIPPED = {entry.id: entry for entry in LIBRARY}
FULL, SAMPLE = 5_000, 10
"""Number of random runs of each shipped scenario."""
RANDOM_FULL, RANDOM_SAMPLE = 200, 10
"""Number of random scenarios, played ``RUNS_PER_SCENARIO`` times each."""
RUNS_PER_SCENARIO = 4


def has_few_runs(scenario: Scenario) -> bool:
    """Return whether *scenario* has at most ``FULL`` runs, by an upper bound."""
    ways = prod(len(Call) * len(scene.choices) for scene in scenario.scenes.values())
    return ways <= FULL


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_scenario_is_the_same_game(
    name: str, walker: Walker, pytestconfig: pytest.Config
) -> None:
    """Every page of all runs, or of a large sample, equals the core's."""
    scenario = SHIPPED[name].scenario
    assert scenario is not None
    count = FULL if pytestconfig.getoption("full") else SAMPLE
    chance = random.Random(name)
    few = has_few_runs(scenario) and count == FULL
    runs = every_run(scenario) if few else (random_run(scenario, chance) for _ in range(count))

    assert walker.compare(scenario, islice(runs, FULL)) > count


def test_any_small_scenario_is_the_same_game(walker: Walker, pytestconfig: pytest.Config) -> None:
    """Pages equal the core's with forks, loops, echoes and all kinds of condition."""
    examples = RANDOM_FULL if pytestconfig.getoption("full") else RANDOM_SAMPLE

    @settings(
        max_examples=examples,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(branching(loops=True), st.randoms(use_true_random=False))
    def compare(scenario: Scenario, chance: random.Random) -> None:
        runs = [random_run(scenario, chance) for _ in range(RUNS_PER_SCENARIO)]
        assert walker.compare(scenario, runs) > 0

    compare()
