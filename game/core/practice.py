"""Practice over many scenes: totals with their uncertainty, and the review deck."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import sqrt

from attrs import frozen

from game.core.enums import Call, Context, Dimension, Pole, Skill
from game.core.explanation import Explanation
from game.core.scenario import Choice, Scenario, Scene
from game.core.scoring import percent, served_tokens_on


EARLY, ENOUGH = 24, 48
"""Scenes below which nothing is said of the whole, and below which it is an early picture."""


@frozen
class Ratio:
    """How much was *met* of what was *asked*."""

    met: int
    asked: int

    @property
    def percent(self) -> int:
        """The share as a whole percentage; 0 of none."""
        return percent(self.met, self.asked) if self.asked else 0

    @property
    def as_text(self) -> str:
        """Both numbers."""
        return f"{self.met} of {self.asked}"


@frozen
class Interval:
    """The mean points of many scenes, and how far the truth may lie to either side."""

    mean: float
    margin: float


@frozen(kw_only=True)
class Progress:
    """
    What some answers come to.

    *calls* counts by the call needed and the call given; of *contexts*, of each
    side of the *dimensions* and of *skills* only those met at all are there.
    *band* is None below 48 scenes.
    """

    scenes: int
    calls: Mapping[tuple[Call, Call], int]
    contexts: Mapping[Context, Ratio]
    dimensions: Mapping[tuple[Dimension, Pole], Ratio]
    skills: Mapping[Skill, Ratio]
    band: Interval | None

    @property
    def caution(self) -> str | None:
        """What so few scenes can say; None when they are enough."""
        if self.scenes < EARLY:
            return f"With fewer than {EARLY} scenes this is no picture yet: look at the scenes."
        if self.scenes < ENOUGH:
            return f"With fewer than {ENOUGH} scenes this is an early picture."
        return None


def progress(whys: Sequence[Explanation]) -> Progress:
    """What the answers explained by *whys* come to."""
    rows = [row for why in whys for row in why.rows if row.asked is not None]
    return Progress(
        scenes=len(whys),
        calls={
            (needed, given): sum(w.call is needed and w.call_given is given for w in whys)
            for needed in Call
            for given in Call
        },
        contexts={
            context: Ratio(sum(why.tokens_served for why in current), 5 * len(current))
            for context in Context
            for current in [[why for why in whys if why.context is context]]
            if current
        },
        dimensions={
            (dimension, pole): Ratio(sum(row.served for row in asked), sum(r.tokens for r in asked))
            for dimension in Dimension
            for pole in Pole
            for asked in [[r for r in rows if (r.dimension, r.asked) == (dimension, pole)]]
            if asked
        },
        skills={
            skill: Ratio(sum(skill in why.shown for why in whys), wanted)
            for skill in Skill
            for wanted in [sum(skill in why.wanted for why in whys)]
            if wanted
        },
        band=_band([why.score.total for why in whys]),
    )


def _band(totals: Sequence[int]) -> Interval | None:
    count = len(totals)
    if count < ENOUGH:
        return None
    mean = sum(totals) / count
    variance = sum((total - mean) ** 2 for total in totals) / (count - 1)
    return Interval(mean, 1.96 * sqrt(variance / count))


GAPS = (2, 7, 21)
"""Days until a missed side is due, each time it has been served once more."""

Side = tuple[Dimension, Pole]


@frozen(kw_only=True)
class Answered:
    """
    A *scene* of *scenario* answered on a *day*.

    *sides* are those it asked for, and whether each was served in full; *was_sure* is
    whether the call was a sure one and not the key's.
    """

    day: int
    scenario: str
    scene: str
    sides: tuple[tuple[Side, bool], ...]
    was_sure: bool


def sides(scene: Scene, choice: Choice) -> tuple[tuple[Side, bool], ...]:
    """The sides that *scene* asks for, and whether *choice* serves all tokens of each."""
    return tuple(
        (
            (dimension, tokens.pole),
            served_tokens_on(scene.need, choice.stance, dimension) == tokens.count,
        )
        for dimension in Dimension
        if (tokens := scene.need.tokens.get(dimension)) is not None
    )


@frozen(kw_only=True)
class ReviewCard:
    """
    A *side* that is due since *day*, last missed in *scene* of *scenario*.

    *level* counts how often it has been served since; *was_sure* is whether the
    call was a sure one and not the key's.
    """

    side: Side
    day: int
    level: int
    scenario: str
    scene: str
    was_sure: bool


def deck(answers: Iterable[Answered]) -> tuple[ReviewCard, ...]:
    """Everything that was missed and has not come back often enough, by when it is due."""
    cards: dict[Side, ReviewCard] = {}
    for answer in sorted(answers, key=lambda answer: answer.day):
        for side, served in answer.sides:
            if not served:
                cards[side] = _missed(side, answer)
            elif side in cards:
                moved = _served(cards.pop(side), answer.day)
                if moved is not None:
                    cards[side] = moved
    return tuple(sorted(cards.values(), key=lambda due: (not due.was_sure, due.day)))


def due(cards: Iterable[ReviewCard], today: int) -> tuple[ReviewCard, ...]:
    """The *cards* that are due *today*, sure-and-wrong ones first, then the longest due."""
    return tuple(card for card in cards if card.day <= today)


def _missed(side: Side, answer: Answered) -> ReviewCard:
    return ReviewCard(
        side=side,
        day=answer.day + GAPS[0],
        level=0,
        scenario=answer.scenario,
        scene=answer.scene,
        was_sure=answer.was_sure,
    )


def _served(card: ReviewCard, day: int) -> ReviewCard | None:
    """*card* after its side was served on *day*; too early counts for nothing."""
    if day < card.day:
        return card
    level = card.level + 1
    if level == len(GAPS):
        return None
    return ReviewCard(
        side=card.side,
        day=day + GAPS[level],
        level=level,
        scenario=card.scenario,
        scene=card.scene,
        was_sure=False,
    )


def choose(
    card: ReviewCard, scenarios: Mapping[str, Scenario], answers: Iterable[Answered]
) -> tuple[Scenario, Scene] | None:
    """
    A different scene that asks for the *card*'s side; None when there is none.

    Never answered ones first, then the one answered longest ago; among equals the
    one that asks most for it.
    """
    last: dict[tuple[str, str], int] = {}
    for answer in answers:
        key = (answer.scenario, answer.scene)
        last[key] = max(answer.day, last.get(key, answer.day))
    result = [
        (last.get((key, scene.id), -1), -tokens.count, key, scene.id)
        for key, scenario in scenarios.items()
        for scene in scenario.scenes.values()
        if (tokens := scene.need.tokens.get(card.side[0])) is not None
        and tokens.pole is card.side[1]
        and (key, scene.id) != (card.scenario, card.scene)
    ]
    if not result:
        return None
    _, _, name, scene_id = min(result)
    return scenarios[name], scenarios[name].scenes[scene_id]
