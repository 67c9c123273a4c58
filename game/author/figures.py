"""Numbers as an author reads them: huge counts, tiny chances, reading time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from game.author import prose
from game.author.samples import Share
from game.core.model import Scene


WORDS_A_MINUTE = 200
"""Reading speed that times are told for."""
_CHUNK = 4_000  # Python refuses to write more than 4,300 digits at once


def words(scenes: Iterable[Scene]) -> Mapping[str, Mapping[str, int]]:
    """
    For each scene, the words read in it when a choice is taken.

    What is said aloud counts; echoes, what trust adds, and the ending do not.
    """
    return {
        scene.id: {
            choice.id: opening + prose.count(choice.outcome, choice.explanation)
            for choice in scene.choices.values()
        }
        for scene in scenes
        for opening in [
            prose.count(
                scene.title,
                scene.text,
                *scene.says.values(),
                *(offer.text for offer in scene.choices.values()),
            )
        ]
    }


def digits(number: int) -> str:
    """All digits of *number*, however many."""
    parts: list[str] = []
    while number >= 10**_CHUNK:
        number, rest = divmod(number, 10**_CHUNK)
        parts.append(f"{rest:0{_CHUNK}}")
    return str(number) + "".join(reversed(parts))


def count(number: int) -> str:
    """*number* in full up to a million million millions, else rounded with its power of ten."""
    if number < 10**18:
        return f"{number:,}"
    told = digits(number)
    return f"{told[0]}.{told[1]} × 10^{len(told) - 1}"


def chance(number: Fraction | float) -> str:
    """A chance as a percentage, or as one in so many where that says more."""
    value = float(number)
    if number == 0:
        return "never"
    if number == 1:
        return "always"
    if value == 0:
        return "almost never"
    if value < 0.001:
        return f"1 in {count(round(1 / value))}"
    return f"{min(value, 0.9999):.1%}" if value < 0.9995 else "over 99.9%"


def about(share: Share) -> str:
    """An estimate with the bounds of its interval."""
    return f"about {share.about:.1%} ({share.least:.1%} to {share.most:.1%})"


def points(value: Fraction | float) -> str:
    """Points with one place where they have one."""
    return f"{round(float(value), 1):g}"
