"""A record of a room whose host was cut off: the same as if it had gone on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from game.core.failure import Failure
from game.journal.exports.rooms import FORMATS
from game.journal.rooms import RoomSession
from game.journal.store import Journal
from game.room import actions
from game.room.state import Stage, options
from tests.room.rooms import POSTING, seat, story


def voted(session: RoomSession) -> None:
    """Five phones and three hands vote on what is open."""
    ballot = session.room.open_ballot
    if ballot is not None:
        first, second, *_ = options(session.room, ballot)
        votes = (first, first, second, first, second)
        session.apply_all(
            actions.Vote(seat(number), ballot.key, vote) for number, vote in enumerate(votes)
        )
        session.act(actions.Hands(ballot.key, (2, 1)))


def hosted(journal: Journal, until: Stage) -> RoomSession:
    """A room of eight that has come to *until*, with everything that people do on the way."""
    session = journal.rooms.begin(story(), 1, "479FA")
    session.apply_all(actions.Join(seat(number), f"Person {number}") for number in range(5))
    session.apply_all([actions.Heads(3), actions.Deal()])
    if until is Stage.LETTER:
        session.act(actions.Post(POSTING))
    while session.room.stage is not until:
        if session.room.stage is Stage.NOW_WHAT:
            session.act(actions.Share(seat(1), "Ask first."))
            session.act(actions.ShowLines(("Ask first.",)))
        over = session.room.stage is Stage.OVER
        step = actions.End() if over else actions.GoOn(anyway=True)
        assert not isinstance(session.act(step), Failure)
        voted(session)
    return session


@pytest.mark.parametrize("until", list(Stage))
def test_after_a_crash_at_any_stage(until: Stage, tmp_path: Path) -> None:
    """
    The files on disk when the server died give each record word for word, names included.

    The files are copied without closing anything.
    """
    alive, dead = tmp_path / "alive", tmp_path / "dead"
    alive.mkdir()
    living = Journal.open(alive / "journal.db")
    session = hosted(living, until)
    shutil.copytree(alive, dead)
    journal = Journal.open(dead / "journal.db")
    (run,) = journal.rooms.runs()
    result = journal.rooms.resume(run, story())
    assert result.notice is None
    assert result.room == session.room
    for write in FORMATS.values():
        for names in (False, True):
            output = write(run, result.room, names=names)
            assert output == write(session.run, session.room, names=names)
    journal.close()
    living.close()
