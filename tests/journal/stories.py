"""Stories to keep a journal of."""

from __future__ import annotations

from collections.abc import Iterator

from game.core.actions import Action, GoOn
from game.core.scenario import Scenario
from tests.core.examples import answers, choice, scenario, scene


SHORT = scenario(
    scene("hall", choice("wait", go="yard"), choice("run", "M M M M M", go="yard")),
    scene("yard", choice("stay"), choice("leave", "- - - - -")),
    id="short",
    title="A Short Story",
)
WHOLE: tuple[Action, ...] = (
    GoOn(),
    *answers("hall", "wait"),
    GoOn(),
    *answers("yard", "stay"),
    GoOn(),
)
"""Everything done in ``SHORT``, to its end."""

ENDLESS = scenario(scene("round", choice("again", go="round")), id="endless", title="On and On")


def on_and_on() -> Iterator[Action]:
    """Actions in ``ENDLESS``, without end."""
    yield GoOn()
    while True:
        yield from answers("round", "again")
        yield GoOn()


def edited(choice_id: str) -> Scenario:
    """``SHORT`` after its author has renamed the first choice of the second scene."""
    yard = scene("yard", choice(choice_id), choice("leave", "- - - - -"))
    return scenario(SHORT.scenes["hall"], yard, id="short", title="A Short Story")
