"""How the server runs inside the game's own loop: quietly, and quick to end."""

from __future__ import annotations

from aiohttp import web

from game.server.doorway import QUIET
from game.server.guard import SERVED


PATIENCE = 0.2
"""Seconds that open requests get to end when the server closes."""


async def run(app: web.Application) -> web.AppRunner:
    """Make *app* ready for sites; it neither prints, nor logs requests, nor takes signals."""
    app[SERVED] = set()
    runner = web.AppRunner(
        app,
        access_log=None,
        handle_signals=False,
        handler_cancellation=True,
        logger=QUIET,
        shutdown_timeout=PATIENCE,
    )
    await runner.setup()
    return runner
