"""What Ctrl+C says: which key leaves, and what is kept."""

from __future__ import annotations

import pytest

from game.core.playthrough import Phase
from game.journal.store import Journal
from game.tui.app import GameApp
from game.tui.screens.play import PlayScreen
from tests.shared import full
from tests.tui.keyboard import screen
from tests.tui.rooms import room
from tests.tui.stage import FERRY, enter_until, picture, stage


CTRL_C = "ctrl+c"


def notices(app: object) -> list[str]:
    """The messages that are shown over the screen."""
    assert isinstance(app, GameApp)
    return [notice.message for notice in app._notifications]


@pytest.mark.parametrize(
    ("name", "keys", "key"),
    [
        ("home", [], "q"),
        ("play-call", [], "q"),
        ("campaign", [], "q"),
        ("scenarios", ["slash"], "Ctrl+Q"),
        ("help", [], "Ctrl+Q"),
    ],
)
async def test_the_key_is_the_one_that_leaves_here(name: str, keys: list[str], key: str) -> None:
    """It is the game's own key, where that is neither a letter nor the way back."""
    async with screen(name) as game:
        for pressed in (*keys, CTRL_C, CTRL_C):
            game.app.simulate_key(pressed)
            await game.app.ordered_input.settled()
        assert notices(game.app) == [f"To leave, press {key}. Nothing is lost."]


async def test_a_step_that_is_not_saved_is_not_called_kept() -> None:
    """Where the journal cannot be written, the message says what leaving loses."""
    async with stage((80, 24), play=FERRY) as pilot:
        play = pilot.app.screen
        assert isinstance(play, PlayScreen)
        await enter_until(pilot, lambda: play.seen.phase is Phase.CALL)
        with full(play.game.journal):
            await pilot.press("4", "enter", CTRL_C)
            assert notices(pilot.app)[-1] == (
                "To leave, press q. Your last step is not saved; what came before it is."
            )


async def test_without_a_file_nothing_is_called_kept() -> None:
    """A journal that cannot be opened lives in memory; Ctrl+C and the palette say so."""
    journal = Journal.open(None)
    journal.lasts = False
    async with stage((80, 24), journal=journal) as pilot:
        await pilot.press(CTRL_C)
        assert notices(pilot.app) == ["To leave, press q. What you do now is not saved."]
        commands = pilot.app.get_system_commands(pilot.app.screen)
        (quits,) = [command.help for command in commands if command.title == "Quit"]
        assert quits == "Leave. What you do now is not saved."


async def test_a_preview_promises_nothing() -> None:
    """It keeps nothing, by design."""
    async with screen("preview") as game:
        game.app.simulate_key(CTRL_C)
        await game.app.ordered_input.settled()
        assert notices(game.app) == ["To leave, press q."]


async def test_a_room_says_it_in_its_own_place_and_goes_on() -> None:
    """Its message line says that it asks again; pressing Ctrl+C twice does not end it."""
    async with room((80, 24), people=2) as (pilot, _):
        await pilot.press(CTRL_C, CTRL_C)
        await pilot.pause()
        assert "To leave, press q twice." in picture(pilot)
        assert not notices(pilot.app)
        assert pilot.app.is_running
