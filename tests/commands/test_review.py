"""``two-hats review`` by the installed game."""

from __future__ import annotations

import sqlite3

from tests.commands.conftest import Player
from tests.journal.resealed import reseal


def test_nothing_is_due_at_first(player: Player) -> None:
    """A new player is told when something will come back."""
    done = player.run("review", "--plain")
    assert done.returncode == 0
    told = " ".join(done.stderr.split())
    assert "Nothing is due today. What a choice misses comes back after two days" in told


def test_what_was_missed_comes_back(player: Player) -> None:
    """Days later one other scene is played alone, and nothing of it counts."""
    scene = ["1", "1", "", ""]
    player.play("", *scene * 4)
    with sqlite3.connect(player.data / "journal.sqlite3") as file:
        file.execute("UPDATE actions SET at = '2026-01-05T09:00:00.000+00:00'")
        reseal(file)
    wide = ("--width", "0")
    done = player.run("review", "--plain", "--seed", "1", *wide, typed=[*scene, ""])
    assert done.returncode == 0
    assert max(map(len, done.stdout.splitlines())) > 140
    output = " ".join(done.stdout.split())
    assert "in Smoke on Ward Six" in output
    assert output.index("in Smoke on Ward Six") < output.index("Review: one scene, and no story")
    assert "A review is practice, so these points are not added anywhere." in output
    assert "Scene 1 of" not in output
    assert "Direction" not in output
    listed = player.run("journal", "list").stdout
    assert "review" in listed
    assert listed.count("first attempt") == 1


def test_a_review_goes_on(player: Player) -> None:
    """A review that was left after its call goes on at the choice, and is no new one."""
    player.play("", *["1", "1", "", ""] * 4)
    with sqlite3.connect(player.data / "journal.sqlite3") as file:
        file.execute("UPDATE actions SET at = '2026-01-05T09:00:00.000+00:00'")
        reseal(file)
    left = player.run("review", "--plain", "--seed", "1", typed=["1", "quit"])
    assert "Saved. To go on:\ntwo-hats review --plain" in left.stdout
    again = player.run("review", "--plain", typed=["1", "quit"])
    assert "Going on where you left off." in again.stdout
    assert "You called: Lead." in again.stdout
    assert len(player.run("journal", "list").stdout.splitlines()) == 2
