"""The journal: its runs, what has been played, and the settings."""

from __future__ import annotations

from pathlib import Path

from game.core.actions import GiveCall, GoOn
from game.core.enums import Call, State
from game.core.failure import message_of
from game.journal.runs import Played
from game.journal.store import Journal
from tests.core.examples import answers, played
from tests.journal.conftest import OpenJournal
from tests.journal.stories import ENDLESS, SHORT, WHOLE


class TestRuns:
    """The list of runs."""

    def test_last_played_first(self, journal: Journal) -> None:
        """The run played last comes first, even where it was begun first."""
        first, second = journal.begin(SHORT, seed=1), journal.begin(SHORT, seed=2)
        first.act(GoOn())
        second.act(GoOn())
        first.act(GiveCall("hall", Call.LEAD))

        assert [run.seed for run in journal.runs()] == [1, 2]

    def test_of_one_scenario(self, journal: Journal) -> None:
        """The list can be that of one scenario."""
        for story in (SHORT, ENDLESS, SHORT):
            journal.begin(story, seed=1).act(GoOn())

        assert [run.scenario for run in journal.runs()] == ["short", "endless", "short"]
        assert [run.scenario for run in journal.runs("endless")] == ["endless"]
        assert journal.runs("unheard-of") == ()

    def test_unfinished(self, journal: Journal) -> None:
        """The run to carry on is the last one played that has not ended."""
        assert journal.unfinished() is None

        for seed, steps in ((1, WHOLE[:3]), (2, WHOLE[:2]), (3, WHOLE)):
            session = journal.begin(SHORT, seed)
            for action in steps:
                played(session.act(action))
        unfinished = journal.unfinished()

        assert unfinished is not None
        assert unfinished.seed == 2

    def test_times(self, journal: Journal) -> None:
        """Times are ISO 8601 in UTC."""
        session = journal.begin(SHORT, seed=1)
        session.act(GoOn())

        assert session.run.started == "2025-03-04T12:00:00.000+00:00"
        assert session.run.touched == "2025-03-04T12:00:01.000+00:00"


class TestPlayed:
    """What was played of each scenario."""

    def test_nothing_yet(self, journal: Journal) -> None:
        """A scenario that was never played is not in it."""
        assert journal.played() == {}

    def test_counts(self, journal: Journal) -> None:
        """It counts finished runs of a scenario, and shows whether a run is open."""
        for steps in (WHOLE, WHOLE, WHOLE[:3]):
            session = journal.begin(SHORT, seed=1)
            for action in steps:
                played(session.act(action))
        journal.begin(ENDLESS, seed=1).act(GoOn())

        assert journal.played() == {
            "short": Played(finished=2, open=True, first_points=80),
            "endless": Played(finished=0, open=True, first_points=None),
        }

    def test_first_points_count(self, journal: Journal) -> None:
        """The points are those of the first finished run."""
        for choice in ("run", "wait"):
            session = journal.begin(SHORT, seed=1)
            for action in (GoOn(), *answers("hall", choice), GoOn(), *WHOLE[5:]):
                played(session.act(action))

        assert journal.played()["short"].first_points == 55


class TestSettings:
    """The player's settings."""

    def test_default(self, journal: Journal) -> None:
        """A setting that was never made is the default."""
        assert journal.setting("theme", "dark") == "dark"

    def test_kept(self, path: Path, open_journal: OpenJournal) -> None:
        """A setting is kept, and the last one made holds."""
        journal = open_journal(path)
        for value in ("light", "high-contrast"):
            journal.set_setting("theme", value)
        journal.close()

        assert open_journal(path).setting("theme", "dark") == "high-contrast"


class TestContents:
    """Content of the file."""

    def test_no_text_of_the_scenario(self, path: Path, journal: Journal) -> None:
        """Of the scenario only its id, its title and ids of scenes and choices are written."""
        session = journal.begin(SHORT, seed=1)
        for action in WHOLE:
            session.act(action)
        written = b"".join(file.read_bytes() for file in path.parent.iterdir())

        assert b"A Short Story" in written
        for text in ("text of", "outcome of", "explanation of", "because of", SHORT.summary):
            assert text.encode() not in written
        assert SHORT.endings.of(State.STEADY).encode() not in written


class TestClosed:
    """A journal whose file is gone from under it."""

    def test_reading(self, journal: Journal) -> None:
        """Unreadable data are empty and reported; nothing is raised."""
        journal.close()

        assert (journal.runs(), journal.unfinished(), journal.played()) == ((), None, {})
        assert journal.setting("theme", "dark") == "dark"
        assert journal.failure is not None

    def test_writing(self, journal: Journal) -> None:
        """A failed write is reported; nothing is raised."""
        journal.close()
        journal.set_setting("theme", "light")

        assert journal.failure is not None
        assert message_of(journal.failure).startswith("The setting could not be kept")

    def test_playing(self, journal: Journal) -> None:
        """The game goes on to its end, and each step is reported as not stored."""
        session = journal.begin(SHORT, seed=1)
        journal.close()
        for action in WHOLE:
            played(session.act(action))

            assert session.failure is not None
        assert session.play.points == 80
