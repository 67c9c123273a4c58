"""What a campaign carries from one posting to a later one."""

from __future__ import annotations

import pytest
from attrs import evolve

from game.core.actions import GoOn
from game.core.campaign import CampaignState, PostingBriefing, replay
from game.core.enums import Pole
from game.core.playthrough import Phase, Playthrough, start, step, turn_back
from game.core.view import view
from tests.core.campaigns import CARRYING, THREE, TOWNS, Player, action, best, most, through
from tests.core.examples import played


LEAD, MANAGE = most(Pole.LEAD), most(Pole.MANAGE)


def after(**postings: Player) -> CampaignState:
    """The state when each of *postings* was played by its player, with the first practice."""
    picks = dict.fromkeys(TOWNS, THREE[0])
    plays = [through(TOWNS[name], player) for name, player in postings.items()]
    return replay(CARRYING, plays, picks)


def names(campaign_state: CampaignState) -> set[str]:
    """The ids of the favours that were earned."""
    return {favour.id for favour in campaign_state.favours}


def briefing(campaign_state: CampaignState) -> PostingBriefing:
    """The briefing, where there is one."""
    assert campaign_state.briefing is not None
    return campaign_state.briefing


@pytest.mark.parametrize(
    ("ulm", "bonn", "earned"),
    [
        (best, best, {"ring"}),
        (MANAGE, MANAGE, {"ring"}),
        (LEAD, MANAGE, set()),
        (LEAD, LEAD, {"coin"}),
        (MANAGE, LEAD, {"ring", "coin"}),
    ],
)
def test_a_favour_is_earned_by_state_or_trust(ulm: Player, bonn: Player, earned: set[str]) -> None:
    """Each favour depends on how its own posting ended, and on nothing else."""
    assert names(after(ulm=ulm, bonn=bonn)) == earned


@pytest.mark.parametrize(("player", "earned"), [(best, True), (MANAGE, False), (LEAD, False)])
def test_state_and_trust_must_both_hold(player: Player, earned: bool) -> None:
    """With both conditions, the state alone or the trust alone earns nothing."""
    ring = evolve(CARRYING.favours["ring"], trust={"ana": 2})
    assert ring.earned(through(TOWNS["ulm"], player)) is earned


def test_a_favour_comes_back_at_its_posting_only() -> None:
    """It is carried from the posting that earns it, and shown at the one that it names."""
    between = after(ulm=MANAGE)
    assert names(between) == {"ring"}
    assert briefing(between).favours == ()
    assert between.remembered == {}
    there = after(ulm=MANAGE, bonn=LEAD)
    assert [favour.id for favour in briefing(there).favours] == ["ring", "coin"]
    lines = "You turn the ring.\n\nYou toss the coin."
    assert there.remembered == {"gotha-square": lines}
    whole = after(ulm=MANAGE, bonn=LEAD, gotha=best)
    assert names(whole) == {"ring", "coin"}
    assert whole.remembered == {}


@pytest.mark.parametrize(
    ("player", "text"),
    [
        (best, "Before bonn it ended in synergy."),
        (LEAD, "Before bonn it ended in confusion."),
        (MANAGE, None),
    ],
)
def test_a_letter_knows_how_the_posting_before_ended(player: Player, text: str | None) -> None:
    """It begins with the text of that state; without one, and at first, with nothing."""
    assert briefing(after()).after is None
    assert briefing(after(ulm=player)).after == text


def test_the_line_stands_before_its_scene_and_changes_no_points() -> None:
    """It is read there alone, also after a page is turned back, and nothing else differs."""
    plain = start(TOWNS["gotha"], 1)
    carrying = evolve(plain, remembered={"gotha-square": "You turn the ring."})
    shown = played(step(carrying, GoOn()))
    back = turn_back(shown)
    assert isinstance(back, Playthrough)
    for play in (shown, played(step(back, GoOn()))):
        scene = view(play).scene
        assert scene is not None
        assert scene.echo == "You turn the ring."
    ended, bare = (finished(play) for play in (carrying, plain))
    assert ended.turns == bare.turns
    assert ended.actions == bare.actions


def finished(play: Playthrough) -> Playthrough:
    """*play* played to its end by the key."""
    while play.phase is not Phase.ENDING:
        play = played(step(play, action(play, best)))
    return play
