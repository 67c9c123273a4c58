"""Makes the README's picture with the game itself: ``python docs/screenshot.py``."""

from __future__ import annotations

import asyncio
from pathlib import Path

from game.content.library import Library, packaged
from game.content.loader import read_file
from game.journal.store import Journal
from game.tui import enter_guard
from game.tui.app import GameApp


async def main() -> None:
    """Play to the first choice of a shipped scenario, and keep what is on the screen."""
    scenario = read_file(packaged() / "month-end-every-month.yaml").scenario
    assert scenario is not None
    enter_guard.PAUSE = 0.0  # else the second Enter comes too soon
    app = GameApp(Library.of([packaged()]), Journal.open(None))
    app.first = app.play_screen(scenario, seed=7)
    async with app.run_test(size=(116, 38)) as pilot:
        await pilot.press("enter", "2", "enter")
        await pilot.pause()
        svg = app.export_screenshot(title="Two Hats")
    Path(__file__).with_name("scene.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main())
