"""What ships is fair: audited as a whole and as a campaign, and won only by reading."""

from __future__ import annotations

import json

import pytest

from game.author.analysis.report import analyse
from game.cli.main import main
from game.content.library import packaged
from game.core.enums import Pole, State
from game.core.scenario import Scenario
from tests.core.campaigns import best, most, through
from tests.shipped import LIBRARY


SCENARIOS = {entry.id: entry.reading.scenario for entry in LIBRARY}


def shipped() -> list[Scenario]:
    """Every scenario that ships."""
    return [scenario for scenario in SCENARIOS.values() if scenario is not None]


def test_what_ships_passes_the_audit(capsys: pytest.CaptureFixture[str]) -> None:
    """The command ends with 0: no solver, trained ones included, is over its limit."""
    code = main(["audit", "--quick", "--json", str(packaged())])
    result = json.loads(capsys.readouterr().out)
    assert (code, result["failures"], result["ok"]) == (0, [], True)
    assert result["incomplete"] is None
    assert [campaign["name"] for campaign in result["campaigns"]] == ["between-floors"]


@pytest.mark.parametrize("name", SCENARIOS)
def test_explored_to_the_last_run(name: str) -> None:
    """Every scenario is counted exactly, has no dead part, and can end in all five states."""
    scenario = SCENARIOS[name]
    assert scenario is not None
    result = analyse(scenario)
    assert result.label == "exact"
    assert not result.stuck
    assert set(result.endings.states) == set(State)


@pytest.mark.parametrize("name", SCENARIOS)
def test_who_reads_every_moment_ends_in_synergy(name: str) -> None:
    """The best choice in each scene leads to synergy in every scenario."""
    scenario = SCENARIOS[name]
    assert scenario is not None
    assert through(scenario, best).state is State.SYNERGY


@pytest.mark.parametrize(
    ("pole", "state"), [(Pole.LEAD, State.CONFUSION), (Pole.MANAGE, State.STAGNATION)]
)
def test_one_pole_mostly_fails(pole: Pole, state: State) -> None:
    """Choosing one pole all day ends in its failure in all scenarios but one at most."""
    ends = [through(scenario, most(pole)).state for scenario in shipped()]
    assert len(ends) == 13
    assert ends.count(state) >= 12
