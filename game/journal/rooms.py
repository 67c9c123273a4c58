"""
Rooms in the journal; every action is written before it is acknowledged.

A room is stored as its scenario's id, a seed and its actions, one row each. Rows are never
edited, except to erase a line or a question that was taken away or replaced; a room that was
given up in its lobby is deleted. Actions that arrive together are written together. An evening
is a sequence of rooms, one for each scenario: each begins with the people of the one before.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from attrs import evolve, field, frozen

from game.content.addresses import exists
from game.core.failure import Failure
from game.core.scenario import Scenario
from game.journal import runs as rows
from game.journal.checksums import ROOM as RECORD
from game.journal.checksums import extend, read_parts, seal
from game.journal.database import insert, transaction
from game.journal.entrances import Entrance, read_entrance, write_entrance
from game.journal.erasure import Gone, erase, removed_texts
from game.journal.errors import UNREADABLE, not_stored
from game.journal.identity import Identified, Origin, move_runs, stored_source
from game.journal.room_codec import ROOM
from game.journal.room_postings import read_postings
from game.journal.runs import Damaged, read_rows
from game.journal.schema import next_write
from game.room import messages
from game.room.actions import (
    Edition,
    End,
    Post,
    RoomAction,
)
from game.room.discussion import talk_timer
from game.room.evening import BETWEEN, carry_over
from game.room.reducer import replay, step
from game.room.state import FINISHED, Posting, Room, Stage, new_room
from game.text.plural import count


def _stage(stage: str) -> str:
    return Stage(stage).value


@frozen(kw_only=True)
class RoomRun(Identified):
    """
    A listed room: its *code* and *stage*.

    *consoles* are the digests of paired consoles' secrets, separated by spaces. *evening* is the
    same for all rooms of one evening, None for a room of an earlier version. *work*, *edition*,
    *written* and *sound* are as in ``Run``.
    """

    id: int = field(default=0, converter=rows.whole)
    code: str = field(converter=rows.text)
    scenario: str = field(converter=rows.text)
    title: str = field(converter=rows.title_line)
    source: str | None = field(converter=rows.text_if_any)
    seed: int = field(converter=rows.seed_number)
    started: str = field(converter=rows.time)
    touched: str = field(converter=rows.time)
    stage: str = field(converter=_stage)
    consoles: str = field(default="", converter=rows.text)
    work: str | None = field(default=None, converter=rows.text_if_any)
    edition: str | None = field(default=None, converter=rows.text_if_any)
    evening: str | None = field(default=None, converter=rows.text_if_any)
    written: int = field(default=0, converter=rows.whole, eq=False)
    sound: bool = True

    @property
    def finished(self) -> bool:
        """Whether its scenario is over."""
        return self.stage in FINISHED

    @property
    def occasion(self) -> str:
        """The evening that it belongs to, which may have this room only."""
        return self.evening or f"{self.code}/{self.seed}/{self.started}"

    def follows(self, other: RoomRun) -> bool:
        """Whether *other*, of the same evening, came before; not if it is this room's copy."""
        return other.id < self.id and other.started != self.started

    @property
    def goes_on(self) -> bool:
        """Whether something is left to do: in its scenario, or to choose the next one."""
        return not self.finished or (self.stage == Stage.OVER.value and self.evening is not None)


def evenings(runs: Iterable[RoomRun]) -> Mapping[str, tuple[RoomRun, ...]]:
    """Return *runs* by evening, those of each in the order in which they were played."""
    result: dict[str, tuple[RoomRun, ...]] = {}
    for run in sorted(runs, key=lambda run: run.id):
        result[run.occasion] = (*result.get(run.occasion, ()), run)
    return result


@frozen(kw_only=True)
class PlayedRoom:
    """A *room* whose scenario is over in an evening that goes on, and its *run*."""

    run: RoomRun
    room: Room


Waiting = tuple[RoomAction, Gone | None]
"""An action to store, and what it removed from the room."""
Keep = Callable[[RoomRun, int, Sequence[Waiting], Entrance | None, int], RoomRun]
"""Store actions of a room after so many, instead of another room; return it as stored."""


_TABLES = (("room_acts", "room"), ("room_entrances", "room"), ("rooms", "id"))
"""The tables of a room with the column of its number, parts first."""
_COLUMNS = tuple(name for name in RECORD.columns if name != "contents")


