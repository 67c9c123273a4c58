"""Acknowledged steps are stored durably."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pytest

from game.core.actions import GoOn
from game.core.failure import message_of
from game.journal.database import open_file
from game.journal.runs import utc_now
from game.journal.store import Journal
from tests.core.examples import played
from tests.journal.conftest import OpenJournal
from tests.journal.stories import ENDLESS, on_and_on
from tests.shared import started


if os.name == "posix":
    import resource

ROOT = Path(__file__).parents[2]


@contextmanager
def child(path: Path, steps: int) -> Iterator[subprocess.Popen[str]]:
    """A game in a separate process; see ``child.py``."""
    command = [sys.executable, "-m", "tests.journal.child", str(path), str(steps)]
    with started(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        yield process


def lines(process: subprocess.Popen[str], count: int | None = None) -> list[str]:
    """The next *count* lines of *process*, or all that are left."""
    assert process.stdout is not None
    return [line.strip() for line in islice(process.stdout, count)]


@contextmanager
def held(path: Path) -> Iterator[None]:
    """The file at *path* is held by another program."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.close()


@contextmanager
def files_limited_to(size: int) -> Iterator[None]:
    """The system lets no file of this process grow beyond *size* bytes."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


class TestKilled:
    """A game that is killed."""

    @pytest.mark.skipif(os.name != "posix", reason="SIGKILL is of POSIX systems")
    @pytest.mark.parametrize("steps", [1, 2, 3, 4, 5, 50, 200])
    def test_no_acknowledged_step_is_lost(
        self, path: Path, open_journal: OpenJournal, steps: int
    ) -> None:
        """Killed at any moment, it carries on with every step that it had acknowledged."""
        with child(path, steps=1_000_000) as process:
            output = lines(process, 1 + steps)
            process.send_signal(signal.SIGKILL)
        journal = open_journal(path)
        run = journal.unfinished()
        assert run is not None
        session = journal.resume(run, ENDLESS)
        done = len(session.play.actions)

        assert output == ["open", *["kept"] * steps]
        assert (journal.failure, session.notice) == (None, None)
        assert done >= steps
        assert session.play.actions == tuple(islice(on_and_on(), done))

        played(session.act(next(islice(on_and_on(), done, None))))

        assert (session.failure, session.run.id) == (None, run.id)


class TestTwoGames:
    """Several games that write at once."""

    def test_nothing_is_lost_or_mixed(self, path: Path, open_journal: OpenJournal) -> None:
        """Each process stores every step of its run, without errors."""
        steps = 200
        with child(path, steps) as item, child(path, steps) as two, child(path, steps) as three:
            output = [lines(process) for process in (item, two, three)]
        journal = open_journal(path)

        assert output == [["open", *["kept"] * steps]] * 3
        assert [journal.resume(run, ENDLESS).play.actions for run in journal.runs()] == [
            tuple(islice(on_and_on(), steps))
        ] * 3


class TestFailedWrites:
    """A file that takes no more, for a while."""

    def test_full_disk(self, path: Path, open_journal: OpenJournal) -> None:
        """On a full disk the game goes on; once there is room again, every step is kept."""
        connection = open_file(path, patience=0).connection
        session = Journal(connection, None, utc_now).begin(ENDLESS, seed=1)
        actions = on_and_on()
        played(session.act(next(actions)))
        connection.execute("PRAGMA max_page_count = 1")
        while session.failure is None:
            played(session.act(next(actions)))
        played(session.act(next(actions)))
        output = message_of(session.failure)
        connection.execute("PRAGMA max_page_count = 1000000")
        played(session.act(next(actions)))
        connection.close()
        again = open_journal(path)

        assert output == (
            "This step could not be kept in the journal (database or disk is full); "
            "the game goes on, and the next step that can be kept takes it along."
        )
        assert session.failure is None
        assert again.resume(again.runs()[0], ENDLESS).play == session.play

    @pytest.mark.skipif(os.name != "posix", reason="file sizes are limited on POSIX systems")
    def test_failing_disk(self, path: Path, open_journal: OpenJournal) -> None:
        """Where the system refuses to write, it is the same."""
        journal = open_journal(path)
        session = journal.begin(ENDLESS, seed=1)
        actions = on_and_on()
        played(session.act(next(actions)))
        with files_limited_to(Path(f"{path}-wal").stat().st_size):
            played(session.act(next(actions)))
            output = message_of(session.failure)
        played(session.act(next(actions)))
        journal.close()
        again = open_journal(path)

        assert output is not None
        assert session.failure is None
        assert again.resume(again.runs()[0], ENDLESS).play == session.play

    def test_locked(self, path: Path, journal: Journal) -> None:
        """While another program holds the file the game goes on; then every step is kept."""
        session = journal.begin(ENDLESS, seed=1)
        actions = on_and_on()
        played(session.act(next(actions)))
        with held(path):
            played(session.act(next(actions)))
            played(session.act(next(actions)))
            output, kept = message_of(session.failure), journal.kept(session.run)
        played(session.act(next(actions)))

        assert output is not None
        assert "locked" in output
        assert kept is not None
        assert len(kept.actions) == 1
        assert session.failure is None
        assert journal.resume(session.run, ENDLESS).play == session.play

    def test_first_step(self, path: Path, journal: Journal) -> None:
        """A run whose first step could not be kept is in the journal from a later one on."""
        session = journal.begin(ENDLESS, seed=1)
        actions = on_and_on()
        with held(path):
            played(session.act(next(actions)))

            assert (journal.runs(), session.run.id) == ((), 0)
        played(session.act(next(actions)))

        assert journal.runs() == (session.run,)
        assert journal.resume(session.run, ENDLESS).play == session.play

    def test_turning_back(self, path: Path, journal: Journal) -> None:
        """A page turned back while nothing can be kept is turned back in the journal later."""
        session = journal.begin(ENDLESS, seed=1)
        for action in islice(on_and_on(), 4):
            played(session.act(action))
        with held(path):
            played(session.turn_back())
        played(session.act(GoOn()))
        played(session.turn_back())

        assert journal.resume(session.run, ENDLESS).play == session.play
        assert len(session.play.actions) == 3
