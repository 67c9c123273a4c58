"""Rows of the journal's tables, read as far as they can be made out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TypeVar


Row = TypeVar("Row")


def read_rows(
    make: Callable[..., Row], names: Sequence[str], rows: Iterable[Sequence[object]]
) -> Iterator[Row]:
    """What *make* makes of *rows* whose columns have *names*; a damaged one is left out."""
    for row in rows:
        with suppress(ValueError, TypeError, OverflowError):
            yield make(**dict(zip(names, row, strict=True)))


def left_out(what: str, count: int) -> str:
    """What to say of *count* damaged rows, each of which is *what*."""
    which = f"{count} {what}s are" if count > 1 else f"1 {what} is"
    return f"{which} damaged in the journal, and left out."


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
