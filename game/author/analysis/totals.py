"""Sums along runs, and chances and means under random play."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm, log2
from typing import NamedTuple

from game.author.analysis.state_space import ENDED, Group, Run, Space
from game.core.scenario import Choice, Scene


Worth = Mapping[str, Mapping[str, int]]
"""The value of each choice, by scene."""


def worth(space: Space, of: Callable[[Scene, Choice], int]) -> Worth:
    """Return *of* for every choice of the scenes in *space*."""
    scenes = space.scenario.scenes
    return {
        key: {choice.id: of(scenes[key], choice) for choice in scenes[key].choices.values()}
        for key in dict.fromkeys(space.scenes)
    }


def count(space: Space) -> int | None:
    """Return the number of different runs to the end; None if unlimited by a loop."""
    counts = [0] * len(space)
    for (node, *_), loops in space.groups:
        if loops:
            if space.ending[node]:
                return None
            continue
        counts[node] = sum(1 if way.to == ENDED else counts[way.to] for way in space.ways[node])
    return counts[0]


class Best(NamedTuple):
    """The *amount* of the best *run*."""

    amount: int
    run: Run


class Gaining(NamedTuple):
    """A loop of *steps* that gains *amount* each round."""

    steps: int
    amount: int


def best(space: Space, worths: Worth, times: int = 1, more: int = 0) -> Best | Gaining | None:
    """
    Return the run to the end with the highest sum of values.

    Each value is multiplied by *times* and increased by *more*; -1 returns the minimum. Return
    None if no run ends, ``Gaining`` if another round always adds to the sum.
    """
    search = _Search(space, worths, times, more)
    # Without a loop one pass over the states in order is enough.
    in_order = [node for nodes, _ in space.groups for node in nodes]
    for nodes, loops in space.groups if space.loops else [Group(in_order, loops=False)]:
        if not space.ending[nodes[0]]:
            continue
        gained = search.improve(nodes)
        rounds = 0
        while loops and gained:
            # A best run without a loop is found after at most one round per state.
            if rounds == len(nodes):
                return search.loop(gained[0], len(nodes))
            gained = search.improve(nodes)
            rounds += 1
    amount = search.values[0]
    return None if amount is None else Best(amount, _follow(space, search.picks))


class _Search:
    """The best sum from each state so far, and the transition for it."""

    def __init__(self, space: Space, worths: Worth, times: int, more: int) -> None:
        self.values: list[int | None] = [None] * len(space)
        self.picks = [0] * len(space)
        self._space = space
        self._worths = worths
        self._times = times
        self._more = more

    def improve(self, group: Sequence[int]) -> list[int]:
        """Improve the states in *group*; return those that gained."""
        values, times, more, gained = self.values, self._times, self._more, []
        for node in group:
            value, gains = values[node], self._worths[self._space.scenes[node]]
            for position, (choice, to) in enumerate(self._space.ways[node]):
                after = 0 if to == ENDED else values[to]
                if after is None:
                    continue
                after += times * gains[choice] + more
                if value is None or after > value:
                    value = after
                    self.picks[node] = position
            if value != values[node]:
                values[node] = value
                gained.append(node)
        return gained

    def loop(self, node: int, size: int) -> Gaining:
        """Return the gaining loop on the picks from *node*."""
        for _ in range(size):
            node = self._space.ways[node][self.picks[node]].to
        steps, amount, current = 0, 0, node
        while True:
            way = self._space.ways[current][self.picks[current]]
            amount += (
                self._times * self._worths[self._space.scenes[current]][way.choice] + self._more
            )
            steps, current = steps + 1, way.to
            if current == node:
                return Gaining(steps, amount)


def _follow(space: Space, picks: Sequence[int]) -> Run:
    run, node = [], 0
    while node != ENDED:
        way = space.ways[node][picks[node]]
        run.append(f"{space.scenes[node]}.{way.choice}")
        node = way.to
    return tuple(run)


class Mean(NamedTuple):
    """
    The supremum of a run's mean, and the *run* that attains it.

    *run* is None if only ever longer runs approach it.
    """

    value: Fraction
    run: Run | None


def best_mean(space: Space, worths: Worth, times: int = 1) -> Mean | None:
    """Return the run with the highest mean value per scene, times *times*; None if no run ends."""
    mean = Fraction(min(times * value for of in worths.values() for value in of.values()))
    while True:
        p, q = mean.numerator, mean.denominator
        result = best(space, worths, times * q, -p)
        if result is None:
            return None
        if isinstance(result, Gaining):
            mean += Fraction(result.amount, result.steps * q)
        elif result.amount > 0:
            mean += Fraction(result.amount, len(result.run) * q)
        else:
            return Mean(mean, result.run if result.amount == 0 else None)


Number = Fraction | float

MAX_BITS = 4_096
"""Maximum denominator length in bits for exact fractions."""
MAX_EXACT = 4_000
"""Maximum number of states for exact fractions; in a loop ``MAX_EXACT_LOOP``."""
MAX_EXACT_LOOP = 24
MAX_LOOP = 400
"""Maximum number of states in a loop for which chances are computed."""
REST = 1e-12
"""Remaining probability at which a loop counts as left."""

Cut = Callable[[str, str], bool]
"""Whether to stop counting after a scene's choice."""


