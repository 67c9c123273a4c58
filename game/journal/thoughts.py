"""Afterthoughts in the journal: kept beside a run, in the order they came."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from attrs import frozen

from game.core.afterthoughts import Afterthought
from game.journal.codec import REFLECTION
from game.journal.rows import time


if TYPE_CHECKING:
    import sqlite3


@frozen(kw_only=True)
class Thought:
    """*what* was thought after a run, the *number*-th from 1, and when."""

    number: int
    what: Afterthought
    at: str


def keep_thought(connection: sqlite3.Connection, run: int, what: Afterthought, at: str) -> None:
    """Keep *what* beside the run of that id, if there is one behind *connection*."""
    connection.execute(
        "INSERT INTO afterthoughts "
        "SELECT id, 1 + (SELECT count(*) FROM afterthoughts WHERE run = id), ?, ? "
        "FROM runs WHERE id = ?",
        (REFLECTION.dumps(what), at, run),
    )


def read_thoughts(connection: sqlite3.Connection, run: int) -> Iterator[Thought]:
    """What is kept beside the run of that id; what cannot be read is left out."""
    rows = connection.execute(
        "SELECT number, data, at FROM afterthoughts WHERE run = ? ORDER BY number", (run,)
    )
    for number, data, at in rows.fetchall():
        with suppress(ValueError, TypeError):
            what = REFLECTION.loads(data)
            if what is not None:
                yield Thought(number=number, what=what, at=time(at))
