"""A number with its noun, and several things in a row."""

from __future__ import annotations

from collections.abc import Sequence


NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
"""The numbers from 0 as words."""


def count(number: int, noun: str, plural: str | None = None) -> str:
    """
    Return *number* with *noun*, or with *plural* unless the number is 1: ``3 scenes``.

    *plural* is *noun* with an ``s`` when it is not given. Numbers are written in figures.
    """
    return f"{number} {noun if number == 1 else plural or f'{noun}s'}"


def listed(items: Sequence[str]) -> str:
    """Return *items* as they stand in a sentence: ``one, two and three``; empty for none."""
    return " and ".join(filter(None, [", ".join(items[:-1]), items[-1]])) if items else ""
