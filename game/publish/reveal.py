"""Render the explanation of one answer as blocks."""

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
from game.text import explanation, judgement, labels


def speech(kind: str, name: str, text: str = "") -> Block | None:
    """Return a line of dialogue of *name*; *kind* is the label: says, adds or silent."""
    return written(LABELS[kind].format(name=name, text=text), kind)


def reading(why: Explanation) -> list[Block]:
    """Return the call that was required and the reason for it."""
    asked = LABELS["asked"].format(call=labels.CALLS[why.call])
    return present(own(asked, "asked", why.call.value), written(explanation.call_reading(why)))


def verdict(why: Explanation) -> Block | None:
    """Return the sentence on call and choice together."""
    return own(judgement.verdict(why), "insight")


def reasons(why: Explanation) -> list[Block]:
    """Return the author's reasoning and the table of poles required and shown."""
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
    """Return the cue to look for next time and the case in which the choice is right."""
    look_for = written(explanation.look_for(why), "insight")
    return present(look_for, written(explanation.right_if(why)))


def took(why: Explanation) -> list[Block]:
    """Return changes of trust, answers of readers and related ideas."""
    trust = listing(map(explanation.trust_move, why.trust), "written")
    return present(
        heading(2, LABELS["trust"]) if trust else None,
        trust,
        own(explanation.readers(why), "quiet"),
        heading(2, LABELS["ideas"]),
        *map(idea, why.ideas),
    )


def called(why: Explanation) -> str:
    """Return the call that was given, and the key where the two differ."""
    agrees = why.call_given is why.call
    call, key = labels.CALLS[why.call_given].lower(), labels.CALLS[why.call].lower()
    return LABELS["log_called" if agrees else "log_key"].format(call=call, key=key)


def log(why: Explanation) -> list[Block | None]:
    """Return the log entry of a scene: main cue, choice and outcome."""
    cue = max(why.rows, key=lambda row: row.tokens).cue
    return [
        written(LABELS["cue"].format(text=cue) if cue else None),
        written(LABELS["log_did"].format(text=why.choice_text)),
        written(LABELS["log_then"].format(text=why.outcome)),
    ]
