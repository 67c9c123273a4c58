"""
What a player does once a scene is answered: roads walked, and what is said in the debrief.

None of it counts. It is kept beside a playthrough and is no part of it. Like actions,
it names everything by id; of a line of a scene it has a mark and not the words.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING

from attrs import frozen

from game.core.terms import Dimension, Pole, Skill


if TYPE_CHECKING:
    from game.core.debrief import Plan


@frozen
class Walk:
    """Look where another *choice* in *scene* would have led."""

    scene: str
    choice: str


@frozen
class Point:
    """Say which line of *scene* decided it; *line* is its ``mark``."""

    scene: str
    line: str


@frozen
class Resolve:
    """Mean to try what the plan for a side of a *dimension* and a *skill* says."""

    dimension: Dimension
    pole: Pole
    skill: Skill


Afterthought = Walk | Point | Resolve


def mark(line: str) -> str:
    """What tells *line* from others, as long as nobody edits it; its words cannot be had of it."""
    return sha256(line.encode()).hexdigest()[:16]


def pointed(scene: str, line: str) -> Point:
    """To have picked *line* of *scene*."""
    return Point(scene, mark(line))


def resolved(plan: Plan) -> Resolve:
    """To have taken *plan*."""
    return Resolve(plan.dimension, plan.pole, plan.skill)


def to_data(thought: Afterthought) -> dict[str, str]:
    """*thought* as a flat mapping of texts, fit for JSON."""
    match thought:
        case Walk(scene, choice):
            return {"did": "walk", "scene": scene, "choice": choice}
        case Point(scene, line):
            return {"did": "point", "scene": scene, "line": line}
        case Resolve(dimension, pole, skill):
            sides = {"dimension": dimension.value, "pole": pole.value}
            return {"did": "resolve", **sides, "skill": skill.value}


def from_data(data: Mapping[str, object]) -> Afterthought | None:
    """The thought that *data* stands for; None when it stands for none this version knows."""
    match dict(data):
        case {"did": "walk", "scene": str(scene), "choice": str(choice)}:
            return Walk(scene, choice)
        case {"did": "point", "scene": str(scene), "line": str(line)}:
            return Point(scene, line)
        case {"did": "resolve", "dimension": str(side), "pole": str(pole), "skill": str(skill)}:
            known = side in set(Dimension) and pole in set(Pole) and skill in set(Skill)
            return Resolve(Dimension(side), Pole(pole), Skill(skill)) if known else None
    return None
