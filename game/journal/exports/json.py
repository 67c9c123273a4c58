"""JSON and JSON Lines exports, complete with actions for ``two-hats audit --plays``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from game.core.explanation import Row
from game.journal.codec import PLAY
from game.journal.exports.record import Answer, Play, RecordLike


KIND = "two-hats-record"
"""Identifies this kind of JSON."""
VERSION = 1
"""Format version; increase it when older readers can no longer read the format."""


def write(record: RecordLike) -> Iterator[str]:
    """Yield *record* as one JSON object."""
    head = {"kind": KIND, "version": VERSION, "player": record.player, "plays": []}
    opening, closing = json.dumps(head, ensure_ascii=False, indent=2).rsplit("[]", 1)
    yield opening
    yield from array(map(play_data, record.plays), depth=1)
    yield f"{closing}\n"


def array(items: Iterable[Any], depth: int = 0) -> Iterator[str]:
    """
    Yield *items* as a JSON array nested *depth* deep, each on a line of its own.

    Items are not indented further: with that, writing takes longer than all the rest.
    """
    margin = "\n" + "  " * depth
    before = "["
    for item in items:
        yield f"{before}{margin}  {json.dumps(item, ensure_ascii=False)}"
        before = ","
    yield "[]" if before == "[" else f"{margin}]"


def play_data(play: Play) -> dict[str, Any]:
    """Return a play as JSON data."""
    run = play.run
    return {
        "run": run.id,
        "registration": str(play.registration),
        "scenario": run.scenario,
        "edition": run.edition,
        "title": run.title,
        "seed": run.seed,
        "started": run.started,
        "touched": run.touched,
        "phase": run.phase,
        "attempt": play.attempt.value,
        "alone": run.alone,
        "scenes": run.scenes,
        "points": run.points,
        "state": None if play.state is None else play.state.value,
        "seconds": play.seconds,
        "note": play.note,
        "answers": [_answer(answer) for answer in play.answers],
        "roads": [
            {
                "scene": explored_choice.scene.id,
                "choice": explored_choice.choice.id,
                "at": explored_choice.at,
            }
            for explored_choice in play.explored_choices
        ],
        "reflections": [
            {"kind": item.kind, "said": item.said, "at": item.at} for item in play.reflections
        ],
        "actions": [
            {**PLAY.to_data(action), "at": at}
            for action, at in zip(play.actions, play.times, strict=True)
        ],
    }


def _answer(answer: Answer) -> dict[str, Any]:
    why = answer.why
    return {
        "number": answer.number,
        "scene": why.scene,
        "title": why.scene_title,
        "counts": answer.first,
        "called_at": answer.called,
        "chosen_at": answer.chosen,
        "context": why.context.value,
        "call": {
            "given": why.call_given.value,
            "needed": why.call.value,
            "missed": why.judgement.missed_call and why.judgement.missed_call.value,
        },
        "done": why.judgement.done.value,
        "confidence": None if answer.sure is None else answer.sure.value,
        "choice": why.choice,
        "offered": [choice.id for choice in answer.offered],
        "points": {
            "call": why.score.call,
            "fit": why.score.fit,
            "craft": why.score.craft,
            "total": why.score.total,
        },
        "dimensions": {row.dimension.value: _row(row) for row in why.rows},
        "skills": {
            "wanted": [skill.value for skill in why.wanted],
            "shown": [skill.value for skill in why.shown],
        },
        "myth": None if why.myth is None else why.myth.value,
        "direction": why.after.direction,
        "structure": why.after.structure,
        "trust": {move.who: move.after for move in why.trust},
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "asked": None if row.needed is None else row.needed.value,
        "did": None if row.did is None else row.did.value,
        "tokens": row.tokens,
        "served": row.served,
    }


def write_lines(record: RecordLike) -> Iterator[str]:
    """Yield *record* as JSON Lines."""
    head = {"kind": KIND, "version": VERSION, "player": record.player}
    for play in record.plays:
        yield json.dumps({**head, **play_data(play)}, ensure_ascii=False) + "\n"