def exact(space: Space) -> bool:
    """Return whether chances in *space* are computed as fractions."""
    if len(space) > MAX_EXACT:
        return False
    if space.loops:
        return max(len(nodes) for nodes, loops in space.groups if loops) <= MAX_EXACT_LOOP
    base = lcm(*(len(ways) for ways in space.ways))
    return depths(space, max)[0] * log2(base) < MAX_BITS


def depths(space: Space, pick: Callable[[Iterable[int]], int]) -> Sequence[int]:
    """Return the scenes from each state to the end, without loops; *pick* is min or max."""
    result = [0] * len(space)
    for (node,), _ in space.groups:
        result[node] = 1 + pick(
            0 if way.to == ENDED else result[way.to] for way in space.ways[node]
        )
    return result


def visits(space: Space, cut: Cut | None = None) -> list[Number] | None:
    """
    Return the mean visits of each state, which are chances without loops.

    None if a loop is too large. A trap without exit counts its first visit.
    """
    item: Number = Fraction(1) if exact(space) else 1.0
    result: list[Number] = [item * 0] * len(space)
    result[0] = item
    for nodes, loops in reversed(space.groups):
        if loops:
            if len(nodes) > MAX_LOOP:
                return None
            _solve(space, nodes, result, item, cut)
        inside = set(nodes) if loops else ()
        for node in nodes:
            share = result[node] / len(space.ways[node])
            for choice, to in space.ways[node]:
                if (
                    to != ENDED
                    and to not in inside
                    and not (cut and cut(space.scenes[node], choice))
                ):
                    result[to] += share
    return result


def _solve(
    space: Space, group: Sequence[int], arrivals_of: list[Number], unit: Number, cut: Cut | None
) -> None:
    """Convert first arrivals in *group* into mean visits."""
    inside = set(group)
    onward: dict[int, dict[int, Number]] = {}
    leaving: dict[int, Number] = {}
    for node in group:
        share = unit / len(space.ways[node])
        onward[node], leaving[node] = {}, unit * 0
        for choice, to in space.ways[node]:
            if to in inside and not (cut and cut(space.scenes[node], choice)):
                onward[node][to] = onward[node].get(to, unit * 0) + share
            else:
                leaving[node] += share
    back: dict[int, set[int]] = {node: set() for node in group}
    for node, targets in onward.items():
        for to in targets:
            back[to].add(node)
    removed: list[tuple[int, Number, dict[int, Number]]] = []
    for node in group:
        out = onward.pop(node)
        out.pop(node, None)
        stays = leaving[node] + sum(out.values(), start=unit * 0)
        arrivals = {before: onward[before].pop(node) for before in back[node] if before in onward}
        removed.append((node, stays, arrivals))
        if not stays:
            continue  # a trap without exit
        for to, part in out.items():
            arrivals_of[to] += arrivals_of[node] * part / stays
        for before, part in arrivals.items():
            leaving[before] += part * leaving[node] / stays
            for to, further in out.items():
                onward[before][to] = onward[before].get(to, unit * 0) + part * further / stays
                back[to].add(before)
    for node, stays, arrivals in reversed(removed):
        inflow = arrivals_of[node] + sum(
            (arrivals_of[before] * part for before, part in arrivals.items()), start=unit * 0
        )
        arrivals_of[node] = inflow / stays if stays else inflow


class Means(NamedTuple):
    """
    Figures of random play over the runs that end.

    *ended* is the chance that a run ends, *mean* the mean over runs of their scenes' mean value.
    """

    ended: Number
    mean: Number


def mean_of_means(space: Space, worths: Worth, budget: int) -> Means | None:
    """
    Return the mean of runs' means under random play, computed scene by scene.

    None if it takes more than *budget* pairs of state and depth, or if no run ends.
    """
    item: Number = Fraction(1) if exact(space) and not space.loops else 1.0
    zero = item * 0
    table: dict[int, tuple[Number, Number]] = {0: (item, zero)}
    ended, total, steps, entries = zero, zero, 0, 0
    while table:
        steps += 1
        entries += len(table)
        if entries > budget:
            return None
        after: dict[int, tuple[Number, Number]] = {}
        for node, (weight, gained) in table.items():
            ways, gains = space.ways[node], worths[space.scenes[node]]
            weight, gained = weight / len(ways), gained / len(ways)
            for choice, to in ways:
                more = gained + weight * gains[choice]
                if to == ENDED:
                    ended += weight
                    total += more / steps
                elif space.ending[to]:
                    had = after.get(to)
                    after[to] = (weight, more) if had is None else (had[0] + weight, had[1] + more)
        table = after
        if space.loops and sum(float(weight) for weight, _ in table.values()) < REST:
            break
    return Means(ended=ended, mean=total / ended) if ended else None
