"""A journal whose tables are sound and whose rows are not: what can be read still counts."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from game.core.actions import GoOn
from game.core.debrief import Walk
from game.core.failure import message_of
from game.journal.exports.record import gather, stream
from game.journal.importer import Pool, read
from game.journal.store import Journal
from game.room import actions
from tests.journal.conftest import OpenJournal
from tests.journal.export.made import exporter, find
from tests.journal.stories import SHORT, WHOLE
from tests.room.rooms import story


SPOILT = "CAST(x'7bff7d' AS TEXT)"
"""Text in which one letter is none."""


@pytest.fixture
def kept(path: Path, open_journal: OpenJournal) -> Path:
    """A journal of a finished run with two thoughts, a begun run, and two rooms."""
    journal = open_journal(path)
    for steps in (WHOLE, WHOLE[:3]):
        session = journal.begin(SHORT, seed=1)
        for action in steps:
            session.act(action)
    run = journal.runs()[-1]
    for choice in ("a", "b"):
        assert journal.reflect(run, Walk("hall", choice)) is None
    for code in ("AAAAA", "CCCCC"):
        room = journal.rooms.begin(story(), 1, code)
        room.apply_all([actions.Join("seat"), actions.GoOn(), actions.GoOn()])
    journal.close()
    return path


def spoil(path: Path, statement: str) -> None:
    """Change the file behind the journal's back."""
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()


def output(journal: Journal) -> str:
    """All runs of *journal* as every format has them."""
    result = [item for run in journal.runs() if (item := journal.kept(run))]
    record = gather("p", result, find, consent=True)
    return "".join(exporter(name)(record) for name in ("json", "csv", "html", "markdown", "xapi"))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("seed", "'1x'"),
        ("phase", "'endinf'"),
        ("started", "'2025-0x'"),
        ("touched", "'2025-03-04T12:00:00'"),
        ("scenes", "'x'"),
        ("points", "'x'"),
    ],
)
def test_a_spoilt_run(kept: Path, open_journal: OpenJournal, column: str, value: str) -> None:
    """An unreadable run is left out and reported; the others are listed."""
    spoil(kept, f"UPDATE runs SET {column} = {value} WHERE id = 2")
    journal = open_journal(kept)
    assert [run.id for run in journal.runs()] == [1]
    assert (
        message_of(journal.failure)
        == "Run 2 (A Short Story) is damaged in the journal and not counted."
    )
    assert "hall" in output(journal)


@pytest.mark.parametrize(
    ("column", "value"), [("seed", "'1x'"), ("stage", "'vofe'"), ("started", "''")]
)
def test_a_spoilt_room(kept: Path, open_journal: OpenJournal, column: str, value: str) -> None:
    """An unreadable room is left out and reported; the others are listed."""
    spoil(kept, f"UPDATE rooms SET {column} = {value} WHERE id = 2")
    journal = open_journal(kept)
    assert [run.id for run in journal.rooms.runs()] == [1]
    assert (
        message_of(journal.failure)
        == "Room 2 (An Example) is damaged in the journal and not counted."
    )


def test_a_damaged_first_attempt_is_left_out_of_the_export() -> None:
    """The next run of its scenario counts in its place, also if only its actions are damaged."""
    journal = Journal.open(None)
    for seed in (1, 2, 3):
        session = journal.begin(SHORT, seed)
        for action in WHOLE:
            session.act(action)
    journal._connection.execute("UPDATE actions SET at = '2025-03-04T12:00:00' WHERE run = 1")
    journal._connection.execute("UPDATE actions SET at = '2025-03-04T12:00:00' WHERE run = 3")
    record = stream(journal, find)
    assert [play.run.id for play in record.first] == [2]
    assert [play.run.id for play in record.practice] == []
    assert [play.attempt.value for play in record.plays] == ["damaged", "first", "damaged"]


def test_rooms_that_are_left_out_are_counted(kept: Path) -> None:
    """A room whose row is damaged is no evidence, and whoever reads others is given the number."""
    spoil(kept, "UPDATE rooms SET seed = '3' WHERE id = 1")
    pool = read(kept, lambda _: story())
    assert isinstance(pool, Pool)
    assert (len(pool.rooms), pool.damaged_rooms) == (1, 1)


@pytest.mark.parametrize(
    "statement", ["UPDATE rooms SET seed = '1x' WHERE id = 2", "DROP TABLE rooms"]
)
def test_a_check_of_some(kept: Path, open_journal: OpenJournal, statement: str) -> None:
    """The daily check of a journal names what is damaged among its rooms."""
    spoil(kept, statement)
    journal = open_journal(kept)
    journal.check_some()
    assert "damaged" in message_of(journal.failure)


