"""Runs in the journal: rows, listed and stored runs, reflections, the session of an open run."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from math import isfinite
from typing import TYPE_CHECKING, TypeAlias, TypeVar
from unicodedata import category

from attrs import evolve, field, frozen

from game.core.actions import Action
from game.core.failure import Failure
from game.core.playthrough import Phase, Playthrough, step, turn_back
from game.journal.checksums import Record, checksum_of
from game.journal.errors import UNREADABLE, fetch, is_read_error, not_stored
from game.journal.identity import Identified
from game.text.plural import listed


if TYPE_CHECKING:
    from game.core.debrief import ReflectionAction


Row = TypeVar("Row")

MAX_NAMED = 5
"""Maximum number of damaged records named in a report."""


@frozen
class Damaged:
    """
    A damaged record: its kind, *id*, and *title* if readable.

    With *reflection*, only the reflection of that number is damaged.
    """

    record: Record
    id: object
    title: object
    reflection: object = None

    @property
    def key(self) -> str:
        """A unique key."""
        return f"{self.record.table}/{self.id}/{self.reflection}"

    @property
    def label(self) -> str:
        """Its name in reports."""
        number = self.id if isinstance(self.id, int) else "without a number"
        title = f" ({one_line(self.title)})" if isinstance(self.title, str) else ""
        record = f"{self.record.name} {number}{title}"
        if self.reflection is None:
            return record
        is_numbered = isinstance(self.reflection, int)
        nth = f"reflection {self.reflection}" if is_numbered else "a reflection"
        return f"{nth} of {record}"


def read_rows(
    connection: sqlite3.Connection,
    record: Record,
    make: Callable[..., Row],
    rest: str = "",
    values: Sequence[object] = (),
) -> tuple[list[Row], list[Damaged]]:
    """
    Read the rows selected by *rest* of a statement; return the parsed and the damaged ones.

    *make* receives the columns by name, and *sound*: False if the checksum does not match.
    Rows that *make* rejects, or that cannot be read, are left out. No index is used, since no
    checksum covers it.
    """
    rows: list[Row] = []
    damaged: list[Damaged] = []
    title = record.columns.index("title")
    for row in _fetch_each(connection, record, rest, values):
        *stored, expected = row
        sound = expected == checksum_of(record, stored)
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
    """Yield the readable rows; of the others only the id."""
    columns = ", ".join((*record.columns, "checksum"))
    table = f"{record.table} NOT INDEXED"
    statement = f"SELECT {columns} FROM {table}"
    try:
        yield from fetch(connection, f"{statement} {rest}", values)
    except UNREADABLE as error:
        if is_read_error(error) or isinstance(error, sqlite3.OperationalError):
            raise
        ids = connection.execute(f"SELECT id FROM {table} {rest}", values).fetchall()
        for (number,) in ids:
            try:
                yield from connection.execute(f"{statement} WHERE id = ?", (number,))
            except UNREADABLE:
                yield (number, *(None for _ in record.columns[1:]), "unreadable")


def damage_report(damaged: Iterable[Damaged]) -> str:
    """Return a sentence that names *damaged* records."""
    names = [item.label for item in damaged]
    shown, more = names[:MAX_NAMED], len(names) - MAX_NAMED
    if more > 0:
        shown.append(f"{more} more")
    text = listed(shown)
    are = "is" if len(names) == 1 else "are"
    return f"{text[0].upper()}{text[1:]} {are} damaged in the journal and not counted."


def one_line(text: str) -> str:
    """Return *text* with control characters, a sign of damage, replaced."""
    if text.isprintable():
        return text
    return "".join("\ufffd" if category(letter) == "Cc" else letter for letter in text)


def text(value: object) -> str:
    """Return *value* if it is a string; raise ``TypeError`` otherwise."""
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def text_if_any(value: object) -> str | None:
    """Return *value* if it is a string or None; raise ``TypeError`` otherwise."""
    return None if value is None else text(value)


def title_line(value: object) -> str:
    """Return *value* as a title on one line; raise ``TypeError`` if it is no string."""
    return one_line(text(value))


MAX_INTEGER = 2**63 - 1
"""The largest integer that SQLite stores."""


def whole(value: object) -> int:
    """Return *value* if it is an integer from 0 to ``MAX_INTEGER``; else raise an error."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(value)
    if not 0 <= value <= MAX_INTEGER:
        raise ValueError(value)
    return value


