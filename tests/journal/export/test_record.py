"""The record: first attempts, practice, times, and omissions."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

from game.cli.journal_parts import EXPORTS
from game.core.actions import GoOn
from game.core.enums import Call
from game.journal.attempts import Attempt, RunFilter
from game.journal.exports import FORMATS
from game.journal.exports.record import Record, gather, seconds, select
from game.journal.exports.text import minutes
from game.journal.runs import Run
from game.journal.store import Journal
from game.journal.stored_runs import StoredRun
from tests.core.examples import answers
from tests.journal.export.made import (
    PSEUDONYM,
    exporter,
    find,
    gathered,
    journal_at,
    play,
    record,
    ticking,
)
from tests.journal.stories import ENDLESS, SHORT, WHOLE, edited


class TestAttempts:
    """Which runs count."""

    def test_the_first_answered_run_counts(self) -> None:
        """Of each scenario the first run counts, a later one is practice, in order of beginning."""
        assert [(play.run.id, play.attempt) for play in record().plays] == [
            (1, Attempt.FIRST),
            (2, Attempt.FIRST),
            (3, Attempt.PRACTICE),
            (4, Attempt.FIRST),
            (5, Attempt.UNANSWERED),
        ]

    def test_a_run_that_was_left_counts(self) -> None:
        """A run begun after a scene was answered in another one is practice."""
        journal = Journal.open(None, clock=ticking())
        play(journal, SHORT, (GoOn(),))
        play(journal, SHORT, WHOLE[:4])
        play(journal, SHORT, WHOLE)
        kinds = [play.attempt for play in gathered(journal).plays]

        assert kinds == [Attempt.UNANSWERED, Attempt.FIRST, Attempt.PRACTICE]
        assert journal.played()["short"].first_points is None

    def test_only_first_answers_count(self) -> None:
        """An answer counts in a first attempt only, and there only the first time in its scene."""
        journal = Journal.open(None, clock=ticking())
        rounds = [action for _ in range(2) for action in (*answers("round", "again"), GoOn())]
        run = play(journal, ENDLESS, (GoOn(), *rounds))
        kept = journal.kept(run)
        assert kept is not None
        again = evolve(kept, run=evolve(run, id=2))
        first, second = gather("p", [kept, again], lambda _: ENDLESS).plays

        assert [answer.first for answer in first.answers] == [True, False]
        assert [answer.first for answer in second.answers] == [False, False]


class TestGathering:
    """The record of a run."""

    def test_answers(self) -> None:
        """Each scene is there with its reasoning, its points adding up to those of the run."""
        for item in record().plays:
            totals = [answer.why.score.total for answer in item.answers]
            assert len(totals) == item.run.scenes
            if item.run.finished:
                assert item.run.points == sum(totals) / len(totals)

    def test_times(self) -> None:
        """A call and a choice have the times at which they were kept."""
        (hall, _) = record().plays[0].answers

        assert hall.called == "2025-03-04T12:00:30.000+00:00"
        assert hall.chosen == "2025-03-04T12:00:40.000+00:00"

    def test_time_spent(self) -> None:
        """Nine steps ten seconds apart take eighty; a pause of over five minutes takes none."""
        assert record().plays[0].seconds == 80

        slow = Journal.open(None, clock=ticking(5 * 60 + 1))
        play(slow, SHORT, WHOLE)
        assert gathered(slow).plays[0].seconds == 0
        assert minutes(record().plays[0].seconds) == "1 minute"
        assert minutes(gathered(slow).plays[0].seconds) is None

    def test_times_not_known(self) -> None:
        """A run from before times were kept has none, and no time spent."""
        begun = "2025-03-04T12:00:00.000+00:00"
        run = Run(
            id=1, scenario="short", title="", seed=1, started=begun, touched=begun, phase="why"
        )
        kept = StoredRun(run=evolve(run, scenes=1), actions=WHOLE[:4], times=(None,) * 4)
        (old,) = gather("p", [kept], find).plays

        assert (old.seconds, old.answers[0].called, old.answers[0].chosen) == (None, None, None)

    def test_registrations(self) -> None:
        """A run has the same registration every time, and no two runs have the same."""
        ids = [play.registration for play in record().plays]

        assert ids == [play.registration for play in record().plays]
        assert len(set(ids)) == 5

    def test_scenario_gone(self) -> None:
        """A run whose scenario is gone is exported without its scenes."""
        journal = journal_at(None)
        kept = [item for run in journal.runs("short") if (item := journal.kept(run))]
        first = gather("p", kept, lambda _: None).plays[0]

        assert (first.answers, first.run.points) == ((), 80)
        assert first.note == "Its scenario is not there any more, so its scenes cannot be told."

    def test_scenario_changed(self) -> None:
        """Of a changed scenario the valid part is exported, with a note."""
        journal = journal_at(None)
        kept = [item for run in journal.runs("short") if (item := journal.kept(run))]
        first = gather("p", kept, lambda _: edited("sit")).plays[0]

        assert [answer.why.scene for answer in first.answers] == ["hall"]
        assert first.note == "The scenario has changed since: the last 1 scene is left out."

    def test_key_changed(self) -> None:
        """Where only the key has changed, points are by the key of now, with a note."""
        journal = journal_at(None)
        kept = [item for run in journal.runs("short") if (item := journal.kept(run))]
        scenes = {key: evolve(s, call=Call.MANAGE) for key, s in SHORT.scenes.items()}
        first = gather("p", kept, lambda _: evolve(SHORT, scenes=scenes)).plays[0]

        assert first.run.points == 60
        assert first.note is not None
        assert first.note.endswith("when it was played they were 80.0.")


@pytest.mark.parametrize(
    ("wanted", "runs"),
    [
        (RunFilter(), [1, 2, 3, 4, 5]),
        (RunFilter(scenario="short"), [1, 3, 5]),
        (RunFilter(finished=True), [1, 2, 3]),
        (RunFilter(finished=False), [4, 5]),
        (RunFilter(attempt=Attempt.FIRST), [1, 2, 4]),
        (RunFilter(attempt=Attempt.PRACTICE), [3]),
        (RunFilter(runs=(2, 5), finished=True), [2]),
    ],
)
def test_selecting(wanted: RunFilter, runs: list[int]) -> None:
    """Filters narrow together, and do not change what counts."""
    assert [play.run.id for play in select(record(), wanted).plays] == runs


class TestFormats:
    """Properties of every format."""

    @pytest.mark.parametrize("name", FORMATS)
    def test_identical(self, name: str, tmp_path: Path) -> None:
        """The same steps, seed, clock and pseudonym give the same bytes in another journal."""
        write = exporter(name)
        item, other = (journal_at(tmp_path / where / "journal.sqlite3") for where in ("a", "b"))

        assert write(gathered(item)) == write(gathered(other))
        item.close()
        other.close()

    @pytest.mark.parametrize("name", FORMATS)
    def test_nothing_played(self, name: str) -> None:
        """With nothing played each format still writes something whole."""
        assert exporter(name)(Record(player=PSEUDONYM, plays=())) or name == "jsonl"

    def test_the_command_offers_them(self) -> None:
        """The command line offers exactly the formats there are."""
        assert {*FORMATS, "xlsx"} == set(EXPORTS)


def test_the_playing_time_is_exact() -> None:
    """Ten steps of a tenth of a second are one second, as on published pages."""
    times = [f"2026-03-05T09:00:0{tenth // 10}.{tenth % 10}00+00:00" for tenth in range(11)]
    assert seconds(times) == 1.0
