"""
A campaign in a separate process: ``python -m tests.journal.campaign_child JOURNAL``.

After each step it prints the result of writing, which marks the step as acknowledged.
"""

from __future__ import annotations

import sys
from pathlib import Path

from game.core.campaign import Stage
from game.core.failure import message_of
from game.core.playthrough import Phase
from game.journal.store import Journal
from tests.core.campaigns import CAMPAIGN, TOWNS, action, best


def main(path: str) -> None:
    """Play the whole tour and keep it in the journal at *path*."""
    journal = Journal.open(Path(path))
    session = journal.campaigns.begin(CAMPAIGN, seed=1)
    while session.campaign_state.stage is not Stage.ENDING:
        if session.campaign_state.stage is Stage.PICK:
            session.pick(session.campaign_state.offers[0])
            print(message_of(session.failure) or "kept", flush=True)
            continue
        assert session.campaign_state.posting is not None
        posted = session.post(TOWNS[session.campaign_state.posting.id])
        while posted.play.phase is not Phase.ENDING:
            posted.act(action(posted.play, best))
            print(message_of(posted.failure) or "kept", flush=True)
        session.settle()


if __name__ == "__main__":
    main(*sys.argv[1:])
