"""The explanation of an answer: which facts each face shows, in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum, auto

from game.core.enums import Dimension, Pole
from game.core.explanation import Explanation, Row
from game.present.blocks import Block, Lines, accent, paragraph, quiet, strong
from game.text import explanation, judgement, labels
from game.text.plural import count


class Fact(Enum):
    """One fact of an explanation."""

    CALL = auto()
    CALL_SENTENCE = auto()
    CUE = auto()
    DISSENT = auto()
    JUDGED = auto()
    OUTCOME = auto()
    POINTS = auto()
    READERS = auto()
    READERS_COUNTED = auto()
    READING = auto()
    RIGHT_IF = auto()
    ROWS = auto()
    TEXT = auto()
    TRUST = auto()
    VERDICT = auto()


SHORT = (Fact.JUDGED, Fact.CUE, Fact.TEXT, Fact.RIGHT_IF, Fact.READERS_COUNTED)
"""What every player reads; the rest is one key or word away."""
SCREEN = (Fact.CALL, *SHORT)
"""The terminal draws the table of rows and the points below, with ``Fact.READING``."""
PROJECTOR_PROSE = (Fact.CALL, Fact.READING, Fact.VERDICT, Fact.CUE, Fact.TEXT, Fact.RIGHT_IF)
"""The projector draws the rows and what the readers chose on a page of their own."""
PROJECTOR_FACTS = (Fact.READERS,)
PROJECTOR_READ_OUT = (Fact.ROWS, Fact.READERS, Fact.TRUST)
"""The same page in sentences, where nothing can be drawn."""
PHONE = (Fact.READING, Fact.CUE, Fact.TEXT, Fact.RIGHT_IF, Fact.READERS)
PLAIN = (Fact.CALL_SENTENCE, *SHORT)
DETAILS = (Fact.READING, Fact.DISSENT)
PLAIN_MORE = (*DETAILS, Fact.ROWS, Fact.POINTS, Fact.TRUST)
PLAIN_WHAT_IF = (Fact.OUTCOME, *SHORT)


def explanation_blocks(why: Explanation, facts: Sequence[Fact]) -> Iterator[Block]:
    """Yield a block for each of *facts*, in their order; those that *why* lacks are left out."""
    for fact in facts:
        block = _BLOCKS[fact](why)
        if block is not None:
            yield block


def _call(why: Explanation) -> Block:
    return paragraph(accent("Why  "), strong("The moment needed: "), why.call)


def _call_sentence(why: Explanation) -> Block:
    return paragraph(f"The moment needed: {labels.CALLS[why.call].lower()}.")


def _judged(why: Explanation) -> Block:
    score = explanation.score(why.score.total, why.chance)
    return Lines(((strong(judgement.verdict(why)),), (score,)))


def _cue(why: Explanation) -> Block | None:
    text = explanation.cue(why)
    return paragraph(text) if text else None


def _right_if(why: Explanation) -> Block | None:
    text = explanation.right_if(why)
    if text is None:
        return None
    claim, if_, case = text.partition(" if ")
    return paragraph(strong(claim + if_), case)


def _dissent(why: Explanation) -> Block | None:
    text = explanation.dissent(why)
    return paragraph(text) if text else None


def _rows(why: Explanation) -> Block:
    return Lines(tuple((_row(row),) for row in why.rows))


def _row(row: Row) -> str:
    name = row.dimension.value.capitalize()
    did = "left it open" if row.did is None else f"took {_side(row.dimension, row.did)}"
    if row.needed is None:
        return f"{name}: nothing was needed. This choice {did}."
    needed = f"{_side(row.dimension, row.needed)} was needed, {count(row.tokens, 'token')}"
    return f"{name}: {needed}. This choice {did}: {explanation.met(row)} served."


def _side(dimension: Dimension, pole: Pole) -> str:
    return f"“{labels.POLES[dimension, pole]}” ({pole.value})"


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
    Fact.CUE: _cue,
    Fact.DISSENT: _dissent,
    Fact.JUDGED: _judged,
    Fact.OUTCOME: lambda why: paragraph(why.outcome),
    Fact.POINTS: _points,
    Fact.READERS: lambda why: paragraph(quiet(explanation.readers(why))),
    Fact.READERS_COUNTED: lambda why: paragraph(quiet(explanation.readers_counted(why))),
    Fact.READING: lambda why: paragraph(explanation.call_reading(why)),
    Fact.RIGHT_IF: _right_if,
    Fact.ROWS: _rows,
    Fact.TEXT: lambda why: paragraph(why.text),
    Fact.TRUST: _trust,
    Fact.VERDICT: lambda why: paragraph(strong(judgement.verdict(why))),
}
