"""A run with everything that was done in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from game.core.actions import Action
from game.journal.checksums import RUN, read_parts
from game.journal.codec import PLAY
from game.journal.rows import time_if_known
from game.journal.run import Run
from game.journal.thoughts import Thought, read_thoughts


if TYPE_CHECKING:
    import sqlite3


@frozen(kw_only=True)
class Kept:
    """
    A *run*, its *actions*, and when each of them was kept; the *thoughts* beside it.

    A time is None where it is not known.
    """

    run: Run
    actions: tuple[Action, ...]
    times: tuple[str | None, ...]
    thoughts: tuple[Thought, ...] = ()


def read_kept(connection: sqlite3.Connection, run: Run) -> Kept:
    """*run* as the journal behind *connection* has it, not sound where a checksum says so."""
    rows, sound = read_parts(connection, RUN, run.id)
    sound = sound and run.sound
    actions = known_actions(data for _, data, _ in rows)
    times = tuple(time_if_known(at) for *_, at in rows[: len(actions)])
    return Kept(
        run=run if sound == run.sound else evolve(run, sound=sound),
        actions=actions,
        times=times,
        thoughts=tuple(read_thoughts(connection, run.id)),
    )


def known_actions(stored: Iterable[object]) -> tuple[Action, ...]:
    """The stored actions, up to the first that this version does not know."""
    known: list[Action] = []
    for data in stored:
        action = PLAY.loads(data) if isinstance(data, str) else None
        if action is None:
            break
        known.append(action)
    return tuple(known)
