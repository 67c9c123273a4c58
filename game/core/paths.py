"""The ways through a scenario, by what links to what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from attrs import frozen

from game.core.model import END, Scenario


@frozen(kw_only=True)
class Lengths:
    """
    The fewest and the most scenes on any way to the end.

    *least* is None when no way leads there, *most* when a loop leaves it open.
    """

    least: int | None
    most: int | None


def links(scenario: Scenario) -> Mapping[str, tuple[str, ...]]:
    """For each scene reached from the start, every scene or ``end`` it can lead to."""
    found: dict[str, tuple[str, ...]] = {}
    todo = [scenario.start]
    while todo:
        scene = todo.pop()
        if scene in found or scene == END:
            continue
        choices = scenario.scenes[scene].choices.values()
        found[scene] = tuple(dict.fromkeys(go for choice in choices for go in choice.next.targets))
        todo.extend(found[scene])
    return found


def lengths(scenario: Scenario) -> Lengths:
    """How many scenes a playthrough has, conditions left aside."""
    ways = links(scenario)
    return Lengths(least=_shortest(scenario.start, ways), most=_longest(scenario.start, ways))


def _shortest(start: str, ways: Mapping[str, tuple[str, ...]]) -> int | None:
    seen, layer, count = {start}, [start], 1
    while layer:
        reached = list(dict.fromkeys(go for scene in layer for go in ways[scene]))
        if END in reached:
            return count
        layer = [go for go in reached if go not in seen]
        seen.update(layer)
        count += 1
    return None


def _longest(start: str, ways: Mapping[str, tuple[str, ...]]) -> int | None:
    waiting = Counter(go for targets in ways.values() for go in targets)
    ready, depth, most = [start] if not waiting[start] else [], {start: 1}, 0
    sorted_scenes = 0
    while ready:
        scene = ready.pop()
        sorted_scenes += 1
        most = max(most, depth[scene])
        for go in ways[scene]:
            if go == END:
                continue
            depth[go] = max(depth.get(go, 0), depth[scene] + 1)
            waiting[go] -= 1
            if not waiting[go]:
                ready.append(go)
    return most if sorted_scenes == len(ways) else None
