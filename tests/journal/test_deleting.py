"""Deleted data are removed from every file of the journal."""

from __future__ import annotations

import sqlite3
from itertools import islice
from pathlib import Path

import pytest

from game.core.actions import Choose, GiveCall, GoOn
from game.core.enums import Call
from game.core.failure import message_of
from game.journal import database, schema
from game.journal.player import pseudonym
from game.journal.purge import PLAYER, STILL_OPEN, damaged_copies, delete_damaged_copies
from game.journal.store import Journal
from tests.core.examples import played
from tests.journal.conftest import OpenJournal
from tests.journal.stories import ENDLESS, SHORT, WHOLE, edited, on_and_on


TRACES = (b"A Short Story", b'"short"', b"hall", b"yard", b"2025-03-04T12:00:0")
"""Text written by a run of ``SHORT`` and not by one of ``ENDLESS``."""


def fill(journal: Journal) -> None:
    """Play one story twice, once with steps superseded, and another for long."""
    for _ in range(2):
        session = journal.begin(SHORT, seed=1)
        for action in WHOLE[:7]:
            played(session.act(action))
        session = journal.resume(session.run, edited("stand"))
        played(session.act(Choose("yard", "stand")))
        assert session.failure is None
    for _ in range(10):  # so that the runs above lie in pages of their own
        journal.set_setting("theme", "light")
    session = journal.begin(ENDLESS, seed=2)
    for action in islice(on_and_on(), 100):
        played(session.act(action))


def left(path: Path) -> bytes:
    """All bytes of the journal at *path* and of the files that SQLite keeps beside it."""
    return b"".join(file.read_bytes() for file in sorted(path.parent.iterdir()))


def test_before(path: Path, journal: Journal) -> None:
    """As long as nothing is deleted every trace is there."""
    fill(journal)

    assert all(trace in left(path) for trace in TRACES if trace != b'"short"')


def test_runs(path: Path, journal: Journal) -> None:
    """Of deleted runs no byte is left, not of superseded steps either; others are untouched."""
    fill(journal)
    kept = journal.runs("endless")
    before = journal.kept(kept[0])

    assert journal.delete([1, 2]) is None
    assert journal.runs() == kept
    assert journal.kept(kept[0]) == before
    assert not [trace for trace in TRACES if trace in left(path)]


def test_everything(path: Path, journal: Journal) -> None:
    """With everything goes the pseudonym; settings stay, and numbers are not used again."""
    fill(journal)
    name = pseudonym(journal)

    assert name.encode() in left(path)
    assert journal.delete(None) is None
    assert journal.runs() == ()
    assert not [t for t in (*TRACES, b"endless", name.encode()) if t in left(path)]
    assert journal.setting("theme", "dark") == "light"
    assert journal.setting(PLAYER, "") == ""
    assert pseudonym(journal) != name

    session = journal.begin(SHORT, seed=1)
    session.act(GoOn())

    assert session.run.id == 4


def test_another_game_is_open(path: Path, open_journal: OpenJournal) -> None:
    """A game that has the journal open and does nothing keeps nothing back."""
    current, there = open_journal(path), open_journal(path)
    fill(current)

    assert len(there.runs()) == 3
    assert current.delete(None) is None
    assert not [trace for trace in TRACES if trace in left(path)]
    assert there.runs() == ()


def test_another_program_reads(path: Path, journal: Journal) -> None:
    """While another program reads, traces stay and are reported; the next deletion removes them."""
    fill(journal)
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM runs").fetchall()
    output = journal.delete(None)

    assert message_of(output) == STILL_OPEN
    assert journal.runs() == ()

    reader.close()

    assert journal.delete(None) is None
    assert not [trace for trace in TRACES if trace in left(path)]


def test_another_program_writes(path: Path, journal: Journal) -> None:
    """While another program writes, nothing is deleted, and it is reported."""
    fill(journal)
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    output = journal.delete(None)
    writer.close()

    assert message_of(output) == "Nothing could be deleted (database is locked)."
    assert len(journal.runs()) == 3


def test_what_hangs_on_a_run(
    path: Path, open_journal: OpenJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tables of later versions that refer to a run are deleted with it."""
    further = (
        "CREATE TABLE thoughts (of INTEGER REFERENCES runs, text TEXT)",
        "CREATE TABLE kettles (text TEXT)",
    )
    monkeypatch.setattr(database, "MIGRATIONS", (*schema.MIGRATIONS, further))
    journal = open_journal(path)
    fill(journal)
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO thoughts VALUES (1, 'a secret thought')")
        connection.execute("INSERT INTO kettles VALUES ('a secret kettle')")
    connection.close()

    assert journal.delete([1]) is None
    assert b"secret thought" not in left(path)
    assert b"secret kettle" in left(path)
    assert journal.delete(None) is None
    assert b"secret" not in left(path)


def test_a_run_that_is_played(journal: Journal) -> None:
    """A run that is deleted while it is played continues as a new run."""
    session = journal.begin(SHORT, seed=1)
    played(session.act(GoOn()))
    journal.delete([session.run.id])
    played(session.act(GiveCall("hall", Call.LEAD)))

    assert message_of(session.failure).startswith("This run was deleted;")
    assert [run.id for run in journal.runs()] == [2]
    assert journal.resume(journal.runs()[0], SHORT).play == session.play


def test_files_kept_aside(path: Path, open_journal: OpenJournal) -> None:
    """Files that were kept aside because they were damaged are found, and can go too."""
    path.parent.mkdir(parents=True)
    for content in (b"damaged", b"damaged again"):
        path.write_bytes(content)
        open_journal(path).close()
    other = path.with_name("diary.damaged-1.txt")
    other.write_text("mine")

    assert [file.read_bytes() for file in damaged_copies(path)] == [b"damaged", b"damaged again"]
    assert delete_damaged_copies(path) is None
    assert damaged_copies(path) == []
    assert other.exists()
