"""Files that are damaged, half changed, moved or hostile: what is kept, and what is reported."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from game.core.failure import Failure, message_of
from game.journal.importer import read
from game.journal.store import Journal
from tests.core.examples import played
from tests.journal.stories import SHORT, WHOLE
from tests.shared import started


VIEW = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS id FROM n"


@pytest.fixture
def kept(path: Path) -> Path:
    """A closed journal of twenty finished runs."""
    journal = Journal.open(path)
    for seed in range(20):
        session = journal.begin(SHORT, seed)
        for action in WHOLE:
            played(session.act(action))
    journal.close()
    return path


def change(path: Path, *statements: str) -> None:
    """Change the file behind the journal's back."""
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def test_a_bad_byte_in_the_schema(kept: Path) -> None:
    """All runs come back from a file whose schema is no text, which stays beside it."""
    spoilt = kept.read_bytes().replace(b"CREATE TABLE runs", b"CREATE TABL\xff runs")
    kept.write_bytes(spoilt)
    journal = Journal.open(kept)
    assert journal.failure is not None
    assert "20 runs could be read from it" in message_of(journal.failure)
    assert not journal.whole
    assert journal.lasts
    runs = [journal.kept(run) for run in journal.runs()]
    assert all(item and item.run.sound and len(item.actions) == len(WHOLE) for item in runs)
    assert kept.with_name("journal.damaged-1.sqlite3").read_bytes() == spoilt


def test_flipped_bits(kept: Path, pytestconfig: pytest.Config) -> None:
    """No flipped bit raises an error, and none changes a run that is not marked."""
    whole, random = kept.read_bytes(), Random(7)
    journal = Journal.open(kept)
    good = {run.id: journal.kept(run) for run in journal.runs()}
    journal.close()
    for number in range(60 if pytestconfig.getoption("full") else 20):
        at, bit = random.randrange(len(whole)), 1 << random.randrange(8)
        folder = kept.parent / str(number)
        folder.mkdir()
        flipped = folder / kept.name
        flipped.write_bytes(whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :])
        journal = Journal.open(flipped)
        journal.verify()
        result = [item for run in journal.runs() if (item := journal.kept(run))]
        assert all(item == good[item.run.id] for item in result if item.run.sound)
        assert len(result) == len(good) or message_of(journal.failure)
        assert all(item.run.sound for item in result) or message_of(journal.failure)
        journal.close()


def test_a_file_that_was_moved(kept: Path) -> None:
    """A game whose file got another name does not claim that it keeps anything."""
    journal = Journal.open(kept)
    session = journal.begin(SHORT, 1)
    kept.rename(kept.with_name("elsewhere"))
    played(session.act(WHOLE[0]))
    journal.close()
    assert session.failure is not None
    assert "moved or replaced" in message_of(session.failure)


def test_a_damaged_file_in_use(kept: Path) -> None:
    """Nothing is renamed while another program has the file open."""
    holder = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]);"
        "print(c.execute('SELECT 1 FROM runs').fetchone(), flush=True); sys.stdin.read()"
    )
    with started(
        [sys.executable, "-c", holder, kept], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        other.stdout.readline()
        with kept.open("r+b") as file:
            file.seek(100)
            file.write(b"\xff" * 50)
        journal = Journal.open(kept, patience=0)
        journal.close()
        other.stdin.close()
    assert journal.failure is not None
    assert "another program has it open" in message_of(journal.failure)
    assert not list(kept.parent.glob("*damaged*"))


def test_a_view_without_end(kept: Path) -> None:
    """A view in the place of a table is not read."""
    change(kept, "DROP TABLE runs", f"CREATE VIEW runs AS {VIEW}")
    assert isinstance(read(kept, lambda _: None), Failure)
    journal = Journal.open(kept)
    assert journal.runs() == ()
    assert journal.failure is not None


def test_a_half_made_column(kept: Path) -> None:
    """A journal that has a column of a version to come is brought up to date, and kept."""
    change(kept, "PRAGMA user_version = 4")
    journal = Journal.open(kept)
    assert (journal.failure, journal.lasts, len(journal.runs())) == (None, True, 20)
    journal.close()
    assert kept.with_name("journal.version-4.sqlite3").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("column", ["title", "source", "scenario", "alone"])
def test_bytes_for_text(kept: Path, column: str) -> None:
    """A row with bytes in the place of text costs itself and is named."""
    change(kept, f"UPDATE runs SET {column} = x'00ff' WHERE id = 3")
    journal = Journal.open(kept)
    assert len(journal.runs()) == 19
    assert journal.failure is not None
    assert message_of(journal.failure).startswith("Run 3 ")
    journal.close()


def test_a_clock_set_back(path: Path) -> None:
    """The run played last comes first, whatever the clock."""
    times = iter([datetime(year, 1, 1, tzinfo=UTC) for year in (2030, 2030, 2020, 2020)])
    journal = Journal.open(path, clock=lambda: next(times))
    for seed in (1, 2):
        played(journal.begin(SHORT, seed).act(WHOLE[0]))
    assert [run.seed for run in journal.runs()] == [2, 1]
    journal.close()


def test_a_pseudonym_that_cannot_be_kept(kept: Path) -> None:
    """A journal that is only read has the same pseudonym every time."""
    first, second = read(kept, lambda _: None), read(kept, lambda _: None)
    assert not isinstance(first, Failure)
    assert not isinstance(second, Failure)
    assert first.players[0].player == second.players[0].player
