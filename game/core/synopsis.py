"""The synopsis of a scenario: the little that lists and reviews need of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import field, frozen

from game.core.deck import repeated
from game.core.duration import minutes, words
from game.core.enums import Context, Seniority
from game.core.scenario import Scenario
from game.core.scoring import best_choices


Rank = tuple[int, float, int, str]
"""What scenarios are sorted by: minutes, readers' disagreement, words, id."""


def _rank(values: Sequence[Any]) -> Rank:
    length, disagreement, words, name = values
    return length, disagreement, words, name


@frozen(kw_only=True)
class Synopsis:
    """
    What lists and reviews need of a scenario.

    *rank* is what it is sorted by, *setting* the context of its first scene. *repeats* holds what
    ``deck.repeated`` returns for each scene.
    """

    id: str
    title: str
    summary: str
    role: str
    sector: str
    place: str
    seniority: Seniority = field(converter=Seniority)
    content_note: str | None
    rank: Rank = field(converter=_rank)
    setting: Context = field(converter=Context)
    repeats: Mapping[str, Mapping[str, int]]

    @property
    def minutes(self) -> int:
        """The duration of a first playthrough."""
        return self.rank[0]


def synopsis(scenario: Scenario) -> Synopsis:
    """Return the synopsis of *scenario*; this reads all its words."""
    return Synopsis(
        id=scenario.id,
        title=scenario.title,
        summary=scenario.summary,
        role=scenario.role,
        sector=scenario.sector,
        place=scenario.place,
        seniority=scenario.seniority,
        content_note=scenario.content_note,
        rank=(minutes(scenario), -_agreement(scenario), words(scenario), scenario.id),
        setting=scenario.first.context,
        repeats={name: repeated(scene) for name, scene in scenario.scenes.items()},
    )


def _agreement(scenario: Scenario) -> float:
    """Return the share of readers' answers that were the right call or a best choice."""
    scenes = scenario.scenes.values()
    answers = 2 * sum(scene.readers_in_all for scene in scenes)
    right = sum(
        scene.readers.get(scene.call, 0)
        + sum(scene.choices[choice].readers for choice in best_choices(scene))
        for scene in scenes
    )
    return right / answers if answers else 0.0
