"""Did you mean …? The nearest known word, within bounds."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from attrs import define


_MOST_LETTERS = 60  # comparing takes the square of it
_MOST_KNOWN = 500


@define
class Nearest:
    """Finds what was meant, for at most *searches* words (those of one file)."""

    searches: int = 40

    def to(self, word: str, known: Iterable[str], likeness: float = 0.6) -> str | None:
        """Give the one of *known* that *word* was probably meant to be; 1 would be the same."""
        if self.searches == 0 or not word or len(word) > _MOST_LETTERS:
            return None
        self.searches -= 1
        options = (option for option in known if len(option) <= _MOST_LETTERS)
        plain = {folded(option): option for option in islice(options, _MOST_KNOWN)}
        meant = plain.get(folded(word))
        if meant is not None:
            return meant
        ended = [option for option in plain.values() if option.endswith((f".{word}", f"-{word}"))]
        if len(ended) == 1:  # only the scene was left out, or the kind of the idea
            return ended[0]
        from difflib import get_close_matches  # costs 5 ms: only when there is a mistake

        matches = get_close_matches(folded(word), plain, n=1, cutoff=likeness)
        return next((plain[match] for match in matches), None)


def folded(word: str) -> str:
    """Give *word* without what is most often mixed up: capitals, and what joins words."""
    return word.strip().lower().replace("_", "-").replace(" ", "-")
