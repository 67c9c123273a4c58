"""Which rooms belong to one scenario, as runs do."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from game.content.library import Library, packaged
from game.core.actions import GoOn
from game.core.failure import Failure
from game.journal.checksums import ROOM, seal
from game.journal.rooms import RoomSession
from game.journal.store import Journal
from game.room import actions
from game.services import play, workshop
from tests.journal.own_files import entry_of, own


def test_a_room_belongs_to_its_scenario_as_a_run_does(tmp_path: Path, journal: Journal) -> None:
    """It goes on where its file was moved or edited; a file that takes the old place is another."""
    library = Library.of([packaged()])
    text = (packaged() / "smoke-on-ward-six.yaml").read_text()
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(text)
    entry, scenario, origin = entry_of(library, str(old))
    rooms = workshop.Workshop(library, journal)
    session = rooms.begin(scenario, origin)
    session.act(actions.GoOn())
    old.rename(new)
    assert isinstance(rooms.resume(session.run), Failure)
    entry, _, origin = entry_of(library, str(new))
    assert rooms.unfinished(entry) == session.run
    again = rooms.resume(session.run, entry)
    assert isinstance(again, RoomSession)
    assert again.room.stage == session.room.stage
    again.act(actions.GoOn())
    new.write_text(text.replace("title: ", "title: My "))
    (run,) = journal.rooms.runs()
    assert (run.source, run.sound) == (str(new), True)
    assert isinstance(rooms.resume(run), RoomSession)
    old.write_text(text.replace("title: ", "title: Another "))
    stranger, scenario, origin = entry_of(library, str(old))
    assert rooms.unfinished(stranger) is None
    begun = rooms.begin(scenario, origin)
    begun.act(actions.GoOn())
    assert rooms.unfinished(stranger) == begun.run
    assert rooms.unfinished(entry_of(library, str(new))[0]) == run
    assert rooms.unfinished() == begun.run


def test_runs_and_rooms_share_a_key(tmp_path: Path, journal: Journal) -> None:
    """A file that was hosted first is itself when it is played, and its room moves with it."""
    library = Library.of([packaged()])
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text((packaged() / "smoke-on-ward-six.yaml").read_text())
    rooms = workshop.Workshop(library, journal)
    _, scenario, origin = entry_of(library, str(old))
    room = rooms.begin(scenario, origin)
    room.act(actions.GoOn())
    old.write_text(old.read_text().replace("title: ", "title: My "))
    old.rename(new)
    # Moved and edited: nothing shows that it is the same.
    assert journal.key(entry_of(library, str(new))[2]) != room.run.key
    new.rename(old)
    _, scenario, origin = entry_of(library, str(old))
    run = play.start(journal, scenario, origin=origin)
    run.act(GoOn())
    assert run.run.key == room.run.key
    old.rename(new)
    _, scenario, origin = entry_of(library, str(new))
    play.start(journal, scenario, origin=origin).act(GoOn())
    assert {item.source for item in (*journal.runs(), *journal.rooms.runs())} == {str(new)}
    journal.verify()
    assert journal.failure is None


@pytest.mark.parametrize("by_path", [True, False])
def test_older_rooms_follow_their_place(
    tmp_path: Path, journal: Journal, path: Path, *, by_path: bool
) -> None:
    """A room that a version without keys stored goes on there, also if a run has another key."""
    file = tmp_path / "mine.yaml"
    file.write_text((packaged() / "smoke-on-ward-six.yaml").read_text())
    library = Library.of([packaged(), *([] if by_path else [tmp_path])])
    entry, scenario, origin = entry_of(library, str(file) if by_path else "mine")
    rooms = workshop.Workshop(library, journal)
    session = rooms.begin(scenario, origin)
    session.act(actions.GoOn())
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE rooms SET work = NULL, edition = NULL")
        seal(connection, ROOM, session.run.id)
    (run,) = journal.rooms.runs()
    play.start(journal, scenario, origin=own("/elsewhere.yaml", origin.edition or "")).act(GoOn())
    assert journal.key(origin) != run.key
    assert rooms.unfinished(entry) == run
    again = rooms.resume(run)
    assert isinstance(again, RoomSession)
    again.act(actions.GoOn())
    (run,) = journal.rooms.runs()
    assert (run.key, run.sound) == (journal.key(origin), True)
    # One of another scenario is not taken for it.
    assert rooms.unfinished(entry_of(library, "smoke-on-ward-six")[0]) is None
