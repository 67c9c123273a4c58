"""The key of one scenario, and the keys of many."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from game.journal.database import in_memory, insert, open_file
from game.journal.identity import Keys, Origin, find_key


MAYBE = st.sampled_from([None, "a", "b", ""])
RECORDS = st.tuples(
    st.sampled_from(["runs", "rooms"]),
    st.fixed_dictionaries(
        {
            "scenario": st.sampled_from(["a", "b", b"a"]),
            "source": MAYBE,
            "edition": MAYBE,
            "work": st.sampled_from([None, "one", "two", "three", b"four"]),
            "written": st.integers(1, 2),
        }
    ),
)
ORIGINS = [
    Origin(id=name, source=source, edition=edition, path=path)
    for name in ("a", "b")
    for source in (None, "a", "b")
    for edition in (None, "a", "b")
    for path in (None, "a")
]


def add(connection: sqlite3.Connection, table: str, record: dict[str, Any]) -> None:
    """Add *record* to *table*, with what else there must be."""
    own = ("revision", "phase", "scenes") if table == "runs" else ("code", "stage")
    rest = dict.fromkeys(("title", "seed", "started", "touched", *own), "")
    insert(connection, table, {**rest, **record})


@given(st.lists(st.tuples(RECORDS, st.booleans()), min_size=4, max_size=9))
def test_keys_of_many_are_those_of_each(changes: list[tuple[Any, bool]]) -> None:
    """They are the same after every write, here or through another connection."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "journal.db"
        one, other = (open_file(path, 0).connection for _ in range(2))
        with closing(one), closing(other):
            keys = Keys(one)
            for (table, record), elsewhere in changes:
                add(other if elsewhere else one, table, record)
                assert keys.find(ORIGINS) == [find_key(one, origin) for origin in ORIGINS]


def test_keys_of_a_transaction_that_was_rolled_back_are_forgotten() -> None:
    """What is looked up in a transaction is not kept."""
    one = in_memory()
    keys, origin = Keys(one), Origin(id="a", source="a")
    one.execute("BEGIN")
    add(one, "runs", {"scenario": "a", "source": "a", "work": "b"})
    assert keys.find([origin]) == ["b"]
    one.execute("ROLLBACK")
    assert keys.find([origin]) == ["a"]
