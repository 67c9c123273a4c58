"""The player's debrief line by line: what was done, one question, one thing to try."""

from __future__ import annotations

from collections.abc import Iterator

from game.core.debrief import Debriefing
from game.core.enums import Dimension, Pole
from game.core.explanation import Explanation
from game.core.practice import progress
from game.plain.pages import Block, numbered
from game.text import debrief as coaching
from game.text import labels


def debrief(found: Debriefing) -> Iterator[Block]:
    """All of it, and what may be typed next."""
    yield list(coaching.insights(found))
    for number, why in enumerate(found.log, 1):
        yield _scene(number, why)
    yield ["Asked and served, in tokens:", *_dimensions(found)]
    if len(found.log) > 1:
        yield ["The gauges over the scenes:", *_gauges(found)]
    if found.question is None:
        yield coaching.ALL_SERVED
        return
    yield [
        coaching.asked(found.question),
        *numbered(line.text for line in found.question.lines),
        "Type line and a number; nothing is scored.",
    ]
    yield [
        "One thing for Thursday, if you like:",
        *numbered(coaching.plan(made) for made in found.plans),
        "Type plan and a number to keep one.",
    ]


def _scene(number: int, why: Explanation) -> list[str]:
    cue = max(why.rows, key=lambda row: row.tokens).cue
    agrees = why.call is why.call_given
    key = "" if agrees else f" The key: {labels.CALLS[why.call].lower()}."
    return [
        f"Scene {number}: {why.scene_title}.",
        *([f"Cue: “{cue}”."] if cue else []),
        f"Called: {labels.CALLS[why.call_given].lower()}.{key}",
        f"Did: {why.choice_text}",
        f"Then: {why.outcome}",
    ]


def _dimensions(found: Debriefing) -> Iterator[str]:
    counted = progress(found.log).dimensions
    for dimension in Dimension:
        told = [
            f"{labels.POLES[dimension, pole]} {met.told}"
            for pole in Pole
            if (met := counted.get((dimension, pole))) is not None
        ]
        if told:
            yield f"{dimension.value}: {', '.join(told)}"


def _gauges(found: Debriefing) -> Iterator[str]:
    for name, values in (
        ("Direction", [why.after.direction for why in found.log]),
        ("Structure", [why.after.structure for why in found.log]),
    ):
        yield f"{name}: {', then '.join(map(str, (50, *values)))}"
