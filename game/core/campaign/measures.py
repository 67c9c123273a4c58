"""
What a whole campaign comes to; a pencil is enough to redo it.

Points are no part of it: these measures tell whether the two hats were changed
when the moment changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from game.core.actions import Confidence
from game.core.campaign.model import Bearing
from game.core.playthrough import Playthrough
from game.core.progress import Met
from game.core.scoring import Gauges
from game.core.terms import Pole, State


JOINED_OF_EIGHT = 5
LEAN = 20
"""How far one gauge of the whole way must stand above the other for a lean."""


@frozen(kw_only=True)
class Measures:
    """
    The measures over every answered scene of some finished postings.

    *lead_first* and *manage_first* tell how many scenes that asked for one hat first
    were called so, and *sure* how many calls that the player was sure of were whole.
    *gauges* are Direction and Structure over the whole way. *joined* counts, of
    *postings*, those that ended in synergy.
    """

    lead_first: Met
    manage_first: Met
    sure: Met
    gauges: Gauges
    joined: int
    postings: int

    @property
    def switching(self) -> int:
        """The lower of the two shares, a percentage; a side never asked does not count."""
        shares = [s.percent for s in (self.lead_first, self.manage_first) if s.asked]
        return min(shares, default=0)

    @property
    def bearing(self) -> Bearing:
        """Where it comes out; tested in this order."""
        if self.postings and 8 * self.joined >= JOINED_OF_EIGHT * self.postings:
            return Bearing.JOINED
        lean = self.gauges.direction - self.gauges.structure
        if lean >= LEAN:
            return Bearing.VISION
        return Bearing.ORDER if lean <= -LEAN else Bearing.SEARCHING


def measure(plays: Sequence[Playthrough]) -> Measures:
    """The measures of *plays*, all of them finished."""
    return Measures(
        lead_first=_first(plays, Pole.LEAD),
        manage_first=_first(plays, Pole.MANAGE),
        sure=_sure(plays),
        gauges=_together(play.gauges for play in plays),
        joined=sum(play.gauges.state is State.SYNERGY for play in plays),
        postings=len(plays),
    )


def _first(plays: Iterable[Playthrough], first: Pole) -> Met:
    """Of the scenes that asked for one hat *first*, those that were called so."""
    called = [
        turn.call.first
        for play in plays
        for turn in play.turns
        if play.scenario.scenes[turn.scene].call.first is first
    ]
    return Met(called.count(first), len(called))


def _sure(plays: Iterable[Playthrough]) -> Met:
    """Calibration: of the calls that the player was sure of, those that were whole."""
    whole = [
        turn.call is play.scenario.scenes[turn.scene].call
        for play in plays
        for turn in play.turns
        if turn.confidence is Confidence.SURE
    ]
    return Met(sum(whole), len(whole))


def _together(gauges: Iterable[Gauges]) -> Gauges:
    """One pair of gauges over the tokens of all."""
    each = list(gauges)
    return Gauges(
        lead_served=sum(one.lead_served for one in each),
        lead_needed=sum(one.lead_needed for one in each),
        manage_served=sum(one.manage_served for one in each),
        manage_needed=sum(one.manage_needed for one in each),
    )
