"""
Rooms in the journal: every act is on the disk before anyone is told that it counts.

A room is kept as its scenario's id, a seed and its acts, one row each, never
edited, but for the words of a line that was taken off the wall. Acts that arrive
together are kept together, so that two hundred phones wait for one write.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Iterable, Sequence

from attrs import evolve, field, frozen

from game.core.playthrough import Refusal
from game.core.scenario import Scenario
from game.journal import runs as rows
from game.journal.checksums import ROOM as RECORD
from game.journal.checksums import extend, read_parts, seal
from game.journal.codec import ROOM
from game.journal.database import insert, transaction
from game.journal.errors import UNREADABLE
from game.journal.runs import Damaged, read_rows
from game.journal.schema import next_write
from game.room.actions import RoomAction, Share, TakeDown
from game.room.reducer import replay, step
from game.room.state import Room, Stage, new_room


def _stage(stage: str) -> str:
    return Stage(stage).value


@frozen(kw_only=True)
class RoomRun:
    """
    How a room is listed: its *code* on the wall, and the *stage* it stands at.

    *consoles* are the digests of the secrets of those paired with it, with blanks between.
    *written* and *sound* are as in ``Run``.
    """

    id: int = field(default=0, converter=rows.whole)
    code: str = field(converter=rows.text)
    scenario: str = field(converter=rows.text)
    title: str = field(converter=rows.title_rows)
    source: str | None = field(converter=rows.text_if_any)
    seed: int = field(converter=rows.seed_rows)
    started: str = field(converter=rows.time)
    touched: str = field(converter=rows.time)
    stage: str = field(converter=_stage)
    consoles: str = field(default="", converter=rows.text)
    written: int = field(default=0, converter=rows.whole, eq=False)
    sound: bool = True

    @property
    def named(self) -> str:
        """What a library finds its scenario by."""
        return self.source or self.scenario

    @property
    def finished(self) -> bool:
        """Whether its session is over."""
        return self.stage == Stage.OVER.value


_COLUMNS = tuple(name for name in RECORD.columns if name != "contents")


class RoomSession:
    """
    A room whose every act is kept before it is acknowledged.

    *notice* says in one sentence what is not as it was, after resuming or when the
    room was carried on elsewhere too. *trouble* says in one sentence that acts wait
    to be kept, and why; the room goes on meanwhile, and the next act that can be
    kept, or ``keep``, takes them along.
    """

    def __init__(
        self,
        run: RoomRun,
        room: Room,
        keep: Callable[[RoomRun, int, Sequence[RoomAction]], RoomRun],
        kept: int = 0,
        notice: str | None = None,
    ) -> None:
        """A session over *room*, *kept* acts of which are in the journal; see ``Rooms``."""
        self.run = run
        self.room = room
        self.notice = notice
        self.trouble: str | None = None
        self._keep = keep
        self._kept = kept
        self._waiting: list[RoomAction] = []
        self._watchers: list[Callable[[], None]] = []

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Call *changed* after every change; gives what ends that."""
        self._watchers.append(changed)
        return lambda: self._watchers.remove(changed)

    def act(self, act: RoomAction) -> Room | Refusal:
        """Take *act* and keep it; a refusal changes nothing and is not kept."""
        return self.apply_all([act])[0]

    def apply_all(self, acts: Iterable[RoomAction]) -> list[Room | Refusal]:
        """Take *acts* in order and keep them in one write; a result for each."""
        results: list[Room | Refusal] = []
        for act in acts:
            after = step(self.room, act)
            if isinstance(after, Room):
                self.room = after
                self._waiting.append(act)
            results.append(after)
        self.keep()
        return results

    @property
    def consoles(self) -> frozenset[str]:
        """The digests of the secrets that consoles are known by."""
        return frozenset(self.run.consoles.split())

    def let_in(self, consoles: Iterable[str]) -> None:
        """Let these *consoles* in, and no others; with the room's first act it is kept."""
        self.run = evolve(self.run, consoles=" ".join(sorted(consoles)))
        if self.run.id:
            self._write()

    def keep(self) -> None:
        """Keep what waits to be kept, if anything does, and call who watches."""
        if self._waiting or self.trouble:
            self._write()

    def _write(self) -> None:
        self._try()
        for changed in tuple(self._watchers):
            changed()

    def _try(self) -> None:
        try:
            run = self._keep(
                evolve(self.run, stage=self.room.stage.value), self._kept, self._waiting
            )
        except sqlite3.Error as error:
            self.trouble = (
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
        self._waiting.clear()
        self.trouble = None


class Rooms:
    """Every room in one journal."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        now: Callable[[], str],
        warn: Callable[[str], None],
        name: Callable[[Iterable[Damaged]], None],
    ) -> None:
        """
        The rooms behind an opened *connection*.

        *now* gives the time as it is written; *warn* gets what is wrong with the file,
        *name* the rooms that are damaged.
        """
        self._connection = connection
        self._now = now
        self._warn = warn
        self._name = name

    @property
    def lasts(self) -> bool:
        """Whether rooms are kept on a disk, and not in memory alone."""
        return any(file for _, _, file in self._connection.execute("PRAGMA database_list"))

    def begin(
        self, scenario: Scenario, seed: int, code: str, source: str | None = None
    ) -> RoomSession:
        """A new room; it is in the journal from its first act on."""
        now = self._now()
        run = RoomRun(
            code=code,
            scenario=scenario.id,
            title=scenario.title,
            source=source,
            seed=seed,
            started=now,
            touched=now,
            stage=Stage.LOBBY.value,
        )
        return RoomSession(run, new_room(scenario, seed), self._keep)

    def resume(self, run: RoomRun, scenario: Scenario) -> RoomSession:
        """Carry *run* on: the same phase, the same seats, the same votes."""
        stored, sound = read_parts(self._connection, RECORD, run.id)
        sound = sound and run.sound
        acts = [ROOM.loads(data) for _, data in stored]
        known_names = [act for act in acts if act is not None]
        room, passed = replay(scenario, run.seed, known_names)
        notice = _notice(run, len(stored) - len(known_names), passed, sound)
        return RoomSession(run, room, self._keep, len(stored), notice)

    def is_sound(self, run: RoomRun) -> bool:
        """Whether the checksums of *run* fit; *name* gets it if not."""
        try:
            _, sound = read_parts(self._connection, RECORD, run.id)
        except UNREADABLE:
            sound = False
        if not (sound and run.sound):
            self._name([Damaged(RECORD, run.id, run.title)])
        return sound

    def runs(self) -> tuple[RoomRun, ...]:
        """Every room that can be read, the last one used first."""
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
        """The room to carry on: the last one used that is not over."""
        return next((run for run in self.runs() if run.sound and not run.finished), None)

    def _keep(self, run: RoomRun, kept: int, acts: Sequence[RoomAction]) -> RoomRun:
        values: dict[str, object] = {name: getattr(run, name) for name in _COLUMNS}
        values |= {"seed": str(run.seed), "touched": self._now()}
        with transaction(self._connection):
            values["written"] = next_write(self._connection)
            contents = self._contents(run.id) if self._last(run.id) <= kept else None
            if run.id and contents is not None:
                self._connection.execute(
                    "UPDATE rooms SET touched = :touched, stage = :stage, consoles = :consoles, "
                    "written = :written WHERE id = :id",
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
            added = [(number, ROOM.dumps(act)) for number, act in enumerate(acts, kept + 1)]
            self._connection.executemany(
                "INSERT INTO room_acts VALUES (?, ?, ?)", [(run.id, *row) for row in added]
            )
            contents = None if contents is None else extend(contents, added)
            for act in acts:
                if isinstance(act, TakeDown):
                    self._forget(run.id, act.text)
                    contents = None
            seal(self._connection, RECORD, run.id, contents)
        return evolve(run, touched=str(values["touched"]))

    def _contents(self, room: int) -> str | None:
        """The checksum of the acts that the journal has of *room*."""
        row = self._connection.execute(
            "SELECT contents FROM rooms WHERE id = ?", (room,)
        ).fetchone()
        return None if row is None else row[0]

    def _forget(self, room: int, line: str) -> None:
        """Put the same mark for *line* wherever *room* has it: its acts lead where they led."""
        self._connection.execute("PRAGMA secure_delete = ON")
        mark = secrets.token_hex(8)
        acts, _ = read_parts(self._connection, RECORD, room)
        for number, data in acts:
            act = ROOM.loads(data)
            if isinstance(act, Share | TakeDown) and act.text == line:
                self._connection.execute(
                    "UPDATE room_acts SET data = ? WHERE room = ? AND number = ?",
                    (ROOM.dumps(evolve(act, text=mark)), room, number),
                )

    def _last(self, room: int) -> int:
        """The number of the last act that the journal has of *room*; another host may write too."""
        (last,) = self._connection.execute(
            "SELECT coalesce(max(number), 0) FROM room_acts WHERE room = ?", (room,)
        ).fetchone()
        return int(last)


def _notice(run: RoomRun, lost: int, passed: int, sound: bool) -> str | None:
    """What to say of the acts that are not in the room, or not as they were, if there are any."""
    if lost:
        entries = "1 entry" if lost == 1 else f"{lost} entries"
        return f"{entries} of this room could not be read."
    if not sound:
        return "This room is damaged in the journal, so its votes may not be as they were."
    if passed:
        steps = "1 step no longer holds" if passed == 1 else f"{passed} steps no longer hold"
        return f"{run.title} has changed since: {steps}."
    return None
