"""Words of a scenario in quotation marks."""

from __future__ import annotations


_INNER = str.maketrans("“”", "‘’")


def quote(words: str) -> str:
    """
    Return *words* in quotation marks, without a stop or comma at their end.

    Quotation marks inside become single ones; those around all of it are not repeated.
    """
    if words.startswith("“") and words.endswith("”") and words.count("“") == 1:
        words = words[1:-1]
    return f"“{words.rstrip('.,').translate(_INNER)}”"
