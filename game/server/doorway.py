"""How many connections may wait at the door, so that one machine cannot keep out all others."""

from __future__ import annotations

from contextlib import suppress

from aiohttp import web


WAITING_MOST = 1000
"""Connections that are no stream; when one more comes the oldest ends. Pages take moments."""
FILES_WANTED = 4096
"""Files the process may have open: two streams for each seat, those that wait, and ours."""

STREAMS: web.AppKey[set[object]] = web.AppKey("streams")
"""The connections that follow the room; they are limited by seat, not here."""


class Doorway:
    """
    Makes a protocol for each connection of *runner*'s application.

    Whoever connects and says nothing, or half of something, for ever, is in nobody's way.
    """

    def __init__(self, runner: web.AppRunner) -> None:
        self._server = runner.server
        self._streams = runner.app[STREAMS]
        _want_files()

    def __call__(self) -> web.RequestHandler:
        """A protocol for one more."""
        assert self._server is not None
        open_now = self._server.connections
        if len(open_now) >= WAITING_MOST:
            waiting = [each for each in open_now if each not in self._streams and each.connected]
            for each in waiting[: max(0, len(waiting) - WAITING_MOST + 1)]:
                each.force_close()
        return self._server()


def _want_files() -> None:
    """Have the system allow as many open files as a full room needs; some start with 256."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        most = FILES_WANTED if hard == resource.RLIM_INFINITY else min(FILES_WANTED, hard)
        if soft != resource.RLIM_INFINITY and soft < most:
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
