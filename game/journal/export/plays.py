"""What was played, gone through run by run, so that any number of runs fits into memory."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from heapq import merge

from attrs import frozen

from game.core.scenario import Scenario
from game.journal.campaigns import CampaignRun
from game.journal.export.record import Attempt, Play, Wanted, attempt_of, make_play
from game.journal.run import Run
from game.journal.store import Journal


Find = Callable[[Run], Scenario | None]


class Plays:
    """
    Plays of which none is held: each is made anew whenever they are gone through.

    *runs* are their ids; *make* gives the play of one, or None when it cannot be read,
    which is then left out.
    """

    def __init__(self, runs: Iterable[int], make: Callable[[int], Play | None]) -> None:
        self._runs = array("q", runs)
        self._make = make

    def __len__(self) -> int:
        """How many there are, with those that turn out to be unreadable."""
        return len(self._runs)

    def __iter__(self) -> Iterator[Play]:
        """Each of them, in the order of *runs*."""
        return filter(None, map(self._make, self._runs))


@frozen(kw_only=True)
class Stream:
    """A ``Record`` of which only the ids of its runs are in memory."""

    player: str
    plays: Plays
    first: Plays
    practice: Plays
    campaigns: tuple[CampaignRun, ...] = ()


def reader(
    journal: Journal, find: Find, player: str = "", *, consent: bool = False
) -> Callable[[int], Play | None]:
    """What makes the play of a run's id; it gives None when that run cannot be read."""
    counting = journal.first_attempts()

    def read(number: int) -> Play | None:
        run = journal.run(number)
        kept = None if run is None else journal.kept(run)
        if run is None or kept is None:
            return None
        kind = attempt_of(kept.run, counts=number in counting)
        return make_play(player, kept, find(run), kind, consent)

    return read


def stream(
    journal: Journal, find: Find, wanted: Wanted | None = None, *, consent: bool = False
) -> Stream:
    """
    What *journal* holds, as far as it is *wanted*; like ``gather``, run by run.

    The journal must stay open while it is gone through.
    """
    player, counting = journal.player(), journal.first_attempts()
    wanted = wanted or Wanted()
    fitting = {kind: array("q") for kind in Attempt}
    for run in journal.each():
        kind = attempt_of(run, counts=run.id in counting)
        if wanted.fits(run, kind):
            fitting[kind].append(run.id)
    read = reader(journal, find, player, consent=consent)
    campaigns = (campaign for campaign in journal.campaigns.runs() if campaign.sound)
    practice = merge(fitting[Attempt.PRACTICE], fitting[Attempt.REVIEW])
    return Stream(
        player=player,
        plays=Plays(merge(*fitting.values()), read),
        first=Plays(fitting[Attempt.FIRST], read),
        practice=Plays(practice, read),
        campaigns=tuple(sorted(campaigns, key=lambda campaign: campaign.id)),
    )
