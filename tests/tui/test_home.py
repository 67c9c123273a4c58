"""Around the game: home, the list, the handbook, the settings, help, the palette."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from textual.widgets import OptionList

from game.author.starter import starter
from game.content.library import Library
from game.core.actions import GoOn
from game.journal.store import Journal
from game.services.play import origin_of, resume_or_start
from game.services.recommend import expected, ordered, suggestion
from game.text import labels
from game.tui.app import GameApp
from game.tui.screens.campaign import CampaignScreen
from game.tui.screens.handbook import HandbookScreen
from game.tui.screens.help import AboutScreen, HelpScreen
from game.tui.screens.home import HomeScreen
from game.tui.screens.play import PlayScreen
from game.tui.screens.scenarios import ScenariosScreen
from game.tui.widgets.cards import Cards
from tests.shipped import LIBRARY
from tests.tui.stage import (
    FERRY,
    assert_looks_like,
    finish,
    picture,
    play_out,
    rows,
    stage,
    wait_for,
)


SIZES = [(64, 18), (80, 24), (120, 40)]


@pytest.mark.parametrize("size", SIZES)
async def test_home_looks_as_kept(size: tuple[int, int]) -> None:
    """Home fits in every supported window."""
    async with stage(size) as pilot:
        assert_looks_like(pilot, f"{size[0]}x{size[1]}-0-home")


@pytest.mark.parametrize(
    ("key", "screen"),
    [("2", ScenariosScreen), ("3", CampaignScreen), ("5", HandbookScreen), ("7", AboutScreen)],
)
@pytest.mark.every_frame
async def test_home_leads_everywhere_and_escape_leads_back(key: str, screen: type) -> None:
    """Each card opens its screen, and Escape comes home."""
    async with stage((80, 24), library=LIBRARY) as pilot:
        await pilot.press(key, "enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, screen)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_the_cursor_stays_while_something_else_is_looked_at() -> None:
    """Whoever comes back from a page finds the card of before under the cursor."""
    async with stage((80, 24), library=LIBRARY) as pilot:
        await wait_for(pilot, "1 Start here")
        await pilot.press("4", "f1", "escape")
        await pilot.pause()
        assert pilot.app.focused is pilot.app.screen.query_one(Cards).cards[3]


async def test_a_key_between_two_fillings_counts() -> None:
    """What a key points at stays so when the cards that came before it are drawn."""
    async with stage((80, 24), library=LIBRARY) as pilot:
        home = pilot.app.screen
        assert isinstance(home, HomeScreen)
        cards = home.query_one(Cards).cards
        assert home.focused is cards[0]
        home._fill()
        home.set_focus(cards[1])
        await pilot.pause()
        assert home.focused is cards[1]


async def test_home_begins_with_what_to_play() -> None:
    """A new player is led to one scenario, then an open run comes first, then the next one."""
    first, second = (entry.scenario for entry in ordered(LIBRARY)[:2])
    assert first is not None
    assert second is not None
    async with stage((80, 24), library=LIBRARY) as pilot:
        await wait_for(pilot, f"1 Start here: {first.title}")
        assert first.summary[:30] in picture(pilot)
        await pilot.press("enter", "enter", "1", "enter", "escape")
        await pilot.pause()
        await wait_for(pilot, f"1 Go on: {first.title}")
        assert "Start here" not in picture(pilot)
        await pilot.press("enter")
        await play_out(pilot)
        await pilot.press("escape")
        await wait_for(pilot, f"1 Next: {second.title}")
        await pilot.press("enter")
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, PlayScreen)
        assert screen.session.play.scenario == second


def test_a_finished_scenario_of_ones_own_is_not_expected_next(tmp_path: Path) -> None:
    """Before the library is read, home expects what will be suggested, also of one's own files."""
    (tmp_path / "oven.yaml").write_text(starter("oven", {}), encoding="utf-8")
    library, journal = Library.of([tmp_path]), Journal.open(None)
    found = suggestion(library, journal)
    assert found is not None
    assert expected(library, journal) is found.reason
    oven = library.entries["oven"]
    assert oven.scenario is not None
    finish(resume_or_start(journal, oven.scenario, origin=origin_of(oven, library)))
    assert suggestion(library, journal) is None
    assert expected(library, journal) is None


