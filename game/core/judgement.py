"""The judgement of an answer: which mistake its call makes, and how much its choice does."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from attrs import frozen

from game.core.enums import Call, Pole
from game.core.scenario import Choice, Scene
from game.core.scoring import served_tokens


class CallMiss(StrEnum):
    """The kinds of call that differ from the key."""

    LED_FOR_ORDER = "led-for-order"
    """Managing was needed; the call was to lead."""
    MANAGED_FOR_REASON = "managed-for-reason"
    """Leading was needed; the call was to manage."""
    ORDER_FIRST = "order-first"
    """Both were needed, leading first; the call began with managing."""
    REASON_FIRST = "reason-first"
    """Both were needed, managing first; the call began with leading."""
    FIRST_HALF = "first-half"
    """Both were needed; the call names only the first."""
    SECOND_HALF = "second-half"
    """Both were needed; the call names only the second."""
    BOTH_FOR_LEADING = "both-for-leading"
    """Leading was needed; the call names both."""
    BOTH_FOR_MANAGING = "both-for-managing"
    """Managing was needed; the call names both."""


class Done(StrEnum):
    """How much of what a scene called for a choice did."""

    WHOLE = "whole"
    """Every half that the key names is done, without a myth."""
    FIRST_HALF = "first-half"
    """Of two halves only the first is done."""
    SECOND_HALF = "second-half"
    """Of two halves only the second is done."""
    PART = "part"
    """
    Some tokens of what the key names are served, but no half is done.

    Also if every half, or the only one, is done by a choice that leans on a myth.
    """
    NONE = "none"
    """No token of what the key names is served."""


class Match(StrEnum):
    """How the call and the choice of an answer go together."""

    NAMED_AND_DONE = "named-and-done"
    NAMED_NOT_DONE = "named-not-done"
    DONE_NOT_NAMED = "done-not-named"
    NEITHER = "neither"


@frozen(kw_only=True)
class Judgement:
    """
    The judgement of one answer.

    *missed_call* is None if the call is the key's. *done* judges the choice by the key, not
    by the call that was given.
    """

    missed_call: CallMiss | None
    done: Done

    @property
    def match(self) -> Match:
        """Whether the call is the key's, and whether the choice did the whole."""
        if self.missed_call is None:
            return Match.NAMED_AND_DONE if self.done is Done.WHOLE else Match.NAMED_NOT_DONE
        return Match.DONE_NOT_NAMED if self.done is Done.WHOLE else Match.NEITHER


def judge(scene: Scene, call: Call, choice: Choice) -> Judgement:
    """Return the judgement of answering *scene* with *call* and *choice*."""
    return Judgement(missed_call=missed_call(scene.call, call), done=done(scene, choice))


def missed_call(needed: Call, given: Call) -> CallMiss | None:
    """Return the kind of mistake of calling *given* where *needed* is the key; None if equal."""
    return _MISSED_CALLS.get((needed, given))


_MISSED_CALLS: Mapping[tuple[Call, Call], CallMiss] = {
    (Call.MANAGE, Call.LEAD): CallMiss.LED_FOR_ORDER,
    (Call.LEAD, Call.MANAGE): CallMiss.MANAGED_FOR_REASON,
    (Call.LEAD_THEN_MANAGE, Call.MANAGE_THEN_LEAD): CallMiss.ORDER_FIRST,
    (Call.MANAGE_THEN_LEAD, Call.LEAD_THEN_MANAGE): CallMiss.REASON_FIRST,
    (Call.LEAD_THEN_MANAGE, Call.LEAD): CallMiss.FIRST_HALF,
    (Call.MANAGE_THEN_LEAD, Call.MANAGE): CallMiss.FIRST_HALF,
    (Call.LEAD_THEN_MANAGE, Call.MANAGE): CallMiss.SECOND_HALF,
    (Call.MANAGE_THEN_LEAD, Call.LEAD): CallMiss.SECOND_HALF,
    (Call.LEAD, Call.LEAD_THEN_MANAGE): CallMiss.BOTH_FOR_LEADING,
    (Call.LEAD, Call.MANAGE_THEN_LEAD): CallMiss.BOTH_FOR_LEADING,
    (Call.MANAGE, Call.LEAD_THEN_MANAGE): CallMiss.BOTH_FOR_MANAGING,
    (Call.MANAGE, Call.MANAGE_THEN_LEAD): CallMiss.BOTH_FOR_MANAGING,
}


@cache
def possible_misses(needed: Call) -> tuple[CallMiss, ...]:
    """Return the kinds of mistake that a call can make where *needed* is the key."""
    kinds = (missed_call(needed, given) for given in Call)
    return tuple(dict.fromkeys(kind for kind in kinds if kind is not None))


def done(scene: Scene, choice: Choice) -> Done:
    """
    Return how much *choice* does of what the call of *scene* names.

    A half is done when no other choice of the scene serves more of its tokens, which are
    all of them in most scenes. A choice that leans on a myth never does the whole.
    """
    halves = (scene.call.first, scene.call.first.other) if scene.call.mixed else (scene.call.first,)
    met = [_is_done(scene, choice, pole) for pole in halves]
    if all(met) and choice.leans_on is None:
        return Done.WHOLE
    if len(met) == 2 and met[0] is not met[1]:
        return Done.FIRST_HALF if met[0] else Done.SECOND_HALF
    if any(served_tokens(scene.need, choice.stance, pole) for pole in halves):
        return Done.PART
    return Done.NONE


def _is_done(scene: Scene, choice: Choice, pole: Pole) -> bool:
    served = served_tokens(scene.need, choice.stance, pole)
    return served > 0 and all(
        served >= served_tokens(scene.need, other.stance, pole) for other in scene.choices.values()
    )
