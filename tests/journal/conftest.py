"""Fixtures of the journal's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from game.journal.store import Journal


OpenJournal = Callable[[Path | None], Journal]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a journal may be made, in folders that do not exist yet."""
    return tmp_path / "share" / "two-hats" / "journal.sqlite3"


@pytest.fixture
def open_journal() -> Iterator[OpenJournal]:
    """
    Open journals that share a clock, and close them afterwards.

    The clock starts at noon and goes on by a second each time it is read. None
    of them waits for another that is writing.
    """
    opened: list[Journal] = []
    seconds = iter(range(86_400))

    def clock() -> datetime:
        return datetime(2025, 3, 4, 12, tzinfo=UTC) + timedelta(seconds=next(seconds))

    def open_journal(path: Path | None) -> Journal:
        opened.append(Journal.open(path, clock=clock, patience=0))
        return opened[-1]

    yield open_journal
    for journal in opened:
        journal.close()


@pytest.fixture
def journal(path: Path, open_journal: OpenJournal) -> Journal:
    """A new journal in a file."""
    return open_journal(path)
