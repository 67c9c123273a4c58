"""The player's debrief: what was called and done, scene by scene."""

from __future__ import annotations

from collections.abc import Iterator

from game.core.debrief import Debriefing
from game.core.enums import Dimension, Pole
from game.core.explanation import Explanation
from game.core.practice import progress
from game.core.scoring import Gauges
from game.present.blocks import Block, Form, Lines, Row, Span, Tone, accent, quiet, strong
from game.text import debrief as text
from game.text import labels


def log_blocks(debriefing: Debriefing, form: Form) -> Iterator[Block]:
    """Yield how calls and choices went together, then every answered scene."""
    insights = text.insights(debriefing)
    if form is Form.SCREEN:
        mark = Span("▪ ", Tone.MARK)
        title = (accent("What you called and did"),)
        yield Lines((title, *((mark, insight) for insight in insights)))
    else:
        yield Lines(tuple((insight,) for insight in insights))
    for number, why in enumerate(debriefing.log, 1):
        rows = _compact if form is Form.SCREEN else _sentences
        yield Lines(tuple(rows(number, why)))


def _compact(number: int, why: Explanation) -> Iterator[Row]:
    yield (strong(f"{number} {why.scene_title}"), quiet(f"  {why.score.total} points"))
    if why.main_cue:
        yield (quiet("Cue: "), f"“{why.main_cue}”")
    key: Row = (quiet("; so does the key"),)
    if why.call is not why.call_given:
        key = (quiet("; the key: "), why.call)
    yield (quiet("Called: "), why.call_given, *key)
    yield (quiet("Did: "), why.choice_text)
    yield (quiet("Then: "), why.outcome)


def _sentences(number: int, why: Explanation) -> Iterator[Row]:
    yield (f"Scene {number}: {why.scene_title}.",)
    if why.main_cue:
        yield (f"Cue: “{why.main_cue}”.",)
    agrees = why.call is why.call_given
    key = "" if agrees else f" The key: {labels.CALLS[why.call].lower()}."
    yield (f"Called: {labels.CALLS[why.call_given].lower()}.{key}",)
    yield (f"Did: {why.choice_text}",)
    yield (f"Then: {why.outcome}",)


def count_blocks(debriefing: Debriefing) -> Iterator[Block]:
    """Yield in sentences the tokens asked and served, and the gauges over several scenes."""
    yield _titled("Asked and served, in tokens:", _dimensions(debriefing))
    if len(debriefing.log) > 1:
        yield _titled("The gauges over the scenes:", _gauges(debriefing))


def _titled(title: str, rows: Iterator[str]) -> Lines:
    return Lines(((title,), *((row,) for row in rows)))


def _dimensions(debriefing: Debriefing) -> Iterator[str]:
    counted = progress(debriefing.log).dimensions
    for dimension in Dimension:
        served = [
            f"{labels.POLES[dimension, pole]} {met.as_text}"
            for pole in Pole
            if (met := counted.get((dimension, pole))) is not None
        ]
        if served:
            yield f"{dimension.value}: {', '.join(served)}"


def _gauges(debriefing: Debriefing) -> Iterator[str]:
    start = Gauges()
    for name, values in (
        ("Direction", [start.direction, *(why.after.direction for why in debriefing.log)]),
        ("Structure", [start.structure, *(why.after.structure for why in debriefing.log)]),
    ):
        yield f"{name}: {', then '.join(map(str, values))}"