def test_no_table_of_rooms(kept: Path, open_journal: OpenJournal) -> None:
    """A file without one of the tables is damaged; what the others hold is taken over."""
    spoil(kept, "DROP TABLE rooms")
    journal = open_journal(kept)
    assert journal.rooms.runs() == ()
    assert len(journal.runs()) == 2
    assert journal.failure is not None
    assert "2 runs and 2 reflections could be read from it" in message_of(journal.failure)


def test_a_spoilt_letter(kept: Path, open_journal: OpenJournal) -> None:
    """A record with a damaged character is listed and reported as damaged."""
    for table in ("runs", "rooms"):
        spoil(kept, f"UPDATE {table} SET title = {SPOILT} WHERE id = 1")
    journal = open_journal(kept)
    assert {run.title for run in journal.runs()} == {"{\ufffd}", SHORT.title}
    assert {run.title for run in journal.rooms.runs()} == {"{\ufffd}", story().title}
    assert [run.sound for run in journal.runs()] == [True, False]
    assert message_of(journal.failure) == (
        "Room 1 ({\ufffd}) and run 1 ({\ufffd}) are damaged in the journal and not counted."
    )


def test_a_spoilt_action(kept: Path, open_journal: OpenJournal) -> None:
    """A room with an unreadable action is resumed without it, with a notice."""
    spoil(kept, f"UPDATE room_acts SET data = {SPOILT} WHERE room = 1 AND number = 3")
    journal = open_journal(kept)
    (run,) = (run for run in journal.rooms.runs() if run.id == 1)
    session = journal.rooms.resume(run, story())
    assert session.notice == "1 entry of this room could not be read."
    assert list(session.room.seats) == ["seat"]


@pytest.mark.parametrize("value", ["data = " + SPOILT, "data = '['", "at = 'noon'", "at = x'00'"])
def test_a_spoilt_thought(kept: Path, open_journal: OpenJournal, value: str) -> None:
    """A thought that cannot be read is named; its run and the other thoughts count."""
    spoil(kept, f"UPDATE afterthoughts SET {value} WHERE number = 1")
    journal = open_journal(kept)
    kept_run = journal.kept(journal.runs()[-1])
    assert kept_run is not None
    assert [thought.what for thought in kept_run.reflections] == [Walk("hall", "b")]
    assert len(kept_run.actions) == len(WHOLE)
    assert output(journal)
    assert message_of(journal.failure) == (
        "Reflection 1 of run 1 (A Short Story) is damaged in the journal and not counted."
    )
    assert not journal.whole
    assert kept_run.run.sound
    assert journal.first_attempts() == {1}


def test_a_thought_whose_run_is_not_there(kept: Path, open_journal: OpenJournal) -> None:
    """A thought that damage gave to no run is named once all runs were read."""
    spoil(kept, "UPDATE afterthoughts SET run = 97 WHERE number = 2")
    journal = open_journal(kept)
    assert [run.id for run in journal.each()] == [1, 2]
    assert message_of(journal.failure) == (
        "Reflection 2 of run 97 is damaged in the journal and not counted."
    )


@pytest.mark.parametrize("at", ["noon", "2025-03-04T12:00:00"])
def test_a_spoilt_time(kept: Path, open_journal: OpenJournal, at: str) -> None:
    """A step whose time cannot be read has none, like one from before times were kept."""
    spoil(kept, f"UPDATE actions SET at = '{at}' WHERE run = 1 AND number = 2")
    journal = open_journal(kept)
    kept_run = journal.kept(journal.runs()[-1])
    assert kept_run is not None
    assert kept_run.actions[:1] == (GoOn(),)
    assert [number for number, time in enumerate(kept_run.times, 1) if time is None] == [2]
    assert output(journal)


def test_a_damaged_index_changes_no_listing(tmp_path: Path) -> None:
    """No checksum covers an index, so nothing is listed or counted by one."""
    path = tmp_path / "journal.db"

    def listed(journal: Journal) -> object:
        kinds = (None, "first", "practice", "open")
        first, played = journal.first_attempts(), journal.played()
        return journal.runs(), [*map(journal.newest, kinds)], first, played, journal.unfinished()

    with closing(Journal.open(path)) as journal:
        for seed in (1, 2, 3):
            session = journal.begin(SHORT, seed)
            for action in WHOLE[: 9 - seed]:
                session.act(action)
        before = listed(journal)
    with closing(sqlite3.connect(path)) as file, file:
        indexes = file.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'runs'"
        ).fetchall()
        assert indexes
        file.execute("PRAGMA writable_schema = ON")
        for name, sql in indexes:
            file.execute(f"DROP INDEX {name}")
            file.execute(f"CREATE INDEX {name} ON runs (-id)")
            file.execute("UPDATE sqlite_schema SET sql = ? WHERE name = ?", (sql, name))
    with closing(Journal.open(path)) as journal:
        assert listed(journal) == before
        assert journal.failure is None
