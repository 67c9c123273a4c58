"""Literal content for widgets, without markup."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content


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
