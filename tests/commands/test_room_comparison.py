"""``two-hats journal room --compare``."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from game.core.failure import Failure
from game.journal.exports import comparison
from game.journal.store import Journal
from game.room import actions
from game.room.state import Question, Stage, options
from game.services.workshop import Workshop
from tests.commands.conftest import Player
from tests.shipped import LIBRARY


@pytest.fixture
def rooms(player: Player) -> Player:
    """A player who hosted one scenario twice, another once, and a fourth room that never began."""
    player.data.mkdir(parents=True)
    journal = Journal.open(player.data / "journal.sqlite3")
    workshop = Workshop(LIBRARY, journal)
    for name, call in (
        ("smoke-on-ward-six", "lead"),
        ("smoke-on-ward-six", "manage-then-lead"),
        ("four-degrees", "manage"),
    ):
        scenario = LIBRARY.scenario(name)
        assert scenario is not None
        session = workshop.begin(scenario, None)
        session.act(actions.Heads(4))
        while session.room.stage is not Stage.WHY:
            ballot = session.room.open_ballot
            if ballot is not None:
                named = options(session.room, ballot)
                first = named.index(call) if ballot.question is Question.CALL else 0
                session.act(actions.Hands(ballot.key, (*[0] * first, 4, *[0] * (3 - first))))
            assert not isinstance(session.act(actions.GoOn(anyway=True)), Failure)
    assert scenario is not None
    workshop.begin(scenario, None).act(actions.Heads(2))
    journal.close()
    return player


def test_two_rooms_of_one_scenario(rooms: Player) -> None:
    """The text has both rooms, the sums and the shares; CSV and the page say the same."""
    output = rooms.run("journal", "room", "--compare", "1", "2")
    assert (output.returncode, output.stderr) == (0, "")
    for text in ("Room 1: Smoke on Ward Six", "0 of 1", "1 of 1", "100 %", "(taken by room 2)"):
        assert text in output.stdout
    table = rooms.run("journal", "room", "--compare", "1", "2", "--format", "csv").stdout
    rows = list(csv.DictReader(StringIO(table.lstrip("\ufeff"))))
    shares = {row["option"]: (row["first_share"], row["change"]) for row in rows if row["key"]}
    assert shares["lead"] == ("100", "-100")
    assert shares["manage-then-lead"] == ("0", "100")
    page = rooms.run("journal", "room", "--compare", "1", "2", "--format", "html").stdout
    assert page.count("<svg") == 2
    assert "<script" not in page
    assert "<h1>Room 1 and room 2 side by side</h1>" in page


def test_rooms_of_two_scenarios(rooms: Player) -> None:
    """What can be compared is, and a sentence says that the rest cannot."""
    output = rooms.run("journal", "room", "--compare", "2", "3")
    assert output.returncode == 0
    assert " ".join(output.stdout.split()).count(comparison.OTHER_SCENARIO) == 1
    assert "1 of 1" in output.stdout
    table = rooms.run("journal", "room", "--compare", "2", "3", "--format", "csv")
    assert table.stderr == f"{comparison.OTHER_SCENARIO}\n"


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (("--compare", "1", "4"), "room 4 has answered no scene, so there is nothing to compare"),
        (("--compare", "1", "9"), "there is no room 9"),
        (("--compare", "1", "1"), "a room cannot be compared with itself"),
        (("--compare", "1", "2", "--format", "json"), "two rooms cannot be compared as json"),
        (("1", "--compare", "1", "2"), "two rooms are compared without names"),
        (("1", "--format", "html"), "html is for two rooms"),
    ],
)
def test_what_cannot_be_compared(rooms: Player, command: tuple[str, ...], reason: str) -> None:
    """A clear sentence says why."""
    output = rooms.run("journal", "room", *command)
    assert output.returncode == 2
    assert reason in output.stderr
