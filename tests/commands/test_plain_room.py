"""Rooms line by line: without a terminal, and what is said of them at the end."""

from __future__ import annotations

import asyncio
import signal
import sys

import pytest

from game.cli.plain_room import _until_signal
from game.room.console import Ticket
from tests.tui.test_console import Line, line


class _WriteOnly:
    """Standard input as nohup opens it."""

    def isatty(self) -> bool:
        return False

    def readline(self) -> str:
        raise OSError(9, "Bad file descriptor")


async def _run(end: Line) -> None:
    """Run the console until it has shown a ticket."""
    shown = asyncio.Event()

    async def ticket() -> Ticket:
        shown.set()
        return Ticket(message="Good once: GOOD", qr=())

    end.ticket = ticket  # type: ignore[method-assign]
    end.changed = asyncio.Event()
    running = asyncio.create_task(_until_signal(end, None, stays=True))
    waiting = asyncio.create_task(shown.wait())
    await asyncio.wait({running, waiting}, timeout=20, return_when=asyncio.FIRST_COMPLETED)
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    running.cancel()
    assert await running is None


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="Windows has no such signal")
def test_nohup_keeps_a_room_open(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Input that cannot be read is none, so a ticket is printed; an ignored signal stays so."""
    monkeypatch.setattr(sys, "stdin", _WriteOnly())
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        asyncio.run(_run(line()))
    finally:
        signal.signal(signal.SIGHUP, before)
    assert "Good once: GOOD" in capsys.readouterr().out
