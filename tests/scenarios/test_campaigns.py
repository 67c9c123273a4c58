"""The shipped campaigns, played through the core from the first letter to the last."""

from __future__ import annotations

from collections import Counter

import pytest

from game.content.loader import idea_ids
from game.core.campaign import Bearing, Campaign, CampaignState, Stage, finish, pick
from game.core.enums import Pole, Practice, State
from tests.core.campaigns import Player, best, most, through
from tests.shipped import LIBRARY


def read(name: str) -> Campaign:
    """The shipped campaign called *name*."""
    campaign = LIBRARY.campaigns[name].reading.campaign
    assert campaign is not None
    return campaign


def toured(campaign: Campaign, player: Player) -> CampaignState:
    """*campaign* played whole by *player*, who picks what is offered first."""
    campaign_state = CampaignState(campaign=campaign)
    while campaign_state.stage is not Stage.ENDING:
        if campaign_state.stage is Stage.PICK:
            after = pick(campaign_state, campaign_state.offers[0])
        else:
            assert campaign_state.posting is not None
            scenario = LIBRARY.scenario(campaign_state.posting.id)
            assert scenario is not None, f"{campaign_state.posting.id} cannot be read"
            after = finish(campaign_state, through(scenario, player))
        assert isinstance(after, CampaignState)
        campaign_state = after
    return campaign_state


def test_who_follows_the_keys_comes_out_joined() -> None:
    """Every posting of Between Floors can end in synergy, and every call can be given."""
    campaign_state = toured(read("between-floors"), best)
    measures = campaign_state.measures
    assert (measures.bearing, measures.joined, measures.postings) == (Bearing.JOINED, 8, 8)
    assert measures.switching == 100
    assert measures.gauges.integration >= 95
    assert campaign_state.closing == campaign_state.campaign.closings.joined


@pytest.mark.parametrize(("pole", "bearing"), [(Pole.LEAD, "vision"), (Pole.MANAGE, "order")])
def test_who_wears_one_pole_leans_to_its_side(pole: Pole, bearing: str) -> None:
    """One gauge is nearly full, the other nearly empty, and nothing was switched or joined."""
    campaign_state = toured(read("between-floors"), most(pole))
    measures, gauges = campaign_state.measures, campaign_state.measures.gauges
    sides = {Pole.LEAD: gauges.direction, Pole.MANAGE: gauges.structure}
    assert (measures.bearing, measures.joined, measures.switching) == (bearing, 0, 0)
    assert (sides[pole] >= 85, sides[pole.other] <= 12) == (True, True)
    assert campaign_state.closing == campaign_state.campaign.closings.of(Bearing(bearing))


def test_between_floors_asks_for_both_poles_alike() -> None:
    """Of the scenes on the way of whoever follows the keys, half are to be led first."""
    measures = toured(read("between-floors"), best).measures
    assert (measures.lead_first.asked, measures.manage_first.asked) == (16, 16)


@pytest.mark.parametrize("name", LIBRARY.campaigns)
def test_every_favour_can_be_earned_and_missed(name: str) -> None:
    """Some way of playing earns each favour and some does not; its line stands on every way."""
    campaign = read(name)
    assert campaign.favours
    ways = [toured(campaign, player) for player in (best, most(Pole.LEAD), most(Pole.MANAGE))]
    for favour in campaign.favours.values():
        assert len({favour in way.favours for way in ways}) == 2, favour.id
        later = LIBRARY.scenario(favour.back)
        assert later is not None
        assert favour.scene == later.start


@pytest.mark.parametrize("name", LIBRARY.campaigns)
def test_every_letter_knows_how_it_went(name: str) -> None:
    """After the first posting, each letter begins in another way for each state."""
    for posting in list(read(name).postings.values())[1:]:
        assert set(posting.after) == set(State)
        assert len(set(posting.after.values())) == len(State)


@pytest.mark.parametrize("name", LIBRARY.campaigns)
def test_every_practice_is_offered(name: str) -> None:
    """All seven can be met, none of them far more often than another, and each is an idea."""
    offered = Counter(p for posting in read(name).postings.values() for p in posting.practices)
    assert set(offered) == set(Practice)
    assert max(offered.values()) - min(offered.values()) <= 1
    assert {practice.idea for practice in Practice} <= idea_ids()
