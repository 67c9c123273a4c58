"""A number with its noun."""

from __future__ import annotations


NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
"""The numbers from 0 as words."""


def count(number: int, noun: str, plural: str | None = None) -> str:
    """
    Return *number* with *noun*, or with *plural* unless the number is 1: ``3 scenes``.

    *plural* is *noun* with an ``s`` when it is not given. Numbers are written in figures.
    """
    return f"{number} {noun if number == 1 else plural or f'{noun}s'}"
