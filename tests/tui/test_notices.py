"""Notices over a screen: how many there are, and how long they stay."""

from __future__ import annotations

from textual.pilot import Pilot
from textual.widgets._toast import Toast

from game.core.failure import Failure
from game.core.playthrough import Phase
from game.tui.app import GameApp
from game.tui.screens.home import HomeScreen
from tests.shared import until
from tests.shipped import LIBRARY
from tests.tui.stage import FERRY, enter_until, stage


LOST = "This step could not be kept"


def game(pilot: Pilot[None]) -> GameApp:
    """The app of *pilot*."""
    assert isinstance(pilot.app, GameApp)
    return pilot.app


def messages(pilot: Pilot[None]) -> list[str]:
    """The sentences over the screen."""
    return [toast._notification.message for toast in pilot.app.screen.query(Toast)]


async def are_shown(pilot: Pilot[None], *wanted: str) -> None:
    """Wait until the sentences *wanted* stand over the screen, and no others will."""
    await pilot.pause()
    assert sorted(item.message for item in pilot.app._notifications) == sorted(wanted)
    await until(lambda: sorted(messages(pilot)) == sorted(wanted))


async def test_an_answer_takes_the_place_of_the_one_before() -> None:
    """However often a key cannot do its work, one sentence says why."""
    async with stage((80, 24), library=LIBRARY, notices=True) as pilot:
        for text in ("It is gone.", "It is gone.", "It is not due.", "It is not due."):
            game(pilot).show_failure(Failure(code="gone", message=text))
            await are_shown(pilot, text)


async def test_an_answer_goes_with_its_screen() -> None:
    """Neither the next screen shows it nor its own one that comes back."""
    async with stage((80, 24), library=LIBRARY, notices=True) as pilot:
        for keys in (["h"], ["escape"]):
            game(pilot).show_failure(Failure(code="gone", message="It is gone."))
            await are_shown(pilot, "It is gone.")
            await pilot.press(*keys)
            await are_shown(pilot)
        await pilot.press("h")
        game(pilot).show_failure(Failure(code="gone", message="It is gone."))
        await are_shown(pilot, "It is gone.")
        await pilot.press("f1", "escape")
        await are_shown(pilot)


async def test_an_answer_after_a_screen_closed_is_shown() -> None:
    """What is said right after the change belongs to the new screen."""
    async with stage((80, 24), library=LIBRARY, notices=True) as pilot:
        await pilot.press("h")
        await pilot.pause()
        pilot.app.pop_screen()
        game(pilot).show_failure(Failure(code="gone", message="It is gone."))
        await are_shown(pilot, "It is gone.")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_a_warning_of_a_loss_stays_when_the_screen_changes() -> None:
    """A step that is not saved is named once, and on the next screen too; answers join it."""
    async with stage((80, 24), play=FERRY, library=LIBRARY, notices=True) as pilot:
        screen = pilot.app.screen
        await enter_until(pilot, lambda: screen.seen.phase is Phase.CALL)  # type: ignore[attr-defined]
        connection = screen.session._keep.__self__._connection  # type: ignore[attr-defined]
        connection.execute("PRAGMA query_only = ON")
        await pilot.press("4", "enter")
        await pilot.pause()
        (warning,) = (item.message for item in pilot.app._notifications)
        assert warning.startswith(LOST)
        await are_shown(pilot, warning)
        await pilot.press("escape")
        await are_shown(pilot, warning)
        assert isinstance(pilot.app.screen, HomeScreen)
        game(pilot).show_failure(Failure(code="gone", message="It is gone."))
        game(pilot).warn(warning)
        await are_shown(pilot, "It is gone.", warning)
        await pilot.press("h")
        await are_shown(pilot, warning)
