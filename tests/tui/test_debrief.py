"""The player's debrief on the screen: three minutes, from the ending to one plan."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from game.core.actions import Choose, GoOn
from game.core.debrief import Point, ResolveCall, Walk
from game.core.enums import Call
from game.core.playthrough import replay
from game.tui.app import GameApp
from game.tui.screens.debrief import DebriefScreen, Step, WhatIfScreen
from game.tui.widgets.cards import Card, Cards
from game.tui.widgets.confidence import ConfidenceRow, confidence_row
from tests.core.examples import answers, choice, scenario, scene
from tests.shipped import LIBRARY
from tests.tui.stage import FERRY, assert_looks_like, enter_until, picture, play_out, stage


async def go_on(pilot: Pilot[None]) -> None:
    """Press Enter until the next step; on a long page the first one only shows the card."""
    screen = pilot.app.screen
    assert isinstance(screen, DebriefScreen)
    step = screen.step
    await enter_until(pilot, lambda: screen.step is not step, most=2)


@pytest.mark.parametrize("size", [(64, 18), (80, 24), (120, 40)], ids=lambda s: f"{s[0]}x{s[1]}")
async def test_the_debrief_step_by_step(size: tuple[int, int]) -> None:
    """Log, pictures, the question, its answer, the plans: each looks as it was kept."""
    name = f"debrief-{size[0]}x{size[1]}"
    async with stage(size, play=FERRY) as pilot:
        await play_out(pilot, call="4", choice="1")
        await pilot.press("1", "enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, DebriefScreen)
        assert "What you called and did" in picture(pilot)
        assert_looks_like(pilot, f"{name}-1-log")
        await pilot.press("p")
        await pilot.pause()
        assert_looks_like(pilot, f"{name}-2-pictures")
        await go_on(pilot)
        assert_looks_like(pilot, f"{name}-3-question")
        await pilot.press("2", "enter")
        await pilot.pause()
        assert_looks_like(pilot, f"{name}-4-answer")
        await go_on(pilot)
        assert_looks_like(pilot, f"{name}-5-plans")


async def test_a_plan_is_kept_and_home_shows_it() -> None:
    """The plan that was taken stands on the home screen from then on."""
    async with stage((80, 24), play=FERRY) as pilot:
        app = pilot.app
        assert isinstance(app, GameApp)
        await play_out(pilot, call="4", choice="1")
        await pilot.press("1", "enter")
        await pilot.pause()
        await go_on(pilot)
        await pilot.press("1", "enter")
        await go_on(pilot)
        await pilot.press("1", "enter")
        await pilot.pause()
        assert app.setting("plan").startswith("When ")
        await pilot.press("enter")
        app.go_home()
        await pilot.pause()
        assert "Your plan: When" in picture(pilot)


async def test_pictures_and_words_of_a_log() -> None:
    """One key shows the log in pictures and then in words again, and says which comes next."""
    async with stage((80, 24), play=FERRY) as pilot:
        await play_out(pilot, call="4", choice="1")
        await pilot.press("1", "enter")
        await pilot.pause()
        log = picture(pilot)
        assert "p Pictures" in log
        await pilot.press("p")
        await pilot.pause()
        assert "p Words" in picture(pilot)
        await pilot.press("p")
        await pilot.pause()
        assert picture(pilot) == log


async def test_home_begins_at_its_top_under_a_plan() -> None:
    """On a low screen with a plan the name of the game is not scrolled away."""
    plan = (
        "When people know why and wait for who and when, I give the whole task to one name, "
        "and say what counts as done."
    )
    async with stage((64, 18), settings={"plan": plan}, library=LIBRARY) as pilot:
        await pilot.pause()
        assert "TWO HATS" in picture(pilot)


async def test_an_explored_choice_from_the_scene_asked_about() -> None:
    """After the answer, the other choices of that scene can be looked at."""
    async with stage((80, 24), play=FERRY) as pilot:
        await play_out(pilot, call="4", choice="1")
        await pilot.press("1", "enter", "enter", "1", "enter", "w")
        await pilot.pause()
        assert "Ask what each of them saw." in picture(pilot)


async def test_the_visit_of_a_loop_that_is_asked_about() -> None:
    """The choices explored are those of the visit that the question is about."""
    loop = scenario(scene("hall", choice("round", go="hall"), choice("out", "M M M M M")))
    first, second = answers("hall", "round"), answers("hall", "out", Call.MANAGE)
    play = replay(loop, 1, (GoOn(), *first, GoOn(), *second, GoOn())).play
    async with stage((80, 24)) as pilot:
        debrief = DebriefScreen(play, lambda _: None)
        await pilot.app.push_screen(debrief)
        debrief.action_what_if()
        await pilot.pause()
        assert isinstance(pilot.app.screen, WhatIfScreen)
        assert pilot.app.screen.turn == play.turns[1]


async def test_the_choice_that_was_taken_is_called_the_answer() -> None:
    """Its points counted, so nothing says that they did not, and "What if?" stands aside."""
    async with stage((120, 60), play=FERRY) as pilot:
        await play_out(pilot, call="4", choice="1")
        await pilot.press("1", "enter", "enter", "1", "enter", "w")
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, WhatIfScreen)
        at = [card.key for card in screen.query_one(Cards).cards].index(screen.turn.choice)
        await pilot.press(str(at + 1), "enter")
        await pilot.pause()
        points = screen.turn.score.total
        assert f"What you did {points} points, your answer" in picture(pilot)
        assert "What if?" not in picture(pilot)
        assert "not counted" not in picture(pilot)


async def test_reflections_are_kept_beside_the_run() -> None:
    """The line and the plan that were picked are in the journal, and the roads walked there."""
    async with stage((80, 24), play=FERRY) as pilot:
        app = pilot.app
        assert isinstance(app, GameApp)
        await play_out(pilot, call="4", choice="1")
        await pilot.press("1", "enter", "enter", "1", "enter", "w")
        await pilot.pause()
        await pilot.press("1", "enter", "b", "2", "enter", "escape", "enter", "1", "enter")
        await pilot.pause()
        (run,) = app.journal.runs()
        kept = app.journal.kept(run)
        assert kept is not None
        kinds = [type(reflection.what) for reflection in kept.reflections]
        assert (kinds[0], kinds[-1]) == (Point, ResolveCall)
        explored_choices = [
            reflection.what for reflection in kept.reflections if isinstance(reflection.what, Walk)
        ]
        assert 1 <= len(explored_choices) <= 2
        taken = {action.choice for action in kept.actions if isinstance(action, Choose)}
        assert not taken & {explored_choice.choice for explored_choice in explored_choices}


async def test_confidence_is_said_and_shown() -> None:
    """A row asks how sure the call was, by key or click; it shows what was said last."""
    async with stage((80, 24), play=FERRY) as pilot:
        await pilot.press("enter", "4", "enter")
        assert "○ g a guess  ○ f fairly sure  ○ s sure" in picture(pilot)
        await pilot.press("g")
        assert "● g a guess  ○ f fairly sure  ○ s sure" in picture(pilot)
        await pilot.press("3", "s")
        assert "○ g a guess  ○ f fairly sure  ● s sure" in picture(pilot)
        focused = pilot.app.focused
        assert isinstance(focused, Card)
        row = pilot.app.screen.query_one(ConfidenceRow)
        at = confidence_row(None).plain.index("fairly")
        await pilot.click(row, offset=(at, 0))
        await pilot.pause()
        assert "○ g a guess  ● f fairly sure  ○ s sure" in picture(pilot)


@pytest.mark.every_frame
async def test_a_card_picked_twice_at_once_does_no_harm() -> None:
    """A second pick of a card that has gone meanwhile is not taken for one of the next step."""
    async with stage((80, 24), play=FERRY) as pilot:
        await play_out(pilot, call="4", choice="1")
        await pilot.press("1", "enter")
        await pilot.pause()
        (card,) = pilot.app.screen.query_one(Cards).cards
        card.action_pick()
        card.action_pick()
        await pilot.pause()
        assert isinstance(pilot.app.screen, DebriefScreen)
        assert pilot.app.screen.step is Step.QUESTION
