"""Keys and first attempts are read again after any change to the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.journal.identity import Origin
from game.journal.runs import Run
from tests.journal.conftest import OpenJournal
from tests.journal.stories import SHORT, WHOLE


FIRST, EDITED = (Origin(id="short", source="/mine", edition=text) for text in ("one", "two"))
"""A file of the player's own, and the same file with another text."""


@pytest.mark.parametrize("elsewhere", [True, False], ids=["another connection", "this connection"])
def test_what_was_written_since_is_read(
    path: Path, open_journal: OpenJournal, elsewhere: bool
) -> None:
    """A run counts at once, and so does its deletion, whichever connection wrote."""
    reading = open_journal(path)
    writing = open_journal(path) if elsewhere else reading

    def seen() -> tuple[str, str, frozenset[int]]:
        return reading.key(FIRST), reading.key(EDITED), reading.first_attempts()

    def play(origin: Origin) -> Run:
        session = writing.begin(SHORT, 0, origin)
        for action in WHOLE:
            session.act(action)
        assert session.saved
        return session.run

    assert seen() == ("one", "two", frozenset())
    run = play(EDITED)
    assert seen() == ("two", "two", frozenset({run.id}))
    again = play(FIRST)
    assert seen() == ("two", "two", frozenset({run.id}))
    assert writing.delete([run.id]) is None
    assert seen() == ("two", "two", frozenset({again.id}))
    assert writing.delete([again.id]) is None
    assert seen() == ("one", "two", frozenset())
