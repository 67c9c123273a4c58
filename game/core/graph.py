"""The graph of a scenario's scenes: successors, path lengths, and the playing time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from game.core.scenario import END, Scenario, Scene


class Lengths(NamedTuple):
    """
    The length of the shortest and of the longest path to the end, in scenes.

    *shortest* is None if no path reaches the end, *longest* if there is a loop.
    """

    shortest: int | None
    longest: int | None


def links(scenario: Scenario) -> Mapping[str, tuple[str, ...]]:
    """Return the successors (scene ids or ``end``) of every scene reachable from the start."""
    result: dict[str, tuple[str, ...]] = {}
    todo = [scenario.start]
    while todo:
        scene = todo.pop()
        if scene in result or scene == END:
            continue
        choices = scenario.scenes[scene].choices.values()
        result[scene] = tuple(dict.fromkeys(go for choice in choices for go in choice.next.targets))
        todo.extend(result[scene])
    return result


def lengths(scenario: Scenario) -> Lengths:
    """Return the possible lengths of a playthrough, ignoring conditions of routes."""
    ways = links(scenario)
    return Lengths(shortest=_shortest(scenario.start, ways), longest=_longest(scenario.start, ways))


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
    ready, depth, maximum = [start] if not waiting[start] else [], {start: 1}, 0
    sorted_scenes = 0
    while ready:
        scene = ready.pop()
        sorted_scenes += 1
        maximum = max(maximum, depth[scene])
        for go in ways[scene]:
            if go == END:
                continue
            depth[go] = max(depth.get(go, 0), depth[scene] + 1)
            waiting[go] -= 1
            if not waiting[go]:
                ready.append(go)
    return maximum if sorted_scenes == len(ways) else None


WORDS_PER_MINUTE = 200
"""Silent reading speed of an adult who learnt English at school, in plain prose."""
DECIDING_MINUTES = 1.5
"""Minutes to decide on one call and one choice."""
FRAME_WORDS = 80
"""Words that the game adds to each scene: verdict, table, sum."""


def minutes(scenario: Scenario) -> int:
    """Return the duration of a first playthrough in whole minutes: as given, or estimated."""
    return scenario.minutes or estimated_minutes(scenario)


def estimated_minutes(scenario: Scenario) -> int:
    """
    Estimate the duration of a first playthrough in whole minutes, at least 1.

    Add the time to read the words of the longest path and the game's own, and the time to decide.
    """
    longest = _scenes(scenario)
    reading = (words(scenario) + longest * FRAME_WORDS) / WORDS_PER_MINUTE
    return max(1, round(reading + longest * DECIDING_MINUTES))


def words(scenario: Scenario) -> int:
    """
    Estimate the words of *scenario* that a first playthrough shows.

    Count the words of the mean scene (the texts, all choices, and the mean outcome and
    explanation), multiplied by the longest path.
    """
    scenes = scenario.scenes.values()
    mean = sum(map(_scene_words, scenes)) / len(scenes)
    frame = [scenario.summary, scenario.role, scenario.endings.steady]
    frame += [f"{person.name} {person.role}" for person in scenario.cast.values()]
    return round(sum(map(_words, frame)) + _scenes(scenario) * mean)


def _scenes(scenario: Scenario) -> int:
    """Return the number of scenes of the longest path; of all scenes if a loop leaves it open."""
    return lengths(scenario).longest or len(scenario.scenes)


def _scene_words(scene: Scene) -> float:
    choices = scene.choices.values()
    answered = sum(_words(c.outcome) + _words(c.explanation) for c in choices) / len(choices)
    return sum(map(_words, _read_first(scene))) + answered


def _read_first(scene: Scene) -> Iterator[str]:
    """Yield the texts of *scene* that are shown before an answer."""
    yield scene.text
    yield from scene.says.values()
    for choice in scene.choices.values():
        yield choice.text


def _words(text: str) -> int:
    return len(text.split())
