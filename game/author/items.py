"""
What plays tell about scenes: is one too hard, does it tell readers from guessers,
is there a choice that nobody takes?

Let x be the points of a scene, 0-100. Difficulty is the mean of x. Discrimination is
the correlation of x with the mean of the same player's *other* scenes. Only answers
that count go in: the first to each scene, in a first attempt. Each figure has a least
number of plays below which it says nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import fmean

from attrs import frozen

from game.core.model import Scenario
from game.journal.export.record import Record


LEAST, LEAST_PAIRS = 30, 100
"""Plays needed for difficulty and for choices, and for discrimination."""
HARD, EASY = 35, 85
GOOD, POOR = 0.20, 0.10
UNUSED = 0.05


@frozen(kw_only=True)
class Response:
    """One counting answer: who, which *scene* (as ``scenario.scene``), the choice, the points."""

    player: str
    scene: str
    choice: str
    points: int


@frozen(kw_only=True)
class Item:
    """
    One scene as *plays* show it.

    *difficulty*, *discrimination* and *unused* are None when there are too few
    plays; discrimination also when there is nothing to correlate. *pairs* are the
    plays whose player answered another scene as well.
    """

    scene: str
    title: str
    plays: int
    pairs: int
    difficulty: float | None
    discrimination: float | None
    shares: Mapping[str, float]
    unused: tuple[str, ...] | None

    @property
    def flaws(self) -> tuple[str, ...]:
        """What is wrong with it, as far as the plays can tell."""
        found = []
        if self.difficulty is not None and self.difficulty > EASY:
            found.append("too easy")
        if self.difficulty is not None and self.difficulty < HARD:
            found.append("too hard")
        if self.discrimination is not None and self.discrimination < POOR:
            found.append("good readers do no better here")
        found += [f"hardly anyone takes {choice}" for choice in self.unused or ()]
        return tuple(found)

    @property
    def watch(self) -> bool:
        """Whether it tells readers from guessers only weakly."""
        return self.discrimination is not None and POOR <= self.discrimination < GOOD


def responses(record: Record) -> Iterator[Response]:
    """The answers of *record* that count."""
    for play in record.first:
        for answer in play.answers:
            if answer.first:
                yield Response(
                    player=record.player,
                    scene=f"{play.run.scenario}.{answer.why.scene}",
                    choice=answer.why.choice,
                    points=answer.why.score.total,
                )


def analyse(scenarios: Iterable[Scenario], responses: Iterable[Response]) -> tuple[Item, ...]:
    """Every scene of *scenarios* in the light of *responses*."""
    by_scene: dict[str, list[Response]] = {}
    by_player: dict[str, list[Response]] = {}
    for response in responses:
        by_scene.setdefault(response.scene, []).append(response)
        by_player.setdefault(response.player, []).append(response)
    totals = {
        player: (sum(one.points for one in theirs), len(theirs))
        for player, theirs in by_player.items()
    }
    return tuple(
        _item(
            f"{scenario.id}.{scene.id}",
            scene.title,
            list(scene.choices),
            by_scene.get(f"{scenario.id}.{scene.id}", []),
            totals,
        )
        for scenario in scenarios
        for scene in scenario.scenes.values()
    )


def _item(
    name: str,
    title: str,
    choices: Sequence[str],
    responses: Sequence[Response],
    totals: Mapping[str, tuple[int, int]],
) -> Item:
    pairs = [
        (one.points, (total - one.points) / (count - 1))
        for one in responses
        for total, count in [totals[one.player]]
        if count > 1
    ]
    enough = len(responses) >= LEAST
    taken = Counter(one.choice for one in responses)
    shares = {choice: taken[choice] / (len(responses) or 1) for choice in choices}
    return Item(
        scene=name,
        title=title,
        plays=len(responses),
        pairs=len(pairs),
        difficulty=fmean(one.points for one in responses) if enough else None,
        discrimination=correlation(pairs) if len(pairs) >= LEAST_PAIRS else None,
        shares=shares,
        unused=tuple(c for c in choices if shares[c] < UNUSED) if enough else None,
    )


def correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Pearson's correlation of *pairs*; None where one side is always the same."""
    mean_x, mean_y = fmean(x for x, _ in pairs), fmean(y for _, y in pairs)
    across = sum((x - mean_x) * (y - mean_y) for x, y in pairs)
    spread = sum((x - mean_x) ** 2 for x, _ in pairs) * sum((y - mean_y) ** 2 for _, y in pairs)
    return across / spread**0.5 if spread > 0 else None
