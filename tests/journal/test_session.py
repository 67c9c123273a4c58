"""A session: what is played is kept, and carried on."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from game.core.actions import Action, Choose, GiveCall, GoOn
from game.core.enums import Call
from game.core.failure import Failure, message_of
from game.core.playthrough import Phase, replay, start
from game.journal.identity import Origin
from game.journal.runs import Run, Session
from game.journal.store import Journal
from tests.core.examples import played
from tests.journal.conftest import OpenJournal
from tests.journal.resealed import reseal
from tests.journal.stories import SHORT, WHOLE, edited
from tests.journal.test_durability import held


def act(session: Session, *actions: Action) -> None:
    """Take *actions* in *session*, none of which may be refused."""
    for action in actions:
        played(session.act(action))


def rows(path: Path, table: str) -> list[tuple[int, str]]:
    """The number and data of every action in *table*, as another program reads them."""
    connection = sqlite3.connect(path)
    result = connection.execute(f"SELECT number, data FROM {table} ORDER BY number").fetchall()
    connection.close()
    return result


def newest(journal: Journal) -> Run:
    """The run of *journal* that was last played."""
    return journal.runs()[0]


class TestActing:
    """Playing, step by step."""

    @pytest.mark.parametrize("done", range(1, len(WHOLE) + 1))
    def test_resume_after_any_step(self, path: Path, open_journal: OpenJournal, done: int) -> None:
        """After any step, a journal opened anew resumes right after it."""
        journal = open_journal(path)
        session = journal.begin(SHORT, seed=7)
        act(session, *WHOLE[:done])
        journal.close()
        again = open_journal(path)
        resumed = again.resume(newest(again), SHORT)

        assert resumed.play == session.play == replay(SHORT, 7, WHOLE[:done]).play
        assert (resumed.notice, resumed.failure) == (None, None)

    def test_run(self, journal: Journal) -> None:
        """The run holds the state of the game, and its points once it is finished."""
        session = journal.begin(SHORT, 7, Origin(id="short", source="my/short.yaml"))
        act(session, *WHOLE[:4])
        halfway = newest(journal)
        act(session, *WHOLE[4:])
        finished = newest(journal)

        assert session.run == finished
        assert (halfway.scenario, halfway.title) == ("short", "A Short Story")
        assert (halfway.seed, halfway.source) == (7, "my/short.yaml")
        assert (halfway.phase, halfway.scenes, halfway.points) == ("why", 1, None)
        assert not halfway.finished
        assert (finished.phase, finished.scenes, finished.points) == ("ending", 2, 80)
        assert finished.finished
        assert finished.id == halfway.id
        assert halfway.started == finished.started < halfway.touched < finished.touched

    def test_a_briefing_alone_leaves_nothing_behind(self, journal: Journal) -> None:
        """A run is in the journal from its first action on."""
        session = journal.begin(SHORT, seed=7)

        assert journal.runs() == ()

        act(session, GoOn())

        assert journal.runs() == (session.run,)

    def test_refusal(self, path: Path, journal: Journal) -> None:
        """A refused action is given back as a refusal and is not kept."""
        session = journal.begin(SHORT, seed=7)
        act(session, GoOn())
        before = session.play
        refusal = session.act(Choose("hall", "wait"))

        assert isinstance(refusal, Failure)
        assert session.play is before
        assert len(rows(path, "actions")) == 1

    def test_any_seed(self, journal: Journal) -> None:
        """A seed may be any whole number, however long."""
        session = journal.begin(SHORT, seed=-(10**30))
        act(session, GoOn())

        assert newest(journal).seed == -(10**30)

    def test_without_a_file(self, open_journal: OpenJournal) -> None:
        """A journal in memory does all of this until it is closed."""
        journal = open_journal(None)
        session = journal.begin(SHORT, seed=7)
        act(session, *WHOLE)

        assert journal.resume(newest(journal), SHORT).play == session.play


class TestTurningBack:
    """Turning back a page."""

    def test_page(self, path: Path, journal: Journal) -> None:
        """A page that was only read is turned back, in the journal as well."""
        session = journal.begin(SHORT, seed=7)
        act(session, *WHOLE[:4])
        after = session.turn_back()

        assert after == session.play == replay(SHORT, 7, WHOLE[:3]).play
        assert len(rows(path, "actions")) == 3
        assert journal.resume(newest(journal), SHORT).play == session.play

    def test_ending(self, path: Path, journal: Journal) -> None:
        """A finished run stays finished, with its points, while its pages are turned back."""
        session = journal.begin(SHORT, seed=7)
        act(session, *WHOLE)
        finished = newest(journal)
        played(session.turn_back())
        played(session.turn_back())

        assert session.play.phase is Phase.OUTCOME
        assert newest(journal) == finished
        assert len(rows(path, "actions")) == len(WHOLE)
        assert journal.unfinished() is None

        act(session, GoOn(), GoOn())
        assert session.play == replay(SHORT, 7, WHOLE).play
        assert newest(journal) == finished

    def test_ending_that_could_not_be_kept(self, path: Path, journal: Journal) -> None:
        """An ending that was not stored is stored with the next page, also one turned back."""
        session = journal.begin(SHORT, seed=7)
        act(session, *WHOLE[:-1])
        with held(path):
            act(session, WHOLE[-1])
        played(session.turn_back())

        assert newest(journal).phase == "ending"

    def test_call(self, path: Path, journal: Journal) -> None:
        """A call is taken back until the choice is made; the one given last is stored."""
        session = journal.begin(SHORT, seed=7)
        act(session, GoOn(), GiveCall("hall", Call.MANAGE))
        played(session.turn_back())
        act(session, GiveCall("hall", Call.LEAD))

        assert len(rows(path, "actions")) == 2
        assert journal.resume(newest(journal), SHORT).play.call is Call.LEAD

    @pytest.mark.parametrize("done", [0, 3])
    def test_choices_stand(self, journal: Journal, done: int) -> None:
        """A choice is not turned back, nor is the beginning."""
        session = journal.begin(SHORT, seed=7)
        act(session, *WHOLE[:done])
        refusal = session.turn_back()

        assert isinstance(refusal, Failure)
        assert refusal.code == "stands"
        assert session.play == replay(SHORT, 7, WHOLE[:done]).play


class TestChangedScenario:
    """Carrying on when the scenario is no longer what it was."""

    def test_notice(self, journal: Journal) -> None:
        """It resumes as far as the steps are valid, and reports how many were left out."""
        act(journal.begin(SHORT, seed=7), *WHOLE)
        resumed = journal.resume(newest(journal), edited("stand"))

        assert resumed.play == replay(edited("stand"), 7, WHOLE[:6]).play
        assert resumed.notice == (
            "A Short Story has changed since, so you carry on without the last 3 steps."
        )

    def test_one_step(self, journal: Journal) -> None:
        """One step is called one step."""
        act(journal.begin(SHORT, seed=7), *WHOLE[:7])
        resumed = journal.resume(newest(journal), edited("stand"))

        assert resumed.notice is not None
        assert resumed.notice.endswith("without the last step.")

    def test_looking_changes_nothing(self, journal: Journal) -> None:
        """Until something is done, the run is kept whole: the old scenario plays it to its end."""
        session = journal.begin(SHORT, seed=7)
        act(session, *WHOLE)
        journal.resume(newest(journal), edited("stand"))

        assert journal.resume(newest(journal), SHORT).play == session.play

    def test_superseded(self, path: Path, journal: Journal) -> None:
        """The next action takes the place of those left out, and they are kept aside."""
        act(journal.begin(SHORT, seed=7), *WHOLE)
        before = rows(path, "actions")
        resumed = journal.resume(newest(journal), edited("stand"))
        act(resumed, Choose("yard", "stand"))

        assert resumed.play.actions == (*WHOLE[:6], Choose("yard", "stand"))
        assert journal.resume(newest(journal), edited("stand")).play == resumed.play
        assert rows(path, "actions")[:6] == before[:6]
        assert rows(path, "superseded") == before[6:]

    @pytest.mark.parametrize("data", ['{"do": "dance"}', "[1, 2]", '"go-on"', "7", "no JSON", ""])
    def test_unknown_action(self, path: Path, journal: Journal, data: str) -> None:
        """An unknown action ends the replay, with a notice."""
        session = journal.begin(SHORT, seed=7)
        act(session, *WHOLE[:2])
        with sqlite3.connect(path) as connection:
            connection.execute("INSERT INTO actions (run, number, data) VALUES (1, 3, ?)", (data,))
            reseal(connection)
        connection.close()
        resumed = journal.resume(newest(journal), SHORT)

        assert resumed.play == session.play
        assert resumed.notice == (
            "This version of Two Hats cannot read the whole run, "
            "so you carry on without the last step."
        )

        act(resumed, WHOLE[2])

        assert rows(path, "superseded") == [(3, data)]

    def test_run_that_is_not_there(self, journal: Journal, open_journal: OpenJournal) -> None:
        """A run that cannot be read begins anew with a notice, and is stored."""
        elsewhere = open_journal(None)
        act(elsewhere.begin(SHORT, seed=7), *WHOLE)
        resumed = journal.resume(newest(elsewhere), SHORT)

        assert resumed.play == start(SHORT, 7)
        assert resumed.notice is not None
        assert "begins anew" in resumed.notice

        act(resumed, GoOn())

        assert newest(journal) == resumed.run


class TestTwoWindows:
    """The same run in two windows."""

    def test_each_keeps_its_own(self, path: Path, open_journal: OpenJournal) -> None:
        """The second process continues in a new run; no steps are lost or mixed."""
        current, there = open_journal(path), open_journal(path)
        first = current.begin(SHORT, seed=7)
        act(first, GoOn(), GiveCall("hall", Call.LEAD))
        second = there.resume(newest(there), SHORT)
        act(first, Choose("hall", "wait"))
        act(second, Choose("hall", "run"))

        assert first.failure is None
        assert message_of(second.failure) == (
            "This run was carried on in another window as well; "
            "what you do here is kept as a run of its own."
        )
        assert second.run.id != first.run.id

        act(first, GoOn())
        act(second, GoOn())

        assert [first.failure, second.failure] == [None, None]
        by_id = {run.id: current.resume(run, SHORT).play for run in current.runs()}
        assert by_id == {first.run.id: first.play, second.run.id: second.play}


def test_taking_up_finds_the_newest_open_run(journal: Journal) -> None:
    """Of the unfinished runs of a scenario the newest is carried on; with a seed, only its own."""
    assert journal.resume_open(SHORT) is None
    for seed in (1, 2):
        journal.begin(SHORT, seed).act(GoOn())
    newest, first = journal.resume_open(SHORT), journal.resume_open(SHORT, 1)
    assert newest is not None
    assert newest.play.seed == 2
    assert first is not None
    assert first.play.seed == 1
    assert journal.resume_open(SHORT, 3) is None
