"""A scene and what happened in it as blocks."""

from __future__ import annotations

from collections.abc import Iterator

from game.core.view import SceneView, Speech, View
from game.present.blocks import Block, Form, Lines, Row, Span, Tone, paragraph, quiet, strong
from game.text import explanation, labels


def scene_blocks(scene: SceneView) -> Iterator[Block]:
    """Yield a scene without its title: echo of earlier choices, text and dialogue."""
    if scene.echo:
        yield paragraph(Span(scene.echo, Tone.ECHO))
    yield paragraph(scene.text)
    silent = ((strong(name), quiet(f" {labels.SAYS_NOTHING}")) for name in scene.silent)
    yield Lines((*map(_spoken, scene.lines), *silent))


def _spoken(speech: Speech) -> Row:
    aside = " (to you alone)" if speech.volunteered else ""
    return (strong(speech.name), quiet(aside), f": “{speech.text}”")


def outcome_blocks(view: View, form: Form) -> Iterator[Block]:
    """Yield what happened, and how it moved the trust of those present."""
    yield paragraph(view.outcome or "")
    dots = form is Form.SCREEN
    yield Lines(
        tuple(
            (
                *((Span(f"{labels.trust_dots(move.after)}  ", Tone.MARK),) if dots else ()),
                explanation.trust_move(move),
            )
            for move in view.moves
        )
    )
