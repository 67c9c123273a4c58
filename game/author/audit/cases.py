"""The scenes of a library as the solvers see them: names of the cast are masked."""

from __future__ import annotations

import re
from collections.abc import Iterable

from attrs import frozen

from game.author import prose
from game.core import scoring
from game.core.model import Scenario, Scene


MASK = "somename"
"""Stands for every name of the cast: a name would tie choices to their scenario."""

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_TITLES = frozenset({"dr", "mr", "mrs", "ms", "prof", "the", "of", "de", "von", "van"})


@frozen(kw_only=True)
class Case:
    """
    One scene: its masked *text*, with what people say in it, and its masked *choices*.

    *points* are those of each choice without the call (0-80), in the order of *choices*.
    """

    name: str
    scenario: str
    scene: Scene
    text: str
    choices: tuple[str, ...]
    points: tuple[int, ...]

    @property
    def best(self) -> tuple[bool, ...]:
        """For each choice, whether it has the most points."""
        top = max(self.points)
        return tuple(value == top for value in self.points)

    @property
    def mean(self) -> float:
        """The mean points of a choice taken at random."""
        return sum(self.points) / len(self.points)


def cases(scenarios: Iterable[Scenario]) -> tuple[Case, ...]:
    """Every scene of *scenarios*, in order, named ``scenario.scene``."""
    return tuple(
        _case(scenario, scene, names)
        for scenario in scenarios
        for names in [_names(scenario)]
        for scene in scenario.scenes.values()
    )


def _case(scenario: Scenario, scene: Scene, names: frozenset[str]) -> Case:
    return Case(
        name=f"{scenario.id}.{scene.id}",
        scenario=scenario.id,
        scene=scene,
        text=_masked("\n".join([scene.text, *scene.says.values()]), names),
        choices=tuple(_masked(choice.text, names) for choice in scene.choices.values()),
        points=tuple(scoring.part(scene, choice) for choice in scene.choices.values()),
    )


def _names(scenario: Scenario) -> frozenset[str]:
    words = {word.casefold() for who in scenario.cast.values() for word in prose.words(who.name)}
    return frozenset(words - _TITLES)


def _masked(text: str, names: frozenset[str]) -> str:
    return _WORD.sub(lambda m: MASK if m.group().casefold() in names else m.group(), text)
