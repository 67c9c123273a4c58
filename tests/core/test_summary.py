"""What the points of a run mean."""

from __future__ import annotations

from hypothesis import given

from game.core.actions import Action, GoOn
from game.core.enums import Call
from game.core.playthrough import Playthrough, replay
from game.core.scenario import Scenario
from game.core.scoring import best_choices, guess_points
from game.core.summary import Road, ScenePoints, summary
from game.text.debrief import meaning
from tests.core.examples import answers, choice, scenario, scene
from tests.core.strategies import playthroughs


GOOD = choice("good", "L L L L L", "yard", outcome="They nod. Then they go.")
POOR = choice("poor", "M M M M M", "yard")
STORY = scenario(
    scene("hall", GOOD, POOR),
    scene("yard", choice("good", outcome="It rains. Nobody minds."), choice("poor", "M M M M M")),
)


def run(hall: str, yard: str, call: Call = Call.LEAD) -> Playthrough:
    """A finished run of ``STORY`` with these choices, the first one after *call*."""
    first, last = answers("hall", hall, call), answers("yard", yard)
    return replay(STORY, 1, (GoOn(), *first, GoOn(), *last, GoOn())).play


def test_beside_a_guesser() -> None:
    """The mean stands beside what guessing brings in the same scenes."""
    result = summary(run("good", "poor"))
    assert (result.mean, result.guesser) == (55, guess_points(STORY.first))


def test_best_and_costliest() -> None:
    """The scenes with the most and the fewest points are named, unless several share these."""
    result = summary(run("good", "poor"))
    assert (result.best, result.costliest) == (
        ScenePoints(title="title of hall", points=80),
        ScenePoints(title="title of yard", points=30),
    )
    equal = summary(run("good", "good"))
    assert (equal.best, equal.costliest) == (None, None)


def test_a_road_not_taken() -> None:
    """The best choice of the costliest scene, with the first sentence of where it led."""
    assert summary(run("good", "poor")).road == Road(
        title="title of yard", choice="text of good", outcome="It rains."
    )
    assert summary(run("poor", "poor")).road == Road(
        title="title of hall", choice="text of good", outcome="They nod."
    )
    assert summary(run("good", "good", Call.MANAGE)).road is None


@given(playthroughs())
def test_of_any_run(drawn: tuple[Scenario, tuple[Action, ...]]) -> None:
    """The best has no fewer points than the costliest, and a road is one not taken."""
    play = replay(drawn[0], 1, drawn[1]).play
    if not play.turns:
        return
    result = summary(play)
    totals = [turn.score.total for turn in play.turns]
    for named, points in ((result.best, max(totals)), (result.costliest, min(totals))):
        assert (named is not None) == (totals.count(points) == 1 < len(totals))
        assert named is None or named.points == points
    assert (result.road is None) == all(
        turn.choice in best_choices(play.scenario.scenes[turn.scene]) for turn in play.turns
    )
    parts = (result.best, result.costliest, result.road)
    assert len(meaning(result)) == 1 + sum(part is not None for part in parts)


def test_the_points_named_are_those_that_a_scene_brought() -> None:
    """No sentence says that the points of the weakest scene were lost."""
    _, best, hardest, _ = meaning(summary(run("good", "poor")))
    assert best == "Best read: “title of hall”, 80 points."
    assert hardest == "Hardest for you: “title of yard”, 30 points."
