"""What was thought after a run, told: the roads walked, and what was picked in the debrief."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from game.core.debrief import Afterthought, Point, Resolve, Walk, mark, sentences
from game.core.scenario import Choice, Scenario, Scene
from game.journal.thoughts import Thought
from game.text import debrief


@frozen(kw_only=True)
class Road:
    """Another *choice* of a *scene* that was walked; *number* tells the thoughts of a run apart."""

    number: int
    scene: Scene
    choice: Choice
    at: str


@frozen(kw_only=True)
class Reflection:
    """
    Something picked in the debrief: a ``line`` of the hardest scene, or a ``plan``.

    *said* are its words. It is None without the player's consent, and where the
    scenario has that line no more.
    """

    number: int
    kind: str
    said: str | None
    at: str


def roads(thoughts: Iterable[Thought], scenario: Scenario) -> Iterator[Road]:
    """The roads among *thoughts* that *scenario* still has."""
    for thought in thoughts:
        match thought.what:
            case Walk(scene, choice) if scene in scenario.scenes:
                there = scenario.scenes[scene]
                if choice in there.choices:
                    yield Road(
                        number=thought.number,
                        scene=there,
                        choice=there.choices[choice],
                        at=thought.at,
                    )


def reflections(
    thoughts: Iterable[Thought], scenario: Scenario, *, consent: bool
) -> Iterator[Reflection]:
    """What was picked in debriefs among *thoughts*; with its words only by *consent*."""
    for thought in thoughts:
        if not isinstance(thought.what, Walk):
            yield Reflection(
                number=thought.number,
                kind="plan" if isinstance(thought.what, Resolve) else "line",
                said=_said(thought.what, scenario) if consent else None,
                at=thought.at,
            )


def _said(thought: Afterthought, scenario: Scenario) -> str | None:
    match thought:
        case Resolve():
            return debrief.plan(thought)
        case Point(scene, line) if scene in scenario.scenes:
            lines = sentences(scenario.scenes[scene].text)
            return next((said for said in lines if mark(said) == line), None)
    return None
