"""Consoles that may do what the host does: let in by a ticket, remembered by a secret."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from hashlib import sha256

from game.journal.rooms import RoomSession


TICKET_SECONDS = 300
TICKET_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
TICKET_LENGTH = 12


class Pairing:
    """
    One ticket at a time, good for one console within five minutes; *clock* tells seconds.

    Authority stays with the host of *session*: everything here can be taken back by
    ``revoke``. A ticket ends with the process; a console that was let in comes back
    when the room is carried on.
    """

    def __init__(self, session: RoomSession, clock: Callable[[], float]) -> None:
        self._session = session
        self._clock = clock
        self._ticket = ""
        self._until = 0.0

    def ticket(self) -> str:
        """A new ticket; the one before is no longer good."""
        letters = (secrets.choice(TICKET_LETTERS) for _ in range(TICKET_LENGTH))
        self._ticket = "".join(letters)
        self._until = self._clock() + TICKET_SECONDS
        return "-".join(self._ticket[start : start + 4] for start in range(0, TICKET_LENGTH, 4))

    def pair(self, ticket: str) -> str | None:
        """A secret for whoever brings the *ticket*; None when it is used, old or wrong."""
        given = "".join(char for char in ticket.upper() if char.isalnum())
        good = hmac.compare_digest(given.encode(), self._ticket.encode())
        if not self._ticket or not good or self._clock() > self._until:
            return None
        self._ticket = ""
        secret = secrets.token_urlsafe(16)
        self._session.let_in({*self._session.consoles, _digest(secret)})
        return secret

    def knows(self, secret: str | None) -> bool:
        """Whether *secret* is that of a console that was let in."""
        return secret is not None and _digest(secret) in self._session.consoles

    def revoke(self) -> None:
        """Let no console do anything any more, and no ticket either."""
        self._ticket = ""
        self._session.let_in(())


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
