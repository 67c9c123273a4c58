"""The three questions of the guide, and the key that follows from their answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import frozen

from game.core.enums import Call, Context


@frozen
class Question:
    """A question, and its answers with a description of each."""

    text: str
    answers: Mapping[str, str]


MISSING = Question(
    "What was missing?",
    {
        "reason": "people lacked the why and the will",
        "order": "people lacked the who, how and by when",
        "both": "both were missing",
    },
)
KNOWN = Question(
    "Does a known way fit: a sheet on the wall, a drill, a habit that all share?",
    {"yes": "a known way fits, even in a hurry", "no": "nothing known fits"},
)
HURT = Question(
    "Who is hurt if the other comes first?",
    {
        "people": "somebody is hurt or lost until they know why: lead first",
        "work": "time runs, and the known steps cannot wait: manage first",
    },
)
SETTING = Question(
    "What is there instead of a known way?",
    {
        "crisis": "harm is near",
        "change": "the aim, the identity or the rules are new",
        "lost-direction": "people can, and do not know what for",
    },
)

Ask = Callable[[Question], str]
"""A function that returns one of the answers of a question."""


@frozen
class Key:
    """The call and context of a moment, and a first set of tokens (empty for a pure call)."""

    call: Call
    context: Context
    need: Mapping[str, str]


_MIXED = {"focus": "lead 2", "queries": "manage 1", "approach": "manage 1", "goal": "manage 1"}


def key(ask: Ask) -> Key:
    """Return the key for the answers of *ask*; later questions depend on earlier answers."""
    missing = ask(MISSING)
    is_known = ask(KNOWN) == "yes"
    if missing == "both":
        call = Call.LEAD_THEN_MANAGE if ask(HURT) == "people" else Call.MANAGE_THEN_LEAD
    else:
        call = Call.LEAD if missing == "reason" else Call.MANAGE
    context = Context.ROUTINE if is_known else Context(ask(SETTING))
    return Key(call, context, _MIXED if call.mixed else {})
