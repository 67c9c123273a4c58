"""Paragraphs of a text that was written with line breaks."""

from __future__ import annotations

from collections.abc import Iterator


def split_paragraphs(text: str | None) -> Iterator[str]:
    """Yield each paragraph of *text* on one line, without its line breaks."""
    for part in (text or "").split("\n\n"):
        if line := " ".join(part.split()):
            yield line
