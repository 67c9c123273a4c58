"""The gauges' four sums packed into one number, so that adding them up is one addition."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from game.core.model import Scenario
from game.core.scoring import Gauges, served
from game.core.terms import Pole


MOST_TOKENS = 10
"""The most tokens a scene can need on one side: two on each of five dimensions."""


@frozen
class Tokens:
    """What choices of *scenario* add to the gauges it *begun* with; *width* bits for each sum."""

    scenario: Scenario = field(repr=False)
    width: int
    begun: Gauges
    _gains: dict[str, Mapping[str, int]] = field(factory=dict, init=False, repr=False)

    @classmethod
    def up_to(cls, scenario: Scenario, steps: int, begun: Gauges) -> Tokens:
        """Room for the tokens of *steps* scenes after *begun*."""
        most = MOST_TOKENS * steps + max(begun.lead_needed, begun.manage_needed)
        return cls(scenario, most.bit_length(), begun)

    @property
    def first(self) -> int:
        """The sums before the first scene."""
        return self.pack(self.begun)

    def gains(self, scene_id: str) -> Mapping[str, int]:
        """For each choice of a scene, the packed sums that it adds; kept once asked for."""
        found = self._gains.get(scene_id)
        if found is None:
            scene = self.scenario.scenes[scene_id]
            lead, manage = scene.need.count(Pole.LEAD), scene.need.count(Pole.MANAGE)
            needed = self.pack(Gauges(lead_needed=lead, manage_needed=manage))
            found = self._gains[scene_id] = {
                choice.id: needed
                + (served(scene.need, choice.stance, Pole.LEAD) << 3 * self.width)
                + (served(scene.need, choice.stance, Pole.MANAGE) << self.width)
                for choice in scene.choices.values()
            }
        return found

    def pack(self, gauges: Gauges) -> int:
        """The four sums of *gauges* as one number."""
        packed = 0
        for amount in (
            gauges.lead_served,
            gauges.lead_needed,
            gauges.manage_served,
            gauges.manage_needed,
        ):
            packed = packed << self.width | amount
        return packed

    def gauges(self, packed: int) -> Gauges:
        """The gauges whose sums are *packed*."""
        mask = (1 << self.width) - 1
        three, two, one = (packed >> place * self.width for place in (3, 2, 1))
        return Gauges(
            lead_served=three,
            lead_needed=two & mask,
            manage_served=one & mask,
            manage_needed=packed & mask,
        )
