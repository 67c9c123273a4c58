"""
A game in a separate process: ``python -m tests.journal.child JOURNAL STEPS``.

After each step it prints the result of writing, which marks the step as acknowledged.
"""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path

from game.core.failure import message_of
from game.journal.store import Journal
from tests.journal.stories import ENDLESS, on_and_on


def main(path: str, steps: str) -> None:
    """Play *steps* steps and keep them in the journal at *path*."""
    # Many games that write without a pause keep one another waiting for longer than players do.
    journal = Journal.open(Path(path), patience=60)
    print(message_of(journal.failure) or "open", flush=True)
    session = journal.begin(ENDLESS, seed=1)
    for action in islice(on_and_on(), int(steps)):
        session.act(action)
        print(message_of(session.failure) or "kept", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
