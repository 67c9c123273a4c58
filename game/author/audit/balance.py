"""What a library holds of each kind, and which of its scenes are twins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from attrs import frozen

from game.author import prose
from game.author.audit.cases import Case
from game.core import scoring
from game.core.model import Scene
from game.core.terms import Call, Context, Dimension, Myth, Pole, Skill


TWIN_LIKENESS = 0.6


@frozen(kw_only=True)
class Twins:
    """Two scenes whose choices read alike and whose keys differ, as ``scenario.scene``."""

    one: str
    other: str


def twins(cases: Sequence[Case]) -> tuple[Twins, ...]:
    """Scenes whose choices share most of their words, and whose keys differ."""
    bags = [(case.name, case.scene, _bag(case.scene)) for case in cases]
    return tuple(
        Twins(one=one, other=other)
        for n, (one, a, words_a) in enumerate(bags)
        for other, b, words_b in bags[n + 1 :]
        if (a.call is not b.call or a.need != b.need)
        and len(words_a & words_b) >= TWIN_LIKENESS * len(words_a | words_b)
    )


def _bag(scene: Scene) -> set[str]:
    return {w.casefold() for c in scene.choices.values() for w in prose.words(c.text)}


def balance(scenes: Sequence[Scene]) -> Mapping[str, Mapping[str, float]]:
    """
    Shares of calls and contexts, of lead tokens by dimension, of best choices by place and
    length; counts of skills and myths.
    """
    count = len(scenes) or 1
    tokens = {d: [s.need.tokens[d] for s in scenes if d in s.need.tokens] for d in Dimension}
    best: Counter[str] = Counter()
    for scene in scenes:
        top = scoring.best(scene)[0]
        sizes = {c.id: len(prose.words(c.text)) for c in scene.choices.values()}
        best[f"place {list(scene.choices).index(top) + 1}"] += 1
        best["longest"] += sizes[top] == max(sizes.values())
        best["shortest"] += sizes[top] == min(sizes.values())
    return {
        "calls": {c.value: sum(s.call is c for s in scenes) / count for c in Call},
        "contexts": {c.value: sum(s.context is c for s in scenes) / count for c in Context},
        "lead": {
            d.value: sum(t.count for t in needed if t.pole is Pole.LEAD)
            / sum(t.count for t in needed)
            for d, needed in tokens.items()
            if needed
        },
        "best": {name: best[name] / count for name in sorted(best)},
        "skills": {k.value: float(sum(k in s.wanted for s in scenes)) for k in Skill},
        "myths": {
            m.value: float(sum(c.leans_on is m for s in scenes for c in s.choices.values()))
            for m in Myth
        },
    }
