"""Keys were answered blind: what readers said who saw only text and choices."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from game.content.library import packaged
from game.content.reader import read_file
from game.core import scoring
from game.core.model import Scenario, Scene
from game.core.terms import Dimension, Pole


Reading = dict[str, str]

POLES = {"L": Pole.LEAD, "M": Pole.MANAGE}


def readings() -> dict[tuple[str, str], list[Reading]]:
    """Every reader's answer, by scenario and scene."""
    found: dict[tuple[str, str], list[Reading]] = defaultdict(list)
    with (Path(__file__).parent / "agreement.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["scenario"], row["scene"]].append(row)
    return found


READINGS = readings()
SCENARIOS = {path.stem: read_file(path).scenario for path in packaged().glob("*.yaml")}


def scene_of(key: tuple[str, str]) -> Scene:
    """The scene a reading is about."""
    scenario = SCENARIOS[key[0]]
    assert isinstance(scenario, Scenario)
    return scenario.scenes[key[1]]


def tokens_agreed(scene: Scene, reading: Reading) -> int:
    """How many of the five tokens a reader put on the same dimension and side."""
    agreed = 0
    for dimension in Dimension:
        said, needed = reading[dimension.value], scene.need.tokens.get(dimension)
        if said != "0" and needed is not None and POLES[said[0]] is needed.pole:
            agreed += min(int(said[1:]), needed.count)
    return agreed


def test_every_scene_that_ships_was_read_by_three() -> None:
    """No key ships that only its author has seen."""
    for name, scenario in SCENARIOS.items():
        assert scenario is not None
        for scene in scenario.scenes:
            assert len({r["reader"] for r in READINGS[name, scene]}) >= 3, (name, scene)


@pytest.mark.parametrize("key", READINGS, ids=".".join)
def test_two_of_three_readers_agree_with_the_key(key: tuple[str, str]) -> None:
    """The call, four of five tokens and the best choice, each by two thirds of the readers."""
    scene, said = scene_of(key), READINGS[key]
    needed = len(said) * 2 / 3
    assert sum(r["call"] == scene.call.value for r in said) >= needed
    assert sum(tokens_agreed(scene, r) >= 4 for r in said) >= needed
    assert sum(r["best"] in scoring.best(scene) for r in said) >= needed
