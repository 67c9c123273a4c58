"""
What can be done in a playthrough, and the plain data it is saved as.

Actions name scenes and choices by id, never by place, so that a saved game
survives an edit of its scenario.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from attrs import frozen

from game.core.terms import Call


@frozen
class GoOn:
    """Turn the page: from a briefing, an outcome or a why to what follows."""


@frozen
class GiveCall:
    """Say what the moment in *scene* needs."""

    scene: str
    call: Call


class Confidence(StrEnum):
    """How sure a player is of a call; it counts for nothing."""

    GUESS = "guess"
    FAIRLY = "fairly"
    SURE = "sure"


@frozen
class Confide:
    """Say how sure the call in *scene* was; may be said again, until the choice."""

    scene: str
    confidence: Confidence


@frozen
class Choose:
    """Take a *choice* in *scene*."""

    scene: str
    choice: str


Action = GoOn | GiveCall | Confide | Choose


def to_data(action: Action) -> dict[str, str]:
    """*action* as a flat mapping of texts, fit for JSON."""
    match action:
        case GiveCall(scene, call):
            return {"do": "call", "scene": scene, "call": call.value}
        case Confide(scene, confidence):
            return {"do": "confide", "scene": scene, "confidence": confidence.value}
        case Choose(scene, choice):
            return {"do": "choose", "scene": scene, "choice": choice}
        case _:
            return {"do": "go-on"}


def from_data(data: Mapping[str, object]) -> Action | None:
    """The action that *data* stands for; None when it stands for none this version knows."""
    match dict(data):
        case {"do": "go-on"}:
            return GoOn()
        case {"do": "call", "scene": str(scene), "call": str(call)} if call in set(Call):
            return GiveCall(scene, Call(call))
        case {"do": "confide", "scene": str(scene), "confidence": str(level)} if level in set(
            Confidence
        ):
            return Confide(scene, Confidence(level))
        case {"do": "choose", "scene": str(scene), "choice": str(choice)}:
            return Choose(scene, choice)
    return None
