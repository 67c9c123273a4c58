"""
One way through a campaign: its finished postings and what was picked between them.

Like a playthrough it is a replay: of the first finished playthrough of each
posting, in order, and of the picks. Which posting is being played, and how far,
is the business of its playthrough.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from itertools import takewhile

from attrs import Factory, evolve, frozen

from game.core.campaign.measures import Measures, measure
from game.core.campaign.model import Campaign, Posting, Practice
from game.core.explain import Explanation, explain
from game.core.playthrough import Phase, Playthrough, Refusal


class Stage(StrEnum):
    """What a journey waits for."""

    PICK = "pick"
    POSTING = "posting"
    ENDING = "ending"


@frozen(kw_only=True)
class Stop:
    """One finished posting: what was known beforehand, and how it was played."""

    posting: Posting
    practice: Practice | None
    play: Playthrough

    @property
    def revealed(self) -> str | None:
        """What the practice let the player know there."""
        return None if self.practice is None else self.posting.practices[self.practice]


@frozen(kw_only=True)
class Dispatch:
    """
    What the player has in hand at a posting: its number, the letter, what the pick reveals.

    *looks_back* is the scene of the posting before that went worst, where the pick
    is to look back and anything was missed.
    """

    number: int
    of: int
    posting: Posting
    practice: Practice | None
    revealed: str | None
    looks_back: Explanation | None


@frozen(kw_only=True)
class Journey:
    """
    A way through *campaign* so far.

    *plays* are finished, one a posting, in order; *picks* are by posting.
    """

    campaign: Campaign
    plays: tuple[Playthrough, ...] = ()
    picks: Mapping[str, Practice] = Factory(dict)

    @property
    def posting(self) -> Posting | None:
        """The posting to be played now; None at the end."""
        postings = tuple(self.campaign.postings.values())
        return postings[len(self.plays)] if len(self.plays) < len(postings) else None

    @property
    def stage(self) -> Stage:
        """What it waits for."""
        if self.posting is None:
            return Stage.ENDING
        waits = self.posting.practices and self.posting.id not in self.picks
        return Stage.PICK if waits else Stage.POSTING

    @property
    def offers(self) -> tuple[Practice, ...]:
        """The practices to pick one from; none unless a pick is open."""
        if self.posting is None or self.stage is not Stage.PICK:
            return ()
        return tuple(self.posting.practices)

    @property
    def dispatch(self) -> Dispatch | None:
        """What is in hand for the posting to be played; None at a pick, and at the end."""
        posting = self.posting
        if posting is None or self.stage is not Stage.POSTING:
            return None
        practice = self.picks.get(posting.id)
        back = practice is Practice.FEEDBACK_REFLECTION and self.plays
        return Dispatch(
            number=len(self.plays) + 1,
            of=len(self.campaign.postings),
            posting=posting,
            practice=practice,
            revealed=None if practice is None else posting.practices[practice],
            looks_back=_worst(self.plays[-1]) if back else None,
        )

    @property
    def stops(self) -> tuple[Stop, ...]:
        """The finished postings, oldest first."""
        return tuple(
            Stop(posting=posting, practice=self.picks.get(posting.id), play=play)
            for posting, play in zip(self.campaign.postings.values(), self.plays, strict=False)
        )

    @property
    def measures(self) -> Measures:
        """The measures so far."""
        return measure(self.plays)

    @property
    def closing(self) -> str | None:
        """The closing letter, once every posting is finished."""
        if self.stage is not Stage.ENDING:
            return None
        return self.campaign.closings.of(self.measures.bearing)


def _worst(play: Playthrough) -> Explanation | None:
    """The first of the scenes with the fewest points, unless all its tokens were served."""
    why = explain(play, min(play.turns, key=lambda turn: turn.score.total))
    return why if why.missed else None


def pick(journey: Journey, practice: Practice) -> Journey | Refusal:
    """*journey* after *practice* was picked for the posting that comes."""
    posting = journey.posting
    if posting is None or journey.stage is not Stage.PICK:
        return Refusal(code="not-now", message="There is nothing to pick now.")
    if practice not in posting.practices:
        return Refusal(code="not-offered", message="That practice is not offered here.")
    return evolve(journey, picks={**journey.picks, posting.id: practice})


def finish(journey: Journey, play: Playthrough) -> Journey | Refusal:
    """*journey* after its posting was played to the end in *play*."""
    posting = journey.posting
    if posting is None or play.scenario.id != posting.id:
        return Refusal(code="not-here", message="You are not posted there now.")
    if journey.stage is Stage.PICK:
        return Refusal(code="pick-first", message="First pick one of the practices.")
    if play.phase is not Phase.ENDING:
        return Refusal(code="not-over", message="The posting is not over yet.")
    return evolve(journey, plays=(*journey.plays, play))


def replay(
    campaign: Campaign, plays: Iterable[Playthrough], picks: Mapping[str, Practice]
) -> Journey:
    """
    The journey that *plays* and *picks* lead to.

    Of each posting the first finished play counts. The way ends before the first
    posting without one; picks that the campaign no longer offers are left out.
    """
    first: dict[str, Playthrough] = {}
    for play in plays:
        if play.phase is Phase.ENDING:
            first.setdefault(play.scenario.id, play)
    done = tuple(takewhile(first.__contains__, campaign.postings))
    reached = list(campaign.postings.values())[: len(done) + 1]
    return Journey(
        campaign=campaign,
        plays=tuple(first[posting] for posting in done),
        picks={p.id: picks[p.id] for p in reached if picks.get(p.id) in p.practices},
    )
