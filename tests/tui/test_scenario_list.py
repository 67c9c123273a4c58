"""The list of scenarios: its order, its filters, and a large library that is read first."""

from __future__ import annotations

from asyncio import Event
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import Mock

import pytest
from textual.screen import Screen
from textual.widgets import Input, OptionList, Select

from game.author.starter import starter
from game.content.library import Library, packaged
from game.core.actions import GoOn
from game.core.enums import Context
from game.journal.store import Journal
from game.services import recommend
from game.services.play import origin_of, resume_or_start, start
from game.services.recommend import ordered
from game.tui.app import GameApp
from game.tui.entry_points import run_room
from game.tui.reading import READ_AT_ONCE
from game.tui.screens.help import HelpScreen
from game.tui.screens.home import HomeScreen
from game.tui.screens.play import PlayScreen
from game.tui.screens.scenarios import ReadingScreen, RoomScenariosScreen, ScenariosScreen
from tests.shared import until
from tests.shipped import LIBRARY
from tests.tui.stage import (
    finish,
    picture,
    rows,
    stage,
    wait_for,
)


async def test_the_list_of_a_room_begins_at_its_top() -> None:
    """What one player finished moves the cursor of the player's own list only."""
    entries = ordered(LIBRARY)
    first = entries[0].scenario
    assert first is not None
    async with stage((80, 24), library=LIBRARY) as pilot:
        assert isinstance(pilot.app, GameApp)
        finish(resume_or_start(pilot.app.journal, first, origin=origin_of(entries[0], LIBRARY)))
        for screen, row in (ScenariosScreen(), 1), (RoomScenariosScreen(phones=False), 0):
            await pilot.app.push_screen(screen)
            assert screen.query_one("#list", OptionList).highlighted == row


async def test_the_list_of_a_room_says_whose_minutes_it_has() -> None:
    """They are those of one who plays alone; on the player's own list that goes without saying."""
    async with stage((120, 40), library=LIBRARY) as pilot:
        for screen, alone in (ScenariosScreen(), False), (RoomScenariosScreen(phones=False), True):
            await pilot.app.push_screen(screen)
            await pilot.pause()
            assert (" min alone" in picture(pilot)) is alone
            assert (" minutes alone" in " ".join(picture(pilot).split())) is alone


async def test_the_list_recommends_an_order_and_is_no_briefing() -> None:
    """The first row is marked; its page says what to choose by, and the briefing the rest."""
    entries = ordered(LIBRARY)
    first = entries[0].scenario
    assert first is not None
    async with stage((120, 40), library=LIBRARY) as pilot:
        await pilot.press("2", "enter")
        await pilot.pause()
        shelf = pilot.app.screen.query_one("#list", OptionList)
        assert [option.id for option in shelf.options] == [entry.id for entry in entries]
        assert f"{first.title}  start here" in picture(pilot)
        listed = " ".join(picture(pilot).split())
        await pilot.press("enter")
        await pilot.pause()
        briefing = " ".join(picture(pilot).split())
        for text, where in ((first.summary, listed), (first.role, briefing)):
            start = text[:20]
            assert (start in listed, start in briefing) == (where is listed, where is briefing)
        assert not any(person.name in listed for person in first.cast.values())


async def test_the_list_shows_no_context() -> None:
    """Nothing on the list's pages names what a scene's setting is."""
    async with stage((120, 40), library=LIBRARY) as pilot:
        await pilot.press("2", "enter")
        seen = ""
        for _ in LIBRARY:
            await pilot.pause()
            seen += picture(pilot)
            await pilot.press("down")
        for context in Context:
            assert context.value not in seen
            assert context.value.replace("-", " ") not in seen


async def test_search_and_filters_narrow_the_list() -> None:
    """Words and filters must all fit; what does not is left out, and nothing is an answer too."""
    async with stage((120, 40), library=LIBRARY) as pilot:
        await pilot.press("2", "enter")
        await pilot.pause()
        shelf = pilot.app.screen.query_one("#list", OptionList)
        everything = shelf.option_count
        await pilot.press("slash", *"tallinn")
        await pilot.pause()
        assert 1 <= shelf.option_count < everything
        pilot.app.screen.query_one("#search", Input).value = ""
        pilot.app.screen.query_one("#played", Select).value = "played"
        await pilot.pause()
        assert shelf.option_count == 0
        assert "Nothing fits" in picture(pilot)


