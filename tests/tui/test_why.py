"""The explanation in the terminal: short first, with details behind one key."""

from __future__ import annotations

import asyncio

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from game.content.library import Library
from game.core.actions import Choose, GiveCall, GoOn
from game.core.enums import Call
from game.journal.store import Journal
from game.tui.app import GameApp
from game.tui.widgets.leaf import Leaf
from game.tui.widgets.reasons import Reasons, Reveal, Sums
from tests.core.examples import answers, played, why
from tests.tui.stage import FERRY, picture, stage


async def to_the_why(pilot: Pilot[None]) -> None:
    """Answer the first scene, and go on to its explanation."""
    app = pilot.app
    assert isinstance(app, GameApp)
    session = app.screen.session  # type: ignore[attr-defined]
    scene = session.play.scenario.first
    choice = next(iter(scene.choices))
    for action in (GoOn(), GiveCall(scene.id, Call.LEAD), Choose(scene.id, choice), GoOn()):
        app.screen.act(action)  # type: ignore[attr-defined]
    await pilot.pause()


def details_are_shown(pilot: Pilot[None]) -> bool:
    """Whether table and points are on the page."""
    return all(pilot.app.screen.query_one(kind).region.height for kind in (Reveal, Sums))


async def test_details_are_open_in_the_first_scenario_and_remembered() -> None:
    """Until a run was finished the details are open; the key m closes them from then on."""
    async with stage((80, 24), play=FERRY) as pilot:
        await to_the_why(pilot)
        assert details_are_shown(pilot)
        assert "m Less" in picture(pilot)
        await pilot.press("m")
        await pilot.pause()
        assert not details_are_shown(pilot)
        assert "m More" in picture(pilot)
        app = pilot.app
        assert isinstance(app, GameApp)
        assert app.setting("details") == "short"
        await pilot.press("m")
        await pilot.pause()
        assert details_are_shown(pilot)
        assert app.setting("details") == "open"


@pytest.mark.parametrize("open_", [True, False])
async def test_an_explanation_can_be_shown_while_it_is_composed(open_: bool) -> None:
    """What is shown before all parts are there is shown once they are, open or not as was set."""
    async with stage((80, 60)) as pilot:
        await pilot.app.push_screen(Screen())
        reasons = Reasons()
        pilot.app.screen.mount(reasons)
        for _ in range(100):
            await asyncio.sleep(0)
            if reasons.query("#reading"):
                break
        assert reasons.query("#reading")
        assert not reasons.query(Reveal)
        reasons.unfold(open_)
        reasons.show(why(FERRY, "list"), animate=False)
        await pilot.pause()

        assert str(reasons.query_one("#reading", Leaf).render())
        assert bool(reasons.query_one(Reveal).region.height) == open_


def test_details_close_after_the_first_scenario() -> None:
    """With a finished run in the journal an explanation opens in its short form."""
    journal = Journal.open(None)
    app = GameApp(Library.of(()), journal)
    assert app.details_open
    session = journal.begin(FERRY, 1)
    for action in (
        GoOn(),
        *answers("quay", "list"),
        GoOn(),
        *answers("harbour", "ask"),
        GoOn(),
    ):
        played(session.act(action))
    assert not app.details_open
