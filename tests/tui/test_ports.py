"""What screens need of the app."""

from __future__ import annotations

from game.content.library import Library
from game.journal.store import Journal
from game.tui.app import GameApp
from game.tui.ports import Game


def test_the_app_has_all_that_screens_use() -> None:
    """The app is a ``Game``: for the type checker, and by the names of its members."""
    app = GameApp(Library.of([]), Journal.open(None))
    game: Game = app
    members = {name for name in vars(Game) if not name.startswith("_")} | set(Game.__annotations__)
    assert len(members) > 10
    assert [name for name in members if not hasattr(game, name)] == []
