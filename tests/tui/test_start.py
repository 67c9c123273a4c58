"""The start of solo play: what it loads, and how often its widgets are styled."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode

from tests.tui.rooms import TOLD
from tests.tui.stage import stage


ROOT = Path(__file__).parents[2]
ON_DEMAND = (
    "game.core.campaign",
    "game.core.debrief",
    "game.core.deck",
    "game.core.progress",
    "game.content.repair.layout",
    "game.journal.campaigns",
    "game.journal.damage",
    "game.journal.rooms",
    "game.room.state",
    "game.server",
    "game.tui.screens.home",
)
"""Modules that the first page of a playthrough does not need."""
FIRST_PAGE = """
import sys
import game.tui.entry_points
from game.content.library import Library, packaged
from game.journal.store import Journal
from game.tui.app import GameApp

library, journal = Library.of((packaged(),)), Journal.open(None)
app = GameApp(library, journal)
app.first = app.play_screen(library.scenario("smoke-on-ward-six"))
print(*sys.modules)
"""


def test_loads_what_it_needs() -> None:
    """What later pages, the home screen, campaigns and rooms need is not loaded for it."""
    output = subprocess.run(
        [sys.executable, "-c", FIRST_PAGE], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = output.stdout.split()

    assert "game.tui.screens.play" in loaded
    assert [name for name in loaded if name.startswith(ON_DEMAND)] == []


async def test_styled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once its widgets are mounted, they are styled once: the size is known before."""
    whole: list[int] = []
    update = Stylesheet.update_nodes

    def count(self: Stylesheet, nodes: Iterable[DOMNode], animate: bool = False) -> None:
        nodes = list(nodes)
        if len(nodes) > 10:
            whole.append(len(nodes))
        update(self, nodes, animate=animate)

    monkeypatch.setattr(Stylesheet, "update_nodes", count)
    for size in ((40, 20), (80, 24), (120, 40)):
        whole.clear()
        async with stage(size, play=TOLD) as pilot:
            assert len(whole) == 1
            assert pilot.app.screen.has_class("-low" if size[1] < 22 else "-tall")
