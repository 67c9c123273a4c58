"""The shortest route to a part of a scenario, or the reason why there is none."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import Any

from attrs import frozen

from game.author.analysis import sentences
from game.author.analysis.report import Analysis, chance_of_choice
from game.author.analysis.sampling import Share, sample_of
from game.author.analysis.start_state import Reads
from game.author.analysis.state_space import Run, Space, expand
from game.author.analysis.totals import Number, visits
from game.author.analysis.unreachable import first
from game.content.diagnostics import Suggester
from game.core.enums import State
from game.core.scenario import Scenario, Scene, When
from game.core.trust import dialogue
from game.text.plural import count


class Kind(StrEnum):
    """The kind of a target; named as in ``unreachable``."""

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
    A target of some *kind* in *scene*.

    *id* is the choice, the speaker or the end state; *index* counts routes and echoes from 0.
    """

    name: str
    kind: Kind
    scene: str = ""
    id: str = ""
    index: int = 0


def targets(scenario: Scenario) -> Mapping[str, Target]:
    """
    Return every target of *scenario* by name.

    Names are ``scene``, ``scene.choice``, ``scene.choice.2`` (its second route),
    ``scene.echoes.1``, ``scene.says.ana``, ``scene.extra_cue.ana``, or a state.
    """
    return {target.name: target for target in _targets(scenario)}


def _targets(scenario: Scenario) -> Iterator[Target]:
    for state in State:
        yield Target(state.value, Kind.ENDING, id=state.value)
    for key, scene in scenario.scenes.items():
        yield Target(key, Kind.SCENE, key)
        for position in range(len(scene.echoes)):
            yield Target(f"{key}.echoes.{position + 1}", Kind.ECHO, key, index=position)
        for kind, lines in ((Kind.SAYS, scene.says), (Kind.EXTRA_CUE, scene.extra_cue)):
            for who in lines:
                yield Target(f"{key}.{kind}.{who}", kind, key, who)
        for choice in scene.choices.values():
            yield Target(f"{key}.{choice.id}", Kind.CHOICE, key, choice.id)
            for position in range(len(choice.next.routes)):
                yield Target(
                    f"{key}.{choice.id}.{position + 1}", Kind.WAY, key, choice.id, position
                )


@frozen
class Unknown:
    """An unknown target, with the *nearest* existing name."""

    nearest: str | None


@frozen(kw_only=True)
class ShortestRoute:
    """
    The result for *target*.

    *route* is a shortest route, None if none was found; then *why* gives the reason, proved if
    *impossible*. *chance* is that of random play, a ``Share`` if estimated, None if unknown.
    """

    target: str
    route: Run | None
    impossible: bool = False
    why: str = ""
    chance: Fraction | float | Share | None = None


def find(analysis: Analysis, name: str) -> ShortestRoute | Unknown:
    """Return the shortest route to the target *name*; see ``targets``."""
    names = targets(analysis.scenario)
    target = names.get(name)
    if target is None:
        return Unknown(Suggester().suggest(name, names))
    if target.kind is Kind.ENDING:
        return _to_ending(analysis, State(target.id))
    if target.scene not in analysis.reached.at:
        return _not_met(analysis, target)
    if target.kind in (Kind.SCENE, Kind.CHOICE):
        return _to_scene(analysis, target)
    return _to_part(analysis, target)


def _to_scene(analysis: Analysis, target: Target) -> ShortestRoute:
    result = analysis.reached
    route = result.route(result.at[target.scene][0])
    chance: Fraction | float | Share | None
    if not analysis.complete:
        chance = sample_of(analysis).meeting(target.name)
    elif target.id:
        chance = chance_of_choice(analysis.space, target.scene, target.id)
    else:
        chance = analysis.seen[target.scene]
    if target.id:
        route = (*route, target.name)
    return ShortestRoute(target=target.name, route=route, chance=chance)


def _impossible(target: str, why: str) -> ShortestRoute:
    return ShortestRoute(target=target, route=None, impossible=True, why=why, chance=Fraction(0))


def _not_met(analysis: Analysis, target: Target) -> ShortestRoute:
    scene_id = target.scene
    if scene_id in analysis.unlinked:
        why = f"not linked: no way leads to {scene_id} from {analysis.begin.scene}"
        return _impossible(target.name, why)
    if not analysis.complete:
        why = f"not found among the first {len(analysis.reached)} states, which proves nothing"
        return ShortestRoute(target=target.name, route=None, why=why)
    ways = [
        text
        for never in analysis.never
        if never.kind == "way" and never.go == scene_id
        for text in (sentences.sentence(never), f"needed: {sentences.needed(never)}")
    ]
    why = f"condition never holds: {scene_id} is linked, but no run comes to it"
    if not ways:
        why += "\nonly scenes that no run comes to lead there"
    return _impossible(target.name, "\n".join((why, *ways)))


