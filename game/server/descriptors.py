"""How many files and sockets this process may have open, and how few connections get."""

from __future__ import annotations

import os
from contextlib import suppress


WANTED = 4096
"""Descriptors that a full room needs: two streams for each seat, those that wait, and ours."""
MIN_HEADROOM, MAX_HEADROOM = 16, 64
"""Descriptors that no connection gets: the journal, the log, imports and fonts need some."""
MIN_CONNECTIONS, MAX_CONNECTIONS = 8, WANTED
SPARES = 4


def raise_limit() -> int | None:
    """Raise the soft limit to ``WANTED`` where that is allowed; returns it, None for none."""
    try:
        import resource
    except ImportError:
        return None
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    target = WANTED if hard == resource.RLIM_INFINITY else min(WANTED, hard)
    if soft != resource.RLIM_INFINITY and soft < target:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (target, hard))
            soft = target
    return None if soft == resource.RLIM_INFINITY else soft


def max_connections(limit: int | None, connections: int = 0) -> int:
    """
    How many connections fit under *limit* beside the headroom and what else is open now.

    *connections* of the descriptors that are open belong to connections.
    """
    if limit is None:
        return MAX_CONNECTIONS
    headroom = min(MAX_HEADROOM, max(MIN_HEADROOM, limit // 8))
    return min(MAX_CONNECTIONS, max(MIN_CONNECTIONS, limit - (_open() - connections) - headroom))


def _open() -> int:
    """How many descriptors are open; a guess where the system does not list them."""
    for listing in ("/proc/self/fd", "/dev/fd"):
        with suppress(OSError):
            return len(os.listdir(listing))
    return 32


class Spares:
    """A few open descriptors, to be given up at the moment when there is no other."""

    def __init__(self) -> None:
        self._held: list[int] = []

    def hold(self) -> None:
        """Open as many as are missing, or as many as there are."""
        with suppress(OSError):
            while len(self._held) < SPARES:
                self._held.append(os.open(os.devnull, os.O_RDONLY))

    def release(self) -> None:
        """Close them."""
        while self._held:
            os.close(self._held.pop())
