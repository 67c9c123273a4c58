"""A room without phones: a whole workshop from one keyboard, and a record that says so."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO
from itertools import product
from pathlib import Path

from textual import events
from textual.pilot import Pilot

from game.content.library import Entry, Library
from game.journal.exports.rooms import data, markdown, spreadsheet
from game.journal.rooms import RoomSession
from game.journal.store import Journal
from game.room import actions
from game.room.state import OBSERVER, Stage
from game.room.views import projector
from game.tui.app import GameApp
from game.tui.widgets.projector import Status
from tests.room.rooms import at_call, cast_votes, done, room_of, seat
from tests.shared import until
from tests.shipped import LIBRARY
from tests.tui.rooms import Rooms
from tests.tui.stage import enter_until
from tests.tui.test_back_row import places


HEADS, MAX_KEYS = 30, 10
COUNTS = [(12, 10, 5, 3), (8, 15, 0, 7), (10, 11, 4, 5), (1, 2, 3, 24)]
"""How thirty hands go up for four options; no two most are level."""


def typed(counts: tuple[int, ...]) -> list[str]:
    """The keys that type *counts*; the last is what is left."""
    return ["h", *" ".join(map(str, counts[:-1])), "enter"]


async def press(app: GameApp, session: RoomSession, keys: list[str]) -> None:
    """Press *keys*, as fast as they can be sent, until they have changed the room."""
    before = session.room
    for key in keys:
        app.post_message(events.Key("space" if key == " " else key, key))
    await until(lambda: session.room is not before)


async def go_on(pilot: Pilot[None], session: RoomSession) -> None:
    """Press Enter until the room goes on; each one before that shows more of a long page."""
    before = session.room
    await enter_until(pilot, lambda: session.room is not before)


def test_hands_are_those_that_were_typed() -> None:
    """The strip counts neither observers nor people who are away among the votes by hand."""
    room = done(room_of(4), actions.TakeRole(seat(0), OBSERVER), actions.GoOn(), actions.GoOn())
    away = cast_votes(room, ["lead", "lead"], first=1)
    away = done(away, actions.Away((seat(1), seat(2))))
    for now, heads in product((room, away), (0, 3)):
        counted = projector(done(now, actions.Heads(heads)))
        words = " ".join(Status(None)._flags(counted))
        assert re.findall(r"(-?\d+) by hand", words) == [str(heads)] * bool(heads)
        assert counted.seats == len(now.present)


def test_any_four_totals_are_ten_keys() -> None:
    """However thirty people spread over four options, ten keys type it, the first and last too."""
    for counts in product(range(HEADS + 1), repeat=3):
        if sum(counts) <= HEADS:
            assert len(typed((*counts, HEADS - sum(counts)))) <= MAX_KEYS


async def test_a_workshop_by_keyboard(tmp_path: Path) -> None:
    """
    Thirty people play a shipped scenario to its end by hands alone; nothing but keys is needed.

    The wall shows what was typed, and the record has it, each count marked as one by hand.
    """
    entry = LIBRARY.find("the-feature-factory")
    assert isinstance(entry, Entry)
    assert entry.reading.scenario is not None
    journal = Journal.open(tmp_path / "journal.db")
    journal.set_setting("animation", "off")
    rooms = Rooms(journal)
    session = journal.rooms.begin(entry.reading.scenario, 4, "479FA")
    app = GameApp(Library.of(()), journal, lambda: rooms)
    app.first = app.room_screen(session, phones=False)
    counted: list[tuple[int, ...]] = []
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, session, ["n", *str(HEADS), "enter"])
        while session.room.stage is not Stage.OVER:
            if session.room.stage is Stage.VOTE:
                counts = COUNTS[len(counted) % len(COUNTS)]
                counted.append(counts)
                assert len(typed(counts)) <= MAX_KEYS
                await press(app, session, typed(counts))
            elif session.room.stage is Stage.REVEAL:
                await pilot.pause()
                for count in counted[-1]:
                    assert places(pilot, str(count))
            await go_on(pilot, session)
    assert len(session.room.play.turns) == 4
    assert len(counted) == 12, "a call and two votes a scene"
    rows = list(csv.DictReader(StringIO(spreadsheet(session.run, session.room).lstrip("\ufeff"))))
    assert [int(row["votes"]) for row in rows] == [n for counts in counted for n in counts]
    assert all(row["by_hand"] == row["votes"] for row in rows)
    text = json.loads(data(session.run, session.room))
    assert text["people"] == {"phones": 0, "by_hand": HEADS}
    assert all(ballot["by_hand"] == ballot["votes"] for ballot in text["ballots"])
    assert "12 by hand" in markdown(session.run, session.room)


def test_hands_beside_phones_are_distinguished() -> None:
    """Where some have phones each record says how many of each count were hands."""
    room = cast_votes(at_call(3, heads=9), ["lead", "manage", "lead"])
    assert room.ballot is not None
    room = done(room, actions.Hands(room.ballot.key, (4, 0, 3)), actions.Reveal())
    run = Journal.open(None).rooms.begin(room.play.scenario, 1, "479FA").run
    row, *_ = csv.DictReader(StringIO(spreadsheet(run, room).lstrip("\ufeff")))
    assert (row["votes"], row["by_hand"]) == ("6", "4")
    (ballot,) = json.loads(data(run, room))["ballots"]
    assert (ballot["votes"]["lead"], ballot["by_hand"]["lead"]) == (6, 4)
    room = done(room, actions.GoOn(), actions.Decide("good"), actions.GoOn(), actions.GoOn())
    notes = markdown(run, room)
    for cell in ("| 6 (4 by hand) |", "| 1 |", "| 3 by hand |"):
        assert cell in notes
