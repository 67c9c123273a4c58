"""
The fairness of a library: does anything but reading the moment pay?

For every blind strategy the advantage over guessing is told, and held against
X(n) = 70/√n points for n scenes, never below 4 (from simulated fair libraries:
false alarms about 2 %). Always-lead and always-manage vary less, so from 96
scenes on theirs is 4. Call and choice are audited together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import sqrt

from attrs import evolve, frozen

from game.author import prose
from game.author.solver import Solver
from game.author.strategies import BLIND, LABEL_READER, Answer, ties
from game.core import scoring
from game.core.model import Scenario, Scene
from game.core.terms import Call, Context, Dimension, Myth, Pole, Skill


WHOLE_LIBRARY = 96
ORACLE_LEAST = 95
TWIN_LIKENESS = 0.6


@frozen(kw_only=True)
class Twins:
    """Two scenes whose choices read alike and whose keys differ, as ``scenario.scene``."""

    one: str
    other: str


@frozen(kw_only=True)
class Audit:
    """
    What an audit found.

    *random* is the mean of a guesser; *strategies* are the points more than
    that; *label_reader* is told and not held against anyone; *twins* and
    *twin_advantage* (of the text-only solver, on twins alone) show whether the
    wording alone gives keys away; *failures* says what is over its limit.
    """

    scenes: int
    random: float
    limit: float
    strategies: Mapping[str, float]
    label_reader: float
    oracle: float
    balance: Mapping[str, Mapping[str, float]]
    twins: tuple[Twins, ...]
    twin_advantage: float | None
    failures: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing pays but reading."""
        return not self.failures


def limit(scenes: int) -> float:
    """X(n): the advantage in points from which a strategy counts as a flaw."""
    return max(4.0, 70 / sqrt(scenes)) if scenes else 4.0


def audit(scenarios: Sequence[Scenario]) -> Audit:
    """The fairness of *scenarios* as one library."""
    named = [(f"{s.id}.{scene.id}", scene) for s in scenarios for scene in s.scenes.values()]
    scenes = [scene for _, scene in named]
    random = _mean([scoring.chance_mark(scene) for scene in scenes])
    found = {
        name: _mean([_worth(scene, strategy(scene, n)) for n, scene in enumerate(scenes)]) - random
        for name, strategy in BLIND.items()
    }
    solved = _solved(scenarios)
    found["text-only"] = _mean(list(solved.values())) - random if len(scenarios) > 1 else 0.0
    tops = [max(scoring.part(s, c) for c in s.choices.values()) for s in scenes]
    pairs = twins(named)
    met = {name for pair in pairs for name in (pair.one, pair.other)}
    by_name = dict(named)
    result = Audit(
        scenes=len(scenes),
        random=random,
        limit=limit(len(scenes)),
        strategies=found,
        label_reader=_mean([_worth(s, LABEL_READER(s, n)) for n, s in enumerate(scenes)]) - random,
        oracle=_mean([scoring.RIGHT_CALL + top for top in tops]),
        balance=balance(scenes),
        twins=pairs,
        twin_advantage=_mean([solved[n] - scoring.chance_mark(by_name[n]) for n in sorted(met)])
        if met and len(scenarios) > 1
        else None,
        failures=(),
    )
    return _judged(result)


def _judged(result: Audit) -> Audit:
    strict = result.scenes >= WHOLE_LIBRARY
    failures = [
        f"{name} gains {gain:.1f} points, over {most:.1f}"
        for name, gain in result.strategies.items()
        for most in [4.0 if strict and name in ("always-lead", "always-manage") else result.limit]
        if gain > most
    ]
    if result.oracle < ORACLE_LEAST:
        failures.append(f"the best player gets {result.oracle:.1f}, under {ORACLE_LEAST}")
    return evolve(result, failures=tuple(failures))


def _worth(scene: Scene, answer: Answer) -> float:
    """The points of *answer*: the mean over equal choices, and a guessed call at its mean."""
    parts = ties([scoring.part(scene, scene.choices[key]) for key in answer.choices])
    if answer.call is None:
        return parts + scoring.CALL_BY_CHANCE
    return parts + scoring.call_points(answer.call, scene.call)


def _solved(scenarios: Sequence[Scenario]) -> dict[str, float]:
    """The points of the text-only solver for every scene, its own scenario left out."""
    points = {}
    for left_out in scenarios:
        solver = Solver.taught(other for other in scenarios if other is not left_out)
        for scene in left_out.scenes.values():
            points[f"{left_out.id}.{scene.id}"] = _worth(scene, solver.answer(scene))
    return points


def twins(named: Sequence[tuple[str, Scene]]) -> tuple[Twins, ...]:
    """Scenes whose choices read alike, word for word or nearly, with keys that differ."""
    bags = [(name, scene, _bag(scene)) for name, scene in named]
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
    """Shares of calls, contexts, lead tokens a dimension and best choices; counts of the rest."""
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
            d.value: sum(t.count for t in found if t.pole is Pole.LEAD)
            / (sum(t.count for t in found) or 1)
            for d, found in tokens.items()
        },
        "best": {name: best[name] / count for name in sorted(best)},
        "skills": {k.value: float(sum(k in s.wanted for s in scenes)) for k in Skill},
        "myths": {
            m.value: float(sum(c.leans_on is m for s in scenes for c in s.choices.values()))
            for m in Myth
        },
    }


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
