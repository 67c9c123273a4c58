"""Blocks: the parts of a page, without a face's layout."""

from __future__ import annotations

from enum import Enum, auto

from attrs import frozen

from game.core.enums import Call
from game.text import labels


class Form(Enum):
    """How a page is worded: compact for the eye, or in whole sentences to be read aloud."""

    SCREEN = auto()
    SENTENCES = auto()


class Tone(Enum):
    """How a span stands out; a face without styles ignores it."""

    ACCENT = auto()
    ASIDE = auto()
    ECHO = auto()
    MARK = auto()
    QUIET = auto()
    STRONG = auto()


@frozen
class Span:
    """Text in one tone."""

    text: str
    tone: Tone


Inline = str | Span | Call
"""Plain text, a span, or a call, which a face draws with its label and its shapes."""
Row = tuple[Inline, ...]


@frozen
class Paragraph:
    """Inline parts in a row. A single plain text may hold several paragraphs."""

    parts: Row


@frozen
class Lines:
    """Rows one below another, without blank lines between."""

    rows: tuple[Row, ...]


Block = Paragraph | Lines


def paragraph(*parts: Inline) -> Paragraph:
    """Return a paragraph of *parts*."""
    return Paragraph(parts)


def accent(text: str) -> Span:
    """Return *text* as a title."""
    return Span(text, Tone.ACCENT)


def quiet(text: str) -> Span:
    """Return *text* as secondary."""
    return Span(text, Tone.QUIET)


def strong(text: str) -> Span:
    """Return *text* with emphasis."""
    return Span(text, Tone.STRONG)


def unstyled(row: Row) -> str:
    """Return *row* as text; a call is its label."""
    return "".join(map(_text, row))


def _text(part: Inline) -> str:
    if isinstance(part, Call):  # a Call is a str too
        return labels.CALLS[part]
    return part.text if isinstance(part, Span) else part
