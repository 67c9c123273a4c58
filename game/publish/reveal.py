"""Render the explanation of one answer as blocks."""

from __future__ import annotations

from game.core.explanation import Explanation, Row
from game.publish.blocks import (
    Block,
    Cell,
    heading,
    idea,
    own,
    present,
    table,
    written,
)
from game.publish.labels import LABELS
from game.text import explanation, judgement, labels
from game.text.quotation import quote


def speech(kind: str, name: str, text: str = "") -> Block | None:
    """Return a line of dialogue of *name*; *kind* is the label: says, adds or silent."""
    return written(LABELS[kind].format(name=name, text=text), kind)


def needed(why: Explanation) -> Block | None:
    """Return the call that the scene needed."""
    return own(LABELS["asked"].format(call=labels.CALLS[why.call]), "asked", why.call.value)


def verdict(why: Explanation) -> Block | None:
    """Return the sentence on call and choice together."""
    return own(judgement.verdict(why), "insight")


def reasons(why: Explanation) -> list[Block]:
    """Return the cue beside the choice, and the author's reasoning."""
    return present(written(explanation.cue(why)), written(why.text))


def fair_case(why: Explanation) -> list[Block]:
    """Return the case in which the choice is right, and the answers of readers."""
    return present(
        written(explanation.right_if(why)), own(explanation.readers_counted(why), "quiet")
    )


def reveal(why: Explanation) -> Block:
    """Return the table of poles required and shown."""
    head = [LABELS[name] for name in ("dimension", "moment", "you", "tokens")]
    return table("reveal", LABELS["table"], head, map(_row, why.rows))


def _row(row: Row) -> list[Cell]:
    return [
        row.dimension.value,
        {"text": explanation.needed(row), "shapes": row.needed},
        {"text": explanation.did(row), "shapes": row.did},
        {"text": explanation.met(row), "tokens": [row.served, row.tokens]},
    ]


def context(why: Explanation) -> list[Block]:
    """Return the setting, the reason for the call, and the reason of a reader who disagreed."""
    return present(written(explanation.call_reading(why)), written(explanation.dissent(why)))


def ideas(why: Explanation) -> list[Block]:
    """Return the related ideas."""
    return [heading(2, LABELS["ideas"]), *map(idea, why.ideas)]


def called(why: Explanation) -> str:
    """Return the call that was given, and the key where the two differ."""
    agrees = why.call_given is why.call
    call, key = labels.CALLS[why.call_given].lower(), labels.CALLS[why.call].lower()
    return LABELS["log_called" if agrees else "log_key"].format(call=call, key=key)


def log(why: Explanation) -> list[Block | None]:
    """Return the log entry of a scene: main cue, choice and outcome."""
    return [
        written(LABELS["cue"].format(text=quote(why.main_cue)) if why.main_cue else None),
        written(LABELS["log_did"].format(text=why.choice_text)),
        written(LABELS["log_then"].format(text=why.outcome)),
    ]
