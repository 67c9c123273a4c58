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
_SCENES = re.compile(r"\s*(['\"]?)scenes\1\s*:\s*(?:#.*)?$")
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
            quote = "" if closes(bare, quote) else quote
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
        elif value[:1] in ("'", '"') and not closes(value[1:], value[0]):
            quote = value[0]
        yield Line(LineKind.ENTRY, text)


def closes(text: str, quote: str) -> bool:
    """Return whether *text*, after the opening *quote*, contains the closing one."""
    if quote == "'":
        return "'" in text.replace("''", "")
    return '"' in re.sub(r"\\.", "", text)


def scene_lines(lines: Sequence[str], scene: str) -> range:
    """
    Return the numbers, from 1, of the *lines* of the scene called *scene*; empty if none is.

    Only the entries directly below ``scenes`` count: a character may have the same id.
    """
    tops = [(_indent(line), number) for number, line in enumerate(lines) if _SCENES.match(line)]
    if not tops:
        return range(0)
    top, above = min(tops)
    below = range(above + 1, _stop(lines, above, top))
    column = next((_indent(lines[number]) for number in below if _is_content(lines[number])), 0)
    begin = re.compile(rf" {{{column}}}['\"]?{re.escape(scene)}['\"]?\s*:\s*(?:#.*)?$")
    for number in below:
        if begin.match(lines[number]):
            return range(number + 1, _stop(lines, number, column) + 1)
    return range(0)


def _stop(lines: Sequence[str], number: int, column: int) -> int:
    """Return the number of the first line below *number* that is not right of *column*."""
    stop = number + 1
    while stop < len(lines) and (not lines[stop].strip() or _indent(lines[stop]) > column):
        stop += 1
    return stop


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_content(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")
