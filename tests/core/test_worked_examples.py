"""The worked examples of the scoring rule: what a pencil gives, the game gives."""

from __future__ import annotations

import pytest
from attrs import frozen

from game.core.enums import Call, Dimension
from game.core.scenario import Scenario
from game.core.scoring import Gauges, Score, guess_points, score
from game.core.trust import trust_moves
from tests.core.examples import FEATURE_FACTORY, MONTH_END, SMOKE


LEAD, MANAGE = Call.LEAD, Call.MANAGE
LEAD_THEN_MANAGE, MANAGE_THEN_LEAD = Call.LEAD_THEN_MANAGE, Call.MANAGE_THEN_LEAD


@frozen
class Row:
    """One row of the three tables, as printed."""

    scenario: Scenario
    choice: str
    given: Call
    call: int
    fit: int
    craft: int
    total: int
    direction: int
    structure: int
    trust: tuple[int, int, int]


ROWS = [
    Row(FEATURE_FACTORY, "a", LEAD, 20, 50, 30, 100, 78, 50, (+1, +1, -1)),
    Row(FEATURE_FACTORY, "a", LEAD_THEN_MANAGE, 10, 50, 30, 90, 78, 50, (+1, +1, -1)),
    Row(FEATURE_FACTORY, "c", LEAD_THEN_MANAGE, 10, 20, 10, 40, 44, 50, (+1, -1, +1)),
    Row(FEATURE_FACTORY, "d", LEAD, 20, 20, 0, 40, 44, 50, (0, 0, +1)),
    Row(FEATURE_FACTORY, "b", MANAGE, 0, 0, 10, 10, 22, 50, (-1, -1, +1)),
    Row(SMOKE, "a", MANAGE_THEN_LEAD, 20, 50, 30, 100, 67, 71, (+1, +1, -1)),
    Row(SMOKE, "c", MANAGE, 10, 30, 20, 60, 33, 71, (-1, +1, -1)),
    Row(SMOKE, "b", LEAD, 0, 20, 20, 40, 67, 29, (+1, -1, +1)),
    Row(SMOKE, "d", MANAGE, 10, 10, 0, 20, 33, 43, (0, 0, 0)),
    Row(MONTH_END, "b", MANAGE, 20, 50, 30, 100, 50, 78, (+1, +1, -1)),
    Row(MONTH_END, "c", MANAGE, 20, 30, 20, 70, 50, 56, (0, +1, -1)),
    Row(MONTH_END, "d", MANAGE_THEN_LEAD, 10, 10, 0, 20, 50, 33, (-1, 0, -1)),
    Row(MONTH_END, "a", LEAD, 0, 0, 0, 0, 50, 22, (-2, -1, +1)),
]

every_row = pytest.mark.parametrize(
    "row", ROWS, ids=lambda row: f"{row.scenario.id}-{row.choice}-{row.given.value}"
)


@every_row
def test_points(row: Row) -> None:
    """Call, fit and craft are the table's, and so is their sum."""
    scene = row.scenario.first
    points = score(scene, row.given, scene.choices[row.choice])

    assert points == Score(call=row.call, fit=row.fit, craft=row.craft)
    assert points.total == row.total


@every_row
def test_gauges(row: Row) -> None:
    """Direction and Structure after the scene are the table's, as whole percentages."""
    scene = row.scenario.first
    gauges = Gauges().after(scene.need, scene.choices[row.choice].stance)

    assert (gauges.direction, gauges.structure) == (row.direction, row.structure)


TRAITS = {
    FEATURE_FACTORY.id: ("queries L", "focus L", "vision M"),
    SMOKE.id: ("focus L", "queries M", "goal L"),
    MONTH_END.id: ("approach M", "queries M", "vision L"),
}
"""What each person of the cast listens for, in all scenes, as printed."""


@every_row
def test_trust_follows_one_trait(row: Row) -> None:
    """By hand: +1 for the side somebody listens for, -1 for the other, -1 for a myth's cost."""
    taken = row.scenario.first.choices[row.choice]
    by_hand = []
    for who, trait in zip(row.scenario.cast, TRAITS[row.scenario.id], strict=True):
        dimension, side = trait.split()
        did = taken.stance.poles.get(Dimension(dimension))
        step = 0 if did is None else 1 if did.value[0].upper() == side else -1
        by_hand.append(step - (taken.borne_by == who))

    assert tuple(by_hand) == row.trust


@every_row
def test_trust(row: Row) -> None:
    """Everyone's trust moves as in the table, in the order of the cast."""
    scene = row.scenario.first
    moves = trust_moves(row.scenario, scene, scene.choices[row.choice])

    assert moves == dict(zip(row.scenario.cast, row.trust, strict=True))


@pytest.mark.parametrize(
    ("scenario", "mark"),
    [(FEATURE_FACTORY, 42.5), (SMOKE, 52.5), (MONTH_END, 42.5)],
    ids=lambda value: value.id if isinstance(value, Scenario) else str(value),
)
def test_chance_mark(scenario: Scenario, mark: float) -> None:
    """Guessing brings what is printed below each table."""
    assert guess_points(scenario.first) == mark


@pytest.mark.parametrize("scenario", [FEATURE_FACTORY, SMOKE, MONTH_END], ids=lambda s: s.id)
def test_cues_are_quotes(scenario: Scenario) -> None:
    """Each token of an example has a cue, and each cue is a quote of the text."""
    scene = scenario.first

    assert scene.cues.keys() == scene.need.tokens.keys()
    assert all(cue in scene.text for cue in scene.cues.values())
