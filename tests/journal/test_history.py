"""Practice history of a long journal: cached, and equal to replaying its runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from game.core.actions import Action, Choose, Confide, Confidence, GiveCall, GoOn
from game.core.deck import Answered
from game.core.enums import Call
from game.core.scenario import Scenario
from game.journal.attempts import Attempt
from game.journal.exports.record import gather
from game.journal.history import BATCH, PracticeHistory, practice_history
from game.journal.store import Journal
from tests.core.examples import answers, played
from tests.journal.export.made import Edition, edition, play
from tests.journal.stories import SHORT, WHOLE, edited


DAY = timedelta(days=1)
TABLES = ("derived_runs", "derived_answers")

# Which story, whether its first choice is the good one, how sure, how far, and as a review.
RUNS = st.lists(
    st.tuples(
        st.sampled_from(["wait", "run"]),
        st.sampled_from([None, Confidence.GUESS, Confidence.SURE]),
        st.integers(0, 8),
        st.booleans(),
    ),
    max_size=8,
)


def daily() -> Callable[[], datetime]:
    """A clock that goes on by five hours each time it is read."""
    times = iter(range(10**6))
    return lambda: datetime(2025, 3, 4, tzinfo=UTC) + timedelta(hours=5 * next(times))


def journal_of(runs: list[tuple[str, Confidence | None, int, bool]]) -> Journal:
    """A journal of *runs* of ``SHORT``."""
    journal = Journal.open(None, clock=daily())
    for seed, (choice, sure, far, alone) in enumerate(runs):
        session = journal.begin(SHORT, seed, alone="hall" if alone else None)
        hall: list[Action] = [
            GiveCall("hall", Call.MANAGE),
            *([Confide("hall", sure)] if sure else []),
            Choose("hall", choice),
        ]
        whole = [*([] if alone else [GoOn()]), *hall, GoOn(), GoOn()]
        rest = [] if alone else [*answers("yard", "leave"), GoOn(), GoOn()]
        for action in [*whole, *rest][:far]:
            played(session.act(action))
    return journal


def replayed(
    journal: Journal, scenario: Scenario | None
) -> tuple[list[Answered], frozenset[str], list[str]]:
    """The answers, the ideas met and the scenes that count, from nothing but the actions."""
    kept = [item for run in journal.runs() if (item := journal.kept(run))]
    record = gather("", kept, lambda _: scenario)
    counting = [
        Answered(
            day=datetime.fromisoformat(answer.chosen or "").toordinal(),
            scenario=play.run.scenario,
            scene=answer.why.scene,
            sides=tuple(
                ((row.dimension, row.needed), not row.missed)
                for row in answer.why.rows
                if row.needed is not None
            ),
            needed=answer.why.call,
            given=answer.why.call_given,
            was_wrongly_sure=answer.sure is Confidence.SURE
            and answer.why.call_given != answer.why.call,
            is_review=play.attempt is Attempt.REVIEW,
        )
        for play in record.plays
        for answer in play.answers
        if answer.first or play.attempt is Attempt.REVIEW
    ]
    every = [answer.why for play in record.plays for answer in play.answers]
    first = [answer.why.scene for play in record.first for answer in play.answers if answer.first]
    return counting, frozenset(idea for why in every for idea in why.ideas), first


def figures(
    journal: Journal, scenario: Scenario | None
) -> tuple[list[Answered], frozenset[str], list[str]]:
    """The same, with the help of what is kept."""
    result = PracticeHistory(journal, lambda *_: Edition(scenario) if scenario else None)
    for _ in result.catch_up(every=True):
        pass
    return list(result.answers), result.met, [why.scene for why in result.whys]


def forget(journal: Journal) -> None:
    """Empty every table that is a cache."""
    for table in TABLES:
        journal._connection.execute(f"DELETE FROM {table}")


@given(RUNS)
def test_kept_is_what_replaying_gives(
    before: list[tuple[str, Confidence | None, int, bool]],
) -> None:
    """After any runs, an edit and a loss of the cache, the figures are those of a replay."""
    journal = journal_of(before)
    assert figures(journal, SHORT) == replayed(journal, SHORT)
    for run in journal.runs():
        if not run.finished:
            session = journal.resume(run, SHORT)
            session.act(GoOn())
    assert figures(journal, SHORT) == replayed(journal, SHORT)
    if journal.runs():
        journal.delete([journal.runs()[0].id])
    assert figures(journal, SHORT) == replayed(journal, SHORT)
    for scenario in (edited("stand"), None, SHORT):
        assert figures(journal, scenario) == replayed(journal, scenario)
    forget(journal)
    assert figures(journal, SHORT) == replayed(journal, SHORT)
    journal.close()


def test_an_edited_key_is_followed() -> None:
    """Where only the key of a scene was edited, misses are computed by the present key."""
    journal = journal_of([("wait", None, 9, False)])
    assert all(served for item in figures(journal, SHORT)[0][:1] for _, served in item.sides)
    hall, run = SHORT.scenes["hall"], SHORT.scenes["hall"].choices["run"]
    wait = evolve(hall.choices["wait"], stance=run.stance)
    turned = evolve(
        SHORT,
        scenes={**SHORT.scenes, "hall": evolve(hall, choices={**hall.choices, "wait": wait})},
    )
    now = figures(journal, turned)
    assert not all(served for _, served in now[0][0].sides)
    assert now == replayed(journal, turned)


def test_a_step_is_worked_out_and_the_rest_waits() -> None:
    """An old journal is taken up run by run, and a batch that is done is not done again."""
    journal = Journal.open(None)
    for seed in range(2 * BATCH + 5):
        play(journal, SHORT, WHOLE, seed)
    asked: list[str] = []

    def look(name: str, key: str) -> Edition | None:
        asked.append(name)
        return edition(name, key)

    steps = practice_history(journal, look).catch_up(every=True)
    first = [next(steps) for _ in range(BATCH + 1)]
    assert first[0] == 2 * BATCH + 4
    assert first[-2:] == [BATCH + 5, BATCH + 4]
    rest = list(practice_history(journal, look).catch_up(every=True))
    assert rest == list(reversed(range(BATCH + 5)))
    assert list(practice_history(journal, look).catch_up(every=True)) == []


@given(RUNS)
def test_prepared_is_what_is_read_at_once(
    before: list[tuple[str, Confidence | None, int, bool]],
) -> None:
    """Step by step, also over a damaged cache, the answers are the same."""
    journal = journal_of(before)
    expected = practice_history(journal, lambda *_: Edition(SHORT)).answers
    for damage in ("", "UPDATE derived_answers SET sides = 'x'"):
        journal._connection.execute(damage)
        prepared = practice_history(journal, lambda *_: Edition(SHORT))
        *steps, last = prepared.prepare()
        assert (all(steps), last) == (True, 0)
        assert damage or "answers" in vars(prepared)
        assert prepared.answers == expected


def test_a_run_is_stored_while_answers_are_read_and_another_process_wrote(tmp_path: Path) -> None:
    """Between two steps nothing is left open that would keep the next write out."""
    path = tmp_path / "journal.sqlite3"
    journal, other = Journal.open(path, clock=daily()), Journal.open(path, clock=daily())
    for scenario in (SHORT, evolve(SHORT, id="shorter"), evolve(SHORT, id="shortest")):
        play(journal, scenario, WHOLE)
    assert practice_history(journal, lambda *_: Edition(SHORT)).answers
    steps = practice_history(journal, lambda *_: Edition(SHORT)).prepare()
    next(steps)
    play(other, SHORT, WHOLE)
    session = journal.begin(SHORT, 1)
    session.act(GoOn())
    assert session.saved
    assert list(steps)[-1] == 0


def test_runs_that_count_come_first() -> None:
    """Due reviews are independent of stale practice runs."""
    journal = Journal.open(None)
    for seed in range(3 * BATCH):
        play(journal, SHORT, WHOLE, seed)
    assert list(practice_history(journal, edition).catch_up()) == [0]


@pytest.mark.parametrize(
    "damage",
    [
        *(
            f"UPDATE derived_answers SET {change}"
            for change in (
                *("sides = 'x'", "sides = 'focus/lead'", "sides = 'focus/lead/served/x'"),
                *("sides = 'focus/lead/served'", "sides = 'a/b/c'", "sides = ''"),
                *("again = 1 - again", "sure = 1 - sure", "step = step + 1"),
                *("number = number + 8", "scene = 'hill'", "choice = 'rum'", "run = run + 8"),
            )
        ),
        "DELETE FROM derived_answers WHERE number = 1",
        "DELETE FROM derived_answers",
        "UPDATE derived_runs SET checksum = 'x'",
        "UPDATE derived_runs SET checksum = NULL",
    ],
)
def test_a_damaged_cache_is_made_anew(damage: str) -> None:
    """Whatever of it was changed or lost costs nothing but time."""
    journal = journal_of([("run", None, 9, False), ("wait", None, 9, True)])
    before = figures(journal, SHORT)
    journal._connection.execute("PRAGMA foreign_keys = OFF")
    journal._connection.execute(damage)
    assert figures(journal, SHORT) == before


@pytest.mark.parametrize("column", ["source", "scenario"])
def test_a_run_with_a_damaged_name_is_left_out(column: str) -> None:
    """A name that is no text costs its run alone, although its key is sound."""
    journal = journal_of([("run", None, 9, False)] * 2)
    before = figures(journal, SHORT)
    journal._connection.execute(
        f"UPDATE runs SET work = scenario, {column} = x'ff00ff' WHERE id = 2"
    )
    result = PracticeHistory(
        journal, lambda name, _: Edition(SHORT) if name.isprintable() else None
    )
    for _ in result.catch_up(every=True):
        pass
    assert (list(result.answers), result.met) == before[:2]


@pytest.mark.parametrize(
    "damage",
    [
        "choice = 'rum' WHERE run = 2",
        "choice = 'run' WHERE run = 2 AND scene = 'hall'",
        "sides = 'x' WHERE run = 1",
    ],
)
def test_a_damaged_cache_of_practice_is_made_anew(damage: str) -> None:
    """Ideas are met by what was chosen, also in runs that do not count."""
    journal = journal_of([("run", None, 9, False), ("wait", None, 9, False)])
    before = figures(journal, SHORT)
    select = "SELECT run, choice, sides FROM derived_answers"
    rows = journal._connection.execute(select).fetchall()
    journal._connection.execute(f"UPDATE derived_answers SET {damage}")
    assert figures(journal, SHORT) == before
    assert journal._connection.execute(select).fetchall() == rows


def test_nothing_of_a_deleted_run_stays(tmp_path: Path) -> None:
    """Deleting a run takes what was worked out of it along."""
    journal = Journal.open(tmp_path / "journal.db")
    run = play(journal, SHORT, WHOLE)
    figures(journal, SHORT)
    assert journal.delete([run.id]) is None
    for table in TABLES:
        assert journal._connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    journal.close()


def test_home_reads_no_scenario() -> None:
    """With a complete cache, due reviews are found without opening a scenario."""
    journal = journal_of([("run", None, 9, False)])
    before = practice_history(journal, lambda *_: Edition(SHORT)).due
    print_of = Edition(SHORT).fingerprint

    class Shut:
        fingerprint = print_of

        @property
        def scenario(self) -> Scenario | None:
            raise AssertionError("it was opened")

    assert practice_history(journal, lambda *_: Shut()).due == before


def test_first_attempts_are_replayed_in_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last step has them all: what counts is then read from the journal no more."""
    journal = Journal.open(None, clock=daily())
    for scenario in (SHORT, evolve(SHORT, id="shorter"), SHORT):
        session = journal.begin(scenario, 1)
        for action in WHOLE:
            session.act(action)
    history = practice_history(journal, lambda *_: Edition(SHORT))
    whole = practice_history(journal, lambda *_: Edition(SHORT)).whys
    steps = history.replay_first()
    assert [next(steps), next(steps)] == [1, 0]
    monkeypatch.setattr(journal, "run", None)
    assert history.whys == whole
    assert len(whole) == 4
