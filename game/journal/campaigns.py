"""
Campaigns in the journal: picks, and the runs that belong to a campaign.

A posting is an ordinary run that names its campaign from its first step. Progress is derived
from the runs and not stored, so the two cannot disagree after a crash.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol

from attrs import evolve, field, frozen

from game.core.campaign import Campaign, CampaignState, Stage, finish, pick, replay
from game.core.enums import Practice
from game.core.failure import Failure
from game.core.playthrough import Phase
from game.core.scenario import Scenario
from game.journal import runs as rows
from game.journal.checksums import CAMPAIGN, RUN, read_parts, seal
from game.journal.database import insert, transaction
from game.journal.errors import UNREADABLE, fetch
from game.journal.identity import Origin
from game.journal.pending import Pending, Unsaved, Waiting, is_same
from game.journal.runs import Damaged, Run, Session, read_rows, step_not_stored
from game.journal.schema import next_write


Find = Callable[[str], Scenario | None]
"""Return the playable scenario with an id, or None."""
Origins = Callable[[str], Origin]
"""Return where the scenario with an id comes from."""


def shipped(name: str) -> Origin:
    """Return the origin of a scenario that ships with the game."""
    return Origin(id=name)


class RunStore(Protocol):
    """The part of the journal that campaigns use; its attributes are as in ``Journal``."""

    lasts: bool
    pending: Pending

    def begin(
        self, scenario: Scenario, seed: int, origin: Origin | None, *, campaign: int | None
    ) -> Session:
        """Begin a run of *scenario* from *origin* in the *campaign* with that id."""

    def resume(self, run: Run, scenario: Scenario) -> Session:
        """Resume *run* as far as its actions still hold."""

    def runs(self) -> tuple[Run, ...]:
        """Return every run, the last played first."""

    def warn(self, message: str) -> None:
        """Report that stored data could not be read."""

    def name_damaged(self, damaged: Iterable[Damaged]) -> None:
        """Report *damaged* records, each once."""


@frozen(kw_only=True)
class CampaignRun:
    """
    A listed campaign run: *done* of its *postings* are finished.

    *id* is 0 until it is stored. *source* is the path of a campaign given by path. *touched* is
    the time of the last write to it or one of its runs, *written* the number of that write.
    *sound* is as in ``Run``.
    """

    id: int = field(default=0, converter=rows.whole)
    campaign: str = field(converter=rows.text)
    title: str = field(converter=rows.title_line)
    source: str | None = field(default=None, converter=rows.text_if_any)
    seed: int = field(converter=rows.seed_number)
    postings: int = field(converter=rows.whole)
    started: str = field(converter=rows.time)
    touched: str = field(converter=rows.time)
    written: int = field(default=0, converter=rows.whole, eq=False)
    done: int = 0
    sound: bool = True

    @property
    def finished(self) -> bool:
        """Whether every posting has been played."""
        return self.done >= self.postings


_COLUMNS = tuple(name for name in CAMPAIGN.columns if name != "contents")
_OF_RUNS = f"""
    SELECT campaign, max(written), max(touched),
        count(DISTINCT scenario) FILTER (WHERE phase = '{Phase.ENDING.value}')
    FROM runs WHERE campaign IS NOT NULL GROUP BY campaign
