"""The ending of a playthrough: story, points, log and questions."""

from __future__ import annotations

from collections.abc import Iterator

from game.core.enums import State
from game.core.scenario import Debrief
from game.core.scoring import Gauges
from game.core.view import Entry, View
from game.present.blocks import Block, Form, Lines, Paragraph, Row, accent, paragraph, quiet, strong
from game.text import explanation, help_pages, labels


def ending_blocks(view: View, form: Form) -> Iterator[Block]:
    """Yield the ending of *view*, whose playthrough has ended and was no review."""
    assert view.state is not None
    assert view.ending is not None
    assert view.points is not None
    if form is Form.SCREEN:
        yield _state(view.state)
        yield paragraph(view.ending)
        yield paragraph(strong("Points: "), accent(labels.points(view.points)), " of 100")
        yield Lines(tuple(map(_logged, view.log)))
    else:
        yield paragraph("The end")
        yield paragraph(view.ending)
        yield standing(view)
        points = labels.points(view.points)
        yield paragraph(f"Points: {points} of 100, the mean of your scenes.")
        for number, entry in enumerate(view.log, 1):
            yield _logged_in_sentences(number, entry)
    if view.debrief:
        yield from _questions(view.debrief)
    if form is Form.SCREEN:
        yield paragraph(quiet(f"{explanation.KEYS_ARE_AUTHORED} {help_pages.PRACTICE_NOT_TEST}"))
    else:
        yield paragraph(explanation.KEYS_ARE_AUTHORED)
        yield paragraph(help_pages.PRACTICE_NOT_TEST)


def _state(state: State) -> Paragraph:
    return paragraph(accent(state.value.capitalize()), quiet(f": {labels.STATES[state]}"))


def _logged(entry: Entry) -> Row:
    call = quiet(f"  {labels.CALLS[entry.call]}")
    return (strong(f"{entry.points:>3}  "), strong(entry.title), call)


def _logged_in_sentences(number: int, entry: Entry) -> Block:
    return Lines(
        (
            (f"Scene {number}: {entry.title}. {entry.points} points.",),
            (f"You called: {labels.CALLS[entry.call]}.",),
            (f"You did: {entry.choice}",),
        )
    )


def _questions(debrief: Debrief) -> Iterator[Block]:
    for title, questions in (
        ("What?", debrief.what),
        ("So what?", debrief.so_what),
        ("Now what?", debrief.now_what),
    ):
        if questions:
            yield Lines(((strong(title),), *((question,) for question in questions)))


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
