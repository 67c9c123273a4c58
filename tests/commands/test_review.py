"""``two-hats review`` by the installed game."""

from __future__ import annotations

import sqlite3

from tests.commands.conftest import Player


def test_nothing_is_due_at_first(player: Player) -> None:
    """A new player is told when something will come back."""
    done = player.run("review", "--plain")
    assert done.returncode == 0
    assert "Nothing is due today." in done.stderr


def test_what_was_missed_comes_back(player: Player) -> None:
    """Days later one other scene is played alone, and nothing of it counts."""
    scene = ["1", "1", "", ""]
    player.play("", *scene * 4)
    with sqlite3.connect(player.data / "journal.sqlite3") as file:
        file.execute("UPDATE actions SET at = '2026-01-05T09:00:00.000+00:00'")
    done = player.run("review", "--plain", "--seed", "1", typed=[*scene, ""])
    assert done.returncode == 0
    assert "A review counts for nothing." in done.stdout
    listed = player.run("journal", "list").stdout
    assert "review" in listed
    assert listed.count("first attempt") == 1