"""


class CampaignSession:
    """
    A campaign run that is stored while it is played.

    *campaign_state* advances even if writing fails; *failure* is that of the last
    write. The next successful write stores everything. *stored* is the number of picks that
    last.
    """

    def __init__(
        self,
        run: CampaignRun,
        campaign_state: CampaignState,
        shelf: Campaigns,
        posted: Session | None = None,
        origins: Origins = shipped,
        ended: Session | None = None,
    ) -> None:
        """
        Create a session whose open posting is *posted*; use ``Campaigns``.

        *ended* is the posting before, if its practice is still to be picked: whoever left then
        may not have seen its last page to the end.
        """
        self.ended = ended
        self._origins = origins
        self.run = run
        self.campaign_state = campaign_state
        self._failure: Failure | None = None
        self._shelf = shelf
        self._posted = posted
        self._sessions: list[Session] = [] if posted is None else [posted]
        for session in self._sessions:
            session.is_posting = True
        self.stored = len(campaign_state.picks)

    def pick(self, practice: Practice) -> CampaignState | Failure:
        """Pick *practice* and store it; a refusal changes nothing."""
        after = pick(self.campaign_state, practice)
        if isinstance(after, CampaignState):
            self.campaign_state = after
            self._keep()
        return after

    @property
    def failure(self) -> Failure | None:
        """Why the last write failed, if it did."""
        return self._failure

    @property
    def unsaved(self) -> int:
        """The number of picks that are not stored."""
        return len(self.campaign_state.picks) - self.stored

    @property
    def is_waiting(self) -> bool:
        """Whether a pick is not stored, or a posting played here is not or is not assigned."""
        return bool(self.unsaved or self._failure) or any(
            session.unsaved or (session.run.id and session.run.campaign != self.run.id)
            for session in self._sessions
        )

    @property
    def current(self) -> CampaignRun:
        """The run as it was played."""
        waiting: list[Waiting] = [self, *self._sessions]
        turns = map(self._shelf.pending.turn_of, waiting)
        return evolve(
            self.run,
            done=len(self.campaign_state.plays),
            written=max(self.run.written, *turns),
        )

    def keep_waiting(self) -> None:
        """Retry storing the picks that are not stored, and assigning the postings."""
        if self._shelf.lasts:
            self._keep()

    def store(self) -> Unsaved:
        """Retry storing what waits, also of postings; return what then still does."""
        return self._shelf.pending.store()

    @property
    def begun(self) -> bool:
        """Whether the open posting has actions."""
        return self._posted is not None and bool(self._posted.play.actions)

    def post(self, scenario: Scenario) -> Session:
        """Return the session of the open posting, resumed or begun."""
        if self._posted is None:
            self._keep()
            self._posted = self._shelf.begin_posting(self.run, scenario, self._origins(scenario.id))
            self._posted.is_posting = True
            self._sessions.append(self._posted)
        remembered = self.campaign_state.remembered
        self._posted.play = evolve(self._posted.play, remembered=remembered)
        return self._posted

    def settle(self) -> CampaignState:
        """Add the open posting to the campaign's state if it is finished; return the state."""
        if self._posted is not None and self._posted.ended is not None:
            after = finish(self.campaign_state, self._posted.ended)
            if isinstance(after, CampaignState):
                self.campaign_state = after
                self._posted = None
                self._keep()
        return self.campaign_state

    def _keep(self) -> None:
        stored = [session for session in self._sessions if session.run.id]
        runs = [session.run.id for session in stored]
        self.run, self._failure = self._shelf.keep(self.run, self.campaign_state, runs)
        if self._failure is None:
            for session in stored:
                session.run = evolve(session.run, campaign=self.run.id)
            if self._shelf.lasts:
                self.stored = len(self.campaign_state.picks)
        self._shelf.pending.update(self)