class RoomSession:
    """
    A room whose every action is stored before it is acknowledged.

    In an evening of many scenarios it goes on as the next room; *earlier* are those before,
    oldest first. *entrance* is where phones find the room, None if they have no way in. *notice*
    is a sentence on deviations after resuming, or when the room was continued elsewhere as well.
    *failure* is why actions wait to be stored; the room goes on, and the next successful write,
    or ``keep``, stores them. *clock* returns the time from which the clock of a talk runs.
    """

    def __init__(
        self,
        run: RoomRun,
        room: Room,
        keep: Keep,
        clock: Callable[[], datetime],
        kept: int = 0,
        notice: str | None = None,
        entrance: Entrance | None = None,
    ) -> None:
        """Create a session over *room*, *kept* actions of which are stored; use ``Rooms``."""
        self.run = run
        self.room = room
        self.notice = notice
        self.entrance = entrance
        self.earlier: tuple[PlayedRoom, ...] = ()
        self._failure: Failure | None = None
        self._keep = keep
        self._clock = clock
        self._kept = kept
        self._given_up = 0
        self._waiting: list[Waiting] = []
        self._watchers: list[Callable[[], None]] = []

    @property
    def failure(self) -> Failure | None:
        """Why actions wait to be stored, if they do."""
        return self._failure

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Call *changed* after every change; return a function that stops this."""
        self._watchers.append(changed)
        return lambda: self._watchers.remove(changed)

    def act(self, action: RoomAction) -> Room | Failure:
        """Apply *action* and store it; a refusal changes nothing and is not stored."""
        return self.apply_all([action])[0]

    def apply_all(self, actions: Iterable[RoomAction]) -> list[Room | Failure]:
        """
        Apply *actions* in order and store them in one write; return a result for each.

        A talk is stored with its clock.
        """
        results: list[Room | Failure] = []
        for action in actions:
            before = self.room
            after = step(before, action)
            if isinstance(after, Room):
                self._apply(action, after)
                timer = talk_timer(before, after, self._clock().timestamp())
                if timer is not None:
                    after = step(after, timer)
                    assert isinstance(after, Room)
                    self._apply(timer, after)
            results.append(after)
        self.keep()
        return results

    def _apply(self, action: RoomAction, after: Room) -> None:
        if not self._kept and not self._waiting:
            self._waiting.append((Edition(after.edition), None))
        self._waiting.append((action, removed_texts(self.room, after)))
        self.room = after

    def go_on_as(
        self, run: RoomRun, scenario: Scenario, posting: Posting | None = None
    ) -> Failure | None:
        """
        Go on as the new room *run* on *scenario*, with the same people, consoles and settings.

        Return why that is impossible. A room that was not begun is given up for it,
        unless something was voted, counted or sent there before the facilitator went back.
        *posting* is its place in a campaign.
        """
        before = self.room
        if before.stage not in BETWEEN:
            return Failure(code="not-now", message=messages.NOT_BETWEEN)
        self.keep()
        if self._failure is not None:  # what waits to be stored belongs to the room before
            return self._failure
        if before.begun:
            self.earlier = (*self.earlier, PlayedRoom(run=self.run, room=before))
        elif not (before.votes or before.hands or before.shared or before.puzzles):
            self._given_up = self.run.id
        self.run = evolve(run, consoles=self.run.consoles, evening=self.run.occasion)
        self.room, self._kept = new_room(scenario, run.seed), 0
        actions: list[RoomAction] = [carry_over(before, scenario)]
        if posting is not None:
            actions.append(Post(posting))
        for action in actions:
            after = step(self.room, action)
            assert isinstance(after, Room)
            self._apply(action, after)
        self._write()
        return None

    @property
    def consoles(self) -> frozenset[str]:
        """The digests of paired consoles' secrets."""
        return frozenset(self.run.consoles.split())

    def let_in(self, consoles: Iterable[str]) -> None:
        """Replace the paired *consoles*; stored with the room's first action."""
        self.run = evolve(self.run, consoles=" ".join(sorted(consoles)))
        if self.run.id:
            self._write()

    def open_at(self, entrance: Entrance) -> None:
        """Set the room's *entrance*; stored with the room's first action."""
        changed, self.entrance = entrance != self.entrance, entrance
        if changed and self.run.id:
            self._write()

    def leave(self) -> None:
        """End the evening of a room that is over and has no next posting; else do nothing."""
        if self.room.stage is Stage.OVER and not self.room.has_next_posting:
            self.act(End())

    def keep(self) -> None:
        """Store waiting actions, if any, and call the watchers."""
        if self._waiting or self._failure:
            self._write()

    def _write(self) -> None:
        self._try()
        for changed in tuple(self._watchers):
            changed()

    def _try(self) -> None:
        try:
            run = self._keep(
                evolve(self.run, stage=self.room.stage.value),
                self._kept,
                self._waiting,
                self.entrance,
                self._given_up,
            )
        except sqlite3.Error as error:
            self._failure = not_stored(
                f"The journal cannot be written ({error}); the room goes on, and what is "
                "done now is kept as soon as it can be."
            )
            return
        if self.run.id not in (0, run.id):
            self.notice = (
                "This room was carried on in another window as well; "
                "what is done here is kept as a room of its own."
            )
        self.run = run
        self._kept += len(self._waiting)
        self._given_up = 0
        self._waiting.clear()
        self._failure = None


