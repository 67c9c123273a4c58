"""The ways through a scenario, by what links to what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from attrs import frozen

from game.core.model import END, Scenario, Scene


WORDS_PER_MINUTE = 200
"""Silent reading of plain prose by an adult who learnt English at school."""
DECIDING_MINUTES = 1.5
"""Thinking over one call and one choice."""
FRAME_WORDS = 80
"""What the game adds to each scene: the verdict, the table, the sum."""


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


def minutes(scenario: Scenario) -> int:
    """How long a first playthrough takes, in whole minutes: as given, or else estimated."""
    return scenario.minutes or estimated_minutes(scenario)


def estimated_minutes(scenario: Scenario) -> int:
    """
    How long a first playthrough takes by its words, in whole minutes, at least 1.

    Reading every text once, one choice's outcome and explanation a scene (the mean of
    them), and deciding; for the mean scene as often as the longest way has scenes. Where a
    loop leaves that open, each scene counts once.
    """
    scenes = scenario.scenes.values()
    longest = lengths(scenario).most or len(scenes)
    mean = sum(map(_scene_words, scenes)) / len(scenes)
    frame = [scenario.summary, scenario.role, scenario.endings.steady]
    frame += [f"{person.name} {person.role}" for person in scenario.cast.values()]
    words = sum(map(_words, frame)) + longest * (mean + FRAME_WORDS)
    return max(1, round(words / WORDS_PER_MINUTE + longest * DECIDING_MINUTES))


def _scene_words(scene: Scene) -> float:
    choices = scene.choices.values()
    answered = sum(_words(c.outcome) + _words(c.explanation) for c in choices) / len(choices)
    return sum(map(_words, _read_first(scene))) + answered


def _read_first(scene: Scene) -> Iterator[str]:
    """What is read in *scene* before it is answered."""
    yield scene.text
    yield from scene.says.values()
    for choice in scene.choices.values():
        yield choice.text


def _words(text: str) -> int:
    return len(text.split())
