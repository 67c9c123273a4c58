"""A disk that fails to read now and then: no journal is taken for damaged because of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journal.conftest import OpenJournal
from tests.journal.stories import SHORT, WHOLE


pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the fault is injected on Linux")

SOURCE = Path(__file__).with_name("faulty_reads.c")
ROOT = Path(__file__).parents[2]
OPEN = """
import sys
from pathlib import Path
from game.core.failure import message_of
from game.journal.store import Journal
journal = Journal.open(Path(sys.argv[1]), patience=0)
print(len(journal.runs()), message_of(journal.failure))
"""


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that makes reads fail, compiled for this test."""
    built = tmp_path_factory.mktemp("fault") / "faulty_reads.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", built, SOURCE, "-ldl"], check=True)
    return built


@pytest.fixture
def kept(path: Path, open_journal: OpenJournal) -> Path:
    """A journal of ten runs."""
    journal = open_journal(path)
    for seed in range(10):
        session = journal.begin(SHORT, seed)
        for action in WHOLE:
            session.act(action)
    journal.close()
    return path


def opened(path: Path, library: Path, at: int, *, lasts: bool) -> str:
    """Return the output of opening *path* while read *at* and all later ones fail."""
    fault = {"LD_PRELOAD": str(library), "FAULT_FILE": str(path), "FAULT_AT": str(at)}
    done = subprocess.run(
        [sys.executable, "-c", OPEN, path],
        env={**os.environ, **fault, **({"FAULT_LASTS": "1"} if lasts else {})},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.parametrize("at", [1, 2, 3, 5, 8, 13])
def test_an_error_that_passes(kept: Path, library: Path, at: int) -> None:
    """One failed read is retried: the runs are there, and nothing is reported."""
    assert opened(kept, library, at, lasts=False) == "10"
    assert [file.name for file in kept.parent.iterdir()] == [kept.name]


@pytest.mark.parametrize("at", [1, 2, 3, 5, 8, 13])
def test_an_error_that_lasts(kept: Path, library: Path, at: int) -> None:
    """A disk that cannot be read is named, and the journal stays where and as it is."""
    before = kept.read_bytes()
    output = opened(kept, library, at, lasts=True)
    assert "disk" in output
    assert "damaged" not in output
    assert kept.read_bytes() == before
    assert not list(kept.parent.glob("*damaged*"))
