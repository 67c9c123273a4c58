"""A session's step is written at once, and waits for the disk in ``settle``."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest

from game.core.actions import GoOn
from game.core.playthrough import Phase
from game.journal.database import read_only
from game.journal.store import Journal
from tests.core.examples import played
from tests.journal.conftest import OpenJournal
from tests.journal.stories import SHORT


@pytest.fixture
def journal(path: Path, open_journal: OpenJournal) -> Journal:
    """A new journal whose sessions do not wait for the disk."""
    journal = open_journal(path)
    journal.log.waits = False
    return journal


@pytest.fixture
def breaks(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Make syncs fail from a call on."""

    def fail(descriptor: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    return lambda: monkeypatch.setattr(os, "fsync", fail)


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Hold the journal at *path* as another program does that reads it, so no log is emptied."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM runs").fetchone()
        yield


def phases(path: Path, *, without_log: bool = False) -> list[str]:
    """The phases of the runs in the file at *path*, as another program reads them."""
    address = f"{path.as_uri()}?immutable=1" if without_log else read_only(path)
    with closing(sqlite3.connect(address, uri=True)) as other:
        return [phase for (phase,) in other.execute("SELECT phase FROM runs ORDER BY id")]


def test_a_step_is_written_before_its_sync_ends(
    journal: Journal, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``act`` returns while the sync is under way; other programs see the step; settle waits."""
    begun, may_end, synced = Event(), Event(), list[str]()

    def slow(descriptor: int) -> None:
        begun.set()
        assert may_end.wait(60)
        synced.append(Path(f"/proc/self/fd/{descriptor}").resolve().name)

    monkeypatch.setattr(os, "fsync", slow)
    session = journal.begin(SHORT, seed=7)
    played(session.act(GoOn()))
    assert begun.wait(60)
    assert (session.saved, phases(path), synced) == (True, [Phase.CALL.value], [])
    may_end.set()

    assert journal.log.settle()
    assert synced == [f"{path.name}-wal"]


def test_other_writes_wait_for_the_disk_themselves(journal: Journal) -> None:
    """After a step, COMMIT waits again."""
    played(journal.begin(SHORT, seed=7).act(GoOn()))

    assert journal._connection.execute("PRAGMA synchronous").fetchone() == (2,)


def test_closing_waits(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A journal is closed only after the sync under way."""
    waited, synced, join = Event(), list[int](), Thread.join

    def slow(descriptor: int) -> None:
        assert waited.wait(60)
        synced.append(descriptor)

    def joined(thread: Thread) -> None:
        waited.set()
        join(thread)

    monkeypatch.setattr(os, "fsync", slow)
    monkeypatch.setattr(Thread, "join", joined)
    played(journal.begin(SHORT, seed=7).act(GoOn()))
    journal.close()

    assert len(synced) == 1


def test_a_failed_sync_is_made_up_for(
    journal: Journal, path: Path, breaks: Callable[[], None]
) -> None:
    """A step that the log may have lost is copied to the database file."""
    session = journal.begin(SHORT, seed=7)
    breaks()
    played(session.act(GoOn()))

    assert journal.log.settle()
    assert journal.failure is None
    assert phases(path, without_log=True) == [Phase.CALL.value]


def test_a_step_that_may_be_lost_is_reported(
    journal: Journal, path: Path, breaks: Callable[[], None]
) -> None:
    """If it cannot be copied either, later steps are not stored before it is."""
    session = journal.begin(SHORT, seed=7)
    played(session.act(GoOn()))
    assert journal.log.settle()
    with reading(path):
        breaks()
        played(session.turn_back())
        assert not journal.log.settle()
        assert journal.failure is not None
        assert "could not be kept" in journal.failure.message
        played(session.act(GoOn()))
        assert not session.saved
    session.keep_waiting()

    assert session.saved
    assert journal.log.settle()
    assert phases(path, without_log=True) == [Phase.CALL.value]
