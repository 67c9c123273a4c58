"""What a way can be asked for: scenes, choices, ways on, echoes, lines and endings, by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from attrs import frozen

from game.core.model import Scenario
from game.core.terms import State


class Kind(StrEnum):
    """What a target is; the kinds of lines are called as in ``analysis.never``."""

    ENDING = "ending"
    SCENE = "scene"
    CHOICE = "choice"
    WAY = "way"
    ECHO = "echo"
    SAYS = "says"
    EXTRA_CUE = "extra_cue"


@frozen
class Target:
    """
    A *kind* of thing in *scene*.

    *id* is the choice, the one who speaks, or the state of an ending; *place* counts
    ways and echoes from 0.
    """

    name: str
    kind: Kind
    scene: str = ""
    id: str = ""
    place: int = 0


def targets(scenario: Scenario) -> Mapping[str, Target]:
    """
    Every target of *scenario* by its name.

    ``scene``, ``scene.choice``, ``scene.choice.2`` (its second way on),
    ``scene.echoes.1``, ``scene.says.ana``, ``scene.extra_cue.ana``, or a state.
    """
    return {target.name: target for target in _targets(scenario)}


def _targets(scenario: Scenario) -> Iterator[Target]:
    for state in State:
        yield Target(state.value, Kind.ENDING, id=state.value)
    for key, scene in scenario.scenes.items():
        yield Target(key, Kind.SCENE, key)
        for place in range(len(scene.echoes)):
            yield Target(f"{key}.echoes.{place + 1}", Kind.ECHO, key, place=place)
        for kind, lines in ((Kind.SAYS, scene.says), (Kind.EXTRA_CUE, scene.extra_cue)):
            for who in lines:
                yield Target(f"{key}.{kind}.{who}", kind, key, who)
        for choice in scene.choices.values():
            yield Target(f"{key}.{choice.id}", Kind.CHOICE, key, choice.id)
            for place in range(len(choice.next.routes)):
                yield Target(f"{key}.{choice.id}.{place + 1}", Kind.WAY, key, choice.id, place)