async def test_a_new_run_of_a_played_scenario_is_begun_and_played() -> None:
    """What was finished counts as played, also while a new run of it is open."""
    both, finished, begun, *_ = ordered(LIBRARY)
    async with stage((120, 40), library=LIBRARY) as pilot:
        app = pilot.app
        assert isinstance(app, GameApp)
        for entry in (both, finished):
            assert entry.scenario is not None
            finish(start(app.journal, entry.scenario, origin=origin_of(entry, LIBRARY)))
        for entry in (both, begun):
            assert entry.scenario is not None
            start(app.journal, entry.scenario, origin=origin_of(entry, LIBRARY)).act(GoOn())
        await app.push_screen(ScenariosScreen())
        await pilot.pause()
        assert " · played · begun" in picture(pilot)
        shelf = app.screen.query_one("#list", OptionList)
        for state, entries in {
            "played": {both, finished},
            "begun": {both, begun},
            "new": set(ordered(LIBRARY)) - {both, finished, begun},
        }.items():
            app.screen.query_one("#played", Select).value = state
            await pilot.pause()
            assert {option.id for option in shelf.options} == {entry.id for entry in entries}


async def test_a_file_with_problems_is_listed_with_the_way_out(tmp_path: Path) -> None:
    """A broken scenario is shown with the command that tells what is wrong, and never opens."""
    (tmp_path / "broken.yaml").write_text("title: [", encoding="utf-8")
    async with stage((120, 40), library=Library.of([tmp_path])) as pilot:
        await pilot.press("1", "enter")
        await pilot.pause()
        assert "two-hats check" in picture(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ScenariosScreen)


