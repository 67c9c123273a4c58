"""
What can be done in a playthrough.

Actions name scenes and choices by id, never by place, so that a saved game
survives an edit of its scenario.
"""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen

from game.core.enums import Call


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
