"""Reflections on a run: stored beside it, exported with text only by consent."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from attrs import evolve

from game.core.debrief import Point, Resolve, Walk, point_at
from game.core.enums import Dimension, Pole, Skill
from game.core.failure import message_of
from game.core.scenario import Scenario
from game.core.sentences import sentences
from game.journal.exports.record import Record, gather
from game.journal.exports.xapi import HOME, Statement
from game.journal.player import pseudonym
from game.journal.purge import PLAYER
from game.journal.runs import Run, Session
from game.journal.store import Journal
from tests.core.examples import played
from tests.journal.conftest import OpenJournal
from tests.journal.export.made import PSEUDONYM, exporter, statements, ticking
from tests.journal.resealed import reseal
from tests.journal.stories import SHORT, WHOLE, edited
from tests.xapi import validate


LINE = sentences(SHORT.scenes["hall"].text)[0]
PLAN = "When everybody knows it and nobody says it, I say the hard thing today"


def thoughtful(journal: Journal) -> Session:
    """A whole run of *A Short Story*: one road walked, one line and one plan picked after it."""
    journal.set_setting(PLAYER, PSEUDONYM)
    session = journal.begin(SHORT, 1)
    for action in WHOLE[:3]:
        played(session.act(action))
    session.reflect(Walk("hall", "run"))
    for action in WHOLE[3:]:
        played(session.act(action))
    session.reflect(point_at("hall", LINE))
    session.reflect(Resolve(Dimension.FOCUS, Pole.LEAD, Skill.COURAGE))
    assert session.failure is None
    return session


def gathered(journal: Journal, story: Scenario = SHORT, *, consent: bool = False) -> Record:
    """Everything in *journal*, of which *story* is what its runs were played in."""
    kept = [item for run in journal.runs() if (item := journal.kept(run))]
    return gather(pseudonym(journal), kept, lambda run: story, consent=consent)


def record(story: Scenario = SHORT, *, consent: bool = False) -> Record:
    """The record of ``thoughtful``."""
    journal = Journal.open(None, clock=ticking())
    thoughtful(journal)
    return gathered(journal, story, consent=consent)


def after(output: list[Statement]) -> list[Statement]:
    """The statements about what came after the answers."""
    return output[-3:]


class TestKept:
    """In the journal."""

    def test_the_run_is_as_without(self, open_journal: OpenJournal, path: Path) -> None:
        """A thought moves nothing: play, points and revision are those of the steps alone."""
        journal = open_journal(path)
        session = thoughtful(journal)
        (run,) = journal.runs()

        assert session.play.actions == WHOLE
        assert (run.revision, run.points) == (session.run.revision, 80)
        assert journal.resume(run, SHORT).play == session.play

    def test_no_words_of_the_story(self, open_journal: OpenJournal, path: Path) -> None:
        """The file holds no line of the scenario."""
        journal = open_journal(path)
        thoughtful(journal)
        journal.close()

        assert LINE.encode() not in b"".join(f.read_bytes() for f in path.parent.iterdir())

    def test_deleted_with_its_run(self, open_journal: OpenJournal, path: Path) -> None:
        """Deleting a run deletes its reflections."""
        journal = open_journal(path)
        run = thoughtful(journal).run
        kept = [b"courage" in b"".join(f.read_bytes() for f in path.parent.iterdir())]
        journal.delete([run.id])
        kept.append(b"courage" in b"".join(f.read_bytes() for f in path.parent.iterdir()))

        assert kept == [True, False]

    def test_nothing_without_a_run(self, journal: Journal) -> None:
        """Beside a run that the journal does not have nothing is kept."""
        session = journal.begin(SHORT, 1)
        session.reflect(Walk("hall", "run"))
        kept = journal.kept(session.run)

        assert kept is not None
        assert kept.reflections == ()

    def test_what_is_not_known_is_left_out(self, open_journal: OpenJournal, path: Path) -> None:
        """A thought that a later version wrote does not hide the others."""
        journal = open_journal(path)
        run = thoughtful(journal).run
        other = sqlite3.connect(path)
        with other:
            other.execute('UPDATE afterthoughts SET data = \'{"did": "sing"}\' WHERE number = 2')
            reseal(other)
        other.close()
        kept = journal.kept(run)

        assert kept is not None
        assert [reflection.number for reflection in kept.reflections] == [1, 3]

    def test_a_file_that_cannot_be_written(self, open_journal: OpenJournal, path: Path) -> None:
        """The error is reported in a sentence, and the game goes on."""
        journal = open_journal(path)
        session = thoughtful(journal)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        session.reflect(Walk("hall", "run"))
        other.close()

        assert session.failure is not None
        assert "could not be kept" in message_of(session.failure)


class TestStatements:
    """As xAPI statements."""

    def test_valid(self) -> None:
        """Ralph's model of the specification accepts them, with and without consent."""
        for consent in (False, True):
            for statement in statements(record(consent=consent)):
                validate(statement)

    def test_an_explored_choice(self) -> None:
        """A road is experienced at the time it was walked, and scored nothing."""
        explored_choice, _, _ = after(statements(record()))

        assert explored_choice["verb"]["display"]["en"] == "experienced"
        assert explored_choice["object"]["id"] == f"{HOME}/scenario/short/scene/hall/road/run"
        assert explored_choice["timestamp"] == "2025-03-04T12:00:50.000+00:00"
        assert "result" not in explored_choice

    def test_without_consent_nothing_is_said(self) -> None:
        """The statement exists without the text."""
        output = after(statements(record()))[1:]

        assert [s["object"]["id"] for s in output] == [f"{HOME}/scenario/short/reflection"] * 2
        assert [s["object"]["definition"]["interactionType"] for s in output] == ["other"] * 2
        assert [s["result"] for s in output] == [
            {"extensions": {f"{HOME}/extension/picked": kind}} for kind in ("line", "plan")
        ]

    def test_with_consent_the_words_are_there(self) -> None:
        """The line as it stands in the scene, and the plan as the player read it."""
        line, plan = after(statements(record(consent=True)))[1:]

        assert line["result"]["response"] == LINE
        assert plan["result"]["response"].startswith(PLAN)

    def test_completing_is_not_moved(self) -> None:
        """Reflections after the ending change neither its time nor its duration."""
        journal = Journal.open(None, clock=ticking())
        session = thoughtful(journal)
        early = statements(gathered(journal))
        session.reflect(Walk("hall", "run"))
        late = statements(gathered(journal))

        assert late[: len(early)] == early
        assert len(late) == len(early) + 1

    def test_the_same_bytes(self) -> None:
        """The same clock gives the same bytes, in every format."""
        for name in ("xapi", "json", "jsonl"):
            write = exporter(name)
            assert write(record(consent=True)) == write(record(consent=True))


