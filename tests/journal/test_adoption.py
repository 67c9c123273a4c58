"""Runs of elsewhere: what is added, what is continued, and what is here already."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path

import pytest
from attrs import evolve

from game.core.failure import Failure
from game.journal.importer import Pool, read
from game.journal.store import Journal
from game.journal.stored_runs import StoredRun
from tests.journal.conftest import OpenJournal
from tests.journal.stories import SHORT, WHOLE


def played(journal: Journal, steps: int = len(WHOLE), seed: int = 7) -> StoredRun:
    """A run of *steps* actions in *journal*, as it is stored."""
    session = journal.begin(SHORT, seed)
    for action in WHOLE[:steps]:
        session.act(action)
    kept = journal.kept(session.run)
    assert kept is not None
    return kept


def take(journal: Journal, runs: Iterable[StoredRun]) -> list[bool]:
    """Add *runs* to *journal*; for each one added, whether it continued another."""
    adoptions = journal.plan_adoption(runs)
    assert journal.adopt(adoptions) is None
    return [adoption.into is not None for adoption in adoptions]


@pytest.fixture
def elsewhere() -> Journal:
    """A journal of another machine."""
    return Journal.open(None)


def test_a_run_is_added_once_with_its_times(journal: Journal, elsewhere: Journal) -> None:
    """It has the same actions at the same times, and is sound; a second time it is here."""
    run = played(elsewhere)
    assert take(journal, [run]) == [False]
    (added,) = journal.runs()
    kept = journal.kept(added)
    assert kept is not None
    assert (kept.actions, kept.times, kept.run.sound) == (run.actions, run.times, True)
    assert take(journal, [run]) == []


def test_a_run_that_differs_is_added_once(journal: Journal, elsewhere: Journal) -> None:
    """A page turned back and another choice make another run; repeated imports add no more."""
    run = played(elsewhere)
    other = evolve(run, actions=run.actions[:-1], times=run.times[:-1])
    differing = evolve(run, actions=(run.actions[1], *run.actions[1:]))
    assert take(journal, [run]) == [False]
    assert take(journal, [differing]) == [False]
    for item in (run, other, differing):
        assert take(journal, [item]) == []
    assert len(journal.runs()) == 2


def test_the_same_run_in_several_files(journal: Journal, elsewhere: Journal) -> None:
    """Only the longest of them is added."""
    run = played(elsewhere)
    shorter = [evolve(run, actions=run.actions[:n], times=run.times[:n]) for n in range(4)]
    assert take(journal, [*shorter, run, run]) == [False]


def test_further_steps_continue_a_run(journal: Journal, elsewhere: Journal) -> None:
    """The run that is here keeps its number, its earlier times and its place in the list."""
    run = played(elsewhere)
    assert take(journal, [evolve(run, actions=run.actions[:3], times=run.times[:3])]) == [False]
    (before,) = journal.runs()
    assert take(journal, [run]) == [True]
    (after,) = journal.runs()
    kept = journal.kept(after)
    assert kept is not None
    assert (after.id, kept.actions, kept.run.sound) == (before.id, run.actions, True)


def test_a_run_that_went_on_meanwhile(journal: Journal, elsewhere: Journal) -> None:
    """A run that was played on between plan and writing stays; the import is a run of its own."""
    run = played(elsewhere)
    take(journal, [evolve(run, actions=run.actions[:3], times=run.times[:3])])
    adoptions = journal.plan_adoption([run])
    (open_run,) = journal.runs()
    journal.resume(open_run, SHORT).act(WHOLE[3])
    assert journal.adopt(adoptions) is None
    assert sorted(len(kept.actions) for item in journal.runs() if (kept := journal.kept(item))) == [
        4,
        len(WHOLE),
    ]


def test_a_damaged_run_is_not_made_sound(path: Path, open_journal: OpenJournal) -> None:
    """It is left alone; the sound run of elsewhere is added beside it, once."""
    journal = open_journal(path)
    run = played(journal)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE runs SET contents = 'x'")
    again = open_journal(path)
    assert take(again, [run]) == [False]
    assert take(again, [run]) == []
    assert sorted(kept.run.sound for item in again.runs() if (kept := again.kept(item))) == [
        False,
        True,
    ]


def test_steps_of_a_newer_version_are_not_continued(path: Path, open_journal: OpenJournal) -> None:
    """A run with steps that this version cannot read is neither continued nor doubled."""
    journal = open_journal(path)
    run = played(journal, 3)
    longer = played(Journal.open(None))
    longer = evolve(longer, run=evolve(longer.run, started=run.run.started))
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE actions SET data = '[\"Sing\"]' WHERE number = 3")
    again = open_journal(path)
    assert take(again, [longer]) == [False]
    assert take(again, [longer]) == []
    assert take(again, [evolve(longer, actions=longer.actions[:2], times=longer.times[:2])]) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("title", "\ud800"), ("scenes", 2**63), ("scenes", 99), ("points", -7e9), ("points", 101)],
)
def test_an_export_with_impossible_values(tmp_path: Path, name: str, value: object) -> None:
    """It is refused in a sentence before anything is written."""
    play = {
        "kind": "two-hats-record",
        "version": 1,
        "player": "somebody",
        "run": 1,
        "scenario": "short",
        "title": "A Short Story",
        "seed": 7,
        "started": "2026-01-02T03:04:05.000+00:00",
        "touched": "2026-01-02T03:04:05.000+00:00",
        "phase": "briefing",
        "scenes": 0,
        "points": None,
        "actions": [],
    }
    file = tmp_path / "played.jsonl"
    file.write_text(json.dumps(play), encoding="utf-8")
    assert isinstance(read(file, lambda _: None), Pool)
    file.write_text(json.dumps({**play, name: value}), encoding="utf-8")
    assert isinstance(read(file, lambda _: None), Failure)
