"""
Which runs belong to the same scenario: the rule; ``Run.key`` is its form for a run that was read.

A scenario that ships with the game is its id. A player's own file is the one of an earlier
run if either its text or its place is the same: a file that was moved or edited stays itself,
and two files of one name are strangers. Runs have a *key* for it, the same for all runs of a
scenario. Earlier versions stored none; there it is the path, or the id.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from attrs import frozen

from game.journal.checksums import RUN, checksum_of, seal
from game.journal.errors import fetch


KEY = "coalesce(work, nullif(source, ''), scenario)"
"""The key of a run, in SQL."""
PLACE = "coalesce(nullif(source, ''), scenario)"
"""The path or id that a run names, in SQL."""


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
        """The key of its runs if none is stored yet."""
        return self.edition or self.place


def find_key(connection: sqlite3.Connection, origin: Origin) -> str:
    """Return the key of the runs of *origin*, stored ones if there are any."""
    if not origin.is_own:
        return origin.id
    newest = "AND typeof(scenario) = 'text' ORDER BY written DESC, id DESC LIMIT 1"
    places = ((PLACE, origin.place), ("source", origin.path))
    for column, value in (("edition", origin.edition), *places):
        if value is None:
            continue
        rows = fetch(connection, f"SELECT {KEY} FROM runs WHERE {column} = ? {newest}", (value,))
        if rows and isinstance(rows[0][0], str):
            return rows[0][0]
    return origin.new_key


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
    return key, f"{origin.id}.yaml"


def move_runs(connection: sqlite3.Connection, key: str, origin: Origin, exists: Exists) -> None:
    """
    Let the other runs with *key* name the place of *origin*, if there is no file at theirs.

    Call it in a transaction. Damaged runs stay as they are.
    """
    columns = ", ".join(RUN.columns)
    rows = fetch(
        connection,
        f"SELECT {columns}, checksum FROM runs WHERE {KEY} = ? AND source IS NOT ?",
        (key, origin.source),
    )
    for *stored, expected in rows:
        run = dict(zip(RUN.columns, stored, strict=True))
        sound = expected == checksum_of(RUN, stored)
        if sound and not exists(run["source"] or run["scenario"]):
            connection.execute(
                "UPDATE runs SET work = ?, source = ? WHERE id = ?", (key, origin.source, run["id"])
            )
            seal(connection, RUN, run["id"], run["contents"])
