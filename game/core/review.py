"""The moments of a day's review: few, of finished scenarios, each begun from an own miss."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from attrs import frozen

from game.core.deck import Answered, ReviewCard, choose, deck, due, last_days, repeated, topic_name
from game.core.judgement import CallMiss
from game.core.scenario import Scenario, Scene


MAX_A_DAY = 3

Find = Callable[[str], Scenario | None]
"""Return the finished scenario with an id; None if there is none, or it has errors."""


@frozen(kw_only=True)
class Moment:
    """
    A *scene* of *scenario* to review, for the topic of *card*.

    *missed_in* is the scenario where that was missed, None if it is not there any more.
    """

    card: ReviewCard
    scenario: Scenario
    scene: Scene
    missed_in: Scenario | None

    @property
    def missed(self) -> Scene | None:
        """The scene where it was missed; None if it is gone."""
        return None if self.missed_in is None else self.missed_in.scenes.get(self.card.scene)

    @property
    def cue(self) -> str | None:
        """The words that showed what was missed; None for a call, or if they are gone."""
        if isinstance(self.card.topic, CallMiss) or self.missed is None:
            return None
        return self.missed.cues.get(self.card.topic[0])


def due_cards(
    answers: Iterable[Answered], finished: AbstractSet[str], today: int
) -> tuple[ReviewCard, ...]:
    """
    Return the cards due *today* from *answers*, in order of review.

    Of a scenario that is not *finished* only reviews count.
    """
    counted = [each for each in answers if each.is_review or each.scenario in finished]
    return due(deck(counted), today)


def moments(
    cards: Iterable[ReviewCard],
    repeats: Mapping[str, Mapping[str, Mapping[str, int]]],
    find: Find,
    answers: Sequence[Answered],
    today: int,
) -> tuple[Moment, ...]:
    """
    Return the moments to review *today* for the due *cards*, at most ``MAX_A_DAY`` in a day.

    *repeats* holds what each scene of the finished scenarios repeats, which *find* returns. A
    moment that repeats the topics of several cards stands for all of them.
    """
    done = {(each.scenario, each.scene) for each in answers if each.is_review and each.day == today}
    left = MAX_A_DAY - sum(each.is_review and each.day == today for each in answers)
    last = last_days(answers)
    result: list[Moment] = []
    for card in cards:
        if len(result) >= left:
            break
        if any(serves(card, moment.scenario, moment.scene) for moment in result):
            continue
        taken = done | {(moment.scenario.id, moment.scene.id) for moment in result}
        picked = choose(card, repeats, last, taken)
        scenario = None if picked is None else find(picked[0])
        if picked is not None and scenario is not None:
            result.append(_moment(card, scenario, scenario.scenes[picked[1]], find))
    return tuple(result)


def moment_of(
    cards: Iterable[ReviewCard], scenario: Scenario, scene: Scene, find: Find
) -> Moment | None:
    """
    Return why *scene* of *scenario* is reviewed: the first of *cards* that it serves.

    *find* returns the finished scenario with an id.
    """
    card = next((card for card in cards if serves(card, scenario, scene)), None)
    return None if card is None else _moment(card, scenario, scene, find)


def serves(card: ReviewCard, scenario: Scenario, scene: Scene) -> bool:
    """Return whether *scene* of *scenario* repeats the topic of *card* in another place."""
    elsewhere = (scenario.id, scene.id) != (card.scenario, card.scene)
    return elsewhere and topic_name(card.topic) in repeated(scene)


def _moment(card: ReviewCard, scenario: Scenario, scene: Scene, find: Find) -> Moment:
    return Moment(card=card, scenario=scenario, scene=scene, missed_in=find(card.scenario))