def _to_part(analysis: Analysis, target: Target) -> ShortestRoute:
    """Return the route to a part of a reachable scene: a route on, an echo, a line."""
    for never in analysis.never:
        if (never.kind, never.scene, never.name, never.index) == (
            *(target.kind, target.scene, target.id, target.index),
        ):
            why = (
                f"condition never holds: {sentences.why(never)}\nneeded: {sentences.needed(never)}"
            )
            return _impossible(target.name, why)
    scene = analysis.scenario.scenes[target.scene]
    last: Run = ()
    if target.kind is Kind.WAY:
        space, last = analysis.reached, (f"{target.scene}.{target.id}",)
        nodes = _choosing(space, target)
    else:
        whens = _conditions(scene, target)
        also = {scene.id: Reads.of(whens)}
        space = expand(analysis.scenario, also, analysis.budget, analysis.begin)
        nodes = [
            node
            for node in space.at.get(scene.id, ())
            if first(space.memories[node], whens) == target.index
        ]
    if not nodes:
        why = f"not found among the first {len(space)} states, which proves nothing"
        return ShortestRoute(target=target.name, route=None, why=why)
    share = Fraction(1, len(scene.choices)) if last else Fraction(1)
    return ShortestRoute(
        target=target.name,
        route=(*space.route(nodes[0]), *last),
        chance=_chance_at(space, nodes, share),
    )


def _choosing(space: Space, target: Target) -> list[int]:
    """Return the states in which a choice takes the target's route."""
    scene = space.scenario.scenes[target.scene]
    return [
        node
        for node in space.at[scene.id]
        for taken in space.rules.taken(scene, space.memories[node])
        if (taken.choice, taken.route) == (target.id, target.index)
    ]


def _conditions(scene: Scene, target: Target) -> Sequence[When]:
    """Return the conditions of the target's echo or line."""
    if target.kind is Kind.ECHO:
        return [echo.when for echo in scene.echoes]
    (minimum,) = (minimum for kind, _, minimum in dialogue(scene) if kind == target.kind)
    return [When(trust={target.id: minimum})]


def _chance_at(space: Space, nodes: Sequence[int], share: Fraction) -> Number | None:
    """Return the chance to be in one of *nodes*; None in loops or an incomplete space."""
    result = visits(space) if space.complete and not space.loops else None
    return None if result is None else sum(result[node] for node in nodes) * share


def _to_ending(analysis: Analysis, state: State) -> ShortestRoute:
    endings = analysis.endings
    ending = endings.states.get(state)
    if ending is not None:
        chance: Fraction | float | Share = ending.chance
        if not endings.complete:
            chance = sample_of(analysis).ending(state)
        return ShortestRoute(target=state, route=ending.route, chance=chance)
    if endings.complete and not analysis.space.loops:
        why = f"condition never holds: no run's gauges end in {state}\n"
        return _impossible(state, why + sentences.ending_needs(state, endings))
    where = "in any run that random play is likely to make" if endings.complete else "in time"
    why = f"not found {where}, which proves nothing"
    return ShortestRoute(target=state, route=None, why=why)


def as_text(result: ShortestRoute) -> str:
    """Return the route, one choice per line, or why there is none; then the chance."""
    if result.route is None:
        kind = "impossible" if result.impossible else "not proved"
        return f"{result.target}: {kind}\n{result.why}\n"
    head = f"{result.target}: where it begins"
    if result.route:
        head = f"{result.target}: reached by {count(len(result.route), 'choice')}"
    return "\n".join((head, *(f"  {name}" for name in result.route), _chance(result))) + "\n"


def _chance(result: ShortestRoute) -> str:
    match result.chance:
        case None:
            return "chance under random play: not known"
        case Share():
            return f"chance under random play: {sentences.about(result.chance)}, from samples"
        case _:
            return f"chance under random play: {sentences.chance(result.chance)}"


def as_json(result: ShortestRoute) -> str:
    """``{target, possible, route, why, chance}``; *possible* is null where nothing is proved."""
    chance = result.chance
    possible = True if result.route is not None else False if result.impossible else None
    text: dict[str, Any] = {
        "target": result.target,
        "possible": possible,
        "route": None if result.route is None else list(result.route),
        "why": result.why or None,
        "chance": chance.about if isinstance(chance, Share) else _number(chance),
    }
    if isinstance(chance, Share):
        text["chance_between"] = [chance.minimum, chance.maximum]
    return json.dumps(text, ensure_ascii=False, indent=2) + "\n"


def _number(value: Fraction | float | None) -> float | None:
    return None if value is None else float(value)
