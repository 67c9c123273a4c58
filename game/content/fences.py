"""Extract fenced YAML from answers of language models."""

from __future__ import annotations

import re


_FENCE = re.compile(r"^(?:```|~~~)")
_TOP = re.compile(r"^(?:scenes|postings|routes)\s*:", re.MULTILINE)


def unfenced(text: str) -> str:
    """
    Blank all lines of *text* outside its fenced file, so that line numbers stay.

    Return *text* unchanged unless exactly one fence contains a file.
    """
    if not text.startswith(("```", "~~~")) and "\n```" not in text and "\n~~~" not in text:
        return text
    lines = text.split("\n")
    marks = [number for number, line in enumerate(lines) if _FENCE.match(line)]
    held = [
        (start, end)
        for start, end in zip(marks[::2], [*marks[1::2], len(lines)], strict=False)
        if _TOP.search("\n".join(lines[start + 1 : end]))
    ]
    if len(held) != 1:
        return text
    ((start, end),) = held
    return "\n".join(line if start < n < end else "" for n, line in enumerate(lines))


def refenced(text: str, changed: str) -> str:
    """
    Return *changed*, made from ``unfenced(text)``, with the lines outside the fence of *text*.

    Return *text* if the number of lines differs.
    """
    before, inner, after = text.split("\n"), unfenced(text).split("\n"), changed.split("\n")
    if len(before) != len(after):
        return text
    return "\n".join(
        old if old != kept and not new else new
        for old, kept, new in zip(before, inner, after, strict=True)
    )
