"""Opening a journal at various paths."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from game.core.failure import message_of
from game.journal import database, schema
from game.journal.store import Journal
from tests.core.examples import played
from tests.journal.conftest import OpenJournal
from tests.journal.stories import SHORT, WHOLE
from tests.nobody import not_root


VERSION_1 = Path(__file__).with_name("version-1.sql")

posix = pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX systems")


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that everybody may enter."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def use(journal: Journal) -> None:
    """Play *journal*'s first run to its end and look it up."""
    session = journal.begin(SHORT, seed=1)
    for action in WHOLE:
        played(session.act(action))
    assert session.failure is None
    assert journal.runs()[0].finished


def value(path: Path, pragma: str) -> object:
    """Return the value of *pragma* in the file at *path*."""
    connection = sqlite3.connect(path)
    (result,) = connection.execute(f"PRAGMA {pragma}").fetchone()
    connection.close()
    return result


class TestGoodPlace:
    """A place where a journal can be."""

    def test_made_on_demand(self, path: Path, open_journal: OpenJournal) -> None:
        """Folder and file are made when they are not there."""
        journal = open_journal(path)
        use(journal)

        assert journal.failure is None
        assert path.is_file()

    @posix
    def test_private(self, path: Path, open_journal: OpenJournal) -> None:
        """Folder and files are the player's alone."""
        use(open_journal(path))

        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}

    def test_durable(self, path: Path) -> None:
        """It is written ahead and waits for the disk: a power cut takes nothing acknowledged."""
        connection = database.open_file(path, patience=0).connection
        modes = [
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous")
        ]
        connection.close()

        assert modes == ["wal", 2]

    def test_empty_file(self, path: Path, open_journal: OpenJournal) -> None:
        """An empty file is a new journal."""
        path.parent.mkdir(parents=True)
        path.touch()
        journal = open_journal(path)
        use(journal)

        assert journal.failure is None

    def test_version_1(self, path: Path, open_journal: OpenJournal) -> None:
        """A file of version 1 opens, and its run carries on."""
        path.parent.mkdir(parents=True)
        connection = sqlite3.connect(path)
        connection.executescript(VERSION_1.read_text())
        connection.close()
        journal = open_journal(path)
        session = journal.resume(journal.runs()[0], SHORT)
        played(session.act(WHOLE[3]))

        assert journal.failure is None
        assert journal.setting("theme", "dark") == "light"
        assert session.play.actions == WHOLE[:4]
        assert (session.run.id, session.run.revision) == (4, 4)

    def test_migration(
        self, path: Path, open_journal: OpenJournal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A later version brings an earlier file up to date and keeps what is in it."""
        earlier = open_journal(path)
        use(earlier)
        runs = earlier.runs()
        earlier.close()
        further = ("CREATE TABLE kettles (id INTEGER PRIMARY KEY)",)
        monkeypatch.setattr(database, "MIGRATIONS", (*schema.MIGRATIONS, further))
        later = open_journal(path)

        assert (later.failure, later.runs()) == (None, runs)
        assert value(path, "user_version") == len(schema.MIGRATIONS) + 1

    def test_failed_migration(
        self, path: Path, open_journal: OpenJournal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A migration is done whole or not at all."""
        earlier = open_journal(path)
        use(earlier)
        use(earlier)
        earlier.close()
        released = schema.MIGRATIONS
        broken = ("CREATE TABLE kettles (id)", "CREATE UNIQUE INDEX one_run_each ON runs (title)")
        monkeypatch.setattr(database, "MIGRATIONS", (*released, broken))
        failed = open_journal(path)

        assert failed.failure is not None
        assert value(path, "user_version") == len(released)

        monkeypatch.setattr(database, "MIGRATIONS", released)

        assert open_journal(path).failure is None


class TestBadPlace:
    """A place where no journal can be: the game is played all the same."""

    def test_folder_that_is_a_file(self, tmp_path: Path, open_journal: OpenJournal) -> None:
        """Where the folder cannot be made, the journal is in memory and reports it."""
        (tmp_path / "data").write_text("mine")
        journal = open_journal(tmp_path / "data" / "journal.sqlite3")
        use(journal)

        assert journal.failure is not None
        assert message_of(journal.failure).endswith("so this session is not kept.")
        assert (tmp_path / "data").read_text() == "mine"

    def test_file_that_is_a_folder(self, path: Path, open_journal: OpenJournal) -> None:
        """Where a folder has the file's name, the journal is in memory and reports it."""
        path.mkdir(parents=True)
        journal = open_journal(path)
        use(journal)

        assert journal.failure is not None
        assert str(path) in message_of(journal.failure)

    @posix
    @pytest.mark.parametrize("name", ["journal.sqlite3", "data/journal.sqlite3"])
    def test_read_only_folder(self, shared: Path, open_journal: OpenJournal, name: str) -> None:
        """Where nothing may be written, the journal is in memory and reports it."""
        shared.chmod(0o555)
        with not_root():
            journal = open_journal(shared / name)
        use(journal)

        assert journal.failure is not None
        assert "Permission denied" in message_of(journal.failure)
        assert list(shared.iterdir()) == []

    @posix
    def test_read_only_file(self, shared: Path, open_journal: OpenJournal) -> None:
        """A journal that may only be read is known for it at once, not at the first step."""
        path = shared / "journal.sqlite3"
        open_journal(path).close()
        before = path.read_bytes()
        path.chmod(0o444)
        shared.chmod(0o777)
        with not_root():
            journal = open_journal(path)
        use(journal)

        assert journal.failure is not None
        assert "readonly" in message_of(journal.failure)
        assert path.read_bytes() == before

    @posix
    @pytest.mark.parametrize("version", ["version-1.sql", "version-3.sql"])
    def test_only_to_look_at(self, shared: Path, open_journal: OpenJournal, version: str) -> None:
        """Of a journal that may only be read the earlier runs are shown, whatever its version."""
        path = shared / "journal.sqlite3"
        connection = sqlite3.connect(path)
        connection.executescript(VERSION_1.with_name(version).read_text())
        connection.close()
        before = path.read_bytes()
        path.chmod(0o444)
        shared.chmod(0o555)
        with not_root():
            journal = open_journal(path)
        (run,) = journal.runs()

        assert journal.kept(run) is not None
        assert journal.failure is not None
        assert message_of(journal.failure).endswith("so this session is not kept.")
        assert path.read_bytes() == before

    def test_kept_to_itself_by_another_program(self, path: Path, open_journal: OpenJournal) -> None:
        """A program that lets nobody even read is not waited for without end."""
        open_journal(path).close()
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("PRAGMA locking_mode = EXCLUSIVE")
        holder.execute("REPLACE INTO settings (name, value) VALUES ('theme', 'light')")
        journal = open_journal(path)
        use(journal)
        holder.close()

        assert journal.failure is not None
        assert "locked" in message_of(journal.failure)

    @posix
    def test_only_to_look_at_by_a_listing(self, shared: Path, open_journal: OpenJournal) -> None:
        """A listing of a journal that may only be read is whole, and reports nothing."""
        path = shared / "journal.sqlite3"
        written = open_journal(path)
        use(written)
        written.close()
        path.chmod(0o444)
        shared.chmod(0o555)
        with not_root(), closing(Journal.open(path, patience=0, reads=True)) as journal:
            assert len(journal.runs()) == 1
            assert (journal.failure, journal.lasts) == (None, False)

    def test_a_listing_beside_a_writer(self, path: Path, open_journal: OpenJournal) -> None:
        """A listing while another program writes is whole, and reports nothing."""
        use(open_journal(path))
        with closing(sqlite3.connect(path, isolation_level=None)) as holder:
            holder.execute("BEGIN IMMEDIATE")
            with closing(Journal.open(path, patience=0, reads=True)) as journal:
                assert len(journal.runs()) == 1
                assert journal.failure is None

    def test_a_listing_of_a_folder(self, path: Path, open_journal: OpenJournal) -> None:
        """What cannot be opened is reported to a listing too, without a word on sessions."""
        path.mkdir(parents=True)
        with closing(Journal.open(path, patience=0, reads=True)) as journal:
            assert "cannot be opened" in message_of(journal.failure)
            assert "session" not in message_of(journal.failure)

    def test_held_by_another_program(self, path: Path, open_journal: OpenJournal) -> None:
        """Nothing is kept while another program holds it, and all of it once it lets go."""
        open_journal(path).close()
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        journal = open_journal(path)
        session = journal.begin(SHORT, seed=1)
        played(session.act(WHOLE[0]))
        troubles = (message_of(journal.failure), message_of(session.failure))
        holder.close()
        played(session.act(WHOLE[1]))

        assert all(trouble and "locked" in trouble for trouble in troubles)
        assert session.failure is None
        assert journal.lasts
        assert open_journal(path).resume(session.run, SHORT).play.actions == WHOLE[:2]


class TestNotOurs:
    """A file that this version must not touch."""

    def test_newer_version(self, path: Path, open_journal: OpenJournal) -> None:
        """A journal of a newer version is left alone, and another is kept in memory."""
        open_journal(path).close()
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA user_version = 99")
        connection.close()
        before = path.read_bytes()
        journal = open_journal(path)
        use(journal)
        journal.close()

        assert message_of(journal.failure) == (
            f"The journal {path} was written by a newer version of Two Hats; "
            "it is left alone, and this session is not kept."
        )
        assert path.read_bytes() == before

    def test_other_program(self, path: Path, open_journal: OpenJournal) -> None:
        """A database of another program is left alone."""
        path.parent.mkdir(parents=True)
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE recipes (name TEXT)")
        connection.close()
        before = path.read_bytes()
        journal = open_journal(path)
        use(journal)

        assert journal.failure is not None
        assert "belongs to another program" in message_of(journal.failure)
        assert path.read_bytes() == before


class TestDamaged:
    """A file that is no sound database any more."""

    def damaged(self, path: Path, open_journal: OpenJournal, keep: int) -> bytes:
        """A journal of which only the first *keep* bytes are as they were; its bytes."""
        journal = open_journal(path)
        use(journal)
        journal.close()
        whole = path.read_bytes()
        path.write_bytes(whole[:keep] + b"\xff" * (len(whole) - keep))
        return path.read_bytes()

    @pytest.mark.parametrize("keep", [0, 50, 4096], ids=["all", "header", "all but a page"])
    def test_kept_aside(self, path: Path, open_journal: OpenJournal, keep: int) -> None:
        """A damaged journal gets another name, and a new one is begun in its place."""
        bytes_then = self.damaged(path, open_journal, keep)
        journal = open_journal(path)
        aside = path.with_name("journal.damaged-1.sqlite3")

        assert message_of(journal.failure) == (
            f"The journal was damaged, and nothing could be read from it. It is kept as {aside}, "
            "and a new one is begun."
        )
        assert aside.read_bytes() == bytes_then
        assert journal.runs() == ()

        use(journal)
        journal.close()

        assert open_journal(path).failure is None

    def test_kept_aside_twice(self, path: Path, open_journal: OpenJournal) -> None:
        """A second damaged journal does not take the place of the first."""
        first = self.damaged(path, open_journal, keep=0)
        open_journal(path).close()
        path.write_bytes(b"no database, again")
        open_journal(path)

        assert path.with_name("journal.damaged-1.sqlite3").read_bytes() == first
        assert path.with_name("journal.damaged-2.sqlite3").read_bytes() == b"no database, again"


def test_another_process_that_switches_to_the_log_as_well() -> None:
    """SQLite refuses one of two at once; that one tries again instead of keeping nothing."""

    class Refusing:
        tries = 0

        def execute(self, _: str) -> None:
            self.tries += 1
            if self.tries == 1:
                error = sqlite3.OperationalError("database is locked")
                error.sqlite_errorcode = sqlite3.SQLITE_BUSY
                raise error

    connection = Refusing()
    database._write_ahead(connection, 1)  # type: ignore[arg-type]
    assert connection.tries == 2
    connection = Refusing()
    with pytest.raises(sqlite3.OperationalError):
        database._write_ahead(connection, -1)  # type: ignore[arg-type]
