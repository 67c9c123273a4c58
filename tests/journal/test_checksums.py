"""Checksums over stored records."""

from __future__ import annotations

from functools import reduce

from hypothesis import example, given
from hypothesis import strategies as st

from game.journal.checksums import checksum, extend


VALUES = st.none() | st.integers() | st.floats() | st.text() | st.binary()


@given(st.lists(st.lists(VALUES, min_size=1, max_size=4)))
@example([["],\n[", ',\n"'], ["\\", "\x00\u2028\n"], [b"]", 1e400, float("nan")]])
def test_rows_extend_a_checksum_one_by_one(rows: list[list[object]]) -> None:
    """Whatever the values hold, it is as if each row were added alone."""
    one_by_one = reduce(lambda before, row: checksum(before, *row), rows, "")
    assert extend("", rows) == one_by_one
    for split in range(len(rows)):
        assert extend(extend("", rows[:split]), rows[split:]) == one_by_one
