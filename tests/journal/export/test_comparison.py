"""Two rooms side by side, as text, CSV and page."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from game.journal.exports import comparison
from game.journal.rooms import RoomRun
from game.room import actions
from game.room.comparison import compare
from game.room.state import Question, Room
from tests.room.rooms import cast_votes, done, room_of


def side(
    number: int, room: Room, played: str | None = None, now: str | None = None
) -> comparison.Side:
    """*room* with a run of that *number*, and the editions of the scenario then and *now*."""
    run = RoomRun(
        id=number,
        code="BCDFG",
        scenario="story",
        title="Story",
        source=None,
        seed=1,
        started="2026-05-04T12:34:56+00:00",
        touched="2026-05-04T12:34:56+00:00",
        stage=room.stage.value,
        edition=played,
    )
    return comparison.Side(run=run, room=room, edition=now)


def settled(room: Room) -> Room:
    """*room* after its first scene, all of which the facilitator settled."""
    room = done(room, actions.GoOn(), actions.GoOn(), actions.Decide("lead"), actions.GoOn())
    return done(room, actions.Decide("good"), actions.GoOn())


def answered(room: Room, people: int) -> Room:
    """*room* after its first scene, in which *people* voted for the best in each round."""
    while not room.play.turns:
        if room.open_ballot is not None:
            best = "lead" if room.open_ballot.question is Question.CALL else "good"
            room = cast_votes(room, [best] * people)
        room = done(room, actions.GoOn(anyway=True))
    return room


def text(first: Room, second: Room) -> str:
    """The comparison as text, without line breaks."""
    found = compare(first, second, same=True)
    assert found is not None
    return " ".join(" ".join(comparison.text((side(1, first), side(2, second)), found)).split())


def test_who_settled() -> None:
    """What the facilitator settled is not said to be taken by the room, nor counted as its call."""
    page = text(answered(room_of(2), 2), settled(room_of(2)))
    assert "Calls of the room that were right 1 of 1 none" in page
    assert page.count(" (taken by room 1, settled by the facilitator in room 2)") == 2
    assert "(settled by the facilitator in both)" in text(settled(room_of(2)), settled(room_of(2)))


def test_the_day_of_a_room_is_labelled() -> None:
    """It is when the room began, in UTC, whoever reads it and where."""
    page = text(answered(room_of(2), 2), answered(room_of(3), 3))
    assert "Room 1: Story, begun 2026-05-04 12:34 UTC, 2 people." in page


def test_a_room_without_votes() -> None:
    """The bars of a room in which nobody voted are described without a number."""
    sides = side(1, answered(room_of(2), 2)), side(2, settled(room_of(2)))
    found = compare(*(side.room for side in sides), same=True)
    assert found is not None
    page = "".join(comparison.page(sides, found))
    assert "100 % and –" in page
    assert "None" not in page


def test_sums_in_the_spreadsheet() -> None:
    """The CSV has both sums as counts and shares; a share of nothing stays empty."""
    sides = side(1, answered(room_of(2), 2)), side(2, settled(room_of(2)))
    found = compare(*(side.room for side in sides), same=True)
    assert found is not None
    table = "".join(comparison.spreadsheet(sides, found)).lstrip("\ufeff")
    columns = ("votes", "of", "share")
    rows = {
        row["question"]: [row[f"{room}_{name}"] for room in ("first", "second") for name in columns]
        for row in csv.DictReader(StringIO(table))
        if not row["scene"]
    }
    assert rows == {
        "calls right": ["1", "1", "100", "0", "0", ""],
        "votes right": ["2", "2", "100", "0", "0", ""],
    }


def test_votes_of_tables() -> None:
    """Votes of tables are named so, and are not counted as people who moved."""
    joins = (actions.Join(f"seat-{number:03}", table=1 + number // 2) for number in range(4))
    tables = answered(done(room_of(0), *joins, actions.TableVotes(True)), 4)
    people = answered(room_of(4), 4)
    page = text(people, tables)
    assert "(4 and 2 votes, in room 2 one vote a table)" in page
    assert "Room 2: 0 of 2 votes moved between the rounds." in page
    assert comparison.BY_TABLE in page
    both = text(tables, tables)
    assert "(2 and 2 votes, one vote a table)" in both
    assert comparison.BY_TABLE not in both
    assert "table" not in text(people, people)


@pytest.mark.parametrize(
    ("first", "second", "now", "notes"),
    [
        ("old", "old", "old", []),
        ("old", "new", "new", [comparison.EDITED]),
        ("old", "old", "new", [comparison.EDITED_SINCE]),
        (None, None, None, []),  # it ships with the game
        (None, None, "new", []),  # rooms of an earlier version
    ],
)
def test_an_edited_scenario(
    first: str | None, second: str | None, now: str | None, notes: list[str]
) -> None:
    """A text edited between the rooms, or after both, is named."""
    room = answered(room_of(2), 2)
    found = compare(room, room, same=True)
    assert found is not None
    sides = side(1, room, first, now), side(2, room, second, now)
    assert list(comparison.notes(sides, found)) == notes
