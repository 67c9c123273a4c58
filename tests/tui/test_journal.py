"""The journal on the screen: runs, what they come to, and reviews."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Select

from game.core.actions import Choose, GiveCall, GoOn
from game.core.enums import Call
from game.core.failure import Failure
from game.journal.store import Journal
from game.tui.app import GameApp
from game.tui.screens.debrief import DebriefScreen
from game.tui.screens.journal import HistoryScreen, JournalScreen
from game.tui.screens.play import PlayScreen
from tests.shipped import LIBRARY
from tests.tui.stage import assert_looks_like, picture, play_out, wait_for


class Clock:
    """A clock that only moves when told."""

    def __init__(self) -> None:
        """The fifth of March, in the morning."""
        self.now = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The time."""
        return self.now


@asynccontextmanager
async def home(clock: Callable[[], datetime], path: Path) -> AsyncIterator[Pilot[None]]:
    """The game at home, over the shipped scenarios and the journal at *path*."""
    journal = Journal.open(path, clock=clock)
    journal.set_setting("animation", "off")
    app = GameApp(LIBRARY, journal)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        yield pilot
    journal.close()


@asynccontextmanager
async def listed_runs(pilot: Pilot[None], path: Path) -> AsyncIterator[Journal]:
    """List two runs, with the newer one highlighted; return the journal of a second window."""
    app = pilot.app
    assert isinstance(app, GameApp)
    for name in ("smoke-on-ward-six", "four-degrees"):
        scenario = LIBRARY.find_scenario(name)
        assert scenario is not None
        app.journal.begin(scenario, 3).act(GoOn())
    app.action_journal()
    await pilot.pause()
    other = Journal.open(path, clock=Clock())
    yield other
    other.close()


