"""Runs in the journal: rows, listed and stored runs, reflections, the session of an open run."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from math import isfinite
from typing import TypeVar
from unicodedata import category

from attrs import evolve, field, frozen

from game.core.actions import Action
from game.core.debrief import ReflectionAction
from game.core.playthrough import Phase, Playthrough, Refusal, can_turn_back, step, undo
from game.journal.checksums import RUN, Record, checksum, read_parts
from game.journal.codec import PLAY, REFLECTION
from game.journal.database import transaction
from game.journal.errors import UNREADABLE, fetch, is_read_error


Row = TypeVar("Row")

MAX_NAMED = 5
"""How many damaged records are named one by one."""


@frozen
class Damaged:
    """A record that is damaged: what it is, its *id*, and its *title* if that can be read."""

    record: Record
    id: object
    title: object

    @property
    def label(self) -> str:
        """What it is called on the screen."""
        number = self.id if isinstance(self.id, int) else "without a number"
        title = f" ({one_line(self.title)})" if isinstance(self.title, str) else ""
        return f"{self.record.name} {number}{title}"


def read_rows(
    connection: sqlite3.Connection,
    record: Record,
    make: Callable[..., Row],
    rest: str = "",
    values: Sequence[object] = (),
) -> tuple[list[Row], list[Damaged]]:
    """
    What *make* makes of the rows that *rest* of a statement asks for; and the damaged ones.

    *make* gets the columns by name, and *sound*: False where the checksum does not fit.
    A row that *make* refuses, or that cannot be read, is left out.
    """
    rows: list[Row] = []
    damaged: list[Damaged] = []
    title = record.columns.index("title")
    for row in _fetch_each(connection, record, rest, values):
        *stored, expected = row
        sound = expected == checksum(*stored)
        if not sound:
            damaged.append(Damaged(record, stored[0], stored[title]))
        fields = dict(zip(record.columns, stored, strict=True))
        del fields["contents"]
        try:
            rows.append(make(**fields, sound=sound))
        except (ValueError, TypeError, OverflowError):
            if sound:
                damaged.append(Damaged(record, stored[0], stored[title]))
    return rows, damaged


def _fetch_each(
    connection: sqlite3.Connection, record: Record, rest: str, values: Sequence[object]
) -> Iterator[Sequence[object]]:
    """The rows that can be read; of the others the id alone."""
    columns = ", ".join((*record.columns, "checksum"))
    statement = f"SELECT {columns} FROM {record.table}"
    try:
        yield from fetch(connection, f"{statement} {rest}", values)
    except UNREADABLE as error:
        if is_read_error(error) or isinstance(error, sqlite3.OperationalError):
            raise
        ids = connection.execute(f"SELECT id FROM {record.table} {rest}", values).fetchall()
        for (number,) in ids:
            try:
                yield from connection.execute(f"{statement} WHERE id = ?", (number,))
            except UNREADABLE:
                yield (number, *(None for _ in record.columns[1:]), "unreadable")


def damage_report(damaged: Iterable[Damaged]) -> str:
    """What to say of *damaged* records."""
    names = [item.label for item in damaged]
    shown, more = names[:MAX_NAMED], len(names) - MAX_NAMED
    if more > 0:
        shown.append(f"{more} more")
    text = " and ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))
    are = "is" if len(names) == 1 else "are"
    return f"{text[0].upper()}{text[1:]} {are} damaged in the journal and not counted."


def one_line(text: str) -> str:
    """*text* without control characters, which damage may have made of letters."""
    if text.isprintable():
        return text
    return "".join("\ufffd" if category(letter) == "Cc" else letter for letter in text)


def text(value: object) -> str:
    """*value*, when it is text; raises ``TypeError`` if not."""
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def text_if_any(value: object) -> str | None:
    """*value*, when it is text or None; raises ``TypeError`` if not."""
    return None if value is None else text(value)


def title_rows(value: object) -> str:
    """*value* as a title on one line; raises ``TypeError`` for what is no text."""
    return one_line(text(value))


def whole(value: object) -> int:
    """*value*, when it is a whole number, not below 0; raises an error if not."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(value)
    if value < 0:
        raise ValueError(value)
    return value


def whole_if_any(value: object) -> int | None:
    """*value*, when it is a whole number or None."""
    return None if value is None else whole(value)


