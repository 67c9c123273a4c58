"""
The scoring rule and the gauges.

Call 20 + fit 50 + craft 30 = 100 points per scene. Fit is 10 for each token of the
need that the choice serves; craft is 10 to begin with and 10 for each wanted skill
shown, or 0 on a myth. Trust never changes points.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from game.core.enums import Call, Dimension, Pole, State
from game.core.scenario import Choice, Need, Scene, Stance


RIGHT_CALL = 20
CALL_BY_CHANCE = 7.5
MIN_SCENES_FOR_STATE = 2
"""The number of answered scenes from which on the state is named."""


@frozen(slots=False)  # made at each answer: faster without slots, and by position
class Score:
    """The points of one scene: call 0-20, fit 0-50, craft 0-30, all multiples of 10."""

    call: int
    fit: int
    craft: int

    @property
    def total(self) -> int:
        """The sum, 0-100."""
        return self.call + self.fit + self.craft


@frozen(slots=False)  # made at each answer: faster without slots, and by position
class Gauges:
    """
    Direction and Structure: the share of tokens served, for each pole.

    Each gauge starts from 2 of 4 tokens, so both begin at 50 % and one scene cannot
    move them to a limit.
    """

    lead_served: int = 0
    lead_needed: int = 0
    manage_served: int = 0
    manage_needed: int = 0

    @property
    def direction(self) -> int:
        """The share of lead tokens served, as a whole percentage."""
        return percent(2 + self.lead_served, 4 + self.lead_needed)

    @property
    def structure(self) -> int:
        """The share of manage tokens served, as a whole percentage."""
        return percent(2 + self.manage_served, 4 + self.manage_needed)

    @property
    def integration(self) -> int:
        """The lower of Direction and Structure (idea ``role-hold-both``)."""
        return min(self.direction, self.structure)

    @property
    def state(self) -> State:
        """The state by the two percentages; the first rule that applies wins."""
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
        """Return the gauges after a scene with *need* was answered with *stance*."""
        lead_served, lead_needed = self.lead_served, self.lead_needed
        manage_served, manage_needed = self.manage_served, self.manage_needed
        lead = Pole.LEAD
        # As served_tokens and Need.count do, in one pass.
        for dimension, tokens in need.tokens.items():
            pole, count = tokens.pole, tokens.count
            served = count if stance.poles.get(dimension) is pole else 0
            if pole is lead:
                lead_served += served
                lead_needed += count
            else:
                manage_served += served
                manage_needed += count
        return Gauges(lead_served, lead_needed, manage_served, manage_needed)


def percent(part: int, whole: int) -> int:
    """Return *part* of *whole* as a whole percentage, halves rounded up."""
    return (200 * part + whole) // (2 * whole)


def served_tokens_on(need: Need, stance: Stance, dimension: Dimension) -> int:
    """Return how many tokens of *need* on *dimension* are served by *stance*: 0, 1 or 2."""
    tokens = need.tokens.get(dimension)
    if tokens is None or stance.poles.get(dimension) is not tokens.pole:
        return 0
    return tokens.count


def served_tokens(need: Need, stance: Stance, pole: Pole | None = None) -> int:
    """Return how many tokens of *need* are served by *stance*, on *pole* or in total: 0-5."""
    total = 0  # a plain loop: exact analysis calls this very often
    for dimension, tokens in need.tokens.items():
        if stance.poles.get(dimension) is tokens.pole and (pole is None or pole is tokens.pole):
            total += tokens.count
    return total


def call_points(given: Call, right: Call) -> int:
    """Return 20 for the right call, 10 for the right first pole, else 0."""
    if given is right:
        return RIGHT_CALL
    return 10 if given.first is right.first else 0


def craft_points(scene: Scene, choice: Choice) -> int:
    """Return 10, plus 10 for each wanted skill shown; 0 if *choice* leans on a myth."""
    if choice.leans_on is not None:
        return 0
    return 10 * (1 + len({*choice.shows}.intersection(scene.wanted)))


def score(scene: Scene, call: Call, choice: Choice) -> Score:
    """Return the points for answering *scene* with *call* and *choice*."""
    return Score(
        call_points(call, scene.call),
        10 * served_tokens(scene.need, choice.stance),
        craft_points(scene, choice),
    )


def choice_points(scene: Scene, choice: Choice) -> int:
    """Return fit plus craft of *choice*, the points without the call: 0-80."""
    return 10 * served_tokens(scene.need, choice.stance) + craft_points(scene, choice)


def best_choices(scene: Scene) -> tuple[str, ...]:
    """Return the ids of the choices with the most points, in file order."""
    points = {key: choice_points(scene, choice) for key, choice in scene.choices.items()}
    top = max(points.values())
    return tuple(key for key, value in points.items() if value == top)


def guess_points(scene: Scene) -> float:
    """Return the expected points of a player who picks call and choice at random, 0-100."""
    parts = [choice_points(scene, choice) for choice in scene.choices.values()]
    return sum(parts) / len(parts) + CALL_BY_CHANCE


def mean(scores: Iterable[Score]) -> float:
    """Return the mean total of *scores*, 0-100; 0 if there are none."""
    totals = [score.total for score in scores]
    return sum(totals) / len(totals) if totals else 0.0
