"""Timers that fire once."""

from __future__ import annotations

from textual.message_pump import MessagePump
from textual.timer import Timer, TimerCallback


class SureTimers(MessagePump):
    """
    An app or a screen whose timers always fire.

    Textual skips a tick that comes too late, also the only one of ``set_timer``: if the process
    is held for the whole delay just as the timer starts, its callback is never called. So a window
    could not be resized any more.
    """

    def set_timer(
        self,
        delay: float,
        callback: TimerCallback | None = None,
        *,
        name: str | None = None,
        pause: bool = False,
    ) -> Timer:
        """Call *callback* after *delay* seconds, or later."""
        timer = super().set_timer(delay, callback, name=name, pause=pause)
        timer._skip = False
        return timer
