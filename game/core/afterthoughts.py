"""
What a player does once a scene is answered: roads walked, and what is said in the debrief.

None of it counts. It is kept beside a playthrough and is no part of it. Like actions,
it names everything by id; of a line of a scene it has a mark and not the words.
"""

from __future__ import annotations

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
