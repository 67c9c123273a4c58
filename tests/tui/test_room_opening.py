"""Opening a room, carrying it on, and leaving it."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from game.core.failure import Failure
from game.journal.rooms import RoomSession
from game.room import actions
from game.room.state import Stage, options
from game.tui.app import GameApp
from game.tui.screens.facilitator_keys import FacilitatorScreen
from game.tui.screens.projector import ProjectorScreen
from game.tui.screens.scenarios import RoomScenariosScreen
from game.tui.widgets.block_graphics import big
from tests.tui.rooms import Gate, room, to_stage
from tests.tui.stage import picture, stage


async def test_leaving_asks_once_and_closes_the_join_panel() -> None:
    """One press says what is kept of the room; the second quits and lets go of the phones."""
    async with room((80, 24), people=1) as (pilot, _):
        app = pilot.app
        assert isinstance(app, GameApp)
        await pilot.press("q")
        await pilot.pause()
        assert "Nothing of this room is kept." in picture(pilot)  # its journal is in memory
        await pilot.press("q")
        gate = app.workshop.gate  # type: ignore[union-attr]
    assert gate.steps == ["open", "close"]


async def test_a_room_from_home() -> None:
    """Home leads to the workshop, and an unfinished room is offered first."""
    async with room((80, 24), people=1) as (pilot, _):
        app = pilot.app
        assert isinstance(app, GameApp)
        app.action_workshop()
        await pilot.pause()
        assert "Go on: The Late Ferry" in picture(pilot)
        assert "is still open" in picture(pilot)
        await pilot.press("1", "enter")
        await pilot.pause()
        assert isinstance(app.screen, FacilitatorScreen)


async def test_a_scenario_for_a_room() -> None:
    """The list that a room is begun from says so, and carries on a room that is still open."""
    async with room((80, 24), people=1) as (pilot, _):
        pilot.app.push_screen(RoomScenariosScreen(phones=False))
        await pilot.pause()
        assert "r Resume " in picture(pilot)
        await pilot.press("r")
        await pilot.pause()
        assert isinstance(pilot.app.screen, FacilitatorScreen)
        assert "Twenty past nine" not in picture(pilot)


@pytest.mark.parametrize("phones", [False, True])
async def test_a_room_by_hand_is_resumed_with_phones_where_they_were_asked_for(
    *, phones: bool
) -> None:
    """The list that ``host --phones`` opens gives a way in to whatever room is resumed there."""
    async with room((80, 24), phones=False, people=0) as (pilot, session):
        session.act(actions.GoOn(anyway=True))
        pilot.app.push_screen(RoomScenariosScreen(phones=phones))
        await pilot.pause()
        await pilot.press("r")
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, ProjectorScreen)
        assert (screen.phones is not None) is phones


async def rehearse(pilot: Pilot[None], session: RoomSession, *, rehearsal: bool = True) -> None:
    """Open the room of *session* on the screen, with bots or for people."""
    app = pilot.app
    assert isinstance(app, GameApp)
    assert app.workshop is not None
    app.workshop.rehearsal = rehearsal  # type: ignore[misc]
    app.push_screen(app.room_screen(session, phones=True))
    await pilot.pause()


async def test_a_rehearsal_says_so() -> None:
    """Whoever walks in on a rehearsal reads that bots play; a room for people does not say it."""
    for rehearsal in (True, False):
        async with room((80, 24), people=1) as (pilot, session):
            await rehearse(pilot, session, rehearsal=rehearsal)
            await pilot.press("enter")
            await pilot.pause()
            assert ("Rehearsal: bots play, nothing is kept" in picture(pilot)) is rehearsal


@pytest.mark.parametrize("size", [(64, 18), (80, 24), (120, 40)])
async def test_a_rehearsal_for_bots_alone_has_no_way_in(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no phone gets in, no page has a code, an address or a square code to point at."""
    monkeypatch.setattr(Gate, "bots_only", True)
    async with room(size, people=3) as (pilot, session):
        await rehearse(pilot, session)
        for stage in (Stage.LOBBY, Stage.READ, Stage.VOTE):
            to_stage(session, stage)
            for _ in range(2):
                await pilot.pause()
                shown = picture(pilot)
                assert "192.168.1.23" not in shown
                assert Gate.code not in shown
                assert "█▀▀█▀▀█" not in shown  # the square code
                assert big(Gate.code)[0].strip() not in shown
                assert "Rehearsal" in shown
                if "Welcome" in shown:
                    assert "Only the bots get in." in shown
                    assert "3 joined." in shown
                await pilot.press("j")


async def test_a_narrow_strip_says_it_in_a_word() -> None:
    """At 64 columns nothing in it is cut in the middle, also while people vote."""
    async with room((64, 18), people=3) as (pilot, session):
        await rehearse(pilot, session)
        to_stage(session, Stage.VOTE)
        await pilot.pause()
        assert "Rehearsal · " in picture(pilot)
        assert "phones on" in picture(pilot)


async def test_no_workshop_without_rooms() -> None:
    """Where no rooms can be begun, home does not offer any."""
    async with stage((80, 24)) as pilot:
        assert "Workshop" not in picture(pilot)


@pytest.mark.parametrize("over", [False, True], ids=["midway", "over"])
async def test_leaving_says_what_is_kept(tmp_path: Path, *, over: bool) -> None:
    """A room that is over is not carried on, so leaving it tells how to write it down."""
    async with room((80, 24), phones=False, kept=tmp_path / "journal.db") as (pilot, session):
        session.act(actions.GoOn(anyway=True))
        while over and session.room.stage is not Stage.OVER:
            if isinstance(session.act(actions.GoOn(anyway=True)), Failure):
                assert session.room.ballot is not None
                session.act(actions.Decide(options(session.room, session.room.ballot)[0]))
        await pilot.pause()
        await pilot.press("q")
        await pilot.pause()
        text = "two-hats journal room 1" if over else "two-hats host --resume"
        assert text in picture(pilot)


async def test_ctrl_q_asks_as_q_does() -> None:
    """One Ctrl+Q closes no room; the second one does, and the shell shows how to go on."""
    async with room((80, 24), phones=False) as (pilot, session):
        session.act(actions.GoOn())
        await pilot.press("f1", "ctrl+q")
        await pilot.pause()
        assert "q again leaves." in picture(pilot)
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert pilot.app._exit
    assert isinstance(pilot.app, GameApp)
    assert "of this room is kept" in pilot.app.last_words
