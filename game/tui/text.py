"""Literal text for widgets; markup is never parsed."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content


Part = str | Content | tuple[str, str]


def literal(text: str, style: str = "") -> Content:
    """*text* exactly as it stands, in *style*."""
    return Content.assemble((text, style)) if style else Content(text)


def line(*parts: Part) -> Content:
    """*parts* in a row: plain texts, styled ``(text, style)`` pairs or content."""
    return Content.assemble(*parts)


def paragraphs(blocks: Iterable[Content | str | None]) -> Content:
    """*blocks* one below another with a blank line between; empty ones are left out."""
    kept = [Content(block) if isinstance(block, str) else block for block in blocks if block]
    return Content("\n\n").join(kept)


def lines(rows: Iterable[Content | str]) -> Content:
    """*rows* one below another."""
    return Content("\n").join(rows)
