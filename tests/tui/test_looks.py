"""How pages look: colours, marks and keys at every size."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re

import pytest
from rich.color import Color
from textual import events
from textual.strip import Strip

import game.text
from game.core.enums import Pole, Skill
from game.core.playthrough import Phase
from game.text import coaching, labels
from game.tui.screens.play import PlayScreen
from game.tui.theme import THEMES
from game.tui.widgets.cards import Cards
from game.tui.widgets.key_bar import KeyBar, fold
from tests.tui.keyboard import screen, shown
from tests.tui.stage import FERRY, picture, rows, stage


@pytest.mark.parametrize(
    ("name", "uses"),
    [
        *((name, True) for name in ("home", "play-call", "play-why", "play-ending", "debrief")),
        *((name, True) for name in ("history", "projector-why")),
        *((name, False) for name in ("scenarios", "handbook", "console-vote")),
    ],
)
async def test_the_colours_of_the_poles_are_used_for_nothing_else(name: str, uses: bool) -> None:
    """Where the colour of leading or managing is on a row, its shape stands there too."""
    theme = next(theme for theme in THEMES if theme.name == "dark")
    found: list[tuple[Pole, str]] = []
    async with screen(name, (120, 60)) as game:
        for strip in game.app.screen._compositor.render_strips():
            for pole in Pole:
                if _has_colour(strip, theme.variables[pole.value]):
                    found.append((pole, strip.text))
    assert [text for pole, text in found if labels.SHAPES[pole] not in text] == []
    assert not uses or {pole for pole, _ in found} == set(Pole)


def _has_colour(strip: Strip, colour: str) -> bool:
    drawn = Color.parse(colour)
    return any(
        segment.text.strip() and segment.style and segment.style.color == drawn for segment in strip
    )


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_a_sign_marks_the_focused_card(theme: str) -> None:
    """Without any colour the rows of the focused card differ from those of all others."""
    async with stage((80, 40), play=FERRY, settings={"theme": theme}) as pilot:
        await pilot.press("enter", "4")
        marked = [row for row in rows(pilot) if row.lstrip().startswith("█")]
        assert len(marked) == 1
        assert "4 ■ ▲ Manage, then lead" in marked[0]


@pytest.mark.parametrize("name", ["play-call", "play-why", "play-ending", "debrief", "home"])
async def test_every_key_is_shown_at_64_by_18(name: str) -> None:
    """Keys that one row has no room for stand on a second one."""
    async with screen(name, (64, 18)) as game:
        bar = game.app.screen.query_one(KeyBar)
        shown = " ".join(rows_of(bar))
        for _, sign, label in bar._offered.values():
            assert f"{sign} {label}" in shown
        assert "F1 ? Help" in shown


def rows_of(bar: KeyBar) -> list[str]:
    """Return what *bar* shows, a text a row."""
    top = bar.region.y
    strips = bar.screen._compositor.render_strips()[top : top + bar.region.height]
    return [strip.text.strip() for strip in strips]


def test_keys_are_folded_between_two_keys() -> None:
    """A key never begins on one row and ends on the next; none is lost."""
    keys = [(letter, letter, "word") for letter in "abcdef"]
    folded = fold(keys, 15)
    assert [[sign for _, sign, _ in row] for row in folded] == [["a", "b"], ["c", "d"], ["e", "f"]]
    assert fold(keys, 0) == [keys]


async def test_a_click_on_the_second_row_presses_its_key() -> None:
    """A key that was folded onto the second row can be clicked there."""
    async with screen("play-why", (64, 18)) as game:
        bar = game.app.screen.query_one(KeyBar)
        last = bar._rows[-1][-1]
        pressed: list[str] = []
        game.app.simulate_key = pressed.append  # type: ignore[assignment, method-assign]
        at = rows_of(bar)[-1].index(f"{last[1]} {last[2]}") + 1
        click = events.Click(bar, at, len(bar._rows) - 1, 0, 0, 1, False, False, False)
        bar.on_click(click)
        assert pressed == [last[0]]


async def test_gauges_appear_when_they_first_move() -> None:
    """In the first scene there are none; the outcome of the first choice brings them."""
    async with stage((80, 40), play=FERRY) as pilot:
        for keys in ((), ("enter",), ("4", "enter")):
            await pilot.press(*keys)
            assert "Direction " not in picture(pilot)
        await pilot.press("c")
        assert "Captain Vuk" in picture(pilot)
        assert "Direction " not in picture(pilot)
        await pilot.press("escape", "1", "enter")
        assert "▲ Direction █" in picture(pilot)


async def test_a_first_scene_is_coached() -> None:
    """One line each explains the call, trust and the gauges, where each is first seen."""
    async with stage((80, 60), play=FERRY) as pilot:
        await pilot.press("enter")
        assert coaching.CALL in picture(pilot)
        await pilot.press("4", "enter", "1", "enter")
        assert coaching.TRUST in picture(pilot)
        assert coaching.GAUGES in picture(pilot)
        await pilot.press("enter", "enter")
        assert "scene 2" in picture(pilot)
        assert coaching.CALL not in picture(pilot)


async def test_who_finished_a_scenario_is_not_coached() -> None:
    """After the first finished scenario the lines do not come again."""
    async with screen("home", (80, 60)) as game:
        game.app.push_screen(PlayScreen(game.played(Phase.CALL)))
        await game.app.ordered_input.settled()
        assert "What does this moment need?" in shown(game.app)
        assert coaching.CALL not in shown(game.app)


@pytest.mark.parametrize("size", [(64, 18), (80, 24), (120, 40), (200, 60)])
async def test_text_begins_in_one_place(size: tuple[int, int]) -> None:
    """From page to page the first line of the text stays where it is."""
    async with stage(size, play=FERRY) as pilot:
        places = set[tuple[int, int]]()
        for keys in ((), ("end", "enter"), ("4", "enter"), ("1", "enter")):
            await pilot.press(*keys)
            play = pilot.app.screen
            assert isinstance(play, PlayScreen)
            await pilot.pause()
            page = play.query_one("#page")
            assert page.scroll_y == 0 or play.seen.phase is Phase.BRIEFING
            text = play.query_one("#text")
            places.add((text.region.x, text.region.y + round(page.scroll_y)))
        assert len(places) == 1


@pytest.mark.parametrize("size", [(80, 24), (64, 18)])
async def test_choices_keep_a_reminder_of_the_moment(size: tuple[int, int]) -> None:
    """Two rows recall the moment above the choices; ``r`` shows all of it, and comes back."""
    async with stage(size, play=FERRY) as pilot:
        await pilot.press("enter", "enter", "4", "enter")
        await pilot.pause()
        play = pilot.app.screen
        assert isinstance(play, PlayScreen)
        assert play.query_one("#text").region.height == 2
        assert "Twenty past nine  Twenty past nine in the evening." in picture(pilot)
        assert "on the ramp" not in " ".join(picture(pilot).split())
        await pilot.press("r", "pagedown")
        assert "on the ramp" in " ".join(picture(pilot).split())
        await pilot.press("enter")
        assert pilot.app.screen is play
        assert "What do you do?" in picture(pilot)


async def test_choices_are_whole_below_the_reminder_at_80_by_24() -> None:
    """In the usual window every choice of a scene is seen at once, with the moment's beginning."""
    async with stage((80, 24), play=FERRY) as pilot:
        await pilot.press("enter", "4", "enter")
        await pilot.pause()
        for card in pilot.app.screen.query_one(Cards).cards:
            assert pilot.app.screen.can_view_entire(card)


