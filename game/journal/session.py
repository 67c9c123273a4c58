"""A playthrough that is kept while it is played."""

from __future__ import annotations

from collections.abc import Callable

from game.core.actions import Action
from game.core.debrief import Afterthought
from game.core.playthrough import Playthrough, Refusal, can_turn_back, step, undo
from game.journal.run import Run


Keep = Callable[[Run, Playthrough], tuple[Run, str | None]]
"""Keeps a playthrough as a run; gives the run as kept, and a sentence of trouble if any."""
Think = Callable[[Run, Afterthought], str | None]
"""Keeps an afterthought beside a run; gives a sentence of trouble if any."""


def not_kept(error: Exception) -> str:
    """What to say when a step could not be kept, because of *error*."""
    return (
        f"This step could not be kept in the journal ({error}); "
        "the game goes on, and the next step that can be kept takes it along."
    )


class Session:
    """
    A playthrough whose every step is in the journal before the next can be taken.

    *play* is the game and goes on whatever happens to the file. *run* is how it
    is listed. *notice* says in one sentence what was left out on resuming.
    *trouble* says in one sentence what went wrong with the last step's keeping;
    *saved* is False when that step is not in the journal.
    """

    def __init__(
        self, run: Run, play: Playthrough, keep: Keep, think: Think, notice: str | None = None
    ) -> None:
        """A session over *play*; ``Journal.begin`` and ``Journal.resume`` make them."""
        self.run = run
        self.play = play
        self.notice = notice
        self.trouble: str | None = None
        self.saved = True
        self._keep = keep
        self._think = think

    def act(self, action: Action) -> Playthrough | Refusal:
        """Take *action* and keep it; a refusal changes nothing and is not kept."""
        return self._settle(step(self.play, action))

    def turn_back(self) -> Playthrough | Refusal:
        """Turn back a page that was only read; calls and choices stand."""
        if not can_turn_back(self.play):
            return Refusal(code="stands", message="Only a page can be turned back.")
        return self._settle(undo(self.play))

    def think(self, thought: Afterthought) -> None:
        """Keep *thought* beside the playthrough, which stays as it is."""
        trouble = self._think(self.run, thought)
        self.trouble, self.saved = trouble or self.trouble, self.saved and trouble is None

    def keep_waiting(self) -> None:
        """Try once more to keep steps that could not be kept."""
        if not self.saved and self.play.actions:
            self._store()

    def _settle(self, after: Playthrough | Refusal) -> Playthrough | Refusal:
        if isinstance(after, Playthrough):
            self.play = after
            self._store()
        return after

    def _store(self) -> None:
        before = self.run
        self.run, self.trouble = self._keep(before, self.play)
        self.saved = self.run is not before
