"""Other people's words: shown literally on every screen, at every size."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve, fields, has

from game.content.handbook import Idea
from game.core.playthrough import Phase
from game.core.scenario import Scenario
from game.core.view import SceneView
from game.tui import play_pages
from game.tui.app import GameApp
from game.tui.screens import handbook as handbook_screen
from game.tui.screens.play import PlayScreen
from tests.tui.stage import FERRY, picture, stage


HOSTILE = (
    "[/",
    "[/nope] after",
    "[Anna]: hi",
    "[red]hot[/red]",
    "[@click=app.quit]x[/]",
    "$lead $nothing",
    "中文字符 и 🙂",
)
MAX_STEPS = 12
PICKED = {Phase.CALL, Phase.CHOICE}
"""Where Enter does nothing until a digit or an arrow has pointed at a card."""
IDS = {"id", "start", "go", "chose", "borne_by"}


def poisoned(value: Any, text: str) -> Any:
    """*value* with *text* before every word an author wrote."""
    if has(type(value)):
        names = [f.name for f in fields(type(value)) if f.name not in IDS]
        return evolve(value, **{n: poisoned(getattr(value, n), text) for n in names})
    if isinstance(value, tuple):
        return tuple(poisoned(item, text) for item in value)
    if isinstance(value, dict):
        return {key: poisoned(item, text) for key, item in value.items()}
    return f"{text} {value}" if type(value) is str else value


def scenario(text: str) -> Scenario:
    """The stage's scenario with *text* in every place an author can write."""
    bad = poisoned(FERRY, text)
    assert isinstance(bad, Scenario)
    scenes = {
        key: evolve(scene, present=FERRY.scenes[key].present) for key, scene in bad.scenes.items()
    }
    return evolve(bad, scenes=scenes)


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_shown_as_it_is(text: str) -> None:
    """Markup, links and wide letters stand on every page of a playthrough as they were written."""
    async with stage((120, 90), play=scenario(text)) as pilot:
        app = pilot.app
        assert isinstance(app, GameApp)
        assert isinstance(app.screen, PlayScreen)
        for _ in range(MAX_STEPS):
            assert text in picture(pilot), app.screen.seen.phase
            if app.screen.seen.phase is Phase.ENDING:
                break
            for key in ("w", "c") if app.screen.seen.phase is Phase.WHY else ("c",):
                await pilot.press(key)
                await pilot.pause()
                if not isinstance(app.screen, PlayScreen):
                    assert text in picture(pilot)
                    await pilot.press("escape")
            picked = ("1",) if app.screen.seen.phase in PICKED else ()
            await pilot.press(*picked, "enter")
            await pilot.pause()
            assert isinstance(app.screen, PlayScreen)
        assert app.screen.seen.phase is Phase.ENDING


@pytest.mark.parametrize("title", ["x", "x" * 60])
@pytest.mark.parametrize("text", ["x" * 400, "漢" * 400, "a b " + "漢" * 400])
@pytest.mark.parametrize("width", [30, 31, 76])
def test_a_text_without_blanks_is_cut(title: str, text: str, width: int) -> None:
    """The reminder of a moment takes two rows that end with dots, wherever words can be parted."""
    seen = SceneView(id="s", title=title, text=text, echo=None, lines=(), silent=())
    reminder = play_pages.reminder(seen, width)
    assert len(reminder.wrap(width)) == 2
    assert reminder.plain.endswith(" …")


@pytest.mark.every_frame
async def test_ten_thousand_characters_scroll() -> None:
    """A very long text is all there, and the keys still work."""
    async with stage((80, 24), play=scenario("word " * 2000)) as pilot:
        seen = []
        for keys in (
            ("enter",),  # goes to the card below the text first
            ("enter", "pagedown", "pagedown", "1", "enter", "1", "enter"),
            ("enter", "enter"),
        ):
            await pilot.press(*keys)
            assert isinstance(pilot.app.screen, PlayScreen)
            seen.append(pilot.app.screen.seen.phase)
        assert seen == [Phase.BRIEFING, Phase.OUTCOME, Phase.WHY]


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_ideas_are_shown_as_they_are(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The handbook's screen is literal too."""
    idea = Idea(
        id="x", title=f"{text} title", group=text, text=f"{text} text", in_play=text, see=("x",)
    )
    monkeypatch.setattr(handbook_screen, "handbook", lambda: {"x": idea})
    async with stage((120, 40)) as pilot:
        await pilot.press("h")
        await pilot.pause()
        assert picture(pilot).count(text) >= 4
