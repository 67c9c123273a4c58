"""
Campaigns in the journal: what was picked, and which runs belong to which.

A posting is an ordinary run that names its campaign from its first step on; how
far a campaign has come is read from its runs and written nowhere else, so
nothing can stand between the two when the game is killed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from attrs import asdict, evolve, field, fields, frozen

from game.core.campaign.journey import Journey, finish, pick, replay
from game.core.campaign.model import Campaign, Practice
from game.core.model import Scenario
from game.core.playthrough import Phase, Refusal
from game.journal.database import insert, transaction
from game.journal.session import Session, not_kept


if TYPE_CHECKING:
    from game.journal.store import Journal


Find = Callable[[str], Scenario | None]
"""Gives the scenario of an id, as far as it can be played."""


@frozen(kw_only=True)
class CampaignRun:
    """
    One way through a campaign, as it is listed: *done* of its *postings* are finished.

    *id* is 0 until something of it is kept. *source* is the path when the campaign
    came from a path given. *touched* is when it, or one of its runs, was written last.
    """

    id: int = 0
    campaign: str
    title: str
    source: str | None = None
    seed: int = field(converter=int)
    postings: int
    started: str
    touched: str
    done: int = 0

    @property
    def finished(self) -> bool:
        """Whether every posting has been played."""
        return self.done >= self.postings


_KEPT = tuple(c.name for c in fields(CampaignRun) if c.name not in ("touched", "done"))
_SELECT = f"""
    SELECT {", ".join(f"c.{name}" for name in _KEPT)},
        max(c.touched, coalesce((SELECT max(r.touched) FROM runs r WHERE r.campaign = c.id), ''))
            AS latest,
        (SELECT count(DISTINCT r.scenario) FROM runs r
            WHERE r.campaign = c.id AND r.phase = '{Phase.ENDING.value}')
    FROM campaigns c ORDER BY latest DESC, c.id DESC
"""


class CampaignSession:
    """
    A way through a campaign that is kept while it is played.

    *journey* goes on whatever happens to the file; *trouble* says in one sentence what
    went wrong with the last keeping. The next one that succeeds takes all along.
    """

    def __init__(
        self, run: CampaignRun, journey: Journey, shelf: Campaigns, posted: Session | None = None
    ) -> None:
        """A session over *journey*, whose open posting is *posted*; ``Campaigns`` make them."""
        self.run = run
        self.journey = journey
        self.trouble: str | None = None
        self._shelf = shelf
        self._posted = posted
        self._sessions: list[Session] = []

    def pick(self, practice: Practice) -> Journey | Refusal:
        """Pick *practice* and keep it; a refusal changes nothing."""
        after = pick(self.journey, practice)
        if isinstance(after, Journey):
            self.journey = after
            self._keep()
        return after

    @property
    def begun(self) -> bool:
        """Whether anything was played of the posting that is open."""
        return self._posted is not None and bool(self._posted.play.actions)

    def post(self, scenario: Scenario) -> Session:
        """The posting's run of *scenario*: carried on where it stopped, or begun."""
        if self._posted is None:
            self._keep()
            self._posted = self._shelf.begin_posting(self.run, scenario)
            self._sessions.append(self._posted)
        return self._posted

    def settle(self) -> Journey:
        """The journey, with the open posting taken into it if that is over."""
        if self._posted is not None and self._posted.play.phase is Phase.ENDING:
            after = finish(self.journey, self._posted.play)
            if isinstance(after, Journey):
                self.journey = after
                self._posted = None
                self._keep()
        return self.journey

    def _keep(self) -> None:
        sessions = [session.run.id for session in self._sessions if session.run.id]
        self.run, self.trouble = self._shelf.keep(self.run, self.journey, sessions)


