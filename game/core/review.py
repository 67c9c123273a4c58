"""
The review deck: what was missed comes back as a different scene.

A side of a dimension that was missed is due again after about 2, 7 and 21 days; a
scene that serves it moves it on, one that misses it starts it anew. What was missed
when the player was sure comes first (the study of confident errors in the handbook's
sources). Days are numbers; whoever calls knows the calendar.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from game.core.model import Choice, Scenario, Scene
from game.core.scoring import serves
from game.core.terms import Dimension, Pole


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
        ((dimension, tokens.pole), serves(scene.need, choice.stance, dimension) == tokens.count)
        for dimension in Dimension
        if (tokens := scene.need.tokens.get(dimension)) is not None
    )


@frozen(kw_only=True)
class Due:
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


def deck(answers: Iterable[Answered]) -> tuple[Due, ...]:
    """Everything that was missed and has not come back often enough, by when it is due."""
    cards: dict[Side, Due] = {}
    for answer in sorted(answers, key=lambda answer: answer.day):
        for side, served in answer.sides:
            if not served:
                cards[side] = _missed(side, answer)
            elif side in cards:
                moved = _served(cards.pop(side), answer.day)
                if moved is not None:
                    cards[side] = moved
    return tuple(sorted(cards.values(), key=lambda due: (not due.was_sure, due.day)))


def due(cards: Iterable[Due], today: int) -> tuple[Due, ...]:
    """The *cards* that are due *today*, sure-and-wrong ones first, then the longest due."""
    return tuple(card for card in cards if card.day <= today)


def _missed(side: Side, answer: Answered) -> Due:
    return Due(
        side=side,
        day=answer.day + GAPS[0],
        level=0,
        scenario=answer.scenario,
        scene=answer.scene,
        was_sure=answer.was_sure,
    )


def _served(card: Due, day: int) -> Due | None:
    """*card* after its side was served on *day*; too early counts for nothing."""
    if day < card.day:
        return card
    level = card.level + 1
    if level == len(GAPS):
        return None
    return Due(
        side=card.side,
        day=day + GAPS[level],
        level=level,
        scenario=card.scenario,
        scene=card.scene,
        was_sure=False,
    )


def choose(
    card: Due, scenarios: Mapping[str, Scenario], answers: Iterable[Answered]
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
    found = [
        (last.get((key, scene.id), -1), -tokens.count, key, scene.id)
        for key, scenario in scenarios.items()
        for scene in scenario.scenes.values()
        if (tokens := scene.need.tokens.get(card.side[0])) is not None
        and tokens.pole is card.side[1]
        and (key, scene.id) != (card.scenario, card.scene)
    ]
    if not found:
        return None
    _, _, name, scene_id = min(found)
    return scenarios[name], scenarios[name].scenes[scene_id]
