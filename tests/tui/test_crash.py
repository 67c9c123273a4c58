"""A mistake of ours in the terminal game: no traceback on the screen, and the caller is told."""

from __future__ import annotations

import os
import pty
import sys

from tests.shared import started


BROKEN = """
from game.content.library import Library
from game.journal.store import Journal
from game.tui.app import GameApp

app = GameApp(Library.of(()), Journal.open(None))
app.call_later(lambda: 1 / 0)
try:
    app.run_to_end()
except ZeroDivisionError:
    raise SystemExit(7)
"""


def test_a_mistake_inside_is_raised_outside() -> None:
    """The screen is given back as it was, and whoever ran the game gets the exception."""
    ours, theirs = pty.openpty()
    with started(
        [sys.executable, "-c", BROKEN],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm-256color"},
    ) as game:
        os.close(theirs)
        seen = b""
        while True:
            try:
                read = os.read(ours, 65536)
            except OSError:  # the other side is closed
                break
            if not read:
                break
            seen += read
    os.close(ours)
    assert game.returncode == 7
    assert b"Traceback" not in seen
    assert b"ZeroDivision" not in seen
