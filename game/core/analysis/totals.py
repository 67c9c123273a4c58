"""
Sums along runs: how many runs there are, and the least and most of what adds up.

The mean of a run is not a sum. Its least and most are found by Dinkelbach's
method: *mean > m* for some run exactly when *sum of (worth - m) > 0* for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from game.core.analysis.space import ENDED, Run, Space
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


def best(space: Space, worths: Worth) -> Best | Gaining | None:
    """
    The run to the end whose choices are worth most together.

    None when no run ends; ``Gaining`` when one more round is always worth more.
    """
    values: list[int | None] = [None] * len(space)
    picks: list[int] = [0] * len(space)
    for nodes, loops in space.groups:
        if not space.ending[nodes[0]]:
            continue
        gained = _improve(space, worths, nodes, values, picks)
        rounds = 0
        while loops and gained:
            # A best run without a loop has been found after as many rounds as there are states.
            if rounds == len(nodes):
                return _loop(space, worths, gained[0], len(nodes), picks)
            gained = _improve(space, worths, nodes, values, picks)
            rounds += 1
    if values[0] is None:
        return None
    return Best(values[0], _follow(space, picks))


def _improve(
    space: Space,
    worths: Worth,
    group: Sequence[int],
    values: list[int | None],
    picks: list[int],
) -> list[int]:
    """Take better ways in *group* where there are any; the states that gained."""
    gained = []
    for node in group:
        value, gains = values[node], worths[space.scenes[node]]
        for place, (choice, to) in enumerate(space.ways[node]):
            after = 0 if to == ENDED else values[to]
            if after is not None and (value is None or gains[choice] + after > value):
                value = gains[choice] + after
                picks[node] = place
        if value != values[node]:
            values[node] = value
            gained.append(node)
    return gained


def _loop(space: Space, worths: Worth, node: int, size: int, picks: Sequence[int]) -> Gaining:
    """The gaining loop that the *picks* from *node* run into."""
    for _ in range(size):
        node = space.ways[node][picks[node]].to
    steps, amount, here = 0, 0, node
    while True:
        way = space.ways[here][picks[here]]
        amount += worths[space.scenes[here]][way.choice]
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


def best_mean(space: Space, worths: Worth) -> Mean | None:
    """The run with the highest mean worth a scene; None when no run ends."""
    mean = Fraction(min(value for of in worths.values() for value in of.values()))
    while True:
        p, q = mean.numerator, mean.denominator
        over = {
            key: {choice: q * value - p for choice, value in of.items()}
            for key, of in worths.items()
        }
        found = best(space, over)
        if found is None:
            return None
        if isinstance(found, Gaining):
            mean += Fraction(found.amount, found.steps * q)
        elif found.amount > 0:
            mean += Fraction(found.amount, len(found.run) * q)
        else:
            return Mean(mean, found.run if found.amount == 0 else None)
