"""What the points of a finished run mean: beside a guesser, scene by scene, and untried."""

from __future__ import annotations

from attrs import frozen

from game.core.playthrough import Playthrough, Turn
from game.core.scenario import Scene
from game.core.scoring import best_choices, guess_points
from game.core.sentences import sentences


@frozen(kw_only=True)
class ScenePoints:
    """One scene and its points."""

    title: str
    points: int


@frozen(kw_only=True)
class Road:
    """A better choice of a scene that was not taken, and the first sentence of its outcome."""

    title: str
    choice: str
    outcome: str


@frozen(kw_only=True)
class Summary:
    """
    The points of a run: the *mean* of its scenes, and that of a *guesser* in the same ones.

    *best* and *costliest* are the scenes with the most and the fewest points, each None if
    several scenes share these, and in a run of one scene. *road* is None if every choice was a
    best one.
    """

    mean: float
    guesser: float
    best: ScenePoints | None
    costliest: ScenePoints | None
    road: Road | None


def summary(play: Playthrough) -> Summary:
    """Return what the points of *play*, which has an answered scene, mean."""
    totals = [*map(_total, play.turns)]
    guesses = [guess_points(play.scenario.scenes[turn.scene]) for turn in play.turns]
    roads = (_road(play, turn) for turn in sorted(play.turns, key=_total))
    return Summary(
        mean=play.points,
        guesser=sum(guesses) / len(guesses),
        best=_only(play, max(totals)),
        costliest=_only(play, min(totals)),
        road=next(filter(None, roads), None),
    )


def best_road(scene: Scene) -> Road:
    """Return the best choice of *scene*, the first of equals, as a road that was not taken."""
    choice = scene.choices[best_choices(scene)[0]]
    return Road(title=scene.title, choice=choice.text, outcome=sentences(choice.outcome)[0])


def _total(turn: Turn) -> int:
    return turn.score.total


def _only(play: Playthrough, points: int) -> ScenePoints | None:
    """Return the scene with *points* among several; None if more than one has them."""
    turns = [turn for turn in play.turns if _total(turn) == points]
    if len(turns) > 1 or len(play.turns) == 1:
        return None
    return ScenePoints(title=play.scenario.scenes[turns[0].scene].title, points=points)


def _road(play: Playthrough, turn: Turn) -> Road | None:
    scene = play.scenario.scenes[turn.scene]
    return None if turn.choice in best_choices(scene) else best_road(scene)