async def test_a_large_window_shows_the_whole_moment() -> None:
    """Where there is room nothing is shortened, and no key is offered for it."""
    async with stage((120, 50), play=FERRY) as pilot:
        await pilot.press("enter", "4", "enter")
        await pilot.pause()
        assert "Captain Vuk, on the ramp" in picture(pilot)
        assert "Read again" not in picture(pilot)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "Captain Vuk, on the ramp" not in picture(pilot)
        assert "r Read again" in picture(pilot)


@pytest.mark.parametrize("name", ["play-call", "debrief", "handbook", "help"])
@pytest.mark.every_frame
async def test_beyond_140_columns_the_page_is_centred(name: str) -> None:
    """The page and its side panel together stand in the middle of a very wide window."""
    async with screen(name, (200, 60)) as game:
        selector = {"play-call": "#table", "handbook": "#shelf"}.get(name, "#page")
        region = game.app.screen.query_one(selector).region
        assert region.width == 140
        assert region.x == 30


def test_words_are_spelt_one_way() -> None:
    """Texts have -ise and -our, also where the article's skills are named."""
    american = re.compile(r"\b\w+(?<!s)(?<!pr)iz(?:e[sd]?|ing|ations?)\b|\b(?:colo|behavio|favo)r")
    words = [labels.skill(skill) for skill in Skill]
    for module in pkgutil.iter_modules(game.text.__path__, "game.text."):
        tree = ast.parse(inspect.getsource(importlib.import_module(module.name)))
        words += [
            str(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and " " in str(node.value)
        ]
    assert not [word for word in words if american.search(word)]