class Rooms:
    """The rooms in one journal."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        now: Callable[[], str],
        clock: Callable[[], datetime],
        warn: Callable[[str], None],
        name: Callable[[Iterable[Damaged]], None],
        key: Callable[[Origin], str],
    ) -> None:
        """
        Read and write rooms by *connection*.

        *now* returns the time as stored, *clock* the same as a date; *warn* receives error
        sentences, *name* damaged rooms. *key* returns the key of a scenario.
        """
        self._connection = connection
        self._now = now
        self._clock = clock
        self._warn = warn
        self._name = name
        self._key = key

    @property
    def lasts(self) -> bool:
        """Whether rooms are stored on disk rather than in memory only."""
        return any(file for _, _, file in self._connection.execute("PRAGMA database_list"))

    def begin(
        self, scenario: Scenario, seed: int, code: str, origin: Origin | None = None
    ) -> RoomSession:
        """
        Begin a room; it is stored with its first action.

        Without an *origin* the scenario is the one that ships under its id.
        """
        run = self._new_run(scenario, seed, code, origin)
        run = evolve(run, evening=run.occasion)
        return RoomSession(run, new_room(scenario, seed), self._keep, self._clock)

    def go_on_with(
        self,
        session: RoomSession,
        scenario: Scenario,
        seed: int,
        origin: Origin | None = None,
        posting: Posting | None = None,
    ) -> Failure | None:
        """Go on with *scenario* in the evening of *session*; return why that is impossible."""
        run = self._new_run(scenario, seed, session.run.code, origin)
        return session.go_on_as(run, scenario, posting)

    def _new_run(self, scenario: Scenario, seed: int, code: str, origin: Origin | None) -> RoomRun:
        origin = origin or Origin(id=scenario.id)
        now = self._now()
        return RoomRun(
            code=code,
            scenario=scenario.id,
            title=scenario.title,
            work=self._key(origin) if origin.is_own else None,
            source=origin.source,
            edition=origin.edition,
            seed=seed,
            started=now,
            touched=now,
            stage=Stage.LOBBY.value,
        )

    def resume(self, run: RoomRun, scenario: Scenario, origin: Origin | None = None) -> RoomSession:
        """
        Resume *run* with the same stage, seats and votes.

        With an *origin*, its next action stores that as the place of the scenario.
        """
        stored, sound = read_parts(self._connection, RECORD, run.id)
        sound = sound and run.sound
        actions = [ROOM.loads(data) for _, data in stored]
        readable = [action for action in actions if action is not None]
        room, passed = replay(scenario, run.seed, readable)
        notice = _notice(run, len(stored) - len(readable), passed, sound)
        entrance = read_entrance(self._connection, run.id)
        if origin is not None and origin.is_own:
            work = run.work or self._key(origin)
            run = evolve(run, work=work, source=origin.source, edition=origin.edition)
        return RoomSession(run, room, self._keep, self._clock, len(stored), notice, entrance)

    def is_sound(self, run: RoomRun) -> bool:
        """Return whether the checksums of *run* match; report it as damaged if not."""
        try:
            _, parts_sound = read_parts(self._connection, RECORD, run.id)
        except UNREADABLE:
            parts_sound = False
        sound = parts_sound and run.sound
        if not sound:
            self._name([Damaged(RECORD, run.id, run.title)])
        return sound

    def runs(self) -> tuple[RoomRun, ...]:
        """Return the readable rooms, the last used first."""
        try:
            result, damaged = read_rows(
                self._connection, RECORD, RoomRun, "ORDER BY written DESC, id DESC"
            )
        except UNREADABLE as error:
            self._warn(f"The rooms cannot be read ({error}).")
            return ()
        self._name(damaged)
        return tuple(result)

    def unfinished(self) -> RoomRun | None:
        """Return the last used room that is sound and not over."""
        return next(iter(self.unfinished_runs()), None)

    def unfinished_runs(self) -> tuple[RoomRun, ...]:
        """Return the last room of each evening that is sound and goes on, the last used first."""
        runs = self.runs()
        last = {item[-1].id for item in evenings(runs).values()}
        return tuple(run for run in runs if run.sound and run.goes_on and run.id in last)

    def postings(self) -> Mapping[int, Posting]:
        """Return the postings of rooms that play one, by the room's number."""
        return read_postings(self._connection)

    def evening(self, run: RoomRun) -> tuple[RoomRun, ...]:
        """Return the rooms of the evening of *run*, in the order in which they were played."""
        return evenings(self.runs()).get(run.occasion, (run,))

    def _keep(
        self,
        run: RoomRun,
        kept: int,
        actions: Sequence[Waiting],
        entrance: Entrance | None,
        given_up: int,
    ) -> RoomRun:
        values: dict[str, object] = {name: getattr(run, name) for name in _COLUMNS}
        values |= {"seed": str(run.seed), "touched": self._now()}
        with transaction(self._connection):
            values["written"] = next_write(self._connection)
            moved = run.origin.is_own and run.source != stored_source(
                self._connection, RECORD, run.id
            )
            contents = self._contents(run.id) if self._last(run.id) <= kept else None
            if run.id and contents is not None:
                self._connection.execute(
                    "UPDATE rooms SET touched = :touched, stage = :stage, consoles = :consoles, "
                    "source = :source, work = :work, edition = :edition, written = :written "
                    "WHERE id = :id",
                    values,
                )
            else:
                contents = None
                new = insert(self._connection, "rooms", values)
                self._connection.execute(
                    "INSERT INTO room_acts SELECT ?, number, data FROM room_acts "
                    "WHERE room = ? AND number <= ?",
                    (new, run.id, kept),
                )
                run = evolve(run, id=new)
            added = [
                (number, ROOM.dumps(action)) for number, (action, _) in enumerate(actions, kept + 1)
            ]
            self._connection.executemany(
                "INSERT INTO room_acts VALUES (?, ?, ?)", [(run.id, *row) for row in added]
            )
            contents = None if contents is None else extend(contents, added)
            for number, (_, gone) in enumerate(actions, kept + 1):
                if gone is not None:
                    erase(self._connection, run.id, number, gone)
                    contents = None
            seal(self._connection, RECORD, run.id, contents)
            if entrance is not None:
                write_entrance(self._connection, run.id, entrance)
            if moved:
                move_runs(self._connection, run.key, run.origin, exists)
            for table, column in _TABLES if given_up else ():
                self._connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (given_up,))
        return evolve(run, touched=str(values["touched"]))

    def _contents(self, room: int) -> str | None:
        """Return the stored checksum of the actions of *room*."""
        row = self._connection.execute(
            "SELECT contents FROM rooms WHERE id = ?", (room,)
        ).fetchone()
        return None if row is None else row[0]

    def _last(self, room: int) -> int:
        """Return the number of the last stored action of *room*; another process may write too."""
        (last,) = self._connection.execute(
            "SELECT coalesce(max(number), 0) FROM room_acts WHERE room = ?", (room,)
        ).fetchone()
        return int(last)


def _notice(run: RoomRun, lost: int, passed: int, sound: bool) -> str | None:
    """Return a sentence on stored actions that were lost or no longer hold."""
    if lost:
        entries = count(lost, "entry", "entries")
        return f"{entries} of this room could not be read."
    if not sound:
        return "This room is damaged in the journal, so its votes may not be as they were."
    if passed:
        steps = f"{count(passed, 'step')} no longer {'holds' if passed == 1 else 'hold'}"
        return f"{run.title} has changed since: {steps}."
    return None
