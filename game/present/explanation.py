"""The explanation of an answer: which facts each face shows, in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum, auto

from game.core.explanation import Explanation, Row
from game.present.blocks import Block, Lines, accent, paragraph, quiet, strong
from game.text import explanation, judgement, labels
from game.text.plural import count


class Fact(Enum):
    """One fact of an explanation."""

    CALL = auto()
    CALL_SENTENCE = auto()
    CHANCE = auto()
    LOOK_FOR = auto()
    OUTCOME = auto()
    POINTS = auto()
    READERS = auto()
    READING = auto()
    RIGHT_IF = auto()
    ROWS = auto()
    TEXT = auto()
    TRUST = auto()
    VERDICT = auto()


SCREEN_READING = (Fact.CALL, Fact.READING, Fact.VERDICT)
"""The terminal draws the rows as a table below these, and the points below the reasons."""
SCREEN_REASONS = (Fact.TEXT, Fact.RIGHT_IF, Fact.LOOK_FOR, Fact.READERS)
PROJECTOR_PROSE = (*SCREEN_READING, Fact.TEXT, Fact.RIGHT_IF, Fact.LOOK_FOR)
"""The projector draws the rows and what the readers chose on a page of their own."""
PROJECTOR_FACTS = (Fact.READERS,)
PHONE = (Fact.READING, Fact.TEXT, Fact.RIGHT_IF, Fact.LOOK_FOR, Fact.READERS)
PLAIN = (
    Fact.CALL_SENTENCE,
    Fact.READING,
    Fact.TEXT,
    Fact.ROWS,
    Fact.POINTS,
    Fact.CHANCE,
    Fact.RIGHT_IF,
    Fact.LOOK_FOR,
    Fact.VERDICT,
    Fact.TRUST,
    Fact.READERS,
)
PLAIN_WHAT_IF = (
    Fact.OUTCOME,
    Fact.TEXT,
    Fact.ROWS,
    Fact.POINTS,
    Fact.RIGHT_IF,
    Fact.LOOK_FOR,
)


def explanation_blocks(why: Explanation, facts: Sequence[Fact]) -> Iterator[Block]:
    """Yield a block for each of *facts*, in their order; those that *why* lacks are left out."""
    for fact in facts:
        block = _BLOCKS[fact](why)
        if block is not None:
            yield block


def _call(why: Explanation) -> Block:
    return paragraph(accent("Why  "), strong("The moment asked: "), why.call)


def _call_sentence(why: Explanation) -> Block:
    return paragraph(f"The moment asked for this call: {labels.CALLS[why.call]}.")


def _right_if(why: Explanation) -> Block | None:
    text = explanation.right_if(why)
    if text is None:
        return None
    claim, if_, case = text.partition(" if ")
    return paragraph(strong(claim + if_), case)


def _look_for(why: Explanation) -> Block | None:
    text = explanation.look_for(why)
    return paragraph(strong(text)) if text else None


def _rows(why: Explanation) -> Block:
    return Lines(tuple((_row(row),) for row in why.rows))


def _row(row: Row) -> str:
    asked = f"the moment asked {explanation.asked(row)}"
    did = "your choice was silent" if row.did is None else f"you did {explanation.did(row)}"
    name = row.dimension.value.capitalize()
    if not row.tokens:
        return f"{name}: {asked}; {did}."
    return f"{name}: {asked}, {count(row.tokens, 'token')}; {did}; {explanation.met(row)} served."


def _points(why: Explanation) -> Block:
    parts = explanation.points_sum(why)
    total = " + ".join(f"{name.lower()} {value}" for name, value, _ in parts)
    reasons = ((f"{name} {value}: {reason}",) for name, value, reason in parts)
    return Lines(((f"Points: {total} = {why.score.total} of 100.",), *reasons))


def _trust(why: Explanation) -> Block:
    return Lines(tuple((explanation.trust_move(move),) for move in why.trust))


_BLOCKS: Mapping[Fact, Callable[[Explanation], Block | None]] = {
    Fact.CALL: _call,
    Fact.CALL_SENTENCE: _call_sentence,
    Fact.CHANCE: lambda why: paragraph(explanation.chance(why)),
    Fact.LOOK_FOR: _look_for,
    Fact.OUTCOME: lambda why: paragraph(why.outcome),
    Fact.POINTS: _points,
    Fact.READERS: lambda why: paragraph(quiet(explanation.readers(why))),
    Fact.READING: lambda why: paragraph(explanation.call_reading(why)),
    Fact.RIGHT_IF: _right_if,
    Fact.ROWS: _rows,
    Fact.TEXT: lambda why: paragraph(why.text),
    Fact.TRUST: _trust,
    Fact.VERDICT: lambda why: paragraph(strong(judgement.verdict(why))),
}
