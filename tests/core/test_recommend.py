"""The recommended order of scenarios, and what is suggested."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from game.core.enums import Call, Context
from game.core.recommend import Reason, Suggestion, in_order, suggest
from game.core.scenario import Scenario
from game.core.synopsis import Synopsis, synopsis
from game.text.recommend import past
from tests.core.examples import choice, scenario, scene


def made(
    name: str, *, minutes: int = 10, setting: Context = Context.ROUTINE, agreed: int = 5
) -> Scenario:
    """A scenario of one scene, on which *agreed* of five readers gave the right answers."""
    readers = {Call.LEAD: agreed, Call.MANAGE: 5 - agreed}
    choices = (
        choice("good", readers=agreed),
        choice("poor", "M M M M M", readers=5 - agreed),
    )
    only = scene("only", *choices, context=setting, readers=readers)
    return scenario(only, id=name, minutes=minutes)


def order(scenarios: Iterable[Scenario]) -> tuple[Synopsis, ...]:
    """Order the synopses of *scenarios*."""
    return in_order(map(synopsis, scenarios))


def names(scenarios: tuple[Synopsis, ...]) -> list[str]:
    """The ids, in order."""
    return [each.id for each in scenarios]


def test_short_ones_come_first_then_those_that_readers_agreed_on() -> None:
    """Minutes go before agreement, and agreement before the name."""
    given = [
        made("a", minutes=20),
        made("b", agreed=4),
        made("c"),
        made("d", minutes=5, agreed=3),
    ]
    assert names(order(given)) == ["d", "c", "b", "a"]
    assert names(order(reversed(given))) == ["d", "c", "b", "a"]


def test_no_setting_comes_twice_in_a_row_where_another_is_left() -> None:
    """Scenarios that open in the same setting are kept apart as long as possible."""
    crisis = Context.CRISIS
    given = [
        made("a", setting=crisis),
        made("b", setting=crisis),
        made("c"),
        made("d", setting=crisis),
    ]
    assert names(order(given)) == ["a", "c", "b", "d"]


def test_the_first_without_a_finished_run_is_suggested() -> None:
    """A new player starts with the first, another goes on with the next, and then there is none."""
    ordered = order([made("a"), made("b")])
    first, second = ordered
    assert suggest(ordered, set()) == Suggestion(first, Reason.FIRST)
    assert suggest(ordered, {"a"}) == Suggestion(second, Reason.NEXT)
    assert suggest(ordered, {"b", "elsewhere"}) == Suggestion(first, Reason.NEXT)
    assert suggest(ordered, {"a", "b"}) is None
    assert suggest((), set()) is None


@pytest.mark.parametrize(
    ("finished", "begun", "points", "said"),
    [
        (0, False, None, None),
        (0, True, None, "You have begun it."),
        (1, False, 62.5, "You played it once; 62.5 points at first."),
        (2, True, None, "You played it 2 times. A new run is open."),
    ],
)
def test_what_was_played_is_said(
    *, finished: int, begun: bool, points: float | None, said: str | None
) -> None:
    """How often it was finished, the points of the first attempt, and whether a run is open."""
    assert past(finished, begun=begun, first_points=points) == said
