"""The width of texts in terminal cells, and cutting them to one."""

from __future__ import annotations

import unicodedata


WORD_JOINERS = "\u200c\u200d"
"""Characters without width that Persian, Indic scripts and emoji need inside a word."""


def count_cells(text: str) -> int:
    """Return the maximum width of *text* in terminal cells."""
    return sum(map(_cells, text))


def fit_cells(text: str, maximum: int) -> str:
    """Return the longest prefix of *text* that fits into *maximum* terminal cells."""
    result, width = "", 0
    for char in text:
        width += _cells(char)
        if width > maximum:
            break
        result += char
    return result.strip(f" {WORD_JOINERS}")


def shorten_cells(text: str, maximum: int) -> str:
    """
    Return *text* on one line of at most *maximum* terminal cells, with an ellipsis if it is cut.

    It is cut between words, or inside one where more than half of it would go.
    """
    line = " ".join(text.split())
    if count_cells(line) <= maximum:
        return line
    kept = fit_cells(line, maximum - 2)
    words = kept if line[len(kept)] == " " else kept.rpartition(" ")[0]
    return f"{words if 2 * len(words) >= len(kept) else kept} …"


def _cells(char: str) -> int:
    """Return the maximum width of *char* in cells; some terminals draw symbols wide."""
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Cf"):
        return 0
    return 2 if category == "So" or unicodedata.east_asian_width(char) in "WF" else 1
