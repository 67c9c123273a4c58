"""Random play, where an exact figure would take too long: estimates, and called so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import sqrt
from random import Random

from attrs import frozen

from game.core import scoring
from game.core.analysis.memory import Memory
from game.core.analysis.space import Rules, Taken
from game.core.analysis.tokens import Tokens
from game.core.model import END, Scenario, State


SEED = 1
RUNS = 2_000
DECISIONS = 100_000
"""Decisions after which no further run begins."""
LONGEST = 10_000
"""Decisions after which a run is taken for one that does not end."""
_Z99 = 2.5758293035489004


@frozen(kw_only=True)
class Share:
    """An estimated chance, and the 99 % Wilson interval *least* to *most* around it."""

    about: float
    least: float
    most: float

    @classmethod
    def of(cls, hits: int, runs: int) -> Share:
        """The share of *hits* among *runs*."""
        about, z2 = hits / runs, _Z99**2
        middle = (about + z2 / (2 * runs)) / (1 + z2 / runs)
        reach = _Z99 * sqrt(about * (1 - about) / runs + z2 / (4 * runs**2)) / (1 + z2 / runs)
        return cls(about=about, least=max(0.0, middle - reach), most=min(1.0, middle + reach))


@frozen(kw_only=True)
class Samples:
    """
    *runs* at random: how they ended, what they met, as ``scene`` and ``scene.choice``.

    *points* is the mean without the call of those that ended, None when none did.
    """

    runs: int
    seed: int
    endings: Mapping[State, Share]
    met: Mapping[str, Share]
    points: float | None


def sample(scenario: Scenario, seed: int = SEED) -> Samples:
    """Play *scenario* at random, each choice as likely as the others; the same for one seed."""
    random, rules = Random(seed), Rules.of(scenario)
    tokens = Tokens.up_to(scenario, LONGEST)
    known: dict[tuple[str, Memory], list[Taken]] = {}
    parts: dict[str, Mapping[str, int]] = {}
    endings: Counter[State] = Counter()
    met: Counter[str] = Counter()
    total, runs, decisions = 0.0, 0, 0
    while runs < RUNS and decisions < DECISIONS:
        state, packed, points, steps = rules.start, 0, 0, 0
        names: set[str] = set()
        while state[0] != END and steps < LONGEST:
            here, memory = state
            ways = known.get(state)
            if ways is None:
                scene = scenario.scenes[here]
                ways = known[state] = rules.taken(scene, memory)
                if here not in parts:
                    parts[here] = {
                        key: scoring.part(scene, choice) for key, choice in scene.choices.items()
                    }
            choice, _, go, after = ways[int(random.random() * len(ways))]
            packed += tokens.gains(here)[choice]
            points += parts[here][choice]
            names.update((here, f"{here}.{choice}"))
            steps += 1
            state = (go, after)
        runs += 1
        decisions += steps
        met.update(names)
        if state[0] == END:
            endings[tokens.state(packed)] += 1
            total += points / steps
    ended = endings.total()
    return Samples(
        runs=runs,
        seed=seed,
        endings={state: Share.of(endings[state], runs) for state in State},
        met={name: Share.of(hits, runs) for name, hits in met.items()},
        points=total / ended if ended else None,
    )
