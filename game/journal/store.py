"""
The journal: runs with their actions, and the player's settings.

A run is stored as ids, a seed, a title and its actions, without the scenario's text. No
stored action is deleted except at the player's request.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from game.content.addresses import exists
from game.core.failure import Failure
from game.core.playthrough import Playthrough, replay, start
from game.core.scenario import Scenario
from game.journal.checksums import RUN
from game.journal.database import JournalFile, Opened, in_memory, open_file
from game.journal.errors import UNREADABLE, fetch, has_rows, not_stored
from game.journal.firsts import UNFINISHED, FirstAttempts
from game.journal.identity import KEY, Keys, Origin, find_key
from game.journal.pending import Pending
from game.journal.reports import Reports
from game.journal.run_writer import stored_actions, write_play
from game.journal.runs import (
    Damaged,
    Run,
    Session,
    as_played,
    read_rows,
    resume_notice,
    step_not_stored,
    step_not_synced,
    utc_now,
)
from game.journal.settings import read_setting, write_setting


if TYPE_CHECKING:
    from game.core.debrief import ReflectionAction
    from game.journal.adoption import Adoption
    from game.journal.campaigns import Campaigns
    from game.journal.derived import Derived
    from game.journal.rooms import Rooms
    from game.journal.runs import Played
    from game.journal.stored_runs import StoredRun


PATIENCE = 2.0
"""Seconds to wait for the lock while another process writes."""

_NEWEST = "ORDER BY written DESC, id DESC"
_OPEN = f"campaign IS NULL AND alone IS NULL AND {UNFINISHED}"
PAGE = 500
"""Runs read at once when iterating over all of them."""
FIRST_PAGE = 10
"""Runs read first; often only the newest is needed."""
SAMPLE = 1_000
"""Maximum number of runs whose checksums are verified at each start: about 30 ms."""


class Journal(Reports):
    """
    Every playthrough, in one SQLite file or in memory.

    *failure* is what is wrong with the file, if anything. *lasts* is False if writes will be
    lost; *whole* is False once earlier data could not be read. With *sync_later*, a step of a
    session waits for the disk only in ``wait_for_disk``, to be called before the step is shown.
    *pending* are the sessions with steps that are not stored.
    """

    def __init__(
        self,
        connection: JournalFile,
        failure: Failure | None,
        clock: Callable[[], datetime],
        *,
        lasts: bool = True,
        whole: bool = True,
    ) -> None:
        """Create a journal over an open *connection*; use ``open``."""
        super().__init__(failure, whole=whole)
        self.lasts = lasts
        self._keys = Keys(connection)
        self._firsts = FirstAttempts(connection, self)
        self._connection = connection
        self.pending = Pending(self._is_deleted)
        self.sync_later = False
        self._clock = clock

    @cached_property
    def rooms(self) -> Rooms:
        """The rooms; their modules, like those of the next two, are imported on demand."""
        from game.journal.rooms import Rooms

        return Rooms(
            self._connection, self._now, self._clock, self.warn, self.name_damaged, self.key
        )

    @cached_property
    def campaigns(self) -> Campaigns:
        """The campaigns."""
        from game.journal.campaigns import Campaigns

        return Campaigns(self._connection, self._now, self)

    @cached_property
    def derived(self) -> Derived:
        """What is derived from the runs."""
        from game.journal.derived import Derived

        return Derived(self._connection)

    @classmethod
    def open(
        cls,
        path: Path | None,
        *,
        clock: Callable[[], datetime] = utc_now,
        patience: float = PATIENCE,
        reads: bool = False,
    ) -> Journal:
        """
        Open the journal at *path*; None creates one in memory.

        *patience* is the lock timeout in seconds. With *reads*, nothing of a player is to be
        stored, so *failure* does not report what only hinders that. Never raise: if the file is
        unusable, return a journal in memory and set *failure*.
        """
        opened = Opened(in_memory()) if path is None else open_file(path, patience)
        problem = opened.reading if reads else opened.problem
        failure = None if problem is None else Failure(code="file", message=problem)
        return cls(opened.connection, failure, clock, lasts=opened.lasts, whole=opened.whole)

    def close(self) -> None:
        """Close the file; *failure* reports if the last step may be lost."""
        with suppress(sqlite3.Error):
            self._connection.settle()
        failure = self.wait_for_disk()
        if failure is not None:
            self.report(failure)
        self._connection.close()

    def wait_for_disk(self) -> Failure | None:
        """Wait until each step is on the disk; return a failure if the last one may be lost."""
        error = None if self._connection.log_sync is None else self._connection.log_sync.wait()
        return None if error is None else step_not_synced(error)

    def begin(
        self,
        scenario: Scenario,
        seed: int,
        origin: Origin | None = None,
        campaign: int | None = None,
        alone: str | None = None,
    ) -> Session:
        """
        Begin a run of *scenario*, of the campaign run with id *campaign*, if any.

        Without an *origin* the scenario is the one that ships under its id. With *alone*, begin a
        review of the scene with that id. The run is stored with its first action.
        """
        play = start(scenario, seed, alone)
        origin = origin or Origin(id=scenario.id)
        now = self._now()
        run = Run(
            scenario=scenario.id,
            title=scenario.title,
            work=self.key(origin) if origin.is_own else None,
            source=origin.source,
            edition=origin.edition,
            seed=seed,
            started=now,
            touched=now,
            phase=play.phase.value,
            campaign=campaign,
            alone=alone,
        )
        return self._session(run, play)

    def key(self, origin: Origin) -> str:
        """Return what all runs of the scenario from *origin* have as their key."""
        try:
            return find_key(self._connection, origin)
        except UNREADABLE as error:
            self.warn(f"The journal cannot be read ({error}).")
            return origin.new_key

    def keys(self, origins: Sequence[Origin]) -> list[str]:
        """Return what ``key`` does for each of *origins*, read in one pass."""
        try:
            return self._keys.find(origins)
        except UNREADABLE:
            return [self.key(origin) for origin in origins]

    def resume(self, run: Run, scenario: Scenario, origin: Origin | None = None) -> Session:
        """
        Resume *run*, as far as its actions still hold.

        With an *origin*, its next action stores that as the place of the scenario.

        Actions that no longer hold are superseded with the next action; resuming alone writes
        nothing. If it has steps that are not stored, return its session of before as it is.
        """
        pending = self.pending.find(run)
        if pending is not None:
            return pending
        try:
            (run,) = self._select("WHERE id = ?", run.id)
            kept = self.kept(run)
        except (*UNREADABLE, ValueError):
            kept = None
        if kept is None or not kept.run.sound:
            anew = self.begin(scenario, run.seed, origin or run.origin, run.campaign, run.alone)
            anew.notice = "This run could not be read from the journal, so it begins anew."
            return anew
        stored = stored_actions(self._connection, run.id)
        play = replay(scenario, run.seed, kept.actions, run.alone).play
        notice = resume_notice(run, len(stored), len(kept.actions), play)
        if origin is not None and origin.is_own:
            run = evolve(run, work=run.key, source=origin.source, edition=origin.edition)
        return self._session(run, play, notice)

    def _is_deleted(self, run: Run) -> bool:
        try:
            return bool(run.id) and not self._select("WHERE id = ?", run.id)
        except UNREADABLE:
            return False

    def _session(self, run: Run, play: Playthrough, notice: str | None = None) -> Session:
        hold = self.pending.update
        return Session(run, play, self._keep, self.reflect, notice, lasts=self.lasts, changed=hold)

    def runs(self, scenario: str | None = None) -> tuple[Run, ...]:
        """Return the runs, of one *scenario* if given; the last played first."""
        where, values = ("", ()) if scenario is None else ("WHERE scenario = ?", (scenario,))
        try:
            return self._select(f"{where} {_NEWEST}", *values)
        except UNREADABLE as error:
            self.warn(f"The journal cannot be read ({error}), so earlier runs are not shown.")
            return ()

    def run(self, number: int) -> Run | None:
        """Return the run with id *number*, not sound if damaged; None if unreadable."""
        return next(self._each("WHERE id = ?", number), None)

    def by_id(self, numbers: Iterable[int]) -> Iterator[Run]:
        """Yield the readable runs with the ids *numbers*, damaged ones too."""
        return self._each(f"WHERE id IN ({', '.join(map(str, numbers))}) ORDER BY id")

    def each(self) -> Iterator[Run]:
        """Yield every run in the order of ids, read page by page."""
        from game.journal.stored_runs import stray_reflections

        yield from self._each("ORDER BY id")
        try:
            stray = stray_reflections(self._connection)
        except UNREADABLE as error:
            self.warn(f"The journal cannot be read ({error}), so some reflections are left out.")
        else:
            self.name_damaged(Damaged(RUN, run, None, number) for run, number in stray)

    def newest(self, only: str | None = None) -> tuple[int, ...]:
        """
        Return the ids of the runs, the last played first.

        *only* restricts them to a kind: ``first``, ``practice``, ``review``, or ``open`` for
        unfinished ones.
        """
        counting = self.first_attempts() if only in ("first", "practice") else ()
        first = f"id IN ({', '.join(map(str, counting))})"
        condition = {
            None: "TRUE",
            "first": first,
            "practice": f"alone IS NULL AND scenes != 0 AND NOT {first}",
            "review": "alone IS NOT NULL AND scenes != 0",
            "open": UNFINISHED,
        }[only]
        try:
            rows = fetch(
                self._connection, f"SELECT id FROM runs NOT INDEXED WHERE {condition} {_NEWEST}"
            )
        except UNREADABLE as error:
            self.warn(f"The journal cannot be read ({error}), so earlier runs are not shown.")
            return ()
        return tuple(number for (number,) in rows)

    def first_attempts(self) -> frozenset[int]:
        """Return the ids of first attempts, as ``runs.first_attempts`` defines them."""
        return frozenset(self._firsts.runs())

    def counts(self, run: Run) -> bool:
        """Return whether *run* is a first attempt."""
        return self._firsts.counts(run)

    def resume_open(
        self, scenario: Scenario, seed: int | None = None, origin: Origin | None = None
    ) -> Session | None:
        """
        Resume the newest unfinished run of *scenario* from *origin*; None if there is none.

        With *seed*, only a run with that seed. Runs of campaigns are left out.
        """
        key = scenario.id if origin is None else self.key(origin)
        held = (run for run in self.pending.unfinished() if run.on_its_own and run.key == key)
        stored = self._open(f"WHERE {_OPEN} AND {KEY} = ? {_NEWEST}", key)
        for run in chain(held, stored):
            if seed in (None, run.seed):
                return self.resume(run, scenario, origin)
        return None

    def unfinished(self) -> Run | None:
        """Return the last played unfinished run that belongs to no campaign."""
        return next(self.open_runs(), None)

    def open_runs(self) -> Iterator[Run]:
        """Yield the unfinished runs that belong to no campaign, the last played first."""
        held = (run for run in self.pending.unfinished() if run.on_its_own)
        return chain(held, self._open(f"WHERE {_OPEN} {_NEWEST}"))

    def open_posting(self, campaign: int) -> Run | None:
        """Return the last played unfinished run of the campaign run with the id *campaign*."""
        postings = self.pending.unfinished(posting=True)
        held = (run for run in postings if (run.campaign or 0) == campaign)
        stored = self._open(f"WHERE campaign = ? AND {UNFINISHED} {_NEWEST}", campaign)
        return next(chain(held, stored), None)

    def open_reviews(self) -> Iterator[Run]:
        """Yield the unfinished reviews, the last played first."""
        held = (run for run in self.pending.unfinished() if run.alone is not None)
        return chain(held, self._open(f"WHERE alone IS NOT NULL AND {UNFINISHED} {_NEWEST}"))

    def _open(self, rest: str, *values: object) -> Iterator[Run]:
        """Yield the stored runs that go on, selected by *rest* of a statement; none pending."""
        runs = self._each(rest, *values)
        return (run for run in runs if run.goes_on and self.pending.find(run) is None)

    def played(self) -> Mapping[str, Played]:
        """Return what was played of each scenario, by its key; damaged runs do not count."""
        return self._firsts.played()

    def kept(self, run: Run) -> StoredRun | None:
        """
        Read *run* with its actions; None, and *failure*, if it cannot be read.

        If a checksum does not match, the run is not sound, and *failure* names it.
        """
        from game.journal.stored_runs import read_stored_run

        try:
            kept = read_stored_run(self._connection, run)
        except (*UNREADABLE, ValueError) as error:
            self._warn_of(run, error)
            return None
        self._name_damage(kept.run, kept.run.sound, kept.damaged_reflections)
        return kept

    def check_some(self) -> None:
        """
        Verify the lists of rooms and campaigns, and at most ``SAMPLE`` runs.

        A different sample is verified each day. *failure* names damaged records.
        """
        try:
            ((total,),) = fetch(self._connection, "SELECT count(*) FROM runs")
            turn = self.today() % max(1, -(-total // SAMPLE))
            self._select(f"ORDER BY id LIMIT {SAMPLE} OFFSET {turn * SAMPLE}")
        except UNREADABLE as error:
            self.warn(f"The journal cannot be read ({error}), so earlier runs are not shown.")
        if has_rows(self._connection, "rooms"):  # else their modules would be imported for nothing
            self.rooms.runs()
        if has_rows(self._connection, "campaigns"):
            self.campaigns.runs()

    def verify(self) -> int:
        """
        Verify every run and room completely; *failure* names damaged records.

        Return the number of readable runs.
        """
        from game.journal.stored_runs import is_sound

        number = 0
        for run in self.each():
            number += 1
            try:
                sound, reflections = is_sound(self._connection, run)
            except (*UNREADABLE, ValueError) as error:
                self._warn_of(run, error)
            else:
                self._name_damage(run, sound, reflections)
        for room in self.rooms.runs():
            self.rooms.is_sound(room)
        self.campaigns.runs()
        return number

    def reflect(self, run: Run, reflection: ReflectionAction) -> Failure | None:
        """Store *reflection* on *run*; store a plan as a setting as well, for the home screen."""
        from game.core.debrief import Resolve, ResolveCall
        from game.journal.stored_runs import store_reflection

        if isinstance(reflection, Resolve | ResolveCall):
            from game.text import debrief

            self.set_setting("plan", debrief.plan(reflection))
        return store_reflection(self._connection, run.id, reflection, self._now())

    def delete(self, runs: Iterable[int] | None, rooms: Iterable[int] = ()) -> Failure | None:
        """Delete *runs* and *rooms*, or everything with None for *runs*."""
        from game.journal.purge import delete

        return delete(self._connection, runs, rooms)

    def plan_adoption(self, runs: Iterable[StoredRun]) -> tuple[Adoption, ...]:
        """Return what to add of *runs* from elsewhere; see ``adoption.plan``."""
        from game.journal.adoption import plan

        whole: list[StoredRun] = []
        partial: list[StoredRun] = []
        for run in self.runs():
            kept = self.kept(run)
            if kept is not None and kept.run.sound:
                stored = stored_actions(self._connection, run.id)
                (whole if len(stored) == len(kept.actions) else partial).append(kept)
        return plan(whole, partial, runs)

    def adopt(self, adoptions: Iterable[Adoption]) -> Failure | None:
        """Add the runs of *adoptions*, all or none."""
        from game.journal.adoption import adopt

        return adopt(self._connection, adoptions)

    def setting(self, name: str, default: str) -> str:
        """Return the setting *name*, or *default* if it is not set."""
        try:
            return read_setting(self._connection, name, default)
        except UNREADABLE as error:
            self.warn(f"The settings cannot be read ({error}), so the usual ones hold.")
        except ValueError:
            self.warn(f"The setting {name} is damaged in the journal, so the usual one holds.")
        return default

    def set_setting(self, name: str, value: str) -> None:
        """Store *value* as the setting *name*."""
        try:
            write_setting(self._connection, name, value)
        except sqlite3.Error as error:
            self.report(not_stored(f"The setting could not be kept ({error})."))

    def today(self) -> int:
        """Return the current UTC day as a proleptic Gregorian ordinal."""
        return self._clock().astimezone(UTC).toordinal()

    def _now(self) -> str:
        return self._clock().astimezone(UTC).isoformat(timespec="milliseconds")

    def _select(self, rest: str, *values: object) -> tuple[Run, ...]:
        result, damaged = read_rows(self._connection, RUN, Run, rest, values)
        self.name_damaged(damaged)
        return tuple(result)

    def _each(self, rest: str, *values: object) -> Iterator[Run]:
        """Yield the runs selected by *rest* of a statement page by page, damaged ones too."""
        for offset in chain([0], count(FIRST_PAGE, PAGE)):
            size = PAGE if offset else FIRST_PAGE
            try:
                page = f"{rest} LIMIT {size} OFFSET {offset}"
                result, damaged = read_rows(self._connection, RUN, Run, page, values)
            except UNREADABLE as error:
                self.warn(f"The journal cannot be read ({error}), so some runs are left out.")
                return
            self.name_damaged(damaged)
            yield from result
            if len(result) + len(damaged) < size:
                return

    def _keep(self, run: Run, play: Playthrough) -> tuple[Run, Failure | None]:
        """Store *play*, replacing actions that differ."""
        now = evolve(as_played(run, play), touched=self._now())
        try:
            kept = write_play(
                self._connection, now, play.actions, exists, sync_later=self.sync_later
            )
        except sqlite3.Error as error:
            return run, step_not_stored(error)
        if run.id in (0, kept.id):
            return kept, None
        happened = "carried on in another window as well" if self.run(run.id) else "deleted"
        return kept, Failure(
            code="continued",
            message=f"This run was {happened}; what you do here is kept as a run of its own.",
        )