async def test_a_start_from_home_follows_the_players_own_file(tmp_path: Path) -> None:
    """Its run has the edition of the file, so that it is found under another name as well."""
    (tmp_path / "oven.yaml").write_text(starter("oven", {}), encoding="utf-8")
    async with stage((80, 24), library=Library.of([tmp_path])) as pilot:
        await wait_for(pilot, "1 Start here")
        await pilot.press("enter", "enter", "1", "enter")
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, PlayScreen)
        assert screen.session.run.edition is not None


async def test_the_handbook_is_searched_and_followed() -> None:
    """Search narrows the ideas; a neighbour is one key away, and ``b`` leads back."""
    async with stage((80, 24)) as pilot:
        await pilot.press("h")
        await pilot.pause()
        everything = pilot.app.screen.query_one("#list", OptionList).option_count
        await pilot.press("slash", *"delegation", "enter")
        await pilot.pause()
        shelf = pilot.app.screen.query_one("#list", OptionList)
        assert shelf.option_count < everything
        first = picture(pilot)
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert picture(pilot) != first


@pytest.mark.parametrize("size", [(64, 18), (80, 24)], ids=lambda s: f"{s[0]}x{s[1]}")
async def test_ideas_that_were_met_are_lit(size: tuple[int, int]) -> None:
    """An idea that stood in an explanation has a mark, and its page says why; others have none."""
    ward = LIBRARY.scenario("smoke-on-ward-six")
    assert ward is not None
    async with stage(size, play=ward, library=LIBRARY) as pilot:
        app = pilot.app
        assert isinstance(app, GameApp)
        await pilot.press("enter", "4", "enter", "1", "enter")
        app.push_screen(HandbookScreen())
        await pilot.pause()
        shelf = app.screen.query_one("#list", OptionList)
        message = {option.id: str(option.prompt) for option in shelf.options if option.id}
        lit = {key for key, text in message.items() if text.startswith("● ")}
        assert "ctx-crisis" in lit
        assert "ctx-routine" not in lit
        assert not any("●" in message[key] for key in message.keys() - lit)
        assert_looks_like(pilot, f"handbook-{size[0]}x{size[1]}")
        shelf.highlighted = shelf.get_option_index("ctx-crisis")
        await pilot.pause()
        assert labels.MET_IN_PLAY in " ".join(str(app.screen.query_one("#idea").render()).split())


@pytest.mark.every_frame
async def test_settings_are_followed_at_once_and_kept() -> None:
    """A theme picked in the settings shows at once and is in the journal."""
    async with stage((80, 24)) as pilot:
        app = pilot.app
        assert isinstance(app, GameApp)
        await pilot.press("s")
        await pilot.pause()
        await pilot.press("down", "enter")
        await pilot.pause()
        assert app.theme == "light"
        assert app.journal.setting("theme", "dark") == "light"


async def test_only_our_own_themes_are_offered() -> None:
    """No theme with unchecked contrast can be chosen."""
    async with stage((80, 24)) as pilot:
        assert set(pilot.app.available_themes) == {"dark", "light", "high-contrast"}


async def test_help_lists_each_key_once_and_none_without_effect() -> None:
    """Digits are keys where there are cards; arrows have one line, by what they do there."""
    async with stage((80, 60), library=LIBRARY, play=FERRY) as pilot:
        await pilot.press("enter", "f1")
        await pilot.pause()
        assert "1-9 " in picture(pilot)
        assert sum(row.strip().startswith("↑ ↓") for row in rows(pilot)) == 1
        await pilot.press("escape", "escape")
        await pilot.pause()
        await pilot.press("s", "f1")
        await pilot.pause()
        assert "Keys here" in picture(pilot)
        assert "1-9 " not in picture(pilot)


