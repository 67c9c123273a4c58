"""Scenes of a library as solvers see them, with balance, twins and marker words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from game.author.lint import text_rules
from game.core import scoring
from game.core.enums import Call, Context, Dimension, Myth, Pole, Skill
from game.core.scenario import Scenario, Scene


MASK = "somename"
"""Replaces every name of the cast, since names would identify the scenario."""

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_TITLES = frozenset({"dr", "mr", "mrs", "ms", "prof", "the", "of", "de", "von", "van"})


@frozen(kw_only=True)
class Case:
    """
    One scene: its masked *text* with spoken lines, and its masked *choices*.

    *points* are those of each choice without the call (0-80), in the order of *choices*.
    """

    name: str
    scenario: str
    scene: Scene
    text: str
    choices: tuple[str, ...]
    points: tuple[int, ...]

    @property
    def best(self) -> tuple[bool, ...]:
        """For each choice, whether it has the most points."""
        top = max(self.points)
        return tuple(value == top for value in self.points)

    @property
    def mean(self) -> float:
        """The mean points of a random choice."""
        return sum(self.points) / len(self.points)


def cases(scenarios: Iterable[Scenario]) -> tuple[Case, ...]:
    """Return every scene of *scenarios*, in order, named ``scenario.scene``."""
    return tuple(
        _case(scenario, scene, names)
        for scenario in scenarios
        for names in [_names(scenario)]
        for scene in scenario.scenes.values()
    )


def _case(scenario: Scenario, scene: Scene, names: frozenset[str]) -> Case:
    return Case(
        name=f"{scenario.id}.{scene.id}",
        scenario=scenario.id,
        scene=scene,
        text=_masked("\n".join([scene.text, *scene.says.values()]), names),
        choices=tuple(_masked(choice.text, names) for choice in scene.choices.values()),
        points=tuple(scoring.choice_points(scene, choice) for choice in scene.choices.values()),
    )


def _names(scenario: Scenario) -> frozenset[str]:
    words = {
        word.casefold() for who in scenario.cast.values() for word in text_rules.words(who.name)
    }
    return frozenset(words - _TITLES)


def _masked(text: str, names: frozenset[str]) -> str:
    return _WORD.sub(lambda m: MASK if m.group().casefold() in names else m.group(), text)


SHOWN = 15
CLEAR = 2.0
"""Minimum difference of a marker word in standard errors."""


@frozen(kw_only=True)
class Marker:
    """
    A *word* with its frequency *inside* the texts of one kind and *outside* it.

    *scenes* are those where it reveals the answer.
    """

    word: str
    inside: float
    outside: float
    scenes: tuple[str, ...]


def choice_markers(cases: Sequence[Case]) -> tuple[Marker, ...]:
    """Return words that are more or less frequent in best choices."""
    return _markers(
        (case.name, text, top)
        for case in cases
        for text, top in zip(case.choices, case.best, strict=True)
    )


def call_markers(cases: Sequence[Case]) -> tuple[Marker, ...]:
    """Return words that are more or less frequent in scenes where leading comes first."""
    return _markers((case.name, case.text, case.scene.call.first is Pole.LEAD) for case in cases)


def _markers(texts: Iterable[tuple[str, str, bool]]) -> tuple[Marker, ...]:
    named = [
        (name, {w.casefold() for w in text_rules.words(text)}, kind) for name, text, kind in texts
    ]
    sizes = Counter(kind for *_, kind in named)
    if len(sizes) < 2:
        return ()
    counts = {kind: Counter(w for _, bag, of in named if of is kind for w in bag) for kind in sizes}
    enough = max(4, sizes[True] // 6)
    result: list[tuple[float, str, float, float]] = []
    for word in counts[True].keys() | counts[False].keys():
        if counts[True][word] + counts[False][word] < enough:
            continue
        inside, outside = (counts[kind][word] / sizes[kind] for kind in (True, False))
        whole = (counts[True][word] + counts[False][word]) / len(named)
        error = (whole * (1 - whole) * (1 / sizes[True] + 1 / sizes[False])) ** 0.5
        if error and abs(inside - outside) / error >= CLEAR:
            result.append((-abs(inside - outside) / error, word, inside, outside))
    return tuple(
        Marker(
            word=word,
            inside=inside,
            outside=outside,
            scenes=tuple(
                dict.fromkeys(n for n, bag, of in named if word in bag and of is (inside > outside))
            ),
        )
        for _, word, inside, outside in sorted(result)[:SHOWN]
    )


TWIN_LIKENESS = 0.6


@frozen(kw_only=True)
class Twins:
    """Two scenes with similar choices and different keys, as ``scenario.scene``."""

    first: str
    second: str


def twins(cases: Sequence[Case]) -> tuple[Twins, ...]:
    """Return scenes whose choices share most words and whose keys differ."""
    bags = [(case.name, case.scene, _bag(case.scene)) for case in cases]
    return tuple(
        Twins(first=item, second=second)
        for n, (item, a, words_a) in enumerate(bags)
        for second, b, words_b in bags[n + 1 :]
        if (a.call is not b.call or a.need != b.need)
        and len(words_a & words_b) >= TWIN_LIKENESS * len(words_a | words_b)
    )


def _bag(scene: Scene) -> set[str]:
    return {w.casefold() for c in scene.choices.values() for w in text_rules.words(c.text)}


def balance(scenes: Sequence[Scene]) -> Mapping[str, Mapping[str, float]]:
    """
    Return the balance of a library.

    Shares of calls and contexts, of lead tokens by dimension, of best choices by position and
    length; counts of skills and myths.
    """
    count = len(scenes) or 1
    tokens = {d: [s.need.tokens[d] for s in scenes if d in s.need.tokens] for d in Dimension}
    best: Counter[str] = Counter()
    for scene in scenes:
        top = scoring.best_choices(scene)[0]
        sizes = {c.id: len(text_rules.words(c.text)) for c in scene.choices.values()}
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
