"""
Actions of a playthrough.

Scenes and choices are named by id, never by index, so that a stored playthrough
can be replayed after an edit of its scenario.
"""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen

from game.core.enums import Call


@frozen
class GoOn:
    """Advance from a briefing, an outcome or an explanation to the next phase."""


@frozen(slots=False)  # faster to make
class GiveCall:
    """Call what *scene* needs."""

    scene: str
    call: Call


class Confidence(StrEnum):
    """A player's confidence in a call; not scored."""

    GUESS = "guess"
    FAIRLY = "fairly"
    SURE = "sure"


@frozen
class Confide:
    """Set the confidence in the call of *scene*; the last one before the choice counts."""

    scene: str
    confidence: Confidence


@frozen(slots=False)  # faster to make
class Choose:
    """Take *choice* in *scene*."""

    scene: str
    choice: str


Action = GoOn | GiveCall | Confide | Choose
