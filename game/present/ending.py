"""The ending of a playthrough and its debrief as blocks."""

from __future__ import annotations

from collections.abc import Iterator

from game.core.debrief import Debriefing
from game.core.enums import Dimension, Pole, State
from game.core.explanation import Explanation
from game.core.progress import tokens_met
from game.core.scenario import Debrief
from game.core.scoring import Gauges
from game.core.view import Entry, View
from game.present.blocks import (
    Block,
    Form,
    Lines,
    Paragraph,
    Row,
    Span,
    Tone,
    accent,
    paragraph,
    quiet,
    strong,
)
from game.text import debrief as text
from game.text import explanation, help_pages, labels
from game.text.quotation import quote


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
        yield (quiet("Cue: "), quote(why.main_cue))
    key: Row = (quiet(". Right."),)
    if why.call is not why.call_given:
        key = (quiet(". Needed: "), why.call)
    yield (quiet("Called: "), why.call_given, *key)
    yield (quiet("Did: "), why.choice_text)
    yield (quiet("Then: "), why.outcome)


def _sentences(number: int, why: Explanation) -> Iterator[Row]:
    yield (f"Scene {number}: {why.scene_title}.",)
    if why.main_cue:
        yield (f"Cue: {quote(why.main_cue)}.",)
    right = why.call is why.call_given
    key = " Right." if right else f" Needed: {labels.CALLS[why.call].lower()}."
    yield (f"Called: {labels.CALLS[why.call_given].lower()}.{key}",)
    yield (f"Did: {why.choice_text}",)
    yield (f"Then: {why.outcome}",)


def count_blocks(debriefing: Debriefing) -> Iterator[Block]:
    """Yield in sentences the tokens needed and served, and the gauges over several scenes."""
    yield _titled("Tokens served of those needed:", _dimensions(debriefing))
    if len(debriefing.log) > 1:
        yield _titled("The gauges over the scenes:", _gauges(debriefing))


def _titled(title: str, rows: Iterator[str]) -> Lines:
    return Lines(((title,), *((row,) for row in rows)))


def _dimensions(debriefing: Debriefing) -> Iterator[str]:
    counted = tokens_met(debriefing.log)
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


def ending_blocks(view: View, form: Form) -> Iterator[Block]:
    """Yield the ending of *view*, whose playthrough has ended and was no review."""
    assert view.state is not None
    assert view.ending is not None
    assert view.summary is not None
    meaning = Lines(tuple((sentence,) for sentence in text.meaning(view.summary)))
    if form is Form.SCREEN:
        yield _state(view.state)
        yield paragraph(view.ending)
        yield meaning
        yield Lines(tuple(map(_logged, view.log)))
        yield from debrief_questions(view)
    else:
        yield paragraph("The end")
        yield paragraph(view.ending)
        yield standing(view)
        yield meaning
    whose_key = explanation.whose_key(read=any(entry.read for entry in view.log))
    yield paragraph(quiet(whose_key))
    yield paragraph(quiet(help_pages.PRACTICE_NOT_TEST))


def debrief_questions(view: View) -> Iterator[Block]:
    """Yield the author's questions for afterwards."""
    if view.debrief:
        yield from _questions(view.debrief)


def _state(state: State) -> Paragraph:
    return paragraph(accent(state.value.capitalize()), quiet(f": {labels.STATES[state]}"))


def _logged(entry: Entry) -> Row:
    call = quiet(f"  called {labels.CALLS[entry.call].lower()}")
    return (strong(f"{entry.points:>3}  "), strong(entry.title), call)


def _questions(debrief: Debrief) -> Iterator[Block]:
    for title, questions in (
        ("What?", debrief.what),
        ("So what?", debrief.so_what),
        ("Now what?", debrief.now_what),
    ):
        if questions:
            yield Lines(((strong(title),), *((question,) for question in questions)))


def gauges_moved(view: View) -> str:
    """Return both gauges with how they moved, and the state, in one line."""
    now, before = view.gauges, view.before
    state = f" {view.state.value.capitalize()}." if view.state else ""
    return (
        f"Direction {now.direction} ({labels.moved(before.direction, now.direction)}), "
        f"Structure {now.structure} ({labels.moved(before.structure, now.structure)}).{state}"
    )


def standing(view: View, before: Gauges | None = None) -> Lines:
    """Return the gauges in sentences, with how they moved from *before*, and the state."""
    now, state = view.gauges, view.state
    rows = [
        (_gauge("Direction", now.direction, before.direction if before else None),),
        (_gauge("Structure", now.structure, before.structure if before else None),),
    ]
    if state:
        rows.append((f"{state.value.capitalize()}: {labels.STATES[state]}",))
    return Lines(tuple(rows))


def _gauge(name: str, now: int, before: int | None) -> str:
    moved = "" if before is None else f" ({labels.moved(before, now)})"
    return f"{name} {now} of 100, {labels.gauge(now)}{moved}."
