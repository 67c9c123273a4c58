"""Blocks as literal content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual.content import Content

from game.core.enums import Call, Pole
from game.present.blocks import Block, Inline, Lines, Span, Tone
from game.text import labels
from game.tui.text import Part, line, lines, paragraphs
from game.tui.theme import CALL_SHAPES, COLOURS, SHAPES


_STYLES: Mapping[Tone, str] = {
    Tone.ACCENT: "bold $lead",
    Tone.MARK: "$lead",
    Tone.QUIET: "$quiet",
    Tone.STRONG: "bold",
}


def draw(blocks: Iterable[Block]) -> Content:
    """Return *blocks* with a blank line between; skip empty ones."""
    return paragraphs(map(_block, blocks))


def call(given: Call) -> Content:
    """Return a call by its shapes and its label."""
    by_shape = {SHAPES[pole]: COLOURS[pole] for pole in Pole}
    shapes = [(f"{shape} ", by_shape[shape]) for shape in CALL_SHAPES[given].split()]
    return line(*shapes, (labels.CALLS[given], "bold"))


def _block(block: Block) -> Content:
    if isinstance(block, Lines):
        return lines(line(*map(_inline, row)) for row in block.rows)
    return line(*map(_inline, block.parts))


def _inline(part: Inline) -> Part:
    if isinstance(part, Call):  # a Call is a str too
        return call(part)
    return (part.text, _STYLES[part.tone]) if isinstance(part, Span) else part