class Campaigns:
    """Every way through a campaign in one *journal*."""

    def __init__(
        self, connection: sqlite3.Connection, now: Callable[[], str], journal: Journal
    ) -> None:
        """The campaigns behind an opened *connection*; *now* tells the time as it is written."""
        self._connection = connection
        self._now = now
        self._journal = journal

    def begin(self, campaign: Campaign, seed: int, source: str | None = None) -> CampaignSession:
        """A new way through *campaign*; it is in the journal once a pick or a posting is begun."""
        now = self._now()
        run = CampaignRun(
            campaign=campaign.id,
            title=campaign.title,
            source=source,
            seed=seed,
            postings=len(campaign.postings),
            started=now,
            touched=now,
        )
        return CampaignSession(run, Journey(campaign=campaign), self)

    def resume(self, run: CampaignRun, campaign: Campaign, find: Find) -> CampaignSession | str:
        """Carry *run* on where it stopped; or a sentence on why it cannot be."""
        sessions: dict[str, list[Session]] = {posting: [] for posting in campaign.postings}
        for played in sorted(self._journal.runs(), key=lambda played: played.id):
            if played.campaign != run.id or played.scenario not in sessions:
                continue
            scenario = find(played.scenario)
            if scenario is None:
                return (
                    f"“{played.title}” cannot be opened now, so “{run.title}” cannot go on. "
                    "Its steps are kept."
                )
            sessions[played.scenario].append(self._journal.resume(played, scenario))
        try:
            picks = self._picks(run)
        except sqlite3.Error as error:
            return f"“{run.title}” cannot be read from the journal ({error})."
        plays = [session.play for each in sessions.values() for session in each]
        journey = replay(campaign, plays, picks)
        here = sessions[journey.posting.id] if journey.posting else []
        return CampaignSession(run, journey, self, here[-1] if here else None)

    def runs(self) -> tuple[CampaignRun, ...]:
        """Every way through a campaign, the last one played first."""
        try:
            rows = self._connection.execute(_SELECT).fetchall()
        except sqlite3.Error as error:
            self._journal.trouble = f"The campaigns cannot be read ({error})."
            return ()
        names = (*_KEPT, "touched", "done")
        return tuple(CampaignRun(**dict(zip(names, row, strict=True))) for row in rows)

    def latest(self, campaign: str) -> CampaignRun | None:
        """The way through *campaign* that was played last, if there is one."""
        return next((run for run in self.runs() if run.campaign == campaign), None)

    def unfinished(self) -> CampaignRun | None:
        """The one to carry on: the last one played that has not ended."""
        return next((run for run in self.runs() if not run.finished), None)

    def take_up(
        self, campaign: Campaign, find: Find, *, seed: int, source: str | None, fresh: bool
    ) -> CampaignSession | str:
        """
        The way through *campaign* that was played last, finished or not; else a new one.

        *fresh* asks for a new one anyway. A sentence, when it cannot be carried on.
        """
        run = None if fresh else self.latest(campaign.id)
        if run is None:
            return self.begin(campaign, seed, source)
        return self.resume(run, campaign, find)

    def begin_posting(self, run: CampaignRun, scenario: Scenario) -> Session:
        """A run of *scenario* that belongs to *run*; all of a campaign's runs share its seed."""
        return self._journal.begin(scenario, run.seed, campaign=run.id or None)

    def keep(
        self, run: CampaignRun, journey: Journey, runs: list[int]
    ) -> tuple[CampaignRun, str | None]:
        """Make the file hold *run* with the picks of *journey*, and its *runs* belong to it."""
        now = evolve(run, touched=self._now(), done=len(journey.plays))
        values = {name: value for name, value in asdict(now).items() if name != "done"}
        values["seed"] = str(now.seed)
        try:
            with transaction(self._connection):
                if now.id:
                    self._connection.execute(
                        "UPDATE campaigns SET touched = :touched, postings = :postings "
                        "WHERE id = :id",
                        values,
                    )
                else:
                    now = evolve(now, id=insert(self._connection, "campaigns", values))
                self._connection.executemany(
                    "REPLACE INTO picks (campaign, posting, practice, at) VALUES (?, ?, ?, ?)",
                    [(now.id, key, one.value, now.touched) for key, one in journey.picks.items()],
                )
                self._connection.executemany(
                    "UPDATE runs SET campaign = ? WHERE id = ? AND campaign IS NULL",
                    [(now.id, one) for one in runs],
                )
        except sqlite3.Error as error:
            return run, not_kept(error)
        return now, None

    def _picks(self, run: CampaignRun) -> Mapping[str, Practice]:
        rows = self._connection.execute(
            "SELECT posting, practice FROM picks WHERE campaign = ?", (run.id,)
        )
        known = set(Practice)
        return {posting: Practice(name) for posting, name in rows if name in known}
