"""Leaving a game whose steps could not be stored."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from textual.pilot import Pilot

from game.core.failure import Failure, message_of
from game.journal.database import in_memory
from game.journal.runs import utc_now
from game.journal.store import Journal
from game.tui.app import GameApp
from game.tui.entry_points import run_game
from game.tui.screens.home import HomeScreen
from game.tui.screens.play import PlayScreen
from tests.shared import full
from tests.shipped import LIBRARY
from tests.tui.stage import FERRY, picture, rows, stage, wait_for


@pytest.fixture
def unkept() -> Iterator[Journal]:
    """A journal that keeps nothing now, as for a folder that cannot be written."""
    failure = Failure(code="file", message="The journal cannot be written.")
    with closing(Journal(in_memory(), failure, utc_now, lasts=False)) as journal:
        yield journal


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press *keys*, each after the screen has settled."""
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


def last_words(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> str | None:
    """What is printed after the game over *journal* was quit."""
    monkeypatch.setattr(GameApp, "run_to_end", lambda app: None)
    failure = run_game(LIBRARY, journal)
    return None if failure is None else message_of(failure)


async def test_home_leads_back_to_unsaved_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Home says that they are not saved, and goes on after them; once there is room, they are."""
    journal = Journal.open(None)
    async with stage((80, 24), library=LIBRARY, journal=journal) as pilot:
        await wait_for(pilot, "1 Start here")
        await press(pilot, "enter", "enter")
        with full(journal):
            await press(pilot, "4", "enter")
            assert isinstance(pilot.app.screen, PlayScreen)
            play = pilot.app.screen.session.play
            await press(pilot, "escape")
            assert isinstance(pilot.app.screen, HomeScreen)
            await wait_for(pilot, "1 Go on")
            assert "waiting for your choice, not saved" in picture(pilot)
            await press(pilot, "enter")
            assert isinstance(pilot.app.screen, PlayScreen)
            assert pilot.app.screen.session.play == play
            assert "not saved" in rows(pilot)[0]
            await press(pilot, "escape")
            assert last_words(journal, monkeypatch) == (
                "Your last step is not saved; what came before it is."
            )
        await press(pilot, "5", "enter", "escape")
        assert "not saved" not in picture(pilot)
        assert last_words(journal, monkeypatch) is None


async def test_a_page_turned_back_on_a_full_disk() -> None:
    """Turning back is a step like another: a warning says at once that it is not saved."""
    journal = Journal.open(None)
    async with stage((80, 24), play=FERRY, journal=journal) as pilot:
        await press(pilot, "enter", "4", "enter")
        with full(journal):
            await press(pilot, "b")
            assert len(pilot.app._notifications) == 1
            await press(pilot, "4", "enter")
            assert len(pilot.app._notifications) == 1


async def test_a_run_of_which_nothing_is_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no step before is saved, leaving does not claim that one is."""
    journal = Journal.open(None)
    async with stage((80, 24), play=FERRY, journal=journal) as pilot:
        with full(journal):
            await press(pilot, "enter", "4", "enter")
            assert last_words(journal, monkeypatch) == "Your last 2 steps are not saved."


async def test_a_journal_that_cannot_be_written(
    unkept: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bar says so from the first page on; so do the help, home, the palette and leaving."""
    async with stage((80, 24), library=LIBRARY, journal=unkept) as pilot:
        assert isinstance(pilot.app, GameApp)
        await wait_for(pilot, "1 Start here")
        assert last_words(unkept, monkeypatch) is None
        await press(pilot, "enter")
        assert "not saved" in rows(pilot)[0]
        await press(pilot, "enter", "4", "enter")
        assert "not saved" in rows(pilot)[0]
        assert len(pilot.app._notifications) == 1
        await press(pilot, "f1", "end")
        assert "Home; not saved, but open until you quit" in picture(pilot)
        assert "every step is kept" not in picture(pilot)
        commands = {
            item.title: item.help for item in pilot.app.get_system_commands(pilot.app.screen)
        }
        assert commands["Quit"] == "Leave. Your last 2 steps are not saved."
        await press(pilot, "escape", "escape")
        await wait_for(pilot, "1 Go on")
        assert "waiting for your choice, not saved" in picture(pilot)
        await press(pilot, "enter", "1", "enter")
        assert "not saved" in rows(pilot)[0]
        assert last_words(unkept, monkeypatch) == "Your last 3 steps are not saved."
