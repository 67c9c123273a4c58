"""A step of a session is committed at once, and its log synced in a thread."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest

from game.cli.commands.play import _closing
from game.core.playthrough import Phase
from game.journal import log_sync
from game.journal.database import UnsyncedLogError, read_only, transaction
from game.journal.runs import Session
from game.journal.store import Journal
from tests.core.examples import played
from tests.journal.conftest import OpenJournal
from tests.journal.stories import SHORT, WHOLE


Sync = Callable[[int], None]


@pytest.fixture
def journal(path: Path, open_journal: OpenJournal) -> Journal:
    """A new journal whose sessions do not wait for the disk."""
    return opened(open_journal, path)


def opened(open_journal: OpenJournal, path: Path | None) -> Journal:
    """Open the journal at *path*; its sessions do not wait for the disk."""
    journal = open_journal(path)
    journal.sync_later = True
    return journal


@pytest.fixture
def sync(monkeypatch: pytest.MonkeyPatch) -> Callable[[Sync], None]:
    """Replace what syncs a descriptor to the disk."""
    return lambda function: monkeypatch.setattr(log_sync, "sync_to_disk", function)


def fail(descriptor: int) -> None:
    """Fail to sync, as a disk that breaks."""
    raise OSError(errno.EIO, os.strerror(errno.EIO))


def begun(journal: Journal) -> Session:
    """A session of *journal* that took one step."""
    session = journal.begin(SHORT, seed=7)
    played(session.act(WHOLE[0]))
    return session


def phases(path: Path) -> list[str]:
    """The phases of the runs in the file at *path*, as another program reads them."""
    with closing(sqlite3.connect(read_only(path), uri=True)) as other:
        return [phase for (phase,) in other.execute("SELECT phase FROM runs ORDER BY id")]


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Hold the journal at *path* as another program does that reads it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM runs").fetchone()
        yield


@pytest.mark.parametrize("linked", [False, True])
def test_a_step_is_committed_before_its_sync_ends(
    path: Path,
    open_journal: OpenJournal,
    tmp_path: Path,
    sync: Callable[[Sync], None],
    linked: bool,
) -> None:
    """``act`` returns while the sync is under way; other programs see the step."""
    may_end, synced = Event(), list[int]()

    def slow(descriptor: int) -> None:
        assert may_end.wait(60)
        synced.append(os.fstat(descriptor).st_ino)

    open_journal(path).close()
    link = tmp_path / "link.sqlite3"
    link.symlink_to(path)
    journal = opened(open_journal, link if linked else path)
    sync(slow)
    session = begun(journal)
    assert (session.saved, phases(path), synced) == (True, [Phase.CALL.value], [])
    log = Path(f"{path}-wal").stat().st_ino
    may_end.set()

    assert journal.wait_for_disk() is None
    assert synced == [log]


@pytest.mark.parametrize(
    "write", [lambda journal: journal.set_setting("theme", "light"), Journal.close]
)
def test_the_next_write_and_closing_wait(
    journal: Journal,
    sync: Callable[[Sync], None],
    monkeypatch: pytest.MonkeyPatch,
    write: Callable[[Journal], None],
) -> None:
    """What is committed later is never on the disk without what was committed before."""
    waited, synced, join = Event(), list[int](), Thread.join

    def slow(descriptor: int) -> None:
        assert waited.wait(60)
        synced.append(descriptor)

    def joined(thread: Thread) -> None:
        waited.set()
        join(thread)

    sync(slow)
    monkeypatch.setattr(Thread, "join", joined)
    begun(journal)
    write(journal)

    assert len(synced) == 1


@pytest.mark.parametrize("refused", [False, True])
def test_other_writes_wait_in_commit(journal: Journal, refused: bool) -> None:
    """After a step, whether it was stored or not, COMMIT waits for the disk again."""
    if refused:
        journal._connection.execute("PRAGMA query_only = ON")
    assert begun(journal).saved == (not refused)

    assert journal._connection.execute("PRAGMA synchronous").fetchone() == (2,)


def test_a_journal_without_a_log(open_journal: OpenJournal) -> None:
    """In memory there is nothing to sync."""
    journal = opened(open_journal, None)

    assert begun(journal).saved
    assert journal.wait_for_disk() is None


def test_where_there_can_be_no_thread(
    journal: Journal, sync: Callable[[Sync], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log is synced at once."""

    def refuse(thread: Thread) -> None:
        raise RuntimeError("can't start new thread")

    synced: list[int] = []
    sync(synced.append)
    monkeypatch.setattr(Thread, "start", refuse)

    assert begun(journal).saved
    assert len(synced) == 1
    assert journal.wait_for_disk() is None


def test_a_failed_sync_is_reported_until_the_log_is_written_anew(
    journal: Journal, path: Path, sync: Callable[[Sync], None]
) -> None:
    """The next write puts the log on the disk first, also while another program reads."""
    sync(fail)
    session = begun(journal)
    failure = journal.wait_for_disk()
    assert failure is not None
    assert "a power cut would lose" in failure.message
    assert session.saved
    written: list[bytes] = []
    sync(lambda descriptor: written.append(Path(f"{path}-wal").read_bytes()))
    before = Path(f"{path}-wal").read_bytes()
    with reading(path):
        journal.set_setting("theme", "light")

    assert written == [before]
    assert (journal.wait_for_disk(), journal.failure) == (None, None)
    assert phases(path) == [Phase.CALL.value]


def test_a_log_that_has_lost_a_step_is_not_taken_for_sound(
    journal: Journal, path: Path, sync: Callable[[Sync], None]
) -> None:
    """If the kernel dropped what it could not write, nothing more is stored behind it."""
    log = Path(f"{path}-wal")
    before = log.read_bytes()
    sync(fail)
    session = begun(journal)
    assert journal.wait_for_disk() is not None
    sync(os.fsync)
    log.write_bytes(before.ljust(log.stat().st_size, b"\0"))
    played(session.act(WHOLE[1]))

    assert not session.saved
    assert journal.wait_for_disk() is not None


def test_nothing_is_stored_on_top_of_a_log_that_may_be_lost(
    journal: Journal, sync: Callable[[Sync], None]
) -> None:
    """While the log cannot be put on the disk, later writes are refused; then all are stored."""
    sync(fail)
    session = begun(journal)
    played(session.act(WHOLE[1]))
    assert (session.saved, session.unsaved) == (False, 1)
    with pytest.raises(UnsyncedLogError), transaction(journal._connection):
        pass
    sync(os.fsync)
    session.keep_waiting()

    assert session.saved
    assert journal.wait_for_disk() is None


def test_a_step_that_may_be_lost_is_reported_on_closing(
    journal: Journal, sync: Callable[[Sync], None]
) -> None:
    """A journal that is closed with a log that is not on the disk says so."""
    sync(fail)
    begun(journal)
    journal.close()

    assert journal.failure is not None
    assert "a power cut would lose" in journal.failure.message


def test_leaving_names_a_step_that_may_be_lost(
    path: Path, sync: Callable[[Sync], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """A command that played prints it once the journal is closed."""
    sync(fail)
    with _closing(Journal.open(path)) as journal:
        journal.sync_later = True
        begun(journal)

    assert "a power cut would lose" in capsys.readouterr().err
