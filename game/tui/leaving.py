"""How the terminal game is left: at once, or with a question while a room runs in it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.app import App

from game.text import labels


if TYPE_CHECKING:
    from game.journal.store import Journal


NOTHING_LOST = "Nothing is lost."
NOT_SAVED = "What you do now is not saved."


class Leaving(App[None]):
    """The part of the app that ends it."""

    journal: Journal
    mistake: BaseException | None = None
    """What went wrong inside, or the exit of a signal."""
    last_words = ""
    """A sentence for the terminal once the game has given it back."""

    def run_to_end(self) -> None:
        """Run until it is quit; what went wrong inside is raised here."""
        self.run()
        if self.last_words and isinstance(self.mistake, SystemExit | None):
            with suppress(
                OSError, ValueError
            ):  # nothing is left in a buffer if the terminal is gone
                os.write(sys.stdout.fileno(), f"{self.last_words}\n".encode())
        if self.mistake is not None:
            raise self.mistake

    async def action_quit(self) -> None:
        """Quit; a screen that leads a room asks first, whatever is open in front of it."""
        from game.tui.screens.facilitator_keys import FacilitatorScreen

        rooms = [screen for screen in self.screen_stack if isinstance(screen, FacilitatorScreen)]
        if not rooms:
            await super().action_quit()
            return
        while self.screen is not rooms[-1]:
            self.pop_screen()
        rooms[-1].action_stop()

    def action_help_quit(self) -> None:
        """Show once how to leave, and what of it is kept: a terminal's own key is pressed."""
        from game.tui.screens.facilitator_keys import FacilitatorScreen

        q = self.screen.active_bindings.get("q")
        leaves = q is not None and q.enabled and q.binding.action in ("quit", "app.quit", "stop")
        key = "q" if leaves else "Ctrl+Q"
        rooms = [screen for screen in self.screen_stack if isinstance(screen, FacilitatorScreen)]
        if rooms:
            message = f"To leave, press {key} twice."
        else:
            message = f"To leave, press {key}. {self.leaving_loses}".rstrip()
        if rooms and self.screen is rooms[-1]:
            rooms[-1].show_message(message)
        else:
            self.notify(message, markup=False)

    @property
    def leaving_loses(self) -> str:
        """What is lost by leaving now, in a sentence; empty in a preview, which keeps nothing."""
        if any(getattr(screen, "is_preview", False) for screen in self.screen_stack):
            return ""
        unsaved = self.journal.pending.unsaved
        if unsaved.steps:
            return labels.unsaved(unsaved.steps, partly=unsaved.partly)
        return NOTHING_LOST if self.journal.lasts else NOT_SAVED

    def action_suspend_process(self) -> None:
        """Suspend the game, except where phones would wait for the room that it runs."""
        from game.tui.screens.projector import ProjectorScreen

        rooms = [screen for screen in self.screen_stack if isinstance(screen, ProjectorScreen)]
        for room in rooms:
            room.show_message("The room runs here, so it stays open. u takes one step back.")
        if not rooms:
            super().action_suspend_process()
