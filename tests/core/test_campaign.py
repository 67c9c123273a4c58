"""A campaign is the replay of its finished postings and its picks."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from game.core.campaign import CampaignState, Stage, finish, pick, replay
from game.core.enums import Pole, Practice
from game.core.failure import Failure
from game.core.playthrough import start, turn_back
from tests.core.campaigns import CAMPAIGN, THREE, TOWNS, best, campaign, most, through
from tests.core.examples import played


BEST = {name: through(town, best) for name, town in TOWNS.items()}
LEAD = {name: through(town, most(Pole.LEAD)) for name, town in TOWNS.items()}


def gone(after: CampaignState | Failure) -> CampaignState:
    """*after*, where no refusal is expected."""
    assert isinstance(after, CampaignState)
    return after


def refused(after: CampaignState | Failure) -> str:
    """The code of the refusal that *after* is."""
    assert isinstance(after, Failure)
    return after.code


def walked(*steps: Practice | str) -> CampaignState:
    """The tour after *steps*: a practice is picked, a name is that of a town played best."""
    campaign_state = CampaignState(campaign=CAMPAIGN)
    for item in steps:
        after = (
            pick(campaign_state, item)
            if isinstance(item, Practice)
            else finish(campaign_state, BEST[item])
        )
        campaign_state = gone(after)
    return campaign_state


class TestOrder:
    """One posting after another, and a pick between two."""

    def test_it_begins_at_the_first_posting(self) -> None:
        """Nothing is offered before the first: its letter is in hand at once."""
        campaign_state = CampaignState(campaign=CAMPAIGN)
        briefing = campaign_state.briefing
        assert briefing is not None
        assert (campaign_state.stage, campaign_state.offers) == (Stage.POSTING, ())
        assert (briefing.number, briefing.of, briefing.posting.id) == (1, 3, "ulm")
        assert (briefing.practice, briefing.revealed, briefing.looks_back) == (None, None, None)

    def test_a_finished_posting_leads_to_a_pick(self) -> None:
        """Before the next letter one of three practices is picked, and no letter is there yet."""
        campaign_state = walked("ulm")
        assert (campaign_state.stage, campaign_state.offers, campaign_state.briefing) == (
            Stage.PICK,
            THREE,
            None,
        )

    def test_a_pick_reveals_something_about_the_next_posting(self) -> None:
        """A briefing holds what the practice picked reveals at that posting, and no other text."""
        briefing = walked("ulm", Practice.TRAINING).briefing
        assert briefing is not None
        assert briefing.posting.id == "bonn"
        assert briefing.revealed == "training tells of bonn."

    def test_after_the_last_posting_it_closes(self) -> None:
        """The closing letter is there at the end and not before; what was revealed stays known."""
        almost = walked("ulm", Practice.TRAINING, "bonn", Practice.COMMUNICATION)
        campaign_state = gone(finish(almost, BEST["gotha"]))
        assert almost.closing is None
        assert (campaign_state.stage, campaign_state.posting) == (Stage.ENDING, None)
        assert campaign_state.closing == "Closing joined."
        assert [stop.revealed for stop in campaign_state.finished_postings] == [
            None,
            "training tells of bonn.",
            "communication tells of gotha.",
        ]

    def test_what_is_not_its_turn_is_refused(self) -> None:
        """A pick without an offer, another town, a play without its pick, a play that goes on."""
        first, second = CampaignState(campaign=CAMPAIGN), walked("ulm")
        assert refused(pick(first, Practice.TRAINING)) == "not-now"
        assert refused(pick(second, Practice.LISTENING_SPEAKING)) == "not-offered"
        assert refused(finish(first, BEST["bonn"])) == "not-here"
        assert refused(finish(second, BEST["bonn"])) == "pick-first"
        assert refused(finish(first, start(TOWNS["ulm"], 1))) == "not-over"


class TestLookingBack:
    """Looking back shows what an earlier answer cost."""

    def test_the_hardest_scene_of_the_last_posting(self) -> None:
        """Looking back shows the scene that went worst at the place just left."""
        at_bonn = gone(finish(CampaignState(campaign=CAMPAIGN), LEAD["ulm"]))
        briefing = gone(pick(at_bonn, Practice.FEEDBACK_REFLECTION)).briefing
        assert briefing is not None
        assert briefing.looks_back is not None
        assert briefing.looks_back.scene == "ulm-yard"
        assert briefing.looks_back.tokens_served == 0

    def test_nothing_is_held_up_where_nothing_was_missed(self) -> None:
        """Where every token was served there is nothing to look back at."""
        briefing = walked("ulm", Practice.FEEDBACK_REFLECTION).briefing
        assert briefing is not None
        assert briefing.looks_back is None

    def test_no_other_practice_looks_back(self) -> None:
        """It is what this practice gives, and no other does."""
        at_bonn = gone(finish(CampaignState(campaign=CAMPAIGN), LEAD["ulm"]))
        briefing = gone(pick(at_bonn, Practice.TRAINING)).briefing
        assert briefing is not None
        assert briefing.looks_back is None


class TestReplay:
    """Plays and picks are the whole save."""

    @given(st.lists(st.sampled_from([*Practice, *TOWNS]), max_size=20))
    def test_steps_and_replay_agree(self, steps: Iterable[Practice | str]) -> None:
        """However a journey was walked, its plays and picks give the same journey again."""
        campaign_state = CampaignState(campaign=CAMPAIGN)
        for item in steps:
            after = (
                pick(campaign_state, item)
                if isinstance(item, Practice)
                else finish(campaign_state, BEST[item])
            )
            campaign_state = after if isinstance(after, CampaignState) else campaign_state
        assert replay(CAMPAIGN, campaign_state.plays, campaign_state.picks) == campaign_state

    def test_the_first_finished_play_counts(self) -> None:
        """A later play of the same posting is practice, and one that was left is none at all."""
        left = played(turn_back(BEST["ulm"]))
        campaign_state = replay(CAMPAIGN, [left, LEAD["ulm"], BEST["ulm"]], {})
        assert campaign_state.plays == (LEAD["ulm"],)

    def test_a_gap_is_where_it_goes_on(self) -> None:
        """Where a play is gone, the way ends before it; the later ones count once it is back."""
        plays = [BEST["ulm"], BEST["gotha"]]
        picks = dict.fromkeys(TOWNS, Practice.TRAINING)
        campaign_state = replay(CAMPAIGN, plays, picks)
        assert campaign_state.posting is not None
        assert campaign_state.posting.id == "bonn"
        assert replay(CAMPAIGN, [*plays, BEST["bonn"]], picks).stage is Stage.ENDING

    def test_an_edited_campaign(self) -> None:
        """A pick that is offered no longer is asked anew; a posting put before it comes first."""
        picks = {"bonn": Practice.TRAINING}
        edited = campaign("ulm", "bonn", offered=(*THREE[:2], Practice.STRATEGIC_THINKING))
        longer = campaign("ulm", "gotha", "bonn")
        assert replay(edited, [BEST["ulm"]], picks).stage is Stage.PICK
        assert replay(longer, [BEST["ulm"], BEST["bonn"]], picks).plays == (BEST["ulm"],)

    @given(st.lists(st.sampled_from(THREE), min_size=2, max_size=2))
    def test_a_pick_never_moves_a_measure(self, picked: list[Practice]) -> None:
        """Practices bring information: with the same plays the measures are the same."""
        picks = dict(zip(("bonn", "gotha"), picked, strict=True))
        plays = [BEST["ulm"], LEAD["bonn"], LEAD["gotha"]]
        assert replay(CAMPAIGN, plays, picks).measures == replay(CAMPAIGN, plays, {}).measures


def test_a_campaign_without_offers_has_no_picks() -> None:
    """Where nothing is offered, one letter follows the other."""
    campaign_state = CampaignState(campaign=campaign("ulm", "bonn", offered=()))
    assert gone(finish(campaign_state, BEST["ulm"])).stage is Stage.POSTING
