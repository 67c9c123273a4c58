"""How the terminal game is left: at once, or with a question while a room runs in it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from textual.app import App


class Leaving(App[None]):
    """The part of the app that ends it."""

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

    def action_suspend_process(self) -> None:
        """Suspend the game, except where phones would wait for the room that it runs."""
        from game.tui.screens.projector import ProjectorScreen

        rooms = [screen for screen in self.screen_stack if isinstance(screen, ProjectorScreen)]
        for room in rooms:
            room.show_message("The room runs here, so it stays open. u takes one step back.")
        if not rooms:
            super().action_suspend_process()
