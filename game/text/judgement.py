"""Sentences of the judgement of an answer: its call, its choice, both together."""

from __future__ import annotations

from collections.abc import Mapping

from game.core.enums import Call, Pole
from game.core.explanation import Explanation
from game.core.judgement import CallMiss, Done, Match


MISSED_CALLS: Mapping[CallMiss, str] = {
    CallMiss.LED_FOR_ORDER: "You called for leading where order was missing.",
    CallMiss.MANAGED_FOR_REASON: "You called for managing where the reason was missing.",
    CallMiss.ORDER_FIRST: "You called for order first where the reason had to come first.",
    CallMiss.REASON_FIRST: "You called for the reason first where order had to come first.",
    CallMiss.FIRST_HALF: "Your first move was right; a second was needed too.",
    CallMiss.SECOND_HALF: "You named one half of two, and the other had to come first.",
    CallMiss.BOTH_FOR_LEADING: "You called for both where leading was enough.",
    CallMiss.BOTH_FOR_MANAGING: "You called for both where managing was enough.",
}
MATCHES: Mapping[Match, str] = {
    Match.NAMED_AND_DONE: "you called what was needed, and did it",
    Match.NAMED_NOT_DONE: "you called what was needed, and your choice fell short of it",
    Match.DONE_NOT_NAMED: "you called something else, and your choice did what was needed",
    Match.NEITHER: "both your call and your choice missed something",
}
"""The ends of sentences that begin with a number of scenes."""
RIGHT_CALL = "Your call was right."
_DEEDS = {Pole.LEAD: ("led", "leading"), Pole.MANAGE: ("managed", "managing")}


def verdict(why: Explanation) -> str:
    """Return one line on call and choice."""
    missed = why.judgement.missed_call
    call = RIGHT_CALL if missed is None else MISSED_CALLS[missed]
    return f"{call} {done(why.judgement.done, why.call)}"


def done(done: Done, call: Call) -> str:
    """Return how much of what the right *call* names a choice did."""
    (first, first_half), (second, second_half) = _DEEDS[call.first], _DEEDS[call.first.other]
    match done:
        case Done.WHOLE:
            return "This choice did what was needed."
        case Done.FIRST_HALF:
            return f"This choice {first}, without enough {second_half} after it."
        case Done.SECOND_HALF:
            return f"This choice {second}, without enough {first_half} before it."
        case Done.PART:
            return "This choice did part of what was needed."
        case Done.NONE:
            return "This choice did something else."
