"""A journal that is the same every time, and what is gathered from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from attrs import frozen

from game.core.actions import Action, GoOn
from game.core.enums import Call
from game.core.scenario import Scenario
from game.journal import exports
from game.journal.exports.record import Record, RecordLike, gather
from game.journal.exports.xapi import Statement
from game.journal.exports.xapi import statements as export_statements
from game.journal.player import pseudonym
from game.journal.purge import PLAYER
from game.journal.runs import Run
from game.journal.store import Journal
from tests.core.examples import SMOKE, answers, choice, played, scenario, scene
from tests.journal.stories import SHORT, WHOLE


PSEUDONYM = "0b1c2d3e-0000-4000-8000-000000000001"

NASTY = "=cmd|'/C calc'!A0 <script>alert(\"x\")</script> [a](http://b) | `c` **d** & </svg>"
HOSTILE = scenario(
    scene("gate", choice("open", text=NASTY), choice("shut", "M M M M M"), title=NASTY[:60]),
    id="hostile",
    title="@SUM(A1) </title><b>bold</b> | # _x_",
)
SMOKED: tuple[Action, ...] = (GoOn(), *answers("smoke", "a", Call.MANAGE_THEN_LEAD), GoOn())
STORIES = {story.id: story for story in (SHORT, SMOKE, HOSTILE)}


@frozen
class Edition:
    """A *scenario* with a fingerprint of all its content."""

    scenario: Scenario

    @property
    def fingerprint(self) -> str:
        """Everything in the scenario."""
        return repr(self.scenario)


def edition(name: str, _: str) -> Edition | None:
    """The story of that *name*, as ``history`` looks for it."""
    story = STORIES.get(name)
    return None if story is None else Edition(story)


def find(run: Run) -> Scenario | None:
    """The story of *run*, if there is one."""
    return STORIES.get(run.scenario)


def ticking(seconds: float = 10) -> Callable[[], datetime]:
    """A clock that starts at noon and goes on by some *seconds* each time it is read."""
    now = datetime(2025, 3, 4, 12, tzinfo=UTC)

    def clock() -> datetime:
        nonlocal now
        now += timedelta(seconds=seconds)
        return now

    return clock


def play(journal: Journal, story: Scenario, actions: Sequence[Action], seed: int = 1) -> Run:
    """Play *story* as far as *actions* go; its run."""
    session = journal.begin(story, seed)
    for action in actions:
        played(session.act(action))
    assert session.failure is None
    return session.run


def journal_at(path: Path | None) -> Journal:
    """
    A journal with five runs.

    *A Short Story* to its end, and again as practice; *Smoke* to its end; the hostile
    one; and *A Short Story* once more, of which only the briefing was read.
    """
    journal = Journal.open(path, clock=ticking())
    journal.set_setting(PLAYER, PSEUDONYM)
    play(journal, SHORT, WHOLE)
    play(journal, SMOKE, SMOKED)
    play(journal, SHORT, (GoOn(), *answers("hall", "run"), GoOn(), *WHOLE[5:]), seed=2)
    play(journal, HOSTILE, (GoOn(), *answers("gate", "open")))
    play(journal, SHORT, (GoOn(),))
    return journal


def gathered(journal: Journal) -> Record:
    """Everything in *journal*."""
    kept = [item for run in journal.runs() if (item := journal.kept(run))]
    return gather(pseudonym(journal), kept, find)


def exporter(name: str) -> Callable[[RecordLike], str]:
    """Return a function that writes a record in the format *name* as one text."""
    return lambda record: "".join(exports.exporter(name)(record))


def statements(record: RecordLike) -> list[Statement]:
    """All statements of *record*."""
    return list(export_statements(record))


def record() -> Record:
    """Everything in the journal of five runs."""
    journal = journal_at(None)
    try:
        return gathered(journal)
    finally:
        journal.close()
