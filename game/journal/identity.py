"""
Which runs and rooms belong to the same scenario.

A scenario that ships with the game is its id. A player's own file is the one of an earlier
run or room if either its text or its place is the same: a file that was moved or edited stays
itself, and two files of one name are strangers. Runs and rooms have a *key* for it, the same
for all of a scenario. Earlier versions stored none; there it is the path, or the id.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable

from attrs import frozen

from game.content.ids import file_id
from game.journal.checksums import ROOM, RUN, Record, checksum_of, seal
from game.journal.database import State, state
from game.journal.errors import fetch


KEY = "coalesce(work, nullif(source, ''), scenario)"
"""The key of a run or a room, in SQL; ``Identified.key`` once it is read."""
PLACE = "coalesce(nullif(source, ''), scenario)"
"""The path or id that a run or a room names, in SQL."""


Exists = Callable[[str], bool]
"""Return whether there may be a file at an address, or a scenario with an id."""


@frozen(kw_only=True)
class Origin:
    """
    Where a scenario comes from.

    *source* is its path as text; None if the library finds it by its *id*. *edition* is a
    digest of the text of a player's own file; None for one that ships with the game. *path* is
    the path as text of an own file that the library finds: earlier versions may have stored it.
    """

    id: str
    source: str | None = None
    edition: str | None = None
    path: str | None = None

    @property
    def is_own(self) -> bool:
        """Whether it is a player's own file."""
        return self.source is not None or self.edition is not None

    @property
    def place(self) -> str:
        """The path, or the id where the library finds it by that."""
        return self.source or self.id

    @property
    def new_key(self) -> str:
        """The key of its runs and rooms if none is stored yet."""
        return self.edition or self.place


class Identified:
    """
    A run or a room of a scenario.

    *scenario* is the id, *source*, *edition* and *work* are the path, the edition and the key
    of a player's own file, as far as they are known.
    """

    __slots__ = ()
    scenario: str
    source: str | None
    work: str | None
    edition: str | None

    @property
    def named(self) -> str:
        """The id or path by which a library finds its scenario."""
        return self.source or self.scenario

    @property
    def key(self) -> str:
        """What all runs and rooms of its scenario have in common."""
        return self.work or self.named

    @property
    def origin(self) -> Origin:
        """Where its scenario came from when it was last opened."""
        return Origin(id=self.scenario, source=self.source, edition=self.edition)


def find_key(connection: sqlite3.Connection, origin: Origin) -> str:
    """Return the key of the runs and rooms of *origin*, a stored one if there is any."""
    if not origin.is_own:
        return origin.id
    newest = "AND typeof(scenario) = 'text' ORDER BY written DESC, id DESC LIMIT 1"
    places = ((PLACE, origin.place), ("source", origin.path))
    for column, value in (("edition", origin.edition), *places):
        if value is None:
            continue
        for table in (RUN.table, ROOM.table):
            select = f"SELECT {KEY} FROM {table} WHERE {column} = ? {newest}"
            rows = fetch(connection, select, (value,))
            if rows and isinstance(rows[0][0], str):
                return rows[0][0]
    return origin.new_key


class Keys:
    """
    The stored keys of all scenarios behind *connection*, read in one pass.

    They are read again after any change to the file, also by another process. Use ``find_key``
    for a single key: it reads less.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._state: State | None = None
        self._known: list[dict[str, object]] = []

    def find(self, origins: Iterable[Origin]) -> list[str]:
        """Return what ``find_key`` does for each of *origins*."""
        # What a transaction wrote may be rolled back, which changes no state.
        current = None if self._connection.in_transaction else state(self._connection)
        if current is None or current != self._state:
            self._known = _newest_keys(self._connection)
            self._state = current
        return [self._find(origin) for origin in origins]

    def _find(self, origin: Origin) -> str:
        if not origin.is_own:
            return origin.id
        values = (origin.edition, origin.edition, origin.place, origin.place, *2 * (origin.path,))
        for value, keys in zip(values, self._known, strict=True):
            key = None if value is None else keys.get(value)
            if isinstance(key, str):
                return key
        return origin.new_key


def _newest_keys(connection: sqlite3.Connection) -> list[dict[str, object]]:
    """Return the key of the newest record by edition, place and source, of runs and of rooms."""
    result: list[dict[str, object]] = []
    for column in ("edition", PLACE, "source"):
        for table in (RUN.table, ROOM.table):
            # The last one wins in a dictionary.
            rows = fetch(
                connection,
                f"SELECT {column}, {KEY} FROM {table} NOT INDEXED "
                f"WHERE {column} IS NOT NULL AND typeof(scenario) = 'text' ORDER BY written, id",
            )
            result.append(dict(rows))
    return result


def imported(connection: sqlite3.Connection, origin: Origin) -> tuple[str | None, str | None]:
    """
    Return key and source for a run that another machine stored with *origin*.

    A path of another machine means nothing here, so a player's own file is the same only by
    its text. Its source is a mere file name, until it is played from a path.
    """
    if not origin.is_own:
        return None, None
    key = origin.source
    if origin.edition is not None:
        key = find_key(connection, Origin(id=origin.edition, edition=origin.edition))
    return key, f"{file_id(origin.id)}.yaml"


def move_runs(connection: sqlite3.Connection, key: str, origin: Origin, exists: Exists) -> None:
    """
    Let the other runs and rooms with *key* name the place of *origin*, if no file is at theirs.

    Call it in a transaction. Damaged ones stay as they are.
    """
    for record in (RUN, ROOM):
        rows = fetch(
            connection,
            f"SELECT {', '.join(record.columns)}, checksum FROM {record.table} "
            f"WHERE {KEY} = ? AND source IS NOT ?",
            (key, origin.source),
        )
        for *stored, expected in rows:
            run = dict(zip(record.columns, stored, strict=True))
            sound = expected == checksum_of(record, stored)
            if sound and not exists(run["source"] or run["scenario"]):
                connection.execute(
                    f"UPDATE {record.table} SET work = ?, source = ? WHERE id = ?",
                    (key, origin.source, run["id"]),
                )
                seal(connection, record, run["id"], run["contents"])


def stored_source(connection: sqlite3.Connection, record: Record, run: int) -> object:
    """Return the stored source of the *record* with id *run*; the id if it is not stored."""
    rows = fetch(connection, f"SELECT source FROM {record.table} WHERE id = ?", (run,))
    return rows[0][0] if rows else run
