"""Exports are written run by run: the same text, and no more than one play in memory."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from game.journal.attempts import Attempt, RunFilter
from game.journal.exports import FORMATS, exporter
from game.journal.exports.record import LazyPlays, Play, select, stream
from game.journal.store import Journal
from tests.journal.export import made
from tests.journal.export.made import find, gathered, journal_at, play, ticking
from tests.journal.stories import SHORT, WHOLE


WANTED = [
    RunFilter(),
    RunFilter(scenario="short"),
    RunFilter(attempt=Attempt.PRACTICE),
    RunFilter(finished=False, runs=(4, 5)),
    RunFilter(scenario="unheard-of"),
]


@pytest.fixture
def journal() -> Iterator[Journal]:
    """The journal of five runs."""
    journal = journal_at(None)
    yield journal
    journal.close()


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("wanted", WANTED)
def test_run_by_run_it_is_the_same_text(journal: Journal, name: str, wanted: RunFilter) -> None:
    """The streamed export equals the export of the whole record in memory."""
    whole = select(gathered(journal), wanted)
    streamed = stream(journal, find, wanted)
    assert made.exporter(name)(streamed) == made.exporter(name)(whole)
    assert len(streamed.plays) == len(whole.plays)


@pytest.mark.parametrize("name", FORMATS)
def test_no_play_is_held(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """While a long journal is written, only first attempts and the play at hand are alive."""
    journal = Journal.open(None, clock=ticking())
    for seed in range(30):
        play(journal, SHORT, WHOLE, seed)
    record = stream(journal, find)
    held: list[weakref.ref[Play]] = []
    make = record.plays._make

    def followed(run: int) -> Play | None:
        made_now = make(run)
        assert made_now is not None
        held.append(weakref.ref(made_now))
        return made_now

    for plays in (record.plays, record.first, record.practice):
        monkeypatch.setattr(plays, "_make", followed)
    maximum = 0
    gc.freeze()  # what other tests have left is not looked through at every piece
    for _ in exporter(name)(record):
        gc.collect()
        maximum = max(maximum, sum(item() is not None for item in held))
    assert len(held) >= 30
    assert maximum <= 3  # the first attempt, the play at hand, and the one just left
    journal.close()


@pytest.mark.parametrize("name", FORMATS)
def test_it_is_written_piece_by_piece(name: str) -> None:
    """No piece grows with the journal."""

    def longest(runs: int) -> int:
        journal = Journal.open(None, clock=ticking())
        for _ in range(runs):
            play(journal, SHORT, WHOLE)
        return max(map(len, exporter(name)(stream(journal, find))))

    assert longest(30) <= longest(3) + 10


def test_what_cannot_be_read_is_left_out() -> None:
    """A play that is not there any more is passed over."""
    there = gathered(journal_at(None)).plays
    plays = LazyPlays([1, 2, 3], {play.run.id: play for play in there if play.run.id != 2}.get)
    assert [play.run.id for play in plays] == [1, 3]
    assert [play.run.id for play in plays] == [1, 3]
