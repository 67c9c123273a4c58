"""
Sums along runs: how many runs there are, and the least and most of what adds up.

The mean of a run is not a sum. Its least and most are found by Dinkelbach's
method: *mean > m* for some run exactly when *sum of (worth - m) > 0* for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from game.core.analysis.space import ENDED, Group, Run, Space
from game.core.model import Choice, Scene


Worth = Mapping[str, Mapping[str, int]]
"""For each scene, what each choice is worth."""


def worth(space: Space, of: Callable[[Scene, Choice], int]) -> Worth:
    """What *of* gives for every choice of the scenes in *space*."""
    scenes = space.scenario.scenes
    return {
        key: {choice.id: of(scenes[key], choice) for choice in scenes[key].choices.values()}
        for key in dict.fromkeys(space.scenes)
    }


def count(space: Space) -> int | None:
    """The number of different runs to the end; None where a loop sets no limit."""
    counts = [0] * len(space)
    for (node, *_), loops in space.groups:
        if loops:
            if space.ending[node]:
                return None
            continue
        counts[node] = sum(1 if way.to == ENDED else counts[way.to] for way in space.ways[node])
    return counts[0]


@frozen
class Best:
    """The *amount* of the best *run*."""

    amount: int
    run: Run


@frozen
class Gaining:
    """A loop that gains each time round, by its number of *steps* and the *amount* of one round."""

    steps: int
    amount: int


def best(space: Space, worths: Worth, times: int = 1, more: int = 0) -> Best | Gaining | None:
    """
    The run to the end whose choices are worth most together.

    Each worth is taken *times*, with *more* on top: so -1 asks for the least.
    None when no run ends; ``Gaining`` when one more round is always worth more.
    """
    search = _Search(space, worths, times, more)
    # Without a loop one pass over all states, each after those it leads to, is enough.
    in_order = [node for nodes, _ in space.groups for node in nodes]
    for nodes, loops in space.groups if space.loops else [Group(in_order, loops=False)]:
        if not space.ending[nodes[0]]:
            continue
        gained = search.improve(nodes)
        rounds = 0
        while loops and gained:
            # A best run without a loop has been found after as many rounds as there are states.
            if rounds == len(nodes):
                return search.loop(gained[0], len(nodes))
            gained = search.improve(nodes)
            rounds += 1
    amount = search.values[0]
    return None if amount is None else Best(amount, _follow(space, search.picks))


class _Search:
    """The most found so far from each state on, and the way to take for it."""

    def __init__(self, space: Space, worths: Worth, times: int, more: int) -> None:
        self.values: list[int | None] = [None] * len(space)
        self.picks = [0] * len(space)
        self._space = space
        self._worths = worths
        self._times = times
        self._more = more

    def improve(self, group: Sequence[int]) -> list[int]:
        """Take better ways in *group* where there are any; the states that gained."""
        values, times, more, gained = self.values, self._times, self._more, []
        for node in group:
            value, gains = values[node], self._worths[self._space.scenes[node]]
            for place, (choice, to) in enumerate(self._space.ways[node]):
                after = 0 if to == ENDED else values[to]
                if after is None:
                    continue
                after += times * gains[choice] + more
                if value is None or after > value:
                    value = after
                    self.picks[node] = place
            if value != values[node]:
                values[node] = value
                gained.append(node)
        return gained

    def loop(self, node: int, size: int) -> Gaining:
        """The gaining loop that the picks from *node* run into."""
        for _ in range(size):
            node = self._space.ways[node][self.picks[node]].to
        steps, amount, here = 0, 0, node
        while True:
            way = self._space.ways[here][self.picks[here]]
            amount += self._times * self._worths[self._space.scenes[here]][way.choice] + self._more
            steps, here = steps + 1, way.to
            if here == node:
                return Gaining(steps, amount)


def _follow(space: Space, picks: Sequence[int]) -> Run:
    run, node = [], 0
    while node != ENDED:
        way = space.ways[node][picks[node]]
        run.append(f"{space.scenes[node]}.{way.choice}")
        node = way.to
    return tuple(run)


@frozen
class Mean:
    """
    The most that a run's mean can be, and the *run* that has it.

    *run* is None where longer and longer runs come as near as one likes.
    """

    value: Fraction
    run: Run | None


def best_mean(space: Space, worths: Worth, times: int = 1) -> Mean | None:
    """The run with the highest mean worth a scene, each taken *times*; None when no run ends."""
    mean = Fraction(min(times * value for of in worths.values() for value in of.values()))
    while True:
        p, q = mean.numerator, mean.denominator
        found = best(space, worths, times * q, -p)
        if found is None:
            return None
        if isinstance(found, Gaining):
            mean += Fraction(found.amount, found.steps * q)
        elif found.amount > 0:
            mean += Fraction(found.amount, len(found.run) * q)
        else:
            return Mean(mean, found.run if found.amount == 0 else None)
