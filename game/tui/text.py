"""Literal text and blocks as content for widgets; markup is never parsed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual.content import Content
from textual.visual import VisualType

from game.core.enums import Call, Pole
from game.present.blocks import Block, Inline, Lines, Span, Tone
from game.text import labels
from game.tui.theme import CALL_SHAPES, COLOURS


Part = str | Content | tuple[str, str]


def literal(text: str, style: str = "") -> Content:
    """Return *text* as it is, in *style*."""
    return Content.assemble((text, style)) if style else Content(text)


def line(*parts: Part) -> Content:
    """Join *parts*: plain texts, ``(text, style)`` pairs or content."""
    return Content.assemble(*parts)


def paragraphs(blocks: Iterable[Content | str | None]) -> Content:
    """Join *blocks* with a blank line between; skip empty ones."""
    kept = [Content(block) if isinstance(block, str) else block for block in blocks if block]
    return Content("\n\n").join(kept)


def lines(rows: Iterable[Content | str]) -> Content:
    """Join *rows* with a line break between."""
    return Content("\n").join(rows)


def rows(content: VisualType, width: int) -> int:
    """Return the number of rows that *content* takes at *width* columns."""
    return content.get_height({}, max(1, width)) if isinstance(content, Content) else 0


_STYLES: Mapping[Tone, str] = {
    Tone.ACCENT: "bold $accent",
    Tone.ASIDE: "italic",
    Tone.ECHO: "italic $quiet",
    Tone.MARK: "$accent",
    Tone.QUIET: "$quiet",
    Tone.STRONG: "bold",
}


def draw(blocks: Iterable[Block]) -> Content:
    """Return *blocks* with a blank line between; skip empty ones."""
    return paragraphs(map(_block, blocks))


def call(given: Call) -> Content:
    """Return a call by its shapes and its label."""
    by_shape = {labels.SHAPES[pole]: COLOURS[pole] for pole in Pole}
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