def seed_rows(value: object) -> int:
    """*value* as a seed: a number, or the digits of one; raises an error if not."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise TypeError(value)
    return int(value)


def number_if_any(value: object) -> float | None:
    """*value*, when it is a finite number or None; raises an error if not."""
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError(value)
    if not isfinite(value):
        raise ValueError(value)
    return float(value)


def time(text: object) -> str:
    """*text*, when it is a time with its distance from UTC; raises ``ValueError`` if not."""
    if not isinstance(text, str) or datetime.fromisoformat(text).tzinfo is None:
        raise ValueError(text)
    return text


def time_if_known(text: object) -> str | None:
    """*text*, when it is a time with its distance from UTC."""
    try:
        return time(text)
    except ValueError:
        return None


def local(iso: str) -> datetime:
    """The time *iso* by the clock here, where the first and last years allow one."""
    moment = datetime.fromisoformat(iso)
    try:
        return moment.astimezone()
    except (OverflowError, ValueError, OSError):
        return moment


def _phase(phase: str) -> str:
    return Phase(phase).value


@frozen(kw_only=True)
class Run:
    """
    One playthrough without its actions; the table of runs has these columns.

    *id* is 0 until the first action is kept. *source* is the path when the
    scenario came from a path given. *started* and *touched* are ISO 8601 in
    UTC. *scenes* counts those answered; *points* are there once it is finished.
    *campaign* is the id of the run through a campaign that it belongs to, if any;
    *alone* the id of the one scene that it is, when it is a review.
    *revision* counts the writes: a higher one in the file means that another
    game has carried this run on. *written* counts the writes to the whole journal, so
    that the run written last has the highest. *sound* is False when a checksum does not
    fit, so that nothing in it is certain.
    """

    id: int = field(default=0, converter=whole)
    revision: int = field(default=0, converter=whole)
    scenario: str = field(converter=text)
    title: str = field(converter=title_rows)
    source: str | None = field(default=None, converter=text_if_any)
    seed: int = field(converter=seed_rows)
    started: str = field(converter=time)
    touched: str = field(converter=time)
    phase: str = field(converter=_phase)
    scenes: int = field(default=0, converter=whole)
    points: float | None = field(default=None, converter=number_if_any)
    campaign: int | None = field(default=None, converter=whole_if_any)
    alone: str | None = field(default=None, converter=text_if_any)
    written: int = field(default=0, converter=whole, eq=False)
    sound: bool = True

    @property
    def on_its_own(self) -> bool:
        """Whether it is a story of its own: no part of a campaign, and no review."""
        return self.campaign is None and self.alone is None

    @property
    def named(self) -> str:
        """What a library finds its scenario by."""
        return self.source or self.scenario

    @property
    def goes_on(self) -> bool:
        """Whether it can be carried on: it has not ended, and is not damaged."""
        return self.sound and not self.finished

    @property
    def finished(self) -> bool:
        """Whether it has reached its ending."""
        return self.phase == Phase.ENDING


@frozen(kw_only=True)
class Played:
    """What a list of scenarios tells of one; *first_points* are those of its first attempt."""

    finished: int = 0
    open: bool = False
    first_points: float | None = None


def first_attempts(runs: Iterable[Run]) -> frozenset[int]:
    """
    The ids of the runs that count; all others are practice.

    Of each scenario it is the run begun first, those aside in which no scene
    was answered: nothing was explained in them. A review is none, nor is a damaged run.
    """
    first: dict[str, int] = {}
    for run in runs:
        if run.scenes and run.alone is None and run.sound:
            first[run.scenario] = min(run.id, first.get(run.scenario, run.id))
    return frozenset(first.values())


@frozen(kw_only=True)
class StoredReflection:
    """*what* was thought after a run, the *number*-th from 1, and when."""

    number: int
    what: ReflectionAction
    at: str


def store_reflection(
    connection: sqlite3.Connection, run: int, what: ReflectionAction, at: str
) -> None:
    """Keep *what* beside the run of that id, if there is one behind *connection*."""
    data = REFLECTION.dumps(what)
    with transaction(connection):
        result = connection.execute(
            "SELECT 1 + (SELECT coalesce(max(number), 0) FROM afterthoughts WHERE run = id) "
            "FROM runs WHERE id = ?",
            (run,),
        ).fetchone()
        if result is not None:
            connection.execute(
                "INSERT INTO afterthoughts (run, number, data, at, checksum) "
                "VALUES (?, ?, ?, ?, ?)",
                (run, result[0], data, at, checksum(run, result[0], data, at)),
            )


def read_reflections(connection: sqlite3.Connection, run: int) -> Iterator[StoredReflection]:
    """What is kept beside the run of that id; what cannot be read is left out."""
    rows = fetch(
        connection,
        "SELECT number, data, at, checksum FROM afterthoughts WHERE run = ? ORDER BY number",
        (run,),
    )
    for number, data, at, expected in rows:
        if expected != checksum(run, number, data, at):
            continue
        with suppress(ValueError, TypeError):
            what = REFLECTION.loads(data)
            if what is not None:
                yield StoredReflection(number=number, what=what, at=time(at))


@frozen(kw_only=True)
class StoredRun:
    """
    A *run*, its *actions*, and when each of them was kept; the *thoughts* beside it.

    A time is None where it is not known.
    """

    run: Run
    actions: tuple[Action, ...]
    times: tuple[str | None, ...]
    reflection_rows: tuple[StoredReflection, ...] = ()


def read_stored_run(connection: sqlite3.Connection, run: Run) -> StoredRun:
    """*run* as the journal behind *connection* has it, not sound where a checksum says so."""
    rows, sound = read_parts(connection, RUN, run.id)
    sound = sound and run.sound
    actions = readable_actions(data for _, data, _ in rows)
    times = tuple(time_if_known(at) for *_, at in rows[: len(actions)])
    return StoredRun(
        run=run if sound == run.sound else evolve(run, sound=sound),
        actions=actions,
        times=times,
        reflection_rows=tuple(read_reflections(connection, run.id)),
    )


def readable_actions(stored: Iterable[object]) -> tuple[Action, ...]:
    """The stored actions, up to the first that this version does not know."""
    known_names: list[Action] = []
    for data in stored:
        action = PLAY.loads(data) if isinstance(data, str) else None
        if action is None:
            break
        known_names.append(action)
    return tuple(known_names)


Keep = Callable[[Run, Playthrough], tuple[Run, str | None]]
"""Keeps a playthrough as a run; gives the run as kept, and a sentence of trouble if any."""
Think = Callable[[Run, ReflectionAction], str | None]
"""Keeps an afterthought beside a run; gives a sentence of trouble if any."""


def not_kept(error: Exception) -> str:
    """What to say when a step could not be kept, because of *error*."""
    return (
        f"This step could not be kept in the journal ({error}); "
        "the game goes on, and the next step that can be kept takes it along."
    )


class Session:
    """
    A playthrough whose every step is in the journal before the next can be taken.

    *play* is the game and goes on whatever happens to the file. *run* is how it
    is listed. *notice* says in one sentence what was left out on resuming.
    *trouble* says in one sentence what went wrong with the last step's keeping;
    *saved* is False when that step is not in the journal.
    """

    def __init__(
        self, run: Run, play: Playthrough, keep: Keep, think: Think, notice: str | None = None
    ) -> None:
        """A session over *play*; ``Journal.begin`` and ``Journal.resume`` make them."""
        self.run = run
        self.play = play
        self.notice = notice
        self.trouble: str | None = None
        self.saved = True
        self._keep = keep
        self._think = think

    def act(self, action: Action) -> Playthrough | Refusal:
        """Take *action* and keep it; a refusal changes nothing and is not kept."""
        return self._settle(step(self.play, action))

    def turn_back(self) -> Playthrough | Refusal:
        """Turn back a page that was only read; calls and choices stand."""
        if not can_turn_back(self.play):
            return Refusal(code="stands", message="Only a page can be turned back.")
        return self._settle(undo(self.play))

    def think(self, reflection: ReflectionAction) -> None:
        """Keep *thought* beside the playthrough, which stays as it is."""
        trouble = self._think(self.run, reflection)
        self.trouble, self.saved = trouble or self.trouble, self.saved and trouble is None

    def keep_waiting(self) -> None:
        """Try once more to keep steps that could not be kept."""
        if not self.saved and self.play.actions:
            self._store()

    def _settle(self, after: Playthrough | Refusal) -> Playthrough | Refusal:
        if isinstance(after, Playthrough):
            self.play = after
            self._store()
        return after

    def _store(self) -> None:
        before = self.run
        self.run, self.trouble = self._keep(before, self.play)
        self.saved = self.run is not before