@pytest.fixture
def in_kolkata(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the clock on the wall be half past five hours ahead of UTC."""
    with monkeypatch.context() as patched:
        patched.setenv("TZ", "Asia/Kolkata")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="needs time zones of POSIX")
async def test_a_played_scenario_in_the_journal(tmp_path: Path, in_kolkata: None) -> None:
    """Runs are listed in local time and told scene by scene; the one looked at is thought over."""
    async with home(Clock(), tmp_path / "journal.db") as pilot:
        app = pilot.app
        assert isinstance(app, GameApp)
        scenario = app.library.entries["smoke-on-ward-six"].reading.scenario
        assert scenario is not None
        app.push_screen(PlayScreen(app.journal.begin(scenario, 3)))
        await pilot.pause()
        await play_out(pilot)
        app.go_home()
        app.action_journal()
        await pilot.pause()
        assert isinstance(app.screen, JournalScreen)
        assert_looks_like(pilot, "journal-80x24")
        await pilot.press("g")
        await pilot.pause()
        assert isinstance(app.screen, HistoryScreen)
        assert_looks_like(pilot, "history-80x24")
        await pilot.press("escape")
        app.push_screen(PlayScreen(app.journal.begin(scenario, 4)))
        await pilot.pause()
        await pilot.press("enter", "1", "enter", "escape")
        app.action_journal()
        await pilot.pause()
        await pilot.press("g", "escape")
        await pilot.pause()
        assert "run 2, 0 scenes" in picture(pilot)
        await pilot.press("down", "d")
        await pilot.pause()
        assert isinstance(app.screen, DebriefScreen)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="needs time zones of POSIX")
async def test_the_two_times_of_a_run_say_what_they_are(tmp_path: Path, in_kolkata: None) -> None:
    """The list has when a run was played last, its page when it was begun, both in local time."""
    clock = Clock()
    async with home(clock, tmp_path / "journal.db") as pilot:
        app = pilot.app
        assert isinstance(app, GameApp)
        scenario = LIBRARY.find_scenario("four-degrees")
        assert scenario is not None
        session = app.journal.begin(scenario, 3)
        session.act(GoOn())
        clock.now += timedelta(hours=2)
        session.act(GiveCall(session.play.scene or "", Call.LEAD))
        app.action_journal()
        await pilot.pause()
        assert "last played 2026-03-05 16:30 · " in picture(pilot)
        assert "Begun 2026-03-05 14:30, run 1, " in picture(pilot)


async def test_a_run_that_another_window_deleted_is_not_mistaken(tmp_path: Path) -> None:
    """Its row may still be listed; the page below says what is wrong, and not another run."""
    path = tmp_path / "journal.db"
    async with home(Clock(), path) as pilot, listed_runs(pilot, path) as other:
        other.delete([1])
        assert "run 2" in picture(pilot)
        await pilot.press("down")
        await pilot.pause()
        assert "This run cannot be read any more." in picture(pilot)
        assert "run 2" not in picture(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, JournalScreen)


async def test_a_filter_shows_runs_as_they_are_now(tmp_path: Path) -> None:
    """A run that another window went on with has its new page below its new row."""
    path = tmp_path / "journal.db"
    async with home(Clock(), path) as pilot, listed_runs(pilot, path) as other:
        assert "run 2, 0 scenes" in picture(pilot)
        run = other.run(2)
        assert run is not None
        scenario = LIBRARY.find_scenario(run.named)
        assert scenario is not None
        session = other.resume(run, scenario)
        scene = scenario.first
        for action in (GiveCall(scene.id, scene.call), Choose(scene.id, next(iter(scene.choices)))):
            assert not isinstance(session.act(action), Failure)
        pilot.app.screen.query_one("#filter", Select).value = "open"
        await pilot.pause()
        assert "run 2, 1 scene," in picture(pilot)


async def test_a_missed_side_comes_back_in_another_scene(tmp_path: Path) -> None:
    """Two days later home says that something is due; its scene is another one, and alone."""
    clock = Clock()
    async with home(clock, tmp_path / "journal.db") as pilot:
        app = pilot.app
        assert isinstance(app, GameApp)
        scenario = app.library.entries["smoke-on-ward-six"].reading.scenario
        assert scenario is not None
        app.push_screen(PlayScreen(app.journal.begin(scenario, 3)))
        await pilot.pause()
        await play_out(pilot, call="1", choice="1")
        clock.now += timedelta(days=2)
        app.go_home()
        await wait_for(pilot, "Review  three moments are due again")
        app.review()
        await pilot.pause()
        assert "Two days ago, in Smoke on Ward Six" in " ".join(picture(pilot).split())
        assert "Last time" not in picture(pilot)
        screen = app.screen
        assert isinstance(screen, PlayScreen)
        assert screen.session.run.alone is not None
        scene = screen.session.play.scenario
        assert "review: one scene, and no story" in picture(pilot)
        assert "scene 1" not in picture(pilot)
        assert "Direction" not in picture(pilot)
        assert " ".join(scene.role.split())[:40] in " ".join(picture(pilot).split())
        before = len(app.practice_history().whys)
        await play_out(pilot)
        ended = " ".join(picture(pilot).split())
        assert "A review is practice, so these points are not added anywhere." in ended
        assert "Last time" in ended
        assert len(app.practice_history().whys) == before
        assert len(app.practice_history().answers) == before + 1
        assert "synergy" not in picture(pilot)


async def test_nothing_played_nothing_due(tmp_path: Path) -> None:
    """An empty journal says so and offers no review."""
    async with home(Clock(), tmp_path / "journal.db") as pilot:
        app = pilot.app
        assert isinstance(app, GameApp)
        app.action_journal()
        await pilot.pause()
        assert "Nothing was played yet." in picture(pilot)
        await pilot.press("g")
        await pilot.pause()
        shown = " ".join(picture(pilot).split())
        assert "Nothing is due today." in shown
        assert "Nothing has been answered yet." in shown
        app.review()
        await pilot.pause()
        (text,) = app._notifications
        assert "comes back after two days" in text.message
