"""
The journal itself: runs, their actions, and the player's settings.

A run is kept as ids, a seed, a title and its actions; the scenario's text never
goes in, and no action that went in is deleted unless the player asks for it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from attrs import asdict, evolve, fields

from game.core.actions import Action
from game.core.afterthoughts import Afterthought, Resolve
from game.core.model import Scenario
from game.core.playthrough import Phase, Playthrough, replay, start
from game.journal.campaigns import Campaigns
from game.journal.codec import PLAY
from game.journal.database import in_memory, insert, open_file, transaction
from game.journal.deleting import PLAYER, delete
from game.journal.derived import Derived
from game.journal.kept import Kept, known_actions, read_kept
from game.journal.rooms import Rooms
from game.journal.rows import left_out, read_rows
from game.journal.run import Played, Run
from game.journal.session import Session, not_kept
from game.journal.thoughts import keep_thought


PATIENCE = 2.0
"""Seconds to wait for another game that is writing; a write takes milliseconds."""

_COLUMNS = tuple(column.name for column in fields(Run))
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM runs"
_NEWEST = "ORDER BY touched DESC, id DESC"
_PHASES = ", ".join(f"'{phase.value}'" for phase in Phase)
_UNFINISHED = f"phase != '{Phase.ENDING.value}'"
_OPEN = f"campaign IS NULL AND alone IS NULL AND {_UNFINISHED}"
_PLAYED = f"""
    SELECT scenario, sum(NOT {_UNFINISHED}), max({_UNFINISHED}) FROM runs
    WHERE alone IS NULL AND phase IN ({_PHASES}) GROUP BY scenario
"""
PAGE = 500
"""Runs read at once where all are gone through."""
_UPDATE = """
    UPDATE runs SET revision = revision + 1,
        touched = :touched, phase = :phase, scenes = :scenes, points = :points
    WHERE id = :id AND revision = :revision
