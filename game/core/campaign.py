"""Campaigns: the format as frozen values, the measures, and the state of a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import takewhile

from attrs import Factory, evolve, frozen

from game.core.actions import Confidence
from game.core.enums import Pole, Practice, State
from game.core.explanation import Explanation, explain
from game.core.failure import Failure
from game.core.playthrough import Phase, Playthrough
from game.core.progress import Ratio
from game.core.scenario import entry
from game.core.scoring import Gauges


class Bearing(StrEnum):
    """The result of a campaign."""

    JOINED = "joined"
    VISION = "vision"
    ORDER = "order"
    SEARCHING = "searching"


@frozen(kw_only=True)
class Favour:
    """Something that one posting earns and a later one gives back; it changes no points."""

    id: str
    posting: str = entry("The posting that earns it.", names="scenario")
    state: tuple[State, ...] = entry(
        "States; earned if that posting ended in any of them.", default=()
    )
    trust: Mapping[str, int] = entry(
        "Characters and the least trust each must have at its end, 0 to 5.",
        default=Factory(dict),
        minimum=0,
        maximum=5,
    )
    text: str = entry("What the player carries from then on, in one line.", limit=160, line=True)
    back: str = entry("The later posting where it comes back.", names="scenario")
    letter: str = entry("What the letter of that posting adds.", limit=400)
    scene: str = entry("The scene of that posting that shows it.")
    line: str = entry("What is read before the text of that scene.", limit=400)

    def earned(self, play: Playthrough) -> bool:
        """Return whether *play*, a finished run of its posting, earns it."""
        return (not self.state or play.gauges.state in self.state) and all(
            play.trust.get(who, 0) >= least for who, least in self.trust.items()
        )


@frozen(kw_only=True)
class Posting:
    """One place the player is sent to; its id is that of the scenario."""

    id: str
    letter: str = entry("What is read before it; 60 to 120 words.", limit=1200)
    after: Mapping[State, str] = entry(
        "How its letter begins, by the state in which the posting before ended; "
        "at most 40 words each.",
        default=Factory(dict),
        limit=400,
    )
    practices: Mapping[Practice, str] = entry(
        "Three practices to pick one from before it, each with what it lets the player know here.",
        default=Factory(dict),
        limit=600,
        minimum=3,
        maximum=3,
    )


@frozen(kw_only=True)
class Closings:
    """The closing letter, by where the campaign comes out."""

    joined: str = entry("At least five postings of eight ended in synergy.", limit=1500)
    vision: str = entry("Over the whole way, Direction is well above Structure.", limit=1500)
    order: str = entry("Over the whole way, Structure is well above Direction.", limit=1500)
    searching: str = entry("Anything else.", limit=1500)

    def of(self, bearing: Bearing) -> str:
        """Return the closing letter for *bearing*."""
        text: str = getattr(self, bearing.value)
        return text


@frozen(kw_only=True)
class Campaign:
    """A whole campaign: one file."""

    id: str
    format: int = entry("The version of the format.", minimum=1, maximum=1)
    title: str = entry("The title.", limit=60, line=True, unquoted=True)
    summary: str = entry("One or two sentences for the list.", limit=240, unquoted=True)
    writer: str = entry(
        "Who writes the letters: a name and a post.", limit=80, line=True, unquoted=True
    )
    opening: str = entry("Why the player is sent from place to place.", limit=1500)
    postings: Mapping[str, Posting] = entry(
        "The postings in their order, each under the id of its scenario.",
        names="scenario",
        minimum=2,
        maximum=24,
    )
    favours: Mapping[str, Favour] = entry(
        "What one posting earns and a later one gives back.", default=Factory(dict), maximum=12
    )
    closings: Closings = entry("How it closes.")


JOINED_OF_EIGHT = 5
LEAN = 20
"""The difference of the two gauges, in percentage points, from which on a run leans."""


@frozen(kw_only=True)
class Measures:
    """
    The measures over all answered scenes of the finished postings.

    *lead_first* and *manage_first* are the shares of scenes needing that pole first that
    were called so; *sure* is the share of right calls among those the player was sure of.
    *gauges* sum the tokens of all postings. *joined* of *postings* ended in synergy.
    """

    lead_first: Ratio
    manage_first: Ratio
    sure: Ratio
    gauges: Gauges
    joined: int
    postings: int

    @property
    def switching(self) -> int:
        """The lower of the two shares, a percentage; a pole that never came first is left out."""
        shares = [s.percent for s in (self.lead_first, self.manage_first) if s.asked]
        return min(shares, default=0)

    @property
    def bearing(self) -> Bearing:
        """The result; the first rule that applies wins."""
        if self.postings and 8 * self.joined >= JOINED_OF_EIGHT * self.postings:
            return Bearing.JOINED
        lean = self.gauges.direction - self.gauges.structure
        if lean >= LEAN:
            return Bearing.VISION
        return Bearing.ORDER if lean <= -LEAN else Bearing.SEARCHING


def measure(plays: Sequence[Playthrough]) -> Measures:
    """Return the measures of *plays*, which must be finished."""
    return Measures(
        lead_first=_first(plays, Pole.LEAD),
        manage_first=_first(plays, Pole.MANAGE),
        sure=_sure(plays),
        gauges=_combined(play.gauges for play in plays),
        joined=sum(play.gauges.state is State.SYNERGY for play in plays),
        postings=len(plays),
    )


def _first(plays: Iterable[Playthrough], first: Pole) -> Ratio:
    """Return the share of scenes needing *first* as the first pole that were called so."""
    called = [
        turn.call.first
        for play in plays
        for turn in play.turns
        if play.scenario.scenes[turn.scene].call.first is first
    ]
    return Ratio(called.count(first), len(called))


def _sure(plays: Iterable[Playthrough]) -> Ratio:
    """Return the share of right calls among those the player was sure of."""
    whole = [
        turn.call is play.scenario.scenes[turn.scene].call
        for play in plays
        for turn in play.turns
        if turn.confidence is Confidence.SURE
    ]
    return Ratio(sum(whole), len(whole))


def _combined(gauges: Iterable[Gauges]) -> Gauges:
    """Sum the tokens of all *gauges*."""
    all_gauges = list(gauges)
    return Gauges(
        lead_served=sum(item.lead_served for item in all_gauges),
        lead_needed=sum(item.lead_needed for item in all_gauges),
        manage_served=sum(item.manage_served for item in all_gauges),
        manage_needed=sum(item.manage_needed for item in all_gauges),
    )


class Stage(StrEnum):
    """What a campaign waits for."""

    PICK = "pick"
    POSTING = "posting"
    ENDING = "ending"


@frozen(kw_only=True)
class FinishedPosting:
    """A finished posting with its playthrough and the practice picked before it."""

    posting: Posting
    practice: Practice | None
    play: Playthrough

    @property
    def revealed(self) -> str | None:
        """The text that the practice revealed; None without a practice."""
        return None if self.practice is None else self.posting.practices[self.practice]


@frozen(kw_only=True)
class PostingBriefing:
    """
    What a player reads before a posting: its number, the letter, what the practice reveals.

    *after* is how the letter begins, by the end of the previous posting; *favours* are those
    that come back here. *looks_back* is the weakest scene of the previous posting, if the
    practice is to look back and a token was missed there.
    """

    number: int
    of: int
    posting: Posting
    practice: Practice | None
    revealed: str | None
    looks_back: Explanation | None
    after: str | None = None
    favours: tuple[Favour, ...] = ()


@frozen(kw_only=True)
class CampaignState:
    """
    The state of a run of *campaign*.

    *plays* holds one finished playthrough per posting, in order; *picks* the practices
    by posting.
    """

    campaign: Campaign
    plays: tuple[Playthrough, ...] = ()
    picks: Mapping[str, Practice] = Factory(dict)

    @property
    def posting(self) -> Posting | None:
        """The current posting; None at the end."""
        postings = tuple(self.campaign.postings.values())
        return postings[len(self.plays)] if len(self.plays) < len(postings) else None

    @property
    def stage(self) -> Stage:
        """The next step: a pick, a posting, or the ending."""
        if self.posting is None:
            return Stage.ENDING
        waits = self.posting.practices and self.posting.id not in self.picks
        return Stage.PICK if waits else Stage.POSTING

    @property
    def offers(self) -> tuple[Practice, ...]:
        """The practices to pick from; empty unless a pick is open."""
        if self.posting is None or self.stage is not Stage.PICK:
            return ()
        return tuple(self.posting.practices)

    @property
    def briefing(self) -> PostingBriefing | None:
        """The briefing for the current posting; None at a pick and at the end."""
        posting = self.posting
        if posting is None or self.stage is not Stage.POSTING:
            return None
        practice = self.picks.get(posting.id)
        back = practice is Practice.FEEDBACK_REFLECTION and self.plays
        return PostingBriefing(
            number=len(self.plays) + 1,
            of=len(self.campaign.postings),
            posting=posting,
            practice=practice,
            revealed=None if practice is None else posting.practices[practice],
            looks_back=_weakest(self.plays[-1]) if back else None,
            after=posting.after.get(self.plays[-1].gauges.state) if self.plays else None,
            favours=self._back_at(posting),
        )

    @property
    def favours(self) -> tuple[Favour, ...]:
        """The favours that the finished postings earned."""
        plays = {play.scenario.id: play for play in self.plays}
        return tuple(
            favour
            for favour in self.campaign.favours.values()
            if favour.posting in plays and favour.earned(plays[favour.posting])
        )

    @property
    def remembered(self) -> Mapping[str, str]:
        """The lines that the favours bring into scenes of the current posting, by scene."""
        lines: dict[str, str] = {}
        for favour in self._back_at(self.posting):
            before = f"{lines[favour.scene]}\n\n" if favour.scene in lines else ""
            lines[favour.scene] = f"{before}{favour.line}"
        return lines

    def _back_at(self, posting: Posting | None) -> tuple[Favour, ...]:
        if posting is None:
            return ()
        return tuple(favour for favour in self.favours if favour.back == posting.id)

    @property
    def finished_postings(self) -> tuple[FinishedPosting, ...]:
        """The finished postings, oldest first."""
        return tuple(
            FinishedPosting(posting=posting, practice=self.picks.get(posting.id), play=play)
            for posting, play in zip(self.campaign.postings.values(), self.plays, strict=False)
        )

    @property
    def measures(self) -> Measures:
        """The measures of the finished postings."""
        return measure(self.plays)

    @property
    def closing(self) -> str | None:
        """The closing letter; None before every posting is finished."""
        if self.stage is not Stage.ENDING:
            return None
        return self.campaign.closings.of(self.measures.bearing)


def _weakest(play: Playthrough) -> Explanation | None:
    """Return the first scene with the fewest points; None if none of its tokens was missed."""
    why = explain(play, min(play.turns, key=lambda turn: turn.score.total))
    return why if why.missed else None


def pick(campaign_state: CampaignState, practice: Practice) -> CampaignState | Failure:
    """Pick *practice* for the current posting: return the new state, or why it is rejected."""
    posting = campaign_state.posting
    if posting is None or campaign_state.stage is not Stage.PICK:
        return Failure(code="not-now", message="There is nothing to pick now.")
    if practice not in posting.practices:
        return Failure(code="not-offered", message="That practice is not offered here.")
    return evolve(campaign_state, picks={**campaign_state.picks, posting.id: practice})


def finish(campaign_state: CampaignState, play: Playthrough) -> CampaignState | Failure:
    """Add *play*, a finished run of the current posting, or return why it is rejected."""
    posting = campaign_state.posting
    if posting is None or play.scenario.id != posting.id:
        return Failure(code="not-here", message="You are not posted there now.")
    if campaign_state.stage is Stage.PICK:
        return Failure(code="pick-first", message="First pick one of the practices.")
    if play.phase is not Phase.ENDING:
        return Failure(code="not-over", message="The posting is not over yet.")
    return evolve(campaign_state, plays=(*campaign_state.plays, play))


def replay(
    campaign: Campaign, plays: Iterable[Playthrough], picks: Mapping[str, Practice]
) -> CampaignState:
    """
    Rebuild the state of a run from stored *plays* and *picks*.

    The first finished playthrough of each posting counts, up to the first posting without
    one; picks that the campaign no longer offers are dropped.
    """
    first: dict[str, Playthrough] = {}
    for play in plays:
        if play.phase is Phase.ENDING:
            first.setdefault(play.scenario.id, play)
    done = tuple(takewhile(first.__contains__, campaign.postings))
    reached = list(campaign.postings.values())[: len(done) + 1]
    return CampaignState(
        campaign=campaign,
        plays=tuple(first[posting] for posting in done),
        picks={p.id: picks[p.id] for p in reached if picks.get(p.id) in p.practices},
    )
