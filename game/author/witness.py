"""The shortest route to a scene, a choice or an ending, or why there is none."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from attrs import frozen

from game.author import figures, reasons
from game.author.samples import Share, sample_of
from game.content.nearest import Nearest
from game.core.analysis.report import Analysis, chance_of_choice
from game.core.analysis.space import Run
from game.core.model import State


@frozen
class Unknown:
    """A target that the scenario does not have, and the *nearest* name that it has."""

    nearest: str | None


@frozen(kw_only=True)
class Witness:
    """
    The answer for *target*.

    *route* is a shortest way to it, None when none was found; then *why* says what
    forbids it, or that nothing is proved (*impossible* False). *chance* is that of
    random play, estimated where it is a ``Share``, None where not known.
    """

    target: str
    route: Run | None
    impossible: bool = False
    why: str = ""
    chance: Fraction | float | Share | None = None


def find(analysis: Analysis, target: str) -> Witness | Unknown:
    """The way to *target*: a scene, ``scene.choice``, or a state to end in."""
    scene_id, _, choice_id = target.partition(".")
    scene = analysis.scenario.scenes.get(scene_id)
    if scene is not None and (not choice_id or choice_id in scene.choices):
        return _to_scene(analysis, target, scene_id, choice_id)
    if target in set(State):
        return _to_ending(analysis, State(target))
    known = [
        *analysis.scenario.scenes,
        *(f"{s.id}.{c}" for s in analysis.scenario.scenes.values() for c in s.choices),
        *State,
    ]
    return Unknown(Nearest().to(target, known))


def _to_scene(analysis: Analysis, target: str, scene_id: str, choice_id: str) -> Witness:
    found = analysis.found
    if scene_id not in found.at:
        return _not_met(analysis, target, scene_id)
    route = found.route(found.at[scene_id][0])
    chance: Fraction | float | Share | None
    if not analysis.complete:
        chance = sample_of(analysis).meeting(target)
    elif choice_id:
        chance = chance_of_choice(analysis.space, scene_id, choice_id)
    else:
        chance = analysis.seen[scene_id]
    return Witness(target=target, route=(*route, target) if choice_id else route, chance=chance)


def _not_met(analysis: Analysis, target: str, scene_id: str) -> Witness:
    if scene_id in analysis.unlinked:
        why = f"not linked: no way leads to {scene_id} from the start"
        return Witness(target=target, route=None, impossible=True, why=why, chance=Fraction(0))
    if not analysis.complete:
        why = f"not found among the first {len(analysis.found)} states, which proves nothing"
        return Witness(target=target, route=None, why=why)
    ways = [reasons.sentence(n) for n in analysis.never if n.kind == "way" and n.go == scene_id]
    why = f"condition never holds: {scene_id} is linked, but no run comes to it"
    if not ways:
        why += "\nonly scenes that no run comes to lead there"
    why = "\n".join((why, *ways))
    return Witness(target=target, route=None, impossible=True, why=why, chance=Fraction(0))


def _to_ending(analysis: Analysis, state: State) -> Witness:
    endings = analysis.endings
    ending = endings.states.get(state)
    if ending is not None:
        chance: Fraction | float | Share = ending.chance
        if not endings.complete:
            chance = sample_of(analysis).ending(state)
        return Witness(target=state, route=ending.route, chance=chance)
    if endings.complete and not analysis.space.loops:
        why = f"condition never holds: no run's gauges end in {state}"
        return Witness(target=state, route=None, impossible=True, why=why, chance=Fraction(0))
    where = "in any run that random play is likely to make" if endings.complete else "in time"
    why = f"not found {where}, which proves nothing"
    return Witness(target=state, route=None, why=why)


def as_text(witness: Witness) -> str:
    """The route, one choice a line, or why there is none; then the chance."""
    if witness.route is None:
        kind = "impossible" if witness.impossible else "not proved"
        return f"{witness.target}: {kind}\n{witness.why}\n"
    count = len(witness.route)
    steps = "1 choice" if count == 1 else f"{count} choices"
    head = f"{witness.target}: reached by {steps}" if count else f"{witness.target}: the start"
    return "\n".join((head, *(f"  {name}" for name in witness.route), _chance(witness))) + "\n"


def _chance(witness: Witness) -> str:
    match witness.chance:
        case None:
            return "chance under random play: not known"
        case Share():
            return f"chance under random play: {figures.about(witness.chance)}, from samples"
        case _:
            return f"chance under random play: {figures.chance(witness.chance)}"


def as_json(witness: Witness) -> str:
    """``{target, possible, route, why, chance}``; *possible* is null where nothing is proved."""
    chance = witness.chance
    possible = True if witness.route is not None else False if witness.impossible else None
    told: dict[str, Any] = {
        "target": witness.target,
        "possible": possible,
        "route": None if witness.route is None else list(witness.route),
        "why": witness.why or None,
        "chance": chance.about if isinstance(chance, Share) else _number(chance),
    }
    if isinstance(chance, Share):
        told["chance_between"] = [chance.least, chance.most]
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _number(value: Fraction | float | None) -> float | None:
    return None if value is None else float(value)
