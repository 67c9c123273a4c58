"""A journal of an earlier version: it reads the same, and everything goes on where it stopped."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from game.core.actions import Choose, GoOn
from game.core.playthrough import Phase
from game.journal.campaigns import CampaignSession
from game.journal.store import Journal
from game.room import actions
from game.room.state import Room, Stage
from tests.core.examples import played
from tests.journal import stored
from tests.journal.conftest import OpenJournal


EXPECTED = json.loads((stored.FOLDER / "journal.json").read_text())
"""The content as read by the version that wrote the journal."""


@pytest.fixture
def journal(path: Path, open_journal: OpenJournal) -> Journal:
    """The stored journal, opened by this version."""
    stored.restore(path)
    return open_journal(path)


@pytest.mark.parametrize("part", EXPECTED)
def test_reads_the_same(journal: Journal, part: str) -> None:
    """Runs, reviews, reflections, campaigns and rooms are what they were when it was written."""
    assert json.loads(json.dumps(stored.summary(journal)))[part] == EXPECTED[part]


def test_an_open_run_goes_on(journal: Journal, path: Path, open_journal: OpenJournal) -> None:
    """The next step of an open run is kept behind those that were there."""
    (run,) = [run for run in journal.runs() if run.id == 2]
    session = journal.resume(run, stored.scenario("ward"))
    played(session.act(Choose("smoke", "doctor")))

    (again,) = [run for run in open_journal(path).runs() if run.id == 2]
    kept = open_journal(path).kept(again)
    assert (session.failure, session.notice, again.phase) == (
        None,
        None,
        Phase.OUTCOME.value,
    )
    assert kept is not None
    assert len(kept.actions) == 4
    assert kept.times[:3] == (
        "2025-03-04T12:00:19.000+00:00",
        "2025-03-04T12:00:20.000+00:00",
        "2025-03-04T12:00:21.000+00:00",
    )


def test_an_open_review_goes_on(journal: Journal) -> None:
    """A review waits for the choice of its one scene, and ends with it."""
    (run,) = [run for run in journal.runs() if run.id == 4]
    session = journal.resume(run, stored.scenario("ferry"))
    for action in (Choose("deck", "list"), GoOn(), GoOn()):
        played(session.act(action))
    assert session.run.finished


def test_a_campaign_goes_on(journal: Journal) -> None:
    """The open posting of a campaign carries on, with the pick made before it."""
    (run,) = journal.campaigns.runs()
    session = journal.campaigns.resume(run, stored.campaign(), stored.scenario)
    assert isinstance(session, CampaignSession)
    posting = session.post(stored.scenario("ferry"))
    assert posting.run.id == 6
    assert posting.play.phase is Phase.OUTCOME
    played(posting.act(GoOn()))
    assert posting.failure is None


def test_a_room_in_a_vote_goes_on(journal: Journal, path: Path, open_journal: OpenJournal) -> None:
    """New actions stand behind those of the earlier version, and both are read together."""
    run = journal.rooms.unfinished()
    assert run is not None
    assert run.code == "K7QFA"
    session = journal.rooms.resume(run, stored.scenario("ward"))
    assert session.room.ballot is not None
    vote = actions.Vote("s2", session.room.ballot.key, "card")
    for action in (vote, actions.Reveal(anyway=True)):
        assert isinstance(session.act(action), Room)

    rooms = open_journal(path).rooms
    (kept,) = [item for item in rooms.runs() if item.id == run.id]
    again = rooms.resume(kept, stored.scenario("ward"))
    assert again.room == session.room
    assert again.room.stage is Stage.REVEAL
    assert again.notice is None


def test_lines_leave_an_earlier_room(journal: Journal, path: Path) -> None:
    """A line that an earlier version kept leaves the file when it is taken down now."""
    run = journal.rooms.unfinished()
    assert run is not None
    session = journal.rooms.resume(run, stored.scenario("ward"))
    assert isinstance(session.act(actions.TakeDown("Stand still first.")), Room)
    rows = sqlite3.connect(path).execute("SELECT data FROM room_acts").fetchall()
    assert not [data for (data,) in rows if "Stand still" in data]
