"""The playing time of a scenario."""

from __future__ import annotations

from collections.abc import Iterator

from game.core.scenario import Scenario, Scene


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
    return scenario.lengths.longest or len(scenario.scenes)


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
