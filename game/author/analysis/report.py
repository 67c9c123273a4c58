"""The complete analysis of a scenario, with the certainty of its figures."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from game.author.analysis import unreachable
from game.author.analysis.endings import Endings, endings
from game.author.analysis.start_state import StartState
from game.author.analysis.state_space import BUDGET, Space, expand, linked
from game.author.analysis.totals import (
    Best,
    Gaining,
    Mean,
    Number,
    Worth,
    best,
    best_mean,
    count,
    mean_of_means,
    visits,
    worth,
)
from game.author.analysis.unreachable import Unreachable
from game.core import scoring
from game.core.scenario import Scenario


MAX_PASSES = 4_000_000
"""Maximum product of states and looping scenes for which visit chances are computed."""


class Points(NamedTuple):
    """
    Mean points of a run's scenes without the call: fit and craft, 0-80.

    The right call adds 20 to each, a guessed one 7.5 on average. *mean* is that of random play,
    over the runs that end.
    """

    minimum: Mean | None
    maximum: Mean | None
    mean: Number | None


class Span(NamedTuple):
    """
    A sum over runs: the runs with its *minimum* and *maximum*, and its *mean*.

    *maximum* is None if a loop sets no limit, both are None if no run ends; *mean* is that of
    random play, None if unknown.
    """

    minimum: Best | None
    maximum: Best | None
    mean: Number | None


class Analysis(NamedTuple):
    """
    The figures over all runs of *scenario*, within a *budget* of states per question.

    Points and lengths cover the scenes from the start state; gauges continue from it. *space*
    holds the states; if the search stopped at *reached*, a part of them, *space* holds the scenes
    as linked, and *runs*, *points* and spans are bounds. *runs* is None if a loop sets no limit.
    *seen* is the chance to meet each scene, *visits* the mean visits of each state, both None if
    unknown. *unlinked* scenes have no route to them, *unmet* ones only routes whose conditions
    never hold; from *stuck* ones the end may be unreachable. *skipped* names scenes and
    characters whose lines had too many states. *parts* are the points of each choice without the
    call.
    """

    scenario: Scenario
    budget: int
    space: Space
    reached: Space
    parts: Worth
    runs: int | None
    points: Points
    endings: Endings
    visits: list[Number] | None
    seen: Mapping[str, Number | None]
    unlinked: tuple[str, ...]
    unmet: tuple[str, ...]
    stuck: tuple[str, ...]
    never: tuple[Unreachable, ...]
    skipped: tuple[str, ...]

    @property
    def begin(self) -> StartState:
        """The start state of the runs."""
        return self.reached.rules.begin

    @property
    def complete(self) -> bool:
        """Whether every state was visited, so that only chances can be inexact."""
        return self.reached.complete

    @property
    def label(self) -> str:
        """The certainty of the figures as text."""
        if not self.complete:
            return f"bounds and samples (stopped at {len(self.reached)} states)"
        if not self.endings.complete:
            return f"exact, endings from samples (stopped at {self.endings.entries} states)"
        if self.visits is None:
            return "exact, chances not computed"
        chances = [self.visits[0], *(ending.chance for ending in self.endings.states.values())]
        if not all(map(_whole, chances)):
            return "exact, chances as floats"
        if len(self.space) > len(self.space.at):
            return f"exact over {len(self.space)} states"
        return "exact"

    def span(self, worths: Worth) -> Span:
        """Return minimum, maximum and mean of the sum of *worths* over a run."""
        lowest = best(self.space, worths, times=-1)
        highest = best(self.space, worths)
        return Span(
            minimum=Best(-lowest.amount, lowest.run) if isinstance(lowest, Best) else None,
            maximum=None if isinstance(highest, Gaining) else highest,
            mean=self._mean(worths),
        )

    def _mean(self, worths: Worth) -> Number | None:
        if self.visits is None or not all(self.space.ending):
            return None
        means = {k: Fraction(sum(of.values()), len(of)) for k, of in worths.items()}
        if not _whole(self.visits[0]):
            rough = {key: float(mean) for key, mean in means.items()}
            return sum(n * rough[k] for n, k in zip(self.visits, self.space.scenes, strict=True))
        return sum(
            (n * means[k] for n, k in zip(self.visits, self.space.scenes, strict=True)),
            start=Fraction(0),
        )


def analyse(scenario: Scenario, budget: int = BUDGET, begin: StartState | None = None) -> Analysis:
    """Analyse *scenario* from *begin* on, within *budget* states per question."""
    result = expand(scenario, budget=budget, begin=begin)
    apart = result.rules.conditional or not result.complete
    links = linked(scenario, result.rules.begin) if apart else result
    complete = result.complete
    space = result if complete else links
    counted = visits(space) if complete else None
    parts = worth(space, scoring.choice_points)
    lost = unreachable.lost(space, budget) if complete else unreachable.Lost(items=(), skipped=())
    return Analysis(
        scenario=scenario,
        budget=budget,
        space=space,
        reached=result,
        parts=parts,
        runs=count(space),
        points=_points(space, parts, budget if complete else 0),
        endings=endings(space, budget)
        if complete
        else Endings(states={}, entries=0, complete=False),
        visits=counted,
        seen=_seen(space, counted, links),
        unlinked=tuple(key for key in scenario.scenes if key not in links.at),
        unmet=tuple(key for key in links.at if key not in space.at),
        stuck=tuple(
            key for key, nodes in space.at.items() if not all(space.ending[n] for n in nodes)
        ),
        never=lost.items,
        skipped=lost.skipped,
    )


def _points(space: Space, parts: Worth, budget: int) -> Points:
    lowest = best_mean(space, parts, times=-1)
    means = mean_of_means(space, parts, budget)
    return Points(
        minimum=None if lowest is None else Mean(-lowest.value, lowest.run),
        maximum=best_mean(space, parts),
        mean=None if means is None else means.mean,
    )


def _seen(space: Space, counted: list[Number] | None, links: Space) -> Mapping[str, Number | None]:
    """Return the chance to meet each scene; scenes in loops need a pass each."""
    if counted is None:
        return dict.fromkeys(space.at)
    again = {
        links.scenes[node]
        for nodes, loops in links.groups
        if loops
        for node in nodes
        if links.scenes[node] in space.at
    }
    affordable = len(again) * len(space) <= MAX_PASSES
    return {
        key: sum(counted[node] for node in nodes)
        if key not in again
        else chance_of_scene(space, key)
        if affordable
        else None
        for key, nodes in space.at.items()
    }


def chance_of_scene(space: Space, scene_id: str) -> Number | None:
    """Return the chance that random play reaches a scene; None if a loop is too large."""
    result = visits(space, lambda scene, _: scene == scene_id)
    return None if result is None else sum(result[node] for node in space.at.get(scene_id, ()))


def chance_of_choice(space: Space, scene_id: str, choice_id: str) -> Number | None:
    """Return the chance that random play takes a choice; None if a loop is too large."""
    result = visits(space, lambda scene, choice: (scene, choice) == (scene_id, choice_id))
    if result is None:
        return None
    count = len(space.scenario.scenes[scene_id].choices)
    return sum(result[node] for node in space.at.get(scene_id, ())) / count


def _whole(number: Number) -> bool:
    return isinstance(number, Fraction)
