"""A run as the journal lists it."""

from __future__ import annotations

from attrs import field, frozen

from game.core.playthrough import Phase


@frozen(kw_only=True)
class Run:
    """
    One playthrough without its actions; the table of runs has these columns.

    *id* is 0 until the first action is kept. *source* is the path when the
    scenario came from a path given. *started* and *touched* are ISO 8601 in
    UTC. *scenes* counts those answered; *points* are there once it is finished.
    *revision* counts the writes: a higher one in the file means that another
    game has carried this run on.
    """

    id: int = 0
    revision: int = 0
    scenario: str
    title: str
    source: str | None = None
    seed: int = field(converter=int)
    started: str
    touched: str
    phase: str
    scenes: int = 0
    points: float | None = None

    @property
    def finished(self) -> bool:
        """Whether it has reached its ending."""
        return self.phase == Phase.ENDING


@frozen(kw_only=True)
class Played:
    """What a list of scenarios tells of one; *first_points* are those that count."""

    finished: int = 0
    open: bool = False
    first_points: float | None = None
