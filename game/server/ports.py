"""Bind the port of a room; what to say and do where that fails."""

from __future__ import annotations

import asyncio
import errno
import socket

from attrs import frozen

from game.server import network


WAIT_SECONDS = 10.0
"""Seconds for which a port that is taken is only waited for, before another is offered."""
RETRY_SECONDS = 0.5
"""Seconds between two tries."""

WAITING = "Port {port} is taken by another program. Trying again …"
TAKEN = (
    "Port {port} is taken by another program. Close that program, and the room opens by itself. "
    "Or press e (line by line: type port), and the room takes another port"
)
COME_BACK = "; phones keep their seats but have to point at the square code once more."


@frozen(kw_only=True)
class Unbound:
    """
    Why *port* could not be bound; *late* after ``WAIT_SECONDS``.

    *number* is the error's number, *reason* a sentence for errors other than a taken port.
    """

    port: int
    number: int
    reason: str
    late: bool = False

    @property
    def taken(self) -> bool:
        """Whether another program has the port."""
        return self.number == errno.EADDRINUSE

    @property
    def passing(self) -> bool:
        """Whether it may end by itself: a port is freed, a network comes back."""
        return self.number in (errno.EADDRINUSE, errno.EADDRNOTAVAIL)

    def sentence(self, *, resumed: bool) -> str:
        """Say what is wrong and what to do; *resumed* if phones know the port already."""
        if not self.taken:
            return self.reason
        if not self.late and resumed:
            return WAITING.format(port=self.port)
        return TAKEN.format(port=self.port) + (COME_BACK if resumed else ".")


async def bind(address: str, port: int) -> socket.socket | Unbound:
    """Return a socket listening at *address*, a name or number; or why there is none."""
    try:
        result = await asyncio.get_running_loop().getaddrinfo(
            address, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        family, *_, position = result[0]
        return socket.create_server(position[:2], family=family, backlog=1024)
    except OSError as error:
        return Unbound(
            port=port,
            number=error.errno or 0,
            reason=network.cannot_listen(address, port, error),
        )
