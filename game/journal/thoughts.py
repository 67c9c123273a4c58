"""Afterthoughts in the journal: kept beside a run, in the order they came."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from attrs import frozen

from game.core.debrief import Afterthought
from game.journal.checksums import checksum
from game.journal.codec import REFLECTION
from game.journal.database import transaction
from game.journal.errors import fetch
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
    data = REFLECTION.dumps(what)
    with transaction(connection):
        found = connection.execute(
            "SELECT 1 + (SELECT coalesce(max(number), 0) FROM afterthoughts WHERE run = id) "
            "FROM runs WHERE id = ?",
            (run,),
        ).fetchone()
        if found is not None:
            connection.execute(
                "INSERT INTO afterthoughts (run, number, data, at, checksum) "
                "VALUES (?, ?, ?, ?, ?)",
                (run, found[0], data, at, checksum(run, found[0], data, at)),
            )


def read_thoughts(connection: sqlite3.Connection, run: int) -> Iterator[Thought]:
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
                yield Thought(number=number, what=what, at=time(at))
