"""
The one scoring rule; a pencil is enough to redo it.

Call 20 + fit 50 + craft 30 = 100 a scene. Fit counts the need's tokens that the
choice serves; craft counts the wanted skills it shows and is 0 on a myth. Trust
pays in information and never in points.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from game.core.enums import Call, Dimension, Pole, State
from game.core.scenario import Choice, Need, Scene, Stance


RIGHT_CALL = 20
CALL_BY_CHANCE = 7.5
MIN_SCENES_FOR_STATE = 2
"""Answered scenes from which on the state has a name."""


@frozen(kw_only=True)
class Score:
    """The points of one scene: call 0/10/20, fit 0-50, craft 0-30, all in tens."""

    call: int
    fit: int
    craft: int

    @property
    def total(self) -> int:
        """The sum, 0-100."""
        return self.call + self.fit + self.craft


@frozen(kw_only=True)
class Gauges:
    """
    Direction and Structure: what was served of what was needed, on each side.

    Two tokens of credit on four of need are lent to each side, so both start
    at 50 % and no single scene throws them to an end.
    """

    lead_served: int = 0
    lead_needed: int = 0
    manage_served: int = 0
    manage_needed: int = 0

    @property
    def direction(self) -> int:
        """Lead tokens served of those needed, a whole percentage."""
        return percent(2 + self.lead_served, 4 + self.lead_needed)

    @property
    def structure(self) -> int:
        """Manage tokens served of those needed, a whole percentage."""
        return percent(2 + self.manage_served, 4 + self.manage_needed)

    @property
    def integration(self) -> int:
        """The lower of the two (idea ``role-hold-both``)."""
        return min(self.direction, self.structure)

    @property
    def state(self) -> State:
        """How the two percentages stand to each other; tested in this order."""
        direction, structure = self.direction, self.structure
        if self.integration >= 65:
            return State.SYNERGY
        if direction < 40 and structure < 40:
            return State.DRIFT
        if direction - structure >= 30 and structure < 50:
            return State.CONFUSION
        if structure - direction >= 30 and direction < 50:
            return State.STAGNATION
        return State.STEADY

    def after(self, need: Need, stance: Stance) -> Gauges:
        """The gauges once a scene's *need* has met a *stance*."""
        return Gauges(
            lead_served=self.lead_served + served_tokens(need, stance, Pole.LEAD),
            lead_needed=self.lead_needed + need.count(Pole.LEAD),
            manage_served=self.manage_served + served_tokens(need, stance, Pole.MANAGE),
            manage_needed=self.manage_needed + need.count(Pole.MANAGE),
        )


def percent(part: int, whole: int) -> int:
    """*part* of *whole* as a whole percentage, a half rounded up."""
    return (200 * part + whole) // (2 * whole)


def served_tokens_on(need: Need, stance: Stance, dimension: Dimension) -> int:
    """Tokens of *need* on *dimension* that *stance* serves: 0, 1 or 2."""
    tokens = need.tokens.get(dimension)
    if tokens is None or stance.poles.get(dimension) is not tokens.pole:
        return 0
    return tokens.count


def served_tokens(need: Need, stance: Stance, pole: Pole | None = None) -> int:
    """Tokens of *need* that *stance* serves, on one *pole* or in all: 0-5."""
    total = 0  # a plain loop, since large scenarios ask for this very often
    for dimension, tokens in need.tokens.items():
        if stance.poles.get(dimension) is tokens.pole and (pole is None or pole is tokens.pole):
            total += tokens.count
    return total


def call_points(given: Call, right: Call) -> int:
    """20 for the whole call, 10 for the right first move, else 0."""
    if given is right:
        return RIGHT_CALL
    return 10 if given.first is right.first else 0


def craft_points(scene: Scene, choice: Choice) -> int:
    """10, and 10 more for each wanted skill shown; 0 when the choice leans on a myth."""
    if choice.leans_on is not None:
        return 0
    return 10 * (1 + len({*choice.shows}.intersection(scene.wanted)))


def score(scene: Scene, call: Call, choice: Choice) -> Score:
    """The points for answering *scene* with *call* and *choice*."""
    return Score(
        call=call_points(call, scene.call),
        fit=10 * served_tokens(scene.need, choice.stance),
        craft=craft_points(scene, choice),
    )


def choice_points(scene: Scene, choice: Choice) -> int:
    """Fit and craft of a *choice*: its points without the call, 0-80."""
    return 10 * served_tokens(scene.need, choice.stance) + craft_points(scene, choice)


def best_choices(scene: Scene) -> tuple[str, ...]:
    """The ids of the choices with the most points, in file order."""
    top = max(choice_points(scene, choice) for choice in scene.choices.values())
    return tuple(
        key for key, choice in scene.choices.items() if choice_points(scene, choice) == top
    )


def guess_points(scene: Scene) -> float:
    """What a player who guesses both call and choice gets on average, 0-100."""
    parts = [choice_points(scene, choice) for choice in scene.choices.values()]
    return sum(parts) / len(parts) + CALL_BY_CHANCE


def mean(scores: Iterable[Score]) -> float:
    """The points of a scenario: the mean of its scenes, 0-100; 0 for none."""
    totals = [score.total for score in scores]
    return sum(totals) / len(totals) if totals else 0.0
