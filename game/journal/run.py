"""A run as the journal lists it."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import field, frozen

from game.core.playthrough import Phase
from game.journal import rows


def _phase(phase: str) -> str:
    return Phase(phase).value


@frozen(kw_only=True)
class Run:
    """
    One playthrough without its actions; the table of runs has these columns.

    *id* is 0 until the first action is kept. *source* is the path when the
    scenario came from a path given. *started* and *touched* are ISO 8601 in
    UTC. *scenes* counts those answered; *points* are there once it is finished.
    *campaign* is the id of the run through a campaign that it belongs to, if any;
    *alone* the id of the one scene that it is, when it is a review.
    *revision* counts the writes: a higher one in the file means that another
    game has carried this run on. *written* counts the writes to the whole journal, so
    that the run written last has the highest. *sound* is False when a checksum does not
    fit, so that nothing in it is certain.
    """

    id: int = field(default=0, converter=rows.whole)
    revision: int = field(default=0, converter=rows.whole)
    scenario: str = field(converter=rows.text)
    title: str = field(converter=rows.title)
    source: str | None = field(default=None, converter=rows.text_if_any)
    seed: int = field(converter=rows.seed)
    started: str = field(converter=rows.time)
    touched: str = field(converter=rows.time)
    phase: str = field(converter=_phase)
    scenes: int = field(default=0, converter=rows.whole)
    points: float | None = field(default=None, converter=rows.number_if_any)
    campaign: int | None = field(default=None, converter=rows.whole_if_any)
    alone: str | None = field(default=None, converter=rows.text_if_any)
    written: int = field(default=0, converter=rows.whole, eq=False)
    sound: bool = True

    @property
    def on_its_own(self) -> bool:
        """Whether it is a story of its own: no part of a campaign, and no review."""
        return self.campaign is None and self.alone is None

    @property
    def named(self) -> str:
        """What a library finds its scenario by."""
        return self.source or self.scenario

    @property
    def goes_on(self) -> bool:
        """Whether it can be carried on: it has not ended, and is not damaged."""
        return self.sound and not self.finished

    @property
    def finished(self) -> bool:
        """Whether it has reached its ending."""
        return self.phase == Phase.ENDING


@frozen(kw_only=True)
class Played:
    """What a list of scenarios tells of one; *first_points* are those of its first attempt."""

    finished: int = 0
    open: bool = False
    first_points: float | None = None


def first_attempts(runs: Iterable[Run]) -> frozenset[int]:
    """
    The ids of the runs that count; all others are practice.

    Of each scenario it is the run begun first, those aside in which no scene
    was answered: nothing was explained in them. A review is none, nor is a damaged run.
    """
    first: dict[str, int] = {}
    for run in runs:
        if run.scenes and run.alone is None and run.sound:
            first[run.scenario] = min(run.id, first.get(run.scenario, run.id))
    return frozenset(first.values())