@pytest.fixture
def go_on(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Let the reading of a library end once this is set; else home may have it read before."""
    let_end = Event()

    def read_all(library: Library) -> Iterator[int]:
        while not let_end.is_set():
            yield 1
        yield from read(library)

    read = recommend.read_all
    monkeypatch.setattr(recommend, "read_all", read_all)
    return let_end


async def test_a_large_library_is_read_before_its_list_and_listed_on_demand(
    tmp_path: Path, go_on: Event
) -> None:
    """A sentence comes first; the list grows as its end is reached, and search finds all."""
    text = (packaged() / "four-degrees.yaml").read_text(encoding="utf-8")
    for number in range(42):
        (tmp_path / f"copy-{number}.yaml").write_text(text, encoding="utf-8")
    async with stage((80, 24), library=Library.of([tmp_path])) as pilot:
        assert isinstance(pilot.app, GameApp)
        pilot.app.action_scenarios()
        await pilot.pause()
        assert isinstance(pilot.app.screen, ReadingScreen)
        assert "Reading 42 scenarios" in picture(pilot)
        go_on.set()
        await until(lambda: not isinstance(pilot.app.screen, ReadingScreen))
        await pilot.pause()
        shelf = pilot.app.screen.query_one("#list", OptionList)
        assert shelf.option_count == 40
        await pilot.press("end")
        await pilot.pause()
        assert (shelf.option_count, shelf.highlighted) == (42, 41)
        await pilot.press("slash", *"degrees")
        await pilot.pause()
        assert shelf.option_count == 40


@pytest.fixture(scope="module")
def unread(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of more scenarios than are read before a list of them is drawn."""
    folder = tmp_path_factory.mktemp("unread")
    for number in range(READ_AT_ONCE + 1):
        (folder / f"copy-{number}.yaml").write_text("title: A title", encoding="utf-8")
    return folder


async def test_the_list_comes_once_what_lay_over_its_reading_is_gone(
    unread: Path, go_on: Event
) -> None:
    """With help open while the last scenario is read, Escape leads to the list."""
    async with stage((80, 24), library=Library.of([unread])) as pilot:
        app = pilot.app
        assert isinstance(app, GameApp)
        app.action_scenarios()
        app.action_help()
        go_on.set()
        await until(lambda: app._library_read)
        assert [type(screen) for screen in app.screen_stack[-2:]] == [ReadingScreen, HelpScreen]
        await pilot.press("escape")
        await wait_for(pilot, "copy-0")
        assert isinstance(app.screen, ScenariosScreen)


@pytest.mark.parametrize("leaves", [False, True])
async def test_a_review_of_a_large_library_is_looked_up_first(
    unread: Path, go_on: Event, leaves: bool
) -> None:
    """A sentence stands meanwhile; Escape leaves it, and then no review begins."""
    async with stage((80, 24), library=Library.of([unread])) as pilot:
        app = pilot.app
        assert isinstance(app, GameApp)
        app.review()
        await pilot.pause()
        assert "Looking up what is due" in picture(pilot)
        if leaves:
            await pilot.press("escape")
        go_on.set()
        await until(lambda: not isinstance(app.screen, ReadingScreen))
        await until(lambda: app._notifications or leaves)
        assert isinstance(app.screen, HomeScreen)
        assert ["Nothing is due today" in item.message for item in app._notifications] == (
            [] if leaves else [True]
        )


async def test_a_list_chosen_while_one_is_read_takes_its_place(unread: Path, go_on: Event) -> None:
    """Escape leads home from the list, over no second one."""
    async with stage((80, 24), library=Library.of([unread])) as pilot:
        app = pilot.app
        assert isinstance(app, GameApp)
        app.action_scenarios()
        await pilot.pause()
        app.show_list(lambda: RoomScenariosScreen(phones=False))
        go_on.set()
        await until(lambda: isinstance(app.screen, RoomScenariosScreen))
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


def test_a_large_library_is_read_before_the_list_of_a_room(
    unread: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command for a room begins with the sentence, if there are many scenarios."""
    shown: list[Screen[None] | None] = []
    monkeypatch.setattr(GameApp, "run_to_end", lambda app: shown.append(app.first))
    for library in (Library.of([unread]), LIBRARY):
        run_room(library, Journal.open(None), Mock(), None, phones=False)
    assert [type(screen) for screen in shown] == [ReadingScreen, RoomScenariosScreen]


async def test_enter_plays_the_scenario_under_the_cursor() -> None:
    """From the list straight into the briefing."""
    async with stage((80, 24), library=LIBRARY) as pilot:
        await pilot.press("2", "enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, PlayScreen)


async def test_an_open_run_goes_on_from_the_list() -> None:
    """Where a run is open Enter goes on with it, and a key begins another."""
    first = ordered(LIBRARY)[0].scenario
    assert first is not None
    async with stage((80, 24), play=first, library=LIBRARY) as pilot:
        app = pilot.app
        assert isinstance(app, GameApp)
        await pilot.press("enter", "1", "enter")
        app.action_scenarios()
        await pilot.pause()
        assert "⏎ Go on" in rows(pilot)[-1]
        assert "n New run" in rows(pilot)[-1]


@pytest.mark.parametrize(
    ("given", "offered"),
    [
        ((7, 12, 25), ["up to 10 minutes", "up to 15 minutes"]),
        ((12, 18, 18), ["up to 15 minutes"]),
        ((16, 17, 18), []),
        ((40, 50, 60), []),
    ],
)
async def test_the_length_filter_offers_what_tells_scenarios_apart(
    tmp_path: Path, given: tuple[int, ...], offered: list[str]
) -> None:
    """A limit that all are within, or none, is left out; without any the filter is hidden."""
    for number, minutes in enumerate(given):
        text = starter("x", {}).replace("minutes: 7", f"minutes: {minutes}")
        (tmp_path / f"oven-{number}.yaml").write_text(text, encoding="utf-8")
    async with stage((80, 24), library=Library.of([tmp_path])) as pilot:
        assert isinstance(pilot.app, GameApp)
        pilot.app.action_scenarios()
        await pilot.pause()
        length = pilot.app.screen.query_one("#length", Select)
        assert [label for label, _ in length._options if label] == offered
        assert length.display is bool(offered)
        for limit in (int(label.split()[2]) for label in offered):
            length.value = limit
            await pilot.pause()
            shelf = pilot.app.screen.query_one("#list", OptionList)
            assert shelf.option_count == sum(minutes <= limit for minutes in given)
