"""What keys do while a scenario is played, and what they show: found without a terminal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from textual.screen import Screen
from textual.widgets import Static

from bench.terminal import COLUMNS, ROWS, SCENARIO
from game.content.library import Library, packaged
from game.journal.store import Journal
from game.tui.app import GameApp
from game.tui.screens.play import QUESTIONS
from game.tui.widgets.cards import Card


SEED = 7
DOWN, UP, ENTER = "\x1b[B", "\x1b[A", "\r"
NAMES = {DOWN: "down", UP: "up", ENTER: "enter"}
POINTING, TURNING, SCROLLING = "pointing", "turning a page", "scrolling"


class Step(NamedTuple):
    """A *key*, what it *does*, and the text and the cards of the *page* that it turns to."""

    key: str
    does: str
    page: tuple[str, ...] = ()


async def rehearse(pages: int) -> Sequence[Step]:
    """Return the steps that point around on so many *pages* and turn them; the first is no key."""
    journal = Journal.open(None)
    journal.set_setting("animation", "off")
    scenario = Library.of([packaged()]).scenario(SCENARIO)
    assert scenario is not None
    app = GameApp(Library.of(()), journal)
    app.enter_guard.pause = 0.0
    app.first = screen = app.play_screen(scenario, SEED)
    async with app.run_test(size=(COLUMNS, ROWS)) as pilot:
        await pilot.pause()
        steps = [Step("", TURNING, tuple(_shown(screen)))]
        while pages:
            asks = steps[-1].does == TURNING and screen.seen.phase in QUESTIONS
            for key in (*((DOWN, DOWN, UP, "2") if asks else ()), ENTER):
                before = screen.seen
                await pilot.press(NAMES.get(key, key))
                await app.ordered_input.settled()
                await pilot.pause()
                if screen.seen is not before:
                    pages -= 1
                    steps.append(Step(key, TURNING, tuple(_shown(screen))))
                else:
                    steps.append(Step(key, SCROLLING if key == ENTER else POINTING))
    return steps


def _shown(screen: Screen[None]) -> Iterator[str]:
    """Yield all text of *screen* but the cards, line by line, and then each card."""
    texts = [text for text in screen.query(Static) if text.region and text.display]
    cards = [text for text in texts if isinstance(text, Card)]
    lines: dict[int, list[str]] = defaultdict(list)
    for text in texts:
        if text not in cards:
            lines[text.region.y].append(str(text.render()))
    yield "\n".join("  ".join(lines[y]) for y in sorted(lines))
    yield from (str(card.render()) for card in cards)
