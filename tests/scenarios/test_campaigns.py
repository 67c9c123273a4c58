"""The shipped campaigns, played through the core from the first letter to the last."""

from __future__ import annotations

from collections import Counter

import pytest

from game.content.library import Library, packaged
from game.content.loader import ids
from game.core.campaign import Bearing, Campaign, Journey, Practice, Stage, finish, pick
from game.core.enums import Pole
from tests.core.campaigns import Player, best, most, through


LIBRARY = Library.of((packaged(),))


def read(name: str) -> Campaign:
    """The shipped campaign called *name*."""
    campaign = LIBRARY.campaigns[name].reading.campaign
    assert campaign is not None
    return campaign


def toured(campaign: Campaign, player: Player) -> Journey:
    """*campaign* played whole by *player*, who picks what is offered first."""
    journey = Journey(campaign=campaign)
    while journey.stage is not Stage.ENDING:
        if journey.stage is Stage.PICK:
            after = pick(journey, journey.offers[0])
        else:
            assert journey.posting is not None
            scenario = LIBRARY.scenario(journey.posting.id)
            assert scenario is not None, f"{journey.posting.id} cannot be read"
            after = finish(journey, through(scenario, player))
        assert isinstance(after, Journey)
        journey = after
    return journey


def test_who_follows_the_keys_comes_out_joined() -> None:
    """Every posting of Between Floors can end in synergy, and every call can be given."""
    journey = toured(read("between-floors"), best)
    measures = journey.measures
    assert (measures.bearing, measures.joined, measures.postings) == (Bearing.JOINED, 8, 8)
    assert measures.switching == 100
    assert measures.gauges.integration >= 95
    assert journey.closing == journey.campaign.closings.joined


@pytest.mark.parametrize(("hat", "bearing"), [(Pole.LEAD, "vision"), (Pole.MANAGE, "order")])
def test_who_wears_one_hat_leans_to_its_side(hat: Pole, bearing: str) -> None:
    """One gauge is nearly full, the other nearly empty, and nothing was switched or joined."""
    journey = toured(read("between-floors"), most(hat))
    measures, gauges = journey.measures, journey.measures.gauges
    sides = {Pole.LEAD: gauges.direction, Pole.MANAGE: gauges.structure}
    assert (measures.bearing, measures.joined, measures.switching) == (bearing, 0, 0)
    assert (sides[hat] >= 85, sides[hat.other] <= 12) == (True, True)
    assert journey.closing == journey.campaign.closings.of(Bearing(bearing))


def test_between_floors_asks_for_both_hats_alike() -> None:
    """Of the scenes on the way of whoever follows the keys, half are to be led first."""
    measures = toured(read("between-floors"), best).measures
    assert (measures.lead_first.asked, measures.manage_first.asked) == (16, 16)


@pytest.mark.parametrize("name", LIBRARY.campaigns)
def test_every_practice_is_offered(name: str) -> None:
    """All seven can be met, none of them far more often than another, and each is an idea."""
    offered = Counter(p for posting in read(name).postings.values() for p in posting.practices)
    assert set(offered) == set(Practice)
    assert max(offered.values()) - min(offered.values()) <= 1
    assert {practice.idea for practice in Practice} <= ids()
