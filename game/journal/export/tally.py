"""Plays counted together: calls, dimensions, skills. Nobody is ranked and nothing is graded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from game.core.model import Call, Dimension, Pole, Skill
from game.journal.export.record import Play


EARLY, ENOUGH = 24, 48
"""Answered scenes below which a picture is none, and below which it is an early one."""


@frozen
class Met:
    """How much was *met* of what was *asked*."""

    met: int
    asked: int

    @property
    def told(self) -> str:
        """Both numbers."""
        return f"{self.met} of {self.asked}"


@frozen(kw_only=True)
class Tally:
    """
    What some plays come to.

    *calls* counts the answers by the call needed and the call given. Of
    *dimensions* each side, and of *skills* only those asked at all are there.
    """

    scenes: int
    calls: Mapping[tuple[Call, Call], int]
    dimensions: Mapping[tuple[Dimension, Pole], Met]
    skills: Mapping[Skill, Met]

    @property
    def caution(self) -> str | None:
        """What so few scenes can say; None when they are enough."""
        if self.scenes < EARLY:
            return f"With fewer than {EARLY} scenes this is no picture yet: look at the scenes."
        if self.scenes < ENOUGH:
            return f"With fewer than {ENOUGH} scenes this is an early picture."
        return None


def tally(plays: Iterable[Play]) -> Tally:
    """The answers of *plays* counted."""
    whys = [answer.why for play in plays for answer in play.answers]
    rows = [row for why in whys for row in why.rows if row.asked is not None]
    return Tally(
        scenes=len(whys),
        calls={
            (needed, given): sum(w.call is needed and w.call_given is given for w in whys)
            for needed in Call
            for given in Call
        },
        dimensions={
            (dimension, pole): Met(sum(row.served for row in asked), sum(r.tokens for r in asked))
            for dimension in Dimension
            for pole in Pole
            for asked in [[r for r in rows if (r.dimension, r.asked) == (dimension, pole)]]
            if asked
        },
        skills={
            skill: Met(sum(skill in why.shown for why in whys), wanted)
            for skill in Skill
            for wanted in [sum(skill in why.wanted for why in whys)]
            if wanted
        },
    )
