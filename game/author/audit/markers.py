"""Words that mark the best choices, or the scenes of one first move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from attrs import frozen

from game.author import prose
from game.author.audit.cases import Case
from game.core.terms import Pole


SHOWN = 15
CLEAR = 2.0
"""A difference in standard errors below which a word marks nothing."""


@frozen(kw_only=True)
class Marker:
    """
    A *word* that stands in *inside* of the texts of one kind and *outside* of the others.

    *scenes* are those where it gives the answer away: where it stands in the kind it is
    typical of.
    """

    word: str
    inside: float
    outside: float
    scenes: tuple[str, ...]


def of_choices(cases: Sequence[Case]) -> tuple[Marker, ...]:
    """Words that best choices have more often than the others, or less often."""
    return _markers(
        (case.name, text, top)
        for case in cases
        for text, top in zip(case.choices, case.best, strict=True)
    )


def of_calls(cases: Sequence[Case]) -> tuple[Marker, ...]:
    """Words that scenes have more often where leading comes first, or less often."""
    return _markers((case.name, case.text, case.scene.call.first is Pole.LEAD) for case in cases)


def _markers(texts: Iterable[tuple[str, str, bool]]) -> tuple[Marker, ...]:
    named = [(name, {w.casefold() for w in prose.words(text)}, kind) for name, text, kind in texts]
    sizes = Counter(kind for *_, kind in named)
    if len(sizes) < 2:
        return ()
    counts = {kind: Counter(w for _, bag, of in named if of is kind for w in bag) for kind in sizes}
    enough = max(4, sizes[True] // 6)
    found: list[tuple[float, str, float, float]] = []
    for word in counts[True].keys() | counts[False].keys():
        if counts[True][word] + counts[False][word] < enough:
            continue
        inside, outside = (counts[kind][word] / sizes[kind] for kind in (True, False))
        whole = (counts[True][word] + counts[False][word]) / len(named)
        error = (whole * (1 - whole) * (1 / sizes[True] + 1 / sizes[False])) ** 0.5
        if error and abs(inside - outside) / error >= CLEAR:
            found.append((-abs(inside - outside) / error, word, inside, outside))
    return tuple(
        Marker(
            word=word,
            inside=inside,
            outside=outside,
            scenes=tuple(
                dict.fromkeys(n for n, bag, of in named if word in bag and of is (inside > outside))
            ),
        )
        for _, word, inside, outside in sorted(found)[:SHOWN]
    )
