"""Numbers that a facilitator types."""

from __future__ import annotations


MAX_DIGITS = 4


def numbers(text: str) -> tuple[int, ...]:
    """Return the numbers in *text*, with blanks or commas between; empty if it has others."""
    parts = text.replace(",", " ").split()
    fit = all(part.isdecimal() and len(part) <= MAX_DIGITS for part in parts)
    return tuple(map(int, parts)) if fit else ()


def one_number(text: str) -> int | None:
    """Return the only number in *text*; None if there is none, or several as in ``1,200``."""
    found = numbers(text)
    return found[0] if len(found) == 1 else None
