"""Estimates by random play, where exact counting takes too long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from math import sqrt
from typing import NamedTuple

from game.author.analysis.endings import Tokens
from game.author.analysis.report import Analysis
from game.author.analysis.start_state import Memory
from game.author.analysis.state_space import BUDGET, ENDED, Space
from game.author.analysis.totals import Worth
from game.core.enums import State
from game.core.scenario import END
from game.core.scoring import Gauges


SEED = 1
RUNS = 2_000
DECISIONS = BUDGET // 2
LONGEST = 10_000
"""Decisions after which a run counts as endless."""
_Z99 = 2.5758293035489004


class Share(NamedTuple):
    """An estimated chance *about*, with its 99 % Wilson interval *minimum* to *maximum*."""

    about: float
    minimum: float
    maximum: float

    @classmethod
    def of(cls, hits: int, runs: int) -> Share:
        """Return the share of *hits* among *runs*."""
        about, z2 = hits / runs, _Z99**2
        middle = (about + z2 / (2 * runs)) / (1 + z2 / runs)
        reach = _Z99 * sqrt(about * (1 - about) / runs + z2 / (4 * runs**2)) / (1 + z2 / runs)
        return cls(about=about, minimum=max(0.0, middle - reach), maximum=min(1.0, middle + reach))


class Samples(NamedTuple):
    """
    Results of *runs* random runs: how many *ended* in each state, and what they *met*.

    *met* counts scenes and choices, named ``scene`` and ``scene.choice``. *points* is the mean
    without the call over the runs that ended, None if none did.
    """

    runs: int
    seed: int
    ended: Mapping[State, int]
    met: Mapping[str, int]
    points: float | None

    def ending(self, state: State) -> Share:
        """Return the share of runs that end in *state*."""
        return Share.of(self.ended.get(state, 0), self.runs)

    def meeting(self, name: str) -> Share:
        """Return the share of runs that meet a scene or choice."""
        return Share.of(self.met.get(name, 0), self.runs)


def sample(space: Space, parts: Worth, decisions: int = DECISIONS, seed: int = SEED) -> Samples:
    """
    Play at random through *space* with equally likely choices; deterministic for a seed.

    *parts* are the points of each choice without the call. No run begins after *decisions*.
    """
    from random import Random  # takes 5 ms, so imported on demand

    random, states = Random(seed).random, _States(space, parts)
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
    """Sample an analysed scenario, with half as many decisions as its budget of states."""
    return sample(analysis.space, analysis.parts, max(1, analysis.budget // 2))


_Way = tuple[int, int, int, str]
"""Target state, tokens added, points, and name of a choice."""


class _States:
    """The routes from each state, found on first visit; 0 is the first state."""

    def __init__(self, space: Space, parts: Worth) -> None:
        begun = space.rules.begin.memory.gauges or Gauges()
        self.tokens = Tokens.up_to(space.scenario, LONGEST, begun)
        self.ways: list[list[_Way]] = [[] for _ in space.scenes]
        self._space = space
        self._parts = parts
        self._states = list(zip(space.scenes, space.memories, strict=True))
        # A complete search leaves no new states.
        numbered = () if space.complete else enumerate(self._states)
        self._numbers = {state: number for number, state in numbered}

    def open(self, node: int) -> list[_Way]:
        """Find the routes from *node* on its first visit."""
        scene_id, _ = self._states[node]
        gains, parts = self.tokens.gains(scene_id), self._parts[scene_id]
        self.ways[node] = [
            (to, gains[choice], parts[choice], f"{scene_id}.{choice}")
            for choice, to in self._ways(node)
        ]
        return self.ways[node]

    def _ways(self, node: int) -> Iterable[tuple[str, int]]:
        if node < len(self._space) and self._space.ways[node]:
            return self._space.ways[node]
        scene_id, memory = self._states[node]
        scene = self._space.scenario.scenes[scene_id]
        return [
            (taken.choice, self._number(taken.go, taken.memory))
            for taken in self._space.rules.taken(scene, memory)
        ]

    def _number(self, scene_id: str, memory: Memory) -> int:
        if scene_id == END:
            return ENDED
        state = (scene_id, memory)
        number = self._numbers.setdefault(state, len(self._states))
        if number == len(self._states):
            self._states.append(state)
            self.ways.append([])
        return number
