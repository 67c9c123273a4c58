"""The deck of a review: what was missed, and when it is due again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from attrs import evolve, frozen

from game.core.enums import Call, Dimension, Side
from game.core.judgement import CallMiss, missed_call, possible_misses
from game.core.scenario import Choice, Scene
from game.core.scoring import served_tokens_on


GAPS = (2, 7, 21)
"""Days until a missed side is due, by how often it has been served since."""

Topic = Side | CallMiss
"""What a review repeats: a missed side, or a kind of mistake in a call."""


@frozen(kw_only=True)
class Answered:
    """
    A *scene* of *scenario* answered on *day*, counted in days from any fixed day.

    *sides* holds the sides needed and whether each was served in full, *needed* and *given*
    the call of the key and of the player. *was_wrongly_sure* is whether the player was
    sure of a wrong call.
    """

    day: int
    scenario: str
    scene: str
    sides: tuple[tuple[Side, bool], ...]
    needed: Call
    given: Call
    was_wrongly_sure: bool
    is_review: bool = False

    @property
    def topics(self) -> tuple[tuple[Topic, bool], ...]:
        """
        What the answer is evidence for, and whether it was right.

        A right call is right on every mistake that it could have been, a wrong one is
        evidence for its own kind only.
        """
        miss = missed_call(self.needed, self.given)
        if miss is not None:
            return (*self.sides, (miss, False))
        return (*self.sides, *((kind, True) for kind in possible_misses(self.needed)))


def sides(scene: Scene, choice: Choice) -> tuple[tuple[Side, bool], ...]:
    """Return the sides that *scene* needs, and whether *choice* serves all tokens of each."""
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
    A *topic* that is due from *day* on, last missed on the day *missed* in *scene* of *scenario*.

    *level* counts how often it has been right since. *was_wrongly_sure* is whether the
    player was sure of a wrong call.
    """

    topic: Topic
    missed: int
    day: int
    level: int
    scenario: str
    scene: str
    was_wrongly_sure: bool


def deck(answers: Iterable[Answered]) -> tuple[ReviewCard, ...]:
    """Return a card for each missed topic that is still to be repeated, in order of review."""
    cards: dict[Topic, ReviewCard] = {}
    for answer in sorted(answers, key=lambda answer: answer.day):
        for topic, right in answer.topics:
            if not right:
                cards[topic] = _missed(topic, answer)
            elif topic in cards:
                moved = _served(cards.pop(topic), answer.day)
                if moved is not None:
                    cards[topic] = moved
    return tuple(sorted(cards.values(), key=lambda due: (not due.was_wrongly_sure, due.day)))


def due(cards: Iterable[ReviewCard], today: int) -> tuple[ReviewCard, ...]:
    """Return the *cards* due on day *today*, in the order given."""
    return tuple(card for card in cards if card.day <= today)


def _missed(topic: Topic, answer: Answered) -> ReviewCard:
    return ReviewCard(
        topic=topic,
        missed=answer.day,
        day=answer.day + GAPS[0],
        level=0,
        scenario=answer.scenario,
        scene=answer.scene,
        was_wrongly_sure=answer.was_wrongly_sure,
    )


def _served(card: ReviewCard, day: int) -> ReviewCard | None:
    """
    Return *card* after its topic was right on *day*, None after the last repetition.

    Before it is due, the card does not change.
    """
    if day < card.day:
        return card
    level = card.level + 1
    if level == len(GAPS):
        return None
    return evolve(card, day=day + GAPS[level], level=level, was_wrongly_sure=False)


def last_days(answers: Iterable[Answered]) -> Mapping[tuple[str, str], int]:
    """Return the day on which each scene was answered last, by scenario and scene."""
    last: dict[tuple[str, str], int] = {}
    for answer in answers:
        key = (answer.scenario, answer.scene)
        last[key] = max(answer.day, last.get(key, answer.day))
    return last


def choose(
    card: ReviewCard,
    scenarios: Mapping[str, Mapping[str, Mapping[str, int]]],
    last: Mapping[tuple[str, str], int],
    taken: Set[tuple[str, str]] = frozenset(),
) -> tuple[str, str] | None:
    """
    Return another scene for the topic of *card*, none of those *taken*; None if there is none.

    *scenarios* hold what each scene repeats, as ``repeated`` returns it, *last* when scenes were
    answered, as ``last_days`` does.

    It needs the side, or allows the mistake. Other scenarios than that of *card* come first,
    then scenes never answered, then the one answered longest ago; among equals the one with
    the most tokens on that side.
    """
    left_out = {(card.scenario, card.scene), *taken}
    topic = topic_name(card.topic)
    result = [
        (key == card.scenario, last.get((key, scene), -1), -weight, key, scene)
        for key, scenes in scenarios.items()
        for scene, topics in scenes.items()
        if (weight := topics.get(topic, 0)) and (key, scene) not in left_out
    ]
    return min(result)[-2:] if result else None


def topic_name(topic: Topic) -> str:
    """Return *topic* as text."""
    return topic.value if isinstance(topic, CallMiss) else "/".join(topic)


def repeated(scene: Scene) -> Mapping[str, int]:
    """Return how well *scene* repeats each topic, by name: its tokens on a side, 1 for a call."""
    needs = scene.need.tokens.items()
    return {
        **{topic_name((dimension, tokens.pole)): tokens.count for dimension, tokens in needs},
        **{topic_name(kind): 1 for kind in possible_misses(scene.call)},
    }
