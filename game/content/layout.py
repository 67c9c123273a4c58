"""Classify the lines of YAML, valid or broken, as entries or the inside of texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum

from attrs import frozen

from game.content.sanitize import ODD_BLANKS


class LineKind(Enum):
    """The kinds of line."""

    ENTRY = "entry"
    INSIDE = "inside a text"
    EMPTY = "blank, or a comment"


@frozen
class Line:
    """A line of a file with its kind."""

    kind: LineKind
    text: str


BLANK = rf"[ \t{ODD_BLANKS}]"
_START = re.compile(rf"({BLANK}*)((?:-{BLANK}+)*)")
_NAME = re.compile(rf"[^\s:#'\"\[{{][^:#'\"\[{{]*?{BLANK}*[:：](?={BLANK}|$)")
_BLOCK = re.compile(rf"[|>][-+0-9]*{BLANK}*(?:#.*)?$")


def lines_of(text: str) -> list[Line]:
    """Split *text* into lines and classify each."""
    return list(_lines(text.split("\n")))


def _lines(lines: list[str]) -> Iterator[Line]:
    inside, quote = -1, ""  # The column left of a block text; the open quote.
    for text in lines:
        bare = text.strip()
        column = len(_START.match(text)[1].expandtabs(2))  # type: ignore[index]
        if quote:
            yield Line(LineKind.INSIDE, text)
            quote = "" if _closes(bare, quote) else quote
            continue
        if inside >= 0 and (not bare or column > inside):
            yield Line(LineKind.INSIDE if bare else LineKind.EMPTY, text)
            continue
        inside = -1
        if not bare or bare.startswith("#"):
            yield Line(LineKind.EMPTY, text)
            continue
        start = _START.match(text)
        assert start is not None
        name = _NAME.match(text, start.end())
        value = text[name.end() if name else start.end() :].strip()
        own = column + len(start[2])
        if _BLOCK.match(value) or (value and value[0] not in "'\"[{#" and (name or start[2])):
            inside = own if name else column
        elif value[:1] in ("'", '"') and not _closes(value[1:], value[0]):
            quote = value[0]
        yield Line(LineKind.ENTRY, text)


def _closes(text: str, quote: str) -> bool:
    """Return whether *text* contains the closing *quote*."""
    if quote == "'":
        return "'" in text.replace("''", "")
    return '"' in re.sub(r"\\.", "", text)


def scene_lines(lines: Sequence[str], scene: str) -> range:
    """Return the numbers, from 1, of the *lines* of the group called *scene*; empty if none is."""
    begin = re.compile(rf"( +)['\"]?{re.escape(scene)}['\"]?\s*:\s*(?:#.*)?$")
    for number, line in enumerate(lines):
        if (match := begin.match(line)) is None:
            continue
        stop = number + 1
        while stop < len(lines) and _is_below(lines[stop], len(match[1])):
            stop += 1
        return range(number + 1, stop + 1)
    return range(0)


def _is_below(line: str, column: int) -> bool:
    return not line.strip() or len(line) - len(line.lstrip()) > column
