"""Sentences of the list of scenarios: what to play first or next, and what was played."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.core.recommend import Reason
from game.text import labels
from game.text.plural import count


if TYPE_CHECKING:
    from game.core.synopsis import Synopsis


SUGGESTED = {Reason.FIRST: "Start here", Reason.NEXT: "Next"}
GO_ON = "Go on"


def length(scenario: Synopsis) -> str:
    """Return the sector and the length of *scenario*."""
    return f"{scenario.sector}, {scenario.minutes} minutes"


def facts(scenario: Synopsis, *, room: bool = False) -> str:
    """Return the sector and the length of *scenario* in a list, for a *room* or a player."""
    return f"{scenario.sector} · {scenario.minutes} min{labels.ALONE if room else ''}"


def past(finished: int, *, begun: bool, first_points: float | None) -> str | None:
    """Return how often a scenario was *finished*, and whether it is *begun*; None if neither."""
    if not finished:
        return "You have begun it." if begun else None
    how_often = "once" if finished == 1 else count(finished, "time")
    points = "" if first_points is None else f"; {labels.points(first_points)} points at first"
    return f"You played it {how_often}{points}." + (" A new run is open." if begun else "")