def whole_if_any(value: object) -> int | None:
    """Return *value* if it is an integer of at least 0, or None."""
    return None if value is None else whole(value)


def seed_number(value: object) -> int:
    """Return *value*, an integer or its digits, as a seed; raise an error otherwise."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise TypeError(value)
    return int(value)


def number_if_any(value: object) -> float | None:
    """Return *value* if it is a finite number or None; raise ``TypeError`` or ``ValueError``."""
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError(value)
    if not isfinite(value):
        raise ValueError(value)
    return float(value)


def time(text: object) -> str:
    """Return *text* if it is an ISO 8601 time with UTC offset; raise ``ValueError`` otherwise."""
    if not isinstance(text, str) or datetime.fromisoformat(text).tzinfo is None:
        raise ValueError(text)
    return text


def time_if_known(text: object) -> str | None:
    """Return *text* if it is an ISO 8601 time with UTC offset, else None."""
    try:
        return time(text)
    except ValueError:
        return None


def utc_now() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)


def local(iso: str) -> datetime:
    """Return the time *iso* in local time, if representable."""
    moment = datetime.fromisoformat(iso)
    try:
        return moment.astimezone()
    except (OverflowError, ValueError, OSError):
        return moment


def _phase(phase: str) -> str:
    return Phase(phase).value


@frozen(kw_only=True)
class Run(Identified):
    """
    A playthrough without its actions; a row of the table ``runs``.

    *id* is 0 until the first action is stored. *source*, *edition* and *work* identify its
    scenario: see ``identity``. *started* and *touched* are ISO 8601 times in UTC. *scenes* is
    the number of answered scenes; *points* is None until finished. *campaign* is the id of the
    campaign run that it belongs to, *alone* the scene id of a review. *revision* counts the
    writes of this run: a higher one in the file means that another process continued it.
    *written* is the number of its last write in the whole journal. *sound* is False if a
    checksum does not match.
    """

    id: int = field(default=0, converter=whole)
    revision: int = field(default=0, converter=whole)
    scenario: str = field(converter=text)
    title: str = field(converter=title_line)
    source: str | None = field(default=None, converter=text_if_any)
    seed: int = field(converter=seed_number)
    started: str = field(converter=time)
    touched: str = field(converter=time)
    phase: str = field(converter=_phase)
    scenes: int = field(default=0, converter=whole)
    points: float | None = field(default=None, converter=number_if_any)
    campaign: int | None = field(default=None, converter=whole_if_any)
    alone: str | None = field(default=None, converter=text_if_any)
    work: str | None = field(default=None, converter=text_if_any)
    edition: str | None = field(default=None, converter=text_if_any)
    written: int = field(default=0, converter=whole, eq=False)
    sound: bool = True

    @property
    def on_its_own(self) -> bool:
        """Whether it belongs to no campaign and is no review."""
        return self.campaign is None and self.alone is None

    @property
    def goes_on(self) -> bool:
        """Whether it can be resumed: unfinished and not damaged."""
        return self.sound and not self.finished

    @property
    def finished(self) -> bool:
        """Whether it has reached its ending."""
        return self.phase == Phase.ENDING


@frozen(kw_only=True)
class Played:
    """A summary of a scenario's runs; *first_points* are the points of its first attempt."""

    finished: int = 0
    open: bool = False
    first_points: float | None = None


def as_played(run: Run, play: Playthrough) -> Run:
    """Return *run* as *play* leaves it."""
    return evolve(
        run,
        phase=play.phase.value,
        scenes=len(play.turns),
        points=play.points if play.phase is Phase.ENDING else None,
    )


def first_attempts(runs: Iterable[Run]) -> frozenset[int]:
    """
    Return the ids of first attempts; all other runs are practice.

    The first attempt at a scenario is the run begun first in which a scene was answered.
    Reviews and damaged runs are left out.
    """
    first: dict[str, int] = {}
    for run in runs:
        if run.scenes and run.alone is None and run.sound:
            first[run.key] = min(run.id, first.get(run.key, run.id))
    return frozenset(first.values())


Keep = Callable[[Run, Playthrough], tuple[Run, Failure | None]]
"""Store a playthrough; return the stored run and a failure, if any."""
Reflect: TypeAlias = "Callable[[Run, ReflectionAction], Failure | None]"
"""Store a reflection on a run; return a failure, if any."""