class Campaigns:
    """The campaign runs in one *journal*."""

    def __init__(
        self, connection: sqlite3.Connection, now: Callable[[], str], journal: RunStore
    ) -> None:
        """Read and write campaign runs by *connection*; *now* returns the time as stored."""
        self._connection = connection
        self._now = now
        self._journal = journal
        self._sessions: list[CampaignSession] = []
        self.lasts, self.pending = journal.lasts, journal.pending

    def _session(self, session: CampaignSession) -> CampaignSession:
        """Return *session*, to be resumed as it is while something of it is not stored."""
        self._sessions = [*(each for each in self._sessions if each.is_waiting), session]
        return session

    def _pending(self) -> Iterator[CampaignSession]:
        """Yield the sessions of which something is not stored, the one begun last first."""
        return (each for each in reversed(self._sessions) if each.is_waiting)

    def _runs(self) -> Iterator[CampaignRun]:
        """Yield the sound runs, the last played first; those that are not stored as played."""
        pending = [session.current for session in self._pending()]
        ids = {run.id for run in pending}
        yield from sorted(pending, key=lambda run: run.written, reverse=True)
        yield from (run for run in self.runs() if run.sound and run.id not in ids)

    def begin(
        self,
        campaign: Campaign,
        seed: int,
        source: str | None = None,
        origins: Origins = shipped,
    ) -> CampaignSession:
        """Begin *campaign*; it is stored with its first pick or posting."""
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
        state = CampaignState(campaign=campaign)
        return self._session(CampaignSession(run, state, self, origins=origins))

    def resume(
        self, run: CampaignRun, campaign: Campaign, find: Find, origins: Origins = shipped
    ) -> CampaignSession | Failure:
        """
        Resume *run*; return why if that is impossible.

        If something of it is not stored, return its session of before.
        """
        pending = (session for session in self._pending() if is_same(session.run, run))
        if (held := next(pending, None)) is not None:
            return held
        sessions: dict[str, list[Session]] = {posting: [] for posting in campaign.postings}
        for played in sorted(self._journal.runs(), key=lambda played: played.id):
            if played.campaign != run.id or played.scenario not in sessions:
                continue
            scenario = find(played.scenario)
            if scenario is None:
                return Failure(
                    code="no-scenario",
                    message=(
                        f"“{played.title}” cannot be opened now, so “{run.title}” cannot go on. "
                        "Its steps are kept."
                    ),
                )
            sessions[played.scenario].append(self._journal.resume(played, scenario))
        try:
            picks = self._picks(run)
        except UNREADABLE as error:
            return Failure(
                code="damaged",
                message=f"“{run.title}” cannot be read from the journal ({error}).",
            )
        plays = [session.play for item in sessions.values() for session in item]
        campaign_state = replay(campaign, plays, picks)
        current = sessions[campaign_state.posting.id] if campaign_state.posting else []
        posted = current[-1] if current else None
        ended = None
        if campaign_state.stage is Stage.PICK and campaign_state.plays:
            last = campaign_state.plays[-1]
            ended = next(s for s in sessions[last.scenario.id] if s.play == last)
        return self._session(CampaignSession(run, campaign_state, self, posted, origins, ended))

    def runs(self) -> tuple[CampaignRun, ...]:
        """Return every campaign run, the last played first."""
        try:
            result, damaged = read_rows(self._connection, CAMPAIGN, CampaignRun)
            of_runs = {campaign: rest for campaign, *rest in fetch(self._connection, _OF_RUNS)}
        except UNREADABLE as error:
            self._journal.warn(f"The campaigns cannot be read ({error}).")
            return ()
        self._journal.name_damaged(damaged)
        return tuple(
            sorted(
                (_with_runs(run, *of_runs.get(run.id, (0, "", 0))) for run in result),
                key=lambda run: (run.written, run.id),
                reverse=True,
            )
        )

    def latest(self, campaign: str, source: str | None = None) -> CampaignRun | None:
        """Return the sound run played last of *campaign*, at the path *source* or one shipped."""
        wanted = campaign, source
        runs = (run for run in self._runs() if (run.campaign, run.source) == wanted)
        return next(runs, None)

    def unfinished(self) -> CampaignRun | None:
        """Return the last played run that is sound and unfinished, if any."""
        return next(self.open_runs(), None)

    def open_runs(self) -> Iterator[CampaignRun]:
        """Yield the runs that are sound and unfinished, the last played first."""
        return (run for run in self._runs() if not run.finished)

    def resume_open(
        self,
        campaign: Campaign,
        find: Find,
        *,
        seed: int,
        source: str | None,
        fresh: bool,
        origins: Origins = shipped,
    ) -> CampaignSession | Failure:
        """
        Resume the latest run of *campaign*, finished or not; begin one if there is none.

        With *fresh*, always begin one. Return why if it cannot be resumed.
        """
        run = None if fresh else self.latest(campaign.id, source)
        if run is None:
            return self.begin(campaign, seed, source, origins)
        return self.resume(run, campaign, find, origins)

    def begin_posting(self, run: CampaignRun, scenario: Scenario, origin: Origin) -> Session:
        """Begin a run of *scenario* in the campaign *run*, with the campaign's seed."""
        return self._journal.begin(scenario, run.seed, origin, campaign=run.id or None)

    def keep(
        self, run: CampaignRun, campaign_state: CampaignState, runs: list[int]
    ) -> tuple[CampaignRun, Failure | None]:
        """
        Store *run* with the picks of *campaign_state*, and assign *runs* to it.

        Return the stored run and a failure, if any.
        """
        now = evolve(run, touched=self._now(), done=len(campaign_state.plays))
        try:
            with transaction(self._connection):
                now = evolve(now, written=next_write(self._connection))
                values = {name: getattr(now, name) for name in _COLUMNS} | {"seed": str(now.seed)}
                updated = self._connection.execute(
                    "UPDATE campaigns SET touched = :touched, postings = :postings, "
                    "written = :written WHERE id = :id",
                    values,
                )
                if not updated.rowcount:  # not stored yet, or deleted in another window
                    now = evolve(now, id=insert(self._connection, "campaigns", values))
                self._connection.executemany(
                    "INSERT INTO picks (campaign, posting, practice, at) VALUES (?, ?, ?, ?) "
                    "ON CONFLICT (campaign, posting) "
                    "DO UPDATE SET practice = excluded.practice, at = excluded.at "
                    "WHERE practice != excluded.practice",
                    [
                        (now.id, key, item.value, now.touched)
                        for key, item in campaign_state.picks.items()
                    ],
                )
                for item in runs:
                    joined = self._connection.execute(
                        "UPDATE runs SET campaign = ? WHERE id = ? AND campaign IS NULL",
                        (now.id, item),
                    )
                    if joined.rowcount:
                        seal(self._connection, RUN, item)
                seal(self._connection, CAMPAIGN, now.id)
        except sqlite3.Error as error:
            return run, step_not_stored(error)
        return now, None

    def _picks(self, run: CampaignRun) -> Mapping[str, Practice]:
        picks, sound = read_parts(self._connection, CAMPAIGN, run.id)
        if not sound:
            raise sqlite3.DatabaseError("what was picked in it is damaged")
        practices = set(Practice)
        return {posting: Practice(name) for posting, name, _ in picks if name in practices}


def _with_runs(run: CampaignRun, written: int, touched: str, done: int) -> CampaignRun:
    return evolve(
        run,
        written=max(run.written, written),
        touched=touched if written > run.written else run.touched,
        done=done,
    )
