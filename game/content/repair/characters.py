"""Report characters that a file must not contain, and clean the text of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from game.content.diagnostics import MAX_KEPT, Problem
from game.content.sanitize import (
    ODD_BLANKS,
    describe,
    has_odd_blanks,
    is_control,
    refused,
    replace_refused,
)
from game.content.yaml.source import Source, Span


MANY = 4
"""From so many places on, one character is reported once."""

LINE_ENDS = "\r\x85\u2028\u2029"
"""Rejected characters that end a line in YAML, but not in a ``Source``."""

_BLANKS = re.compile(rf"^([ \t]*+(?:-[ \t]++)*+(?:[\w-]++:)?)([{ODD_BLANKS}]+)", re.MULTILINE)
_MAX_PASSES = 4
_MERGE = re.compile(r"^(<{7}|\|{7}|={7}|>{7})(?: .*)?$")


def clean(source: Source) -> tuple[Source, tuple[Problem, ...]]:
    """
    Return *source* without rejected characters and merge marks, and their problems.

    The lines stay in place. Odd blanks in the layout become ordinary spaces. Of two versions
    that were merged, the first is kept.
    """
    text, problems = source.text, list[Problem]()
    if bad := list(islice(refused(text), MAX_KEPT + 1)):
        problems += _characters(source, bad)
        text = replace_refused(text, lambda char: " " if char in LINE_ENDS else "")
    if has_odd_blanks(text) and (found := list(islice(_BLANKS.finditer(text), MAX_KEPT + 1))):
        problems += _blanks(Source(source.name, text), found)
        for _ in range(_MAX_PASSES):
            text = _BLANKS.sub(lambda match: match[1] + " " * len(match[2]), text)
    if "<<<<<<<" in text or ">>>>>>>" in text:
        text = _merged(text, problems)
    return (source, ()) if text == source.text else (Source(source.name, text), tuple(problems))


def _characters(source: Source, bad: Sequence[int]) -> Iterator[Problem]:
    many: set[str] = set()
    for index in bad:
        char = source.text[index]
        if char in many:
            continue
        code = "E006" if is_control(char) else "E007"
        what = "may not stand in a text" if code == "E006" else "cannot be seen"
        message, hint = f"this character {what}: {describe(char)}", "delete it"
        if (count := source.text.count(char)) >= MANY:
            message, hint = f"{message}; it stands in {count:,} places", "delete it everywhere"
            many.add(char)
        yield Problem(code=code, message=message, span=source.span(index), help=hint)


def _blanks(source: Source, found: Sequence[re.Match[str]]) -> Iterator[Problem]:
    many = len(found) >= MANY
    for match in found[: 1 if many else None]:
        message = "these blanks are not ordinary spaces"
        hint = f"{describe(match[2][0])}; replace it by spaces from the space bar"
        if many:
            message += f"; there are more in {len(found) - 1} other lines"
        span = source.span(match.start(2), len(match[2]))
        yield Problem(code="E007", message=message, span=span, help=hint)


def _merged(text: str, problems: list[Problem]) -> str:
    """Return *text* without merge marks and without the second version of each part."""
    lines, second, opened = text.split("\n"), False, False
    last = max((n for n, line in enumerate(lines) if line.startswith(">>>>>>>")), default=-1)
    for number, line in enumerate(lines):
        mark = _MERGE.match(line)
        if mark is None or (mark[1][0] in "=|" and not opened):
            if second:
                lines[number] = ""
            continue
        sign = mark[1][0]
        if sign == "<" or (sign == ">" and not opened):
            message = "this line was left by merging two versions of the file"
            hint = "delete it"
            if sign == "<":
                hint = "keep one of the two versions, and delete the lines with the marks"
            span = Span(number + 1, 1, number + 1, 1 + len(line.rstrip()))
            problems.append(Problem(code="E015", message=message, span=span, help=hint))
        opened = opened or sign == "<"
        second = sign in "=|" and number < last
        lines[number] = ""
    return "\n".join(lines)
