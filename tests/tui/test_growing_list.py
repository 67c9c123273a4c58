"""Long lists: what is added to them, and when."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from game.content.library import Library, packaged
from game.core.actions import GoOn
from game.journal.store import Journal
from game.tui.app import GameApp
from game.tui.screens.journal import JournalScreen
from game.tui.screens.scenarios import ScenariosScreen
from tests.tui.stage import FERRY, stage


NUMBER = 60


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library of ``NUMBER`` scenarios that were read."""
    folder = tmp_path_factory.mktemp("library")
    text = (packaged() / "four-degrees.yaml").read_text(encoding="utf-8")
    for number in range(NUMBER):
        (folder / f"copy-{number}.yaml").write_text(text, encoding="utf-8")
    result = Library.of([folder])
    assert len(result.scenarios) == NUMBER
    return result


def played(path: Path | None, number: int) -> Journal:
    """Return a journal at *path* of *number* runs of the ferry."""
    journal = Journal.open(path)
    for seed in range(1, number + 1):
        journal.begin(FERRY, seed).act(GoOn())
    return journal


async def shelf_of(pilot: Pilot[None], screen: type[JournalScreen | ScenariosScreen]) -> OptionList:
    """Show *screen* and return its list."""
    assert isinstance(pilot.app, GameApp)
    pilot.app._library_read = True
    pilot.app.push_screen(screen())
    await pilot.pause()
    return pilot.app.screen.query_one("#list", OptionList)


Screen = type[JournalScreen | ScenariosScreen]
LISTS = [JournalScreen, ScenariosScreen]


@pytest.mark.parametrize("screen", LISTS)
@pytest.mark.every_frame
async def test_all_can_be_reached_after_the_window_grew(screen: Screen, library: Library) -> None:
    """Enlarging the window adds what it has room for, without a key."""
    async with stage((80, 24), journal=played(None, NUMBER), library=library) as pilot:
        shelf = await shelf_of(pilot, screen)
        await pilot.resize_terminal(80, 300)
        await pilot.pause()
        assert shelf.option_count == NUMBER


@pytest.mark.parametrize("screen", LISTS)
async def test_listing_again_in_a_larger_window(screen: Screen, library: Library) -> None:
    """A scrolled list is in order, without doubles, when it was enlarged and filled again."""
    async with stage((80, 24), journal=played(None, NUMBER), library=library) as pilot:
        shelf = await shelf_of(pilot, screen)
        first = [option.id for option in shelf.options]
        await pilot.press("pagedown")
        for rows, text in ((50, "d"), (70, "de")):
            await pilot.resize_terminal(80, rows)
            await pilot.pause()
            if screen is ScenariosScreen:
                pilot.app.screen.query_one("#search", Input).value = text
                await pilot.pause()
            await pilot.press("f1", "escape")
            await pilot.pause()
            listed = [option.id for option in shelf.options]
            assert listed[: len(first)] == first
            assert len(set(listed)) == len(listed)
        assert len(listed) > len(first)


@pytest.mark.parametrize("key", ["end", "up"])
@pytest.mark.parametrize("screen", LISTS)
async def test_the_last_is_one_key_away(screen: Screen, key: str, library: Library) -> None:
    """End, and Up from the first, go to the last of all."""
    async with stage((80, 24), journal=played(None, NUMBER), library=library) as pilot:
        shelf = await shelf_of(pilot, screen)
        shelf.highlighted = 0
        await pilot.press(key)
        await pilot.pause()
        assert (shelf.option_count, shelf.highlighted) == (NUMBER, NUMBER - 1)


@pytest.mark.every_frame
async def test_unreadable_runs_hide_no_others(tmp_path: Path, library: Library) -> None:
    """Where the newest runs cannot be read, the others are listed."""
    path = tmp_path / "journal.db"
    played(path, 30).close()
    with closing(sqlite3.connect(path)) as file:
        file.execute("UPDATE runs SET seed = 'x1' WHERE id > 20")
        file.commit()
    async with stage((80, 24), journal=Journal.open(path), library=library) as pilot:
        shelf = await shelf_of(pilot, JournalScreen)
        await pilot.press("end")
        await pilot.pause()
        assert [option.id for option in shelf.options] == [str(run) for run in range(20, 0, -1)]