"""


def utc_now() -> datetime:
    """The time, as the journal writes it."""
    return datetime.now(UTC)


class Journal:
    """
    Every playthrough, in one SQLite file or in memory.

    *trouble* says in one sentence what is wrong with the file and what is not
    kept, if anything is.
    """

    def __init__(
        self, connection: sqlite3.Connection, trouble: str | None, clock: Callable[[], datetime]
    ) -> None:
        """A journal over an opened *connection*; see ``open``."""
        self.trouble = trouble
        self.rooms = Rooms(connection, self._now, self._warn)
        self.campaigns = Campaigns(connection, self._now, self)
        self.derived = Derived(connection)
        self._connection = connection
        self._clock = clock

    @classmethod
    def open(
        cls,
        path: Path | None,
        *,
        clock: Callable[[], datetime] = utc_now,
        patience: float = PATIENCE,
    ) -> Journal:
        """
        The journal at *path*; None is one in memory.

        Never raises for a bad place: the journal is then one in memory, and
        its *trouble* says so.
        """
        connection, trouble = (in_memory(), None) if path is None else open_file(path, patience)
        return cls(connection, trouble, clock)

    @property
    def persistent(self) -> bool:
        """Whether what is played goes into a file: not so where the journal is in memory."""
        _, _, file = self._connection.execute("PRAGMA database_list").fetchone()
        return bool(file)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def begin(
        self,
        scenario: Scenario,
        seed: int,
        source: str | None = None,
        campaign: int | None = None,
        alone: str | None = None,
    ) -> Session:
        """
        A new run of *scenario*; of a *campaign*, where it belongs to one.

        With *alone*, a review of that one scene.

        It is in the journal from its first action on, so a briefing that was
        only looked at leaves nothing behind.
        """
        play = start(scenario, seed, alone)
        now = self._now()
        run = Run(
            scenario=scenario.id,
            title=scenario.title,
            source=source,
            seed=seed,
            started=now,
            touched=now,
            phase=play.phase.value,
            campaign=campaign,
            alone=alone,
        )
        return Session(run, play, self._keep, self.think)

    def resume(self, run: Run, scenario: Scenario) -> Session:
        """
        Carry *run* on where it stopped, as far as its actions still hold.

        What no longer holds is superseded with the next action, so that looking
        alone changes nothing.
        """
        try:
            (run,) = self._select("WHERE id = ?", run.id)
            stored = self._stored(run.id)
        except (sqlite3.Error, ValueError):
            anew = self.begin(scenario, run.seed, run.source, run.campaign, run.alone)
            anew.notice = "This run could not be read from the journal, so it begins anew."
            return anew
        known = known_actions(stored)
        play = replay(scenario, run.seed, known, run.alone).play
        notice = _notice(run, len(stored), len(known), play)
        return Session(run, play, self._keep, self.think, notice)

    def runs(self, scenario: str | None = None) -> tuple[Run, ...]:
        """Every run, or those of one *scenario*; the last one played first."""
        where, values = ("", ()) if scenario is None else ("WHERE scenario = ?", (scenario,))
        try:
            return self._select(f"{where} {_NEWEST}", *values)
        except sqlite3.Error as error:
            self.trouble = f"The journal cannot be read ({error}), so earlier runs are not shown."
            return ()

    def run(self, number: int) -> Run | None:
        """The run of that *number*; None when it is not there, or damaged."""
        return next(self._sound("WHERE id = ?", number), None)

    def each(self) -> Iterator[Run]:
        """Every run, the first begun first, without holding more than a page of them."""
        damaged = last = 0
        try:
            while True:
                rows = self._connection.execute(
                    f"{_SELECT} WHERE id > ? ORDER BY id LIMIT {PAGE}", (last,)
                ).fetchall()
                if not rows:
                    break
                last = rows[-1][0]
                page = tuple(read_rows(Run, _COLUMNS, rows))
                damaged += len(rows) - len(page)
                yield from page
        except sqlite3.Error as error:
            self.trouble = f"The journal cannot be read ({error}), so some runs are left out."
        if damaged:
            self._warn(left_out("run", damaged))

    def newest(self, only: str | None = None) -> tuple[int, ...]:
        """
        The ids of the runs, the last one played first.

        *only* is ``first``, ``practice`` or ``review`` for that kind, or ``open`` for those
        that have not ended.
        """
        first = f"id IN ({', '.join(map(str, self.first_attempts()))})"
        condition = {
            None: "TRUE",
            "first": first,
            "practice": f"alone IS NULL AND scenes != 0 AND NOT {first}",
            "review": "alone IS NOT NULL AND scenes != 0",
            "open": _UNFINISHED,
        }[only]
        try:
            rows = self._connection.execute(f"SELECT id FROM runs WHERE {condition} {_NEWEST}")
            return tuple(number for (number,) in rows)
        except sqlite3.Error as error:
            self.trouble = f"The journal cannot be read ({error}), so earlier runs are not shown."
            return ()

    def first_attempts(self) -> frozenset[int]:
        """The ids of the runs that count, as ``run.first_attempts`` has it."""
        left_out: set[int] = set()
        while True:
            try:
                rows = self._connection.execute(
                    "SELECT min(id) FROM runs WHERE scenes != 0 AND alone IS NULL "
                    f"AND id NOT IN ({', '.join(map(str, left_out))}) GROUP BY scenario"
                ).fetchall()
            except sqlite3.Error as error:
                self.trouble = f"The journal cannot be read ({error})."
                return frozenset()
            found = frozenset(number for (number,) in rows)
            damaged = {number for number in found if self.run(number) is None}
            if not damaged:
                return found
            left_out |= damaged

    def take_up(self, scenario: Scenario, seed: int | None = None) -> Session | None:
        """
        Carry on the newest unfinished run of *scenario*, or give None when there is none.

        With a *seed*, only a run that was begun with it. A campaign's runs wait for the campaign.
        """
        for run in self._sound(f"WHERE {_OPEN} AND scenario = ? {_NEWEST}", scenario.id):
            if seed in (None, run.seed):
                return self.resume(run, scenario)
        return None

    def unfinished(self) -> Run | None:
        """The run to carry on: the last one played on its own that has not ended."""
        return next(self._sound(f"WHERE {_OPEN} {_NEWEST}"), None)

    def open_reviews(self) -> Iterator[Run]:
        """The reviews that have not ended, the last one played first."""
        return self._sound(f"WHERE alone IS NOT NULL AND {_UNFINISHED} {_NEWEST}")

    def played(self) -> Mapping[str, Played]:
        """What has been played of each scenario, by its id."""
        firsts = filter(None, map(self.run, self.first_attempts()))
        points = {run.scenario: run.points for run in firsts}
        try:
            rows = self._connection.execute(_PLAYED).fetchall()
        except sqlite3.Error as error:
            self.trouble = f"The journal cannot be read ({error}), so earlier runs are not shown."
            return {}
        return {
            scenario: Played(finished=finished, open=bool(open_), first_points=points.get(scenario))
            for scenario, finished, open_ in rows
        }

    def kept(self, run: Run) -> Kept | None:
        """*run* with everything done in it; None, and *trouble*, when it cannot be read."""
        try:
            return read_kept(self._connection, run)
        except (sqlite3.Error, ValueError) as error:
            self.trouble = f"A run of {run.title} cannot be read ({error})."
            return None

    def think(self, run: Run, thought: Afterthought) -> str | None:
        """
        Keep *thought* beside *run*, and a plan as a setting too, for home to remind of it.

        A sentence of trouble if it cannot be kept.
        """
        if isinstance(thought, Resolve):
            from game.core import coaching  # costs 5 ms: only where a plan is taken

            self.set_setting("plan", coaching.plan(thought))
        try:
            keep_thought(self._connection, run.id, thought, self._now())
        except sqlite3.Error as error:
            return f"This thought could not be kept in the journal ({error})."
        return None

    def delete(self, runs: Iterable[int] | None) -> str | None:
        """Delete *runs*, or with None all there are, for good; a sentence of trouble if any."""
        return delete(self._connection, runs)

    def player(self) -> str:
        """The pseudonym in what is exported: drawn by lot when first asked for, then kept."""
        if not self.setting(PLAYER, ""):
            self.set_setting(PLAYER, str(uuid4()))
        return self.setting(PLAYER, "")

    def setting(self, name: str, default: str) -> str:
        """The setting called *name*, or *default* while it has not been set."""
        try:
            row = self._connection.execute(
                "SELECT value FROM settings WHERE name = ?", (name,)
            ).fetchone()
        except sqlite3.Error as error:
            self.trouble = f"The settings cannot be read ({error}), so the usual ones hold."
            return default
        return default if row is None else str(row[0])

    def set_setting(self, name: str, value: str) -> None:
        """Keep *value* as the setting called *name*."""
        try:
            self._connection.execute("REPLACE INTO settings VALUES (?, ?)", (name, value))
        except sqlite3.Error as error:
            self.trouble = f"The setting could not be kept ({error})."

    def today(self) -> int:
        """The day by the journal's clock, as a number that counts up by one a day, in UTC."""
        return self._clock().astimezone(UTC).toordinal()

    def _now(self) -> str:
        return self._clock().astimezone(UTC).isoformat(timespec="milliseconds")

    def _select(self, rest: str, *values: object) -> tuple[Run, ...]:
        rows = self._connection.execute(f"{_SELECT} {rest}", values).fetchall()
        found = tuple(read_rows(Run, _COLUMNS, rows))
        if len(found) < len(rows):
            self._warn(left_out("run", len(rows) - len(found)))
        return found

    def _sound(self, rest: str, *values: object) -> Iterator[Run]:
        """Runs one by one, those left out that cannot be made out."""
        try:
            rows = self._connection.execute(f"{_SELECT} {rest}", values)
            yield from read_rows(Run, _COLUMNS, rows)
        except sqlite3.Error as error:
            self.trouble = f"The journal cannot be read ({error}), so earlier runs are not shown."

    def _warn(self, trouble: str) -> None:
        self.trouble = trouble

    def _stored(self, run: int) -> list[str]:
        rows = self._connection.execute(
            "SELECT data FROM actions WHERE run = ? ORDER BY number", (run,)
        )
        return [data for (data,) in rows]

    def _keep(self, run: Run, play: Playthrough) -> tuple[Run, str | None]:
        """Make the file hold *play*, whatever of it was there already."""
        now = evolve(
            run,
            touched=self._now(),
            phase=play.phase.value,
            scenes=len(play.turns),
            points=play.points if play.phase is Phase.ENDING else None,
        )
        try:
            with transaction(self._connection):
                kept = self._write_run(now)
                self._write_actions(kept, play.actions)
        except sqlite3.Error as error:
            return run, not_kept(error)
        if run.id not in (0, kept.id):
            return kept, (
                "This run was carried on in another window as well; "
                "what you do here is kept as a run of its own."
            )
        return kept, None

    def _write_run(self, run: Run) -> Run:
        """*run* as written; a new one when it is new, or when another game has moved it on."""
        values = {**asdict(run), "seed": str(run.seed)}
        if self._connection.execute(_UPDATE, values).rowcount:
            return evolve(run, revision=run.revision + 1)
        return evolve(run, id=insert(self._connection, "runs", values))

    def _write_actions(self, run: Run, actions: Sequence[Action]) -> None:
        wanted = [PLAY.dumps(action) for action in actions]
        same = _common(self._stored(run.id), wanted)
        self._connection.execute(
            "INSERT INTO superseded (run, number, data, replaced, at) "
            "SELECT run, number, data, ?, at FROM actions WHERE run = ? AND number > ?",
            (run.touched, run.id, same),
        )
        self._connection.execute("DELETE FROM actions WHERE run = ? AND number > ?", (run.id, same))
        self._connection.executemany(
            "INSERT INTO actions (run, number, data, at) VALUES (?, ?, ?, ?)",
            [
                (run.id, number, data, run.touched)
                for number, data in enumerate(wanted[same:], same + 1)
            ],
        )


def _common(stored: Sequence[str], wanted: Sequence[str]) -> int:
    """How many actions the two begin with alike."""
    pairs = enumerate(zip(stored, wanted, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(stored), len(wanted)))


def _notice(run: Run, stored: int, known: int, play: Playthrough) -> str | None:
    """What to say of the *stored* actions that are not in *play*, if there are any."""
    held = len(play.actions)
    if held == stored:
        return None
    steps = "step" if stored - held == 1 else f"{stored - held} steps"
    changed = (
        f"{run.title} has changed since"
        if held < known
        else "This version of Two Hats cannot read the whole run"
    )
    return f"{changed}, so you carry on without the last {steps}."