def test_no_format_shows_without_consent() -> None:
    """No format has the line or the plan in it unless the player agreed."""
    for name in ("csv", "json", "jsonl", "markdown", "html", "xapi"):
        output = exporter(name)(record())
        assert "I say the hard thing" not in output
        assert f'"said": "{LINE}"' not in output


def test_json_shows_explored_choices_and_reflections() -> None:
    """Roads by their ids, reflections by their words, each with its time."""
    (play,) = json.loads(exporter("json")(record(consent=True)))["plays"]

    assert play["roads"] == [
        {"scene": "hall", "choice": "run", "at": "2025-03-04T12:00:50.000+00:00"}
    ]
    assert [item["kind"] for item in play["reflections"]] == ["line", "plan"]
    assert play["reflections"][0]["said"] == LINE


def test_a_story_that_has_changed() -> None:
    """A road that is not there any more, or a line, is not made up."""
    journal = Journal.open(None, clock=ticking())
    session = thoughtful(journal)
    session.reflect(Walk("yard", "stay"))
    session.reflect(point_at("hall", "A line that was cut."))
    (before,) = gathered(journal).plays
    (play,) = gathered(journal, edited("stand"), consent=True).plays

    assert [explored_choice.choice.id for explored_choice in before.explored_choices] == [
        "run",
        "stay",
    ]
    assert [explored_choice.choice.id for explored_choice in play.explored_choices] == ["run"]
    assert play.reflections[-1].said is None


def test_a_line_of_an_earlier_edition() -> None:
    """A line picked while a quotation mark still ended a sentence is exported in its old words."""
    spoken = evolve(SHORT.scenes["hall"], text="“Now what?” asks Sam. Nobody answers.")
    story = evolve(SHORT, scenes={**SHORT.scenes, "hall": spoken})
    journal = Journal.open(None, clock=ticking())
    session = thoughtful(journal)
    session.reflect(Point("hall", "a3b41d0854a8ab85"))
    (play,) = gathered(journal, story, consent=True).plays

    assert play.reflections[-1].said == "“Now what?”"


def test_a_scenario_that_is_gone() -> None:
    """Reflections on a run whose scenario is gone are left out."""
    journal = Journal.open(None, clock=ticking())
    thoughtful(journal)

    def none(run: Run) -> None:
        """No scenario."""

    kept = [item for run in journal.runs() if (item := journal.kept(run))]
    (play,) = gather(PSEUDONYM, kept, none, consent=True).plays
    assert (play.explored_choices, play.reflections) == ((), ())


def test_what_could_not_be_stored_is_taken_along(path: Path, open_journal: OpenJournal) -> None:
    """A reflection made while the file is held is stored once it is let go."""
    journal = open_journal(path)
    session = thoughtful(journal)
    before = len(gathered(journal).plays[0].reflections)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    failure = session.reflect(point_at("hall", LINE))
    assert "locked" in message_of(failure)
    assert (session.failure, session.saved) == (failure, False)
    holder.close()
    session.keep_waiting()
    assert (session.failure, session.saved) == (None, True)
    assert len(gathered(journal).plays[0].reflections) == before + 1


def test_a_reflection_on_a_run_that_was_deleted() -> None:
    """It is not dropped in silence."""
    journal = Journal.open(None, clock=ticking())
    session = thoughtful(journal)
    journal.delete([session.run.id])
    failure = session.reflect(point_at("hall", LINE))
    assert "not in the journal" in message_of(failure)
    assert not session.saved
