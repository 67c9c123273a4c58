"""The player's pseudonym in exports."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid4, uuid5

from game.journal.purge import PLAYER
from game.journal.store import Journal


def pseudonym(journal: Journal) -> str:
    """
    Return the pseudonym used in exports of *journal*; create and store it on first use.

    If it cannot be stored, derive it from the first run, so that it stays the same.
    """
    kept = journal.setting(PLAYER, "")
    if not kept and journal.lasts:
        journal.set_setting(PLAYER, str(uuid4()))
        kept = journal.setting(PLAYER, "")
    if not kept:
        first = min(journal.runs(), key=lambda run: run.id, default=None)
        about = f"{first.scenario}/{first.seed}/{first.started}" if first else "nobody"
        kept = str(uuid5(NAMESPACE_URL, about))
    return kept
