"""Rows of the journal's tables, read as far as they can be made out."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from math import isfinite
from typing import TypeVar
from unicodedata import category

from attrs import frozen

from game.journal.checksums import Record, checksum
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
    names = [one.label for one in damaged]
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


def title(value: object) -> str:
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


def seed(value: object) -> int:
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
