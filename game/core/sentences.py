"""Sentences of a text, and how a stored one is found again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import sha256


_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^a-z])|(?<=[.!?][”\"])\s+(?=[^a-z])")
_EARLIER_SENTENCES = (_SENTENCE, re.compile(r"(?<=[.!?”\"])\s+"))
"""Rules by which ``Point`` actions may have been stored, all without ``_quoted``."""
_PARAGRAPH = re.compile(r"\n\s*\n")


@lru_cache(maxsize=256)
def sentences(text: str) -> tuple[str, ...]:
    """
    Split *text* into sentences, each on one line.

    A sentence within a longer speech gets quotation marks of its own.
    """
    return tuple(
        sentence
        for paragraph in _PARAGRAPH.split(text)
        for sentence in _quoted(_split(_SENTENCE, paragraph))
    )


def sentence_of(text: str, digest: str) -> str | None:
    """Return the sentence of *text* with that ``line_digest``, also by an earlier rule."""
    earlier = (part for rule in _EARLIER_SENTENCES for part in _split(rule, text))
    return next(
        (part for part in (*sentences(text), *earlier) if line_digest(part) == digest), None
    )


def line_digest(line: str) -> str:
    """Return a digest that identifies *line* until it is edited, without storing its words."""
    return sha256(line.encode()).hexdigest()[:16]


def _split(rule: re.Pattern[str], text: str) -> list[str]:
    return [" ".join(item.split()) for item in rule.split(text) if item.strip()]


def _quoted(parts: Sequence[str]) -> Iterator[str]:
    """Yield the *parts* of a paragraph, with the marks of a speech that spans several."""
    straight = sum(part.count('"') for part in parts) % 2 == 0
    opening, closing = ('"', '"') if straight and '"' in "".join(parts) else ("“", "”")
    is_open = False
    for part in parts:
        before = opening if is_open and not part.startswith("“") else ""
        for mark in part:
            if mark in (opening, closing):
                is_open = not is_open if opening == closing else mark == opening
        yield f"{before}{part}{closing if is_open else ''}"
