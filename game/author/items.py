"""
What plays tell about scenes: is one too hard, does it tell readers from guessers,
is there a choice that nobody takes?

Let x be the points of a scene, 0-100. Difficulty is the mean of x. Discrimination is
the correlation of x with the mean of the same player's *other* scenes. Only answers
that count go in: the first to each scene, in a first attempt; and of rooms the votes
of the first round, before any talk. The people of one room heard the same talk and took
the same road, so for discrimination each is compared with the means of their own room.
Each figure has a least number of plays and votes below which it says nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import fsum
from statistics import fmean
from typing import TYPE_CHECKING

from attrs import frozen

from game.core.model import Scenario


if TYPE_CHECKING:
    from game.journal.export.record import Record


LEAST, LEAST_PAIRS = 30, 100
"""Plays and votes needed for difficulty and for choices, and for discrimination."""
HARD, EASY = 35, 85
GOOD, POOR = 0.20, 0.10
UNUSED = 0.05


@frozen(kw_only=True)
class Response:
    """
    One counting answer: who, which *scene* (as ``scenario.scene``), the choice, the points.

    *room* names the room that the player sat in, if any.
    """

    player: str
    scene: str
    choice: str
    points: int
    room: str | None = None


@frozen(kw_only=True)
class Counted:
    """Votes of nobody in particular: how many for each of the *choices*, and their mean points."""

    scene: str
    choices: Mapping[str, int]
    points: float | None


@frozen(kw_only=True)
class Item:
    """
    One scene as *plays* of people alone and *votes* of people in rooms show it.

    *difficulty*, *discrimination* and *unused* are None when there are too few of
    them; discrimination also when there is nothing to correlate. *pairs* are those
    whose player answered another scene as well; one is spent on each further room.
    """

    scene: str
    title: str
    plays: int
    votes: int
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


def analyse(
    scenarios: Iterable[Scenario], answers: Iterable[Response | Counted]
) -> tuple[Item, ...]:
    """Every scene of *scenarios* in the light of *answers*."""
    by_scene: dict[str, list[Response]] = {}
    by_player: dict[str, list[Response]] = {}
    counted: dict[str, list[Counted]] = {}
    for answer in answers:
        if isinstance(answer, Counted):
            counted.setdefault(answer.scene, []).append(answer)
        else:
            by_scene.setdefault(answer.scene, []).append(answer)
            by_player.setdefault(answer.player, []).append(answer)
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
            counted.get(f"{scenario.id}.{scene.id}", []),
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
    counted: Sequence[Counted],
    totals: Mapping[str, tuple[int, int]],
) -> Item:
    alone = sum(one.room is None for one in responses)
    taken = Counter(one.choice for one in responses)
    for votes in counted:
        taken.update(votes.choices)
    marks = [(float(one.points), 1) for one in responses]
    marks += [(v.points, sum(v.choices.values())) for v in counted if v.points is not None]
    marked = sum(people for _, people in marks)
    shares = {choice: taken[choice] / (taken.total() or 1) for choice in choices}
    pairs, count = _pairs(responses, totals)
    return Item(
        scene=name,
        title=title,
        plays=alone,
        votes=taken.total() - alone,
        pairs=count,
        difficulty=(
            fsum(points * people for points, people in marks) / marked if marked >= LEAST else None
        ),
        discrimination=correlation(pairs) if count >= LEAST_PAIRS else None,
        shares=shares,
        unused=(
            tuple(c for c in choices if shares[c] < UNUSED) if taken.total() >= LEAST else None
        ),
    )


def _pairs(
    responses: Iterable[Response], totals: Mapping[str, tuple[int, int]]
) -> tuple[list[tuple[float, float]], int]:
    """
    The points of each player here and elsewhere, from the means of their room.

    Those who play alone are one room. Also gives how many pairs there are, less one
    for each mean beyond the first that was taken off.
    """
    rooms: dict[str | None, list[tuple[float, float]]] = {}
    for one in responses:
        total, count = totals[one.player]
        if count > 1:
            elsewhere = (total - one.points) / (count - 1)
            rooms.setdefault(one.room, []).append((one.points, elsewhere))
    found = []
    for pairs in rooms.values():
        here, there = fmean(x for x, _ in pairs), fmean(y for _, y in pairs)
        found += [(x - here, y - there) for x, y in pairs]
    return found, len(found) - len(rooms) + 1 if found else 0


def correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Pearson's correlation of *pairs*; None where one side is always the same."""
    mean_x, mean_y = fmean(x for x, _ in pairs), fmean(y for _, y in pairs)
    across = fsum((x - mean_x) * (y - mean_y) for x, y in pairs)
    spread = fsum((x - mean_x) ** 2 for x, _ in pairs) * fsum((y - mean_y) ** 2 for _, y in pairs)
    return across / spread**0.5 if spread > 0 else None