async def test_help_lists_the_keys_of_the_screen_at_hand() -> None:
    """F1 shows how to play and the keys that work here, each once."""
    async with stage((80, 60), play=FERRY) as pilot:
        await pilot.press("f1")
        await pilot.pause()
        assert isinstance(pilot.app.screen, HelpScreen)
        listed = picture(pilot)
        assert "Go on" in listed
        assert "Quit" in listed
        assert "Quit the app" not in listed
        assert "command palette" not in listed
        assert "Scroll" not in listed
        assert "Copy" not in listed


async def test_help_offers_no_help() -> None:
    """Its line of keys has the way back alone; the key of the help does nothing there."""
    async with stage((80, 24)) as pilot:
        await pilot.press("f1", "f1", "question_mark")
        await pilot.pause()
        assert isinstance(pilot.app.screen, HelpScreen)
        assert rows(pilot)[-1].strip() == "esc Back"


async def test_help_lists_a_key_that_a_screen_writes_otherwise_once() -> None:
    """What the settings say of Tab stands in place of what it does elsewhere."""
    async with stage((80, 60)) as pilot:
        await pilot.press("s", "f1")
        await pilot.pause()
        keys = [row.split()[0].casefold() for row in picture(pilot).splitlines() if row.strip()]
        assert keys.count("tab") == 1
        assert "Next setting" in picture(pilot)


async def test_help_says_what_a_short_word_means() -> None:
    """A key with one word in the line of keys has a sentence here."""
    async with stage((80, 60), play=FERRY) as pilot:
        await pilot.press("enter", "4", "enter", "f1")
        await pilot.pause()
        assert "Say that your call was a guess; it is not scored" in picture(pilot)


async def test_the_line_of_keys_says_what_enter_does() -> None:
    """On a list Enter plays, in its search it goes to what was found; home has no way back."""
    async with stage((80, 24), library=LIBRARY) as pilot:
        assert "Back" not in rows(pilot)[-1]
        await pilot.press("2", "enter")
        await pilot.pause()
        assert "⏎ Play" in rows(pilot)[-1]
        assert "New run" not in rows(pilot)[-1]
        await pilot.press("slash")
        await pilot.pause()
        assert "⏎ To the list" in rows(pilot)[-1]
        assert "/ Search" not in rows(pilot)[-1]
        await pilot.press("escape")
        await pilot.pause()
        assert "⏎ Play" in rows(pilot)[-1]


async def test_a_setting_is_shown_by_shape() -> None:
    """Without colour it can be seen which button of a set is on, before and after a change."""
    async with stage((80, 24)) as pilot:
        await pilot.press("s")
        await pilot.pause()
        assert [row.split()[0] for row in rows(pilot)[2:5]] == ["▐●▌", "▐○▌", "▐○▌"]
        await pilot.press("down", "enter")
        await pilot.pause()
        assert [row.split()[0] for row in rows(pilot)[2:5]] == ["▐○▌", "▐●▌", "▐○▌"]


async def test_the_command_palette_knows_the_game() -> None:
    """Every place can be reached by name."""
    async with stage((80, 40)) as pilot:
        await pilot.press("ctrl+p")
        await pilot.pause()
        await pilot.press(*"handbook")
        while "Search the handbook" not in picture(pilot) and not isinstance(
            pilot.app.screen, HandbookScreen
        ):
            await pilot.press("enter")
            await pilot.pause()
        assert isinstance(pilot.app.screen, HandbookScreen)


async def test_damage_is_named_at_home(tmp_path: Path) -> None:
    """A damaged run is named at home, whichever it is, and costs nothing but itself."""
    path = tmp_path / "journal.sqlite3"
    ward = LIBRARY.scenario("smoke-on-ward-six")
    assert ward is not None
    with closing(Journal.open(path)) as journal:
        for seed in range(3):
            journal.begin(ward, seed).act(GoOn())
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE runs SET title = 'Smoke on Ward Sik' WHERE id = 2")
    with closing(Journal.open(path)) as journal:
        app = GameApp(LIBRARY, journal)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            (notice,) = app._notifications
            assert "Go on: Smoke on Ward Six" in picture(pilot)
    assert notice.message == "Run 2 (Smoke on Ward Sik) is damaged in the journal and not counted."
