"""The reveal of one answer as blocks: what the moment asked, what the choice did, and why."""

from __future__ import annotations

from game.core.explanation import Explanation, Row
from game.publish.blocks import (
    Block,
    Cell,
    heading,
    idea,
    listing,
    own,
    present,
    table,
    written,
)
from game.publish.labels import LABELS
from game.text import explanation, labels


def speech(kind: str, name: str, text: str = "") -> Block | None:
    """What *name* says, adds in confidence, or that they are silent, by the label *kind*."""
    return written(LABELS[kind].format(name=name, text=text), kind)


def reading(why: Explanation) -> list[Block]:
    """What the moment was."""
    asked = LABELS["asked"].format(call=labels.CALLS[why.call])
    return present(own(asked, "asked", why.call.value), written(explanation.call_reading(why)))


def insight(why: Explanation) -> Block | None:
    """How calling and doing went together."""
    return own(None if why.insight is None else explanation.INSIGHTS[why.insight], "insight")


def reasons(why: Explanation) -> list[Block]:
    """The author's reasoning, and the table of what was asked and done."""
    head = [LABELS[name] for name in ("dimension", "moment", "you", "tokens")]
    rows = (_row(row) for row in why.rows)
    return present(written(why.text), table("reveal", LABELS["table"], head, rows))


def _row(row: Row) -> list[Cell]:
    return [
        row.dimension.value,
        {"text": explanation.asked(row), "shapes": row.asked},
        {"text": explanation.did(row), "shapes": row.did},
        {"text": explanation.met(row), "tokens": [row.served, row.tokens]},
    ]


def next_time(why: Explanation) -> list[Block]:
    """What to look for next time, and the fair case for the choice."""
    look_for = written(explanation.look_for(why), "insight")
    return present(look_for, written(explanation.right_if(why)))


def took(why: Explanation) -> list[Block]:
    """How everybody took it, how readers answered, and the ideas behind it."""
    trust = listing(map(explanation.trust_move, why.trust), "written")
    return present(
        heading(2, LABELS["trust"]) if trust else None,
        trust,
        own(explanation.readers(why), "quiet"),
        heading(2, LABELS["ideas"]),
        *map(idea, why.ideas),
    )


def called(why: Explanation) -> str:
    """What was called, and the key where it says otherwise."""
    agrees = why.call_given is why.call
    call, key = labels.CALLS[why.call_given].lower(), labels.CALLS[why.call].lower()
    return LABELS["log_called" if agrees else "log_key"].format(call=call, key=key)


def log(why: Explanation) -> list[Block | None]:
    """A scene as the log has it: the cue before what was called, then the deed and its outcome."""
    cue = max(why.rows, key=lambda row: row.tokens).cue
    return [
        written(LABELS["cue"].format(text=cue) if cue else None),
        written(LABELS["log_did"].format(text=why.choice_text)),
        written(LABELS["log_then"].format(text=why.outcome)),
    ]
