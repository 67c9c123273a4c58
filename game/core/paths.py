"""The lengths of the paths through a graph of scenes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple


Links = Mapping[str, Sequence[str]]
"""The successors of every scene; a successor that is no scene is the end."""


class Lengths(NamedTuple):
    """
    The length of the shortest and of the longest path to the end, in scenes.

    *shortest* is None if no path reaches the end, *longest* if there is a loop.
    """

    shortest: int | None
    longest: int | None


def lengths(start: str, links: Links) -> Lengths:
    """Return the possible lengths of the paths from *start*, which reaches all of *links*."""
    return Lengths(shortest=_shortest(start, links), longest=_longest(start, links))


def _shortest(start: str, links: Links) -> int | None:
    seen, layer, count = {start}, [start], 1
    while layer:
        reached = list(dict.fromkeys(go for scene in layer for go in links[scene]))
        if any(go not in links for go in reached):
            return count
        layer = [go for go in reached if go not in seen]
        seen.update(layer)
        count += 1
    return None


def _longest(start: str, links: Links) -> int | None:
    waiting = Counter(go for targets in links.values() for go in targets)
    ready, depth, maximum = [start] if not waiting[start] else [], {start: 1}, 0
    sorted_scenes = 0
    while ready:
        scene = ready.pop()
        sorted_scenes += 1
        maximum = max(maximum, depth[scene])
        for go in links[scene]:
            if go not in links:
                continue
            depth[go] = max(depth.get(go, 0), depth[scene] + 1)
            waiting[go] -= 1
            if not waiting[go]:
                ready.append(go)
    return maximum if sorted_scenes == len(links) else None