def step_not_stored(error: Exception) -> Failure:
    """Return the failure of a step that could not be stored because of *error*."""
    return not_stored(
        f"This step could not be kept in the journal ({error}); "
        "the game goes on, and the next step that can be kept takes it along."
    )


def step_not_synced(error: OSError) -> Failure:
    """Return the failure of a step that is committed, but not on the disk because of *error*."""
    return not_stored(
        f"The last step could not be written to the disk ({error}), so a power cut would lose "
        "it. The game goes on, and tries again with the next step."
    )


class Session:
    """
    A playthrough whose every step is committed before the next is accepted.

    *play* advances even if writing fails. *ended* is the finished playthrough; turning its
    pages back leaves it finished, also in the journal. *notice* is a sentence on steps left
    out on resuming. *failure* is that of the last write; *resumed* is True if there was a step
    when the session was created. *stored* is the number of steps that last; with *lasts* False,
    none is added. *is_posting* is True in a campaign. *changed* is called after each write.
    """

    def __init__(
        self,
        run: Run,
        play: Playthrough,
        keep: Keep,
        reflect: Reflect,
        notice: str | None = None,
        *,
        lasts: bool = True,
        changed: Callable[[Session], None] = lambda session: None,
    ) -> None:
        """Create a session; use ``Journal.begin`` or ``Journal.resume``."""
        self.run = run
        self.play = play
        self.ended = play if play.phase is Phase.ENDING else None
        self.notice = notice
        self.is_posting = False
        self._failure: Failure | None = None
        self.resumed = bool(play.actions)
        self.stored = len(play.actions)
        self._up_to_date = True
        self._lasts = lasts
        self._changed = changed
        self._keep = keep
        self._reflect = reflect
        self._unstored: list[ReflectionAction] = []

    @property
    def failure(self) -> Failure | None:
        """Why the last step or reflection was not stored as usual, if it was not."""
        return self._failure

    @property
    def saved(self) -> bool:
        """Whether the last step is stored, and steps last."""
        return self._up_to_date and self._lasts

    @property
    def unsaved(self) -> int:
        """The number of last steps that are not stored; 1 also for a reflection."""
        last = self.ended or self.play
        return 0 if self._up_to_date else max(1, len(last.actions) - self.stored)

    @property
    def is_waiting(self) -> bool:
        """Whether anything is not stored."""
        return self.unsaved > 0

    def act(self, action: Action) -> Playthrough | Failure:
        """Apply *action* and store it; a refusal changes nothing and is not stored."""
        return self._settle(step(self.play, action))

    def turn_back(self) -> Playthrough | Failure:
        """Undo a page that was read, or the call while its choice is open; a choice stands."""
        return self._settle(turn_back(self.play))

    def reflect(self, reflection: ReflectionAction) -> Failure | None:
        """
        Store *reflection* beside the playthrough, which does not change.

        Return why it could not be stored; then the next write takes it along.
        """
        failure = self._reflect(self.run, reflection)
        if failure is not None:
            self._unstored.append(reflection)
            self._failure = failure
        self._up_to_date = self._up_to_date and self._lasts and failure is None
        self._changed(self)
        return failure

    def keep_waiting(self) -> None:
        """Retry storing steps and reflections that could not be stored."""
        if self._lasts and not self._up_to_date and self.play.actions:
            self._store()

    def _settle(self, after: Playthrough | Failure) -> Playthrough | Failure:
        if isinstance(after, Failure):
            return after
        self.play = after
        if after.phase is Phase.ENDING:
            self.ended = after
        elif self.ended and self.ended.actions[: len(after.actions)] != after.actions:
            self.ended = None
        if not (self.ended and self.saved and self.run.finished):
            self._store()
        return after

    def _store(self) -> None:
        before, play = self.run, self.ended or self.play
        self.run, self._failure = self._keep(before, play)
        written = self.run is not before
        self._up_to_date = written and self._lasts
        if self._up_to_date:
            self.stored = len(play.actions)
        if written:
            waiting, self._unstored = self._unstored, []
            for reflection in waiting:
                self.reflect(reflection)
        self._changed(self)


def resume_notice(run: Run, stored: int, known: int, play: Playthrough) -> str | None:
    """Return a sentence on *stored* actions that are not in *play*."""
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
