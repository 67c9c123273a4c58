"""Random play, where an exact figure would take too long: estimates, and called so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import sqrt
from random import Random

from attrs import frozen

from game.core import scoring
from game.core.analysis.begin import Begin
from game.core.analysis.memory import Memory
from game.core.analysis.report import Analysis
from game.core.analysis.space import BUDGET, ENDED, Rules
from game.core.analysis.tokens import Tokens
from game.core.model import END, Scenario
from game.core.scoring import Gauges
from game.core.terms import State


SEED = 1
RUNS = 2_000
DECISIONS = BUDGET // 2
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
    What *runs* at random came to: how many *ended* in each state, and what they *met*.

    Met are scenes and choices, as ``scene`` and ``scene.choice``. *points* is the
    mean without the call over the runs that ended, None when none did.
    """

    runs: int
    seed: int
    ended: Mapping[State, int]
    met: Mapping[str, int]
    points: float | None

    def ending(self, state: State) -> Share:
        """The share of runs that end in *state*."""
        return Share.of(self.ended.get(state, 0), self.runs)

    def meeting(self, name: str) -> Share:
        """The share of runs that meet a scene or a choice."""
        return Share.of(self.met.get(name, 0), self.runs)


def sample(
    scenario: Scenario,
    decisions: int = DECISIONS,
    seed: int = SEED,
    begin: Begin | None = None,
) -> Samples:
    """
    Play *scenario* at random from *begin* on, each choice as likely; the same for one seed.

    After *decisions* no further run begins.
    """
    random, states = Random(seed).random, _States(scenario, begin or Begin.of(scenario))
    ended: Counter[State] = Counter()
    met: Counter[str] = Counter()
    total, runs, made = 0.0, 0, 0
    while runs < RUNS and made < decisions:
        packed = states.tokens.first
        node = points = steps = 0
        names = []
        while node != ENDED and steps < LONGEST:
            ways = states.ways[node] or states.open(node)
            node, gain, part, name = ways[int(random() * len(ways))]
            packed += gain
            points += part
            steps += 1
            names.append(name)
        runs += 1
        made += steps
        met.update(set(names))
        met.update({name.partition(".")[0] for name in names})
        if node == ENDED:
            ended[states.tokens.gauges(packed).state] += 1
            total += points / steps
    return Samples(
        runs=runs,
        seed=seed,
        ended=ended,
        met=met,
        points=total / ended.total() if ended else None,
    )


def sample_of(analysis: Analysis) -> Samples:
    """Random play of an analysed scenario, for half as many decisions as states looked at."""
    return sample(analysis.scenario, max(1, analysis.budget // 2), begin=analysis.begin)


_Way = tuple[int, int, int, str]
"""Where a choice leads, the tokens it adds, its points, and its name."""


class _States:
    """The states that have been met so far, by number; 0 is the first."""

    def __init__(self, scenario: Scenario, begin: Begin) -> None:
        self.tokens = Tokens.up_to(scenario, LONGEST, begin.memory.gauges or Gauges())
        self.ways: list[list[_Way]] = [[]]
        self._rules = Rules.of(begin, scenario)
        self._states = [self._rules.start]
        self._numbers: dict[tuple[str, Memory], int] = {self._rules.start: 0}

    def open(self, node: int) -> list[_Way]:
        """Find the ways on from *node*, which is come to for the first time."""
        scene_id, memory = self._states[node]
        scene = self._rules.scenario.scenes[scene_id]
        gains = self.tokens.gains(scene_id)
        self.ways[node] = [
            (
                self._number(taken.go, taken.memory),
                gains[taken.choice],
                scoring.part(scene, scene.choices[taken.choice]),
                f"{scene_id}.{taken.choice}",
            )
            for taken in self._rules.taken(scene, memory)
        ]
        return self.ways[node]

    def _number(self, scene_id: str, memory: Memory) -> int:
        if scene_id == END:
            return ENDED
        state = (scene_id, memory)
        number = self._numbers.setdefault(state, len(self._states))
        if number == len(self._states):
            self._states.append(state)
            self.ways.append([])
        return number
