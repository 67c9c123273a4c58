"""The recommended order of scenarios, and the one to play first or next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from enum import StrEnum
from typing import TYPE_CHECKING

from attrs import frozen


if TYPE_CHECKING:
    from game.core.synopsis import Synopsis


class Reason(StrEnum):
    """Why a scenario is suggested."""

    FIRST = "first"
    NEXT = "next"


@frozen
class Suggestion:
    """The *scenario* to play, and the *reason*."""

    scenario: Synopsis
    reason: Reason


def in_order(synopses: Iterable[Synopsis]) -> tuple[Synopsis, ...]:
    """
    Return scenarios in the recommended order.

    The shortest in minutes come first; among equals the one on whose scenes more readers
    agreed, then the one with fewer words. Where possible, two in a row do not open in the
    same setting.
    """
    left = sorted(synopses, key=lambda each: each.rank)
    result: list[Synopsis] = []
    while left:
        last = result[-1].setting if result else None
        other = (at for at, each in enumerate(left) if each.setting is not last)
        result.append(left.pop(next(other, 0)))
    return tuple(result)


def suggest(ordered: Sequence[Synopsis], finished: Set[str]) -> Suggestion | None:
    """
    Return the first scenario of *ordered* without a finished run; None if there is none.

    *finished* holds the ids of all scenarios with a finished run.
    """
    for scenario in ordered:
        if scenario.id not in finished:
            return Suggestion(scenario, reason(finished))
    return None


def reason(finished: Set[str]) -> Reason:
    """Return why a scenario is suggested to who has *finished* these."""
    return Reason.NEXT if finished else Reason.FIRST
