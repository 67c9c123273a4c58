"""Cookies of participants, and pairing of consoles by ticket."""

from __future__ import annotations

import hmac
import os
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from aiohttp import web

from game.journal.rooms import RoomRun, RoomSession


MONTH = 30 * 24 * 3600
KEY_BYTES = 32
SECRET_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 characters, five bits each, that are typed easily and keep a QR code small."""
SECRET_LENGTH = 9
"""45 bits; with the longest IPv4 address and port the QR code still is of version 2."""
_NONCE = 22
_TOKEN = re.compile(rf"[A-Za-z0-9_-]{{{_NONCE}}}([A-Za-z0-9_-]{{22}})?")


def installation_key(data: Path) -> bytes:
    """
    The signing key in the folder *data*, made when there is none.

    Where it can be neither read nor written, a key for this process alone: seats
    in the journal stay valid, but a room that is resumed gets another join secret.
    """
    path = data / "server.key"
    with suppress(OSError):
        key = path.read_bytes()
        if len(key) == KEY_BYTES:
            return key
    key = secrets.token_bytes(KEY_BYTES)
    with suppress(OSError):
        data.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f"{path.name}.{os.getpid()}")
        with open(new, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(key)
        new.replace(path)
    return key


class Issuer:
    """The secrets of one room, *run*, made from the installation's *key*."""

    def __init__(self, key: bytes, run: RoomRun) -> None:
        self._key = key
        self._room = f"{run.code}/{run.seed}/{run.started}"

    def join_secret(self) -> str:
        """What the QR code leads to; the same whenever the room is resumed."""
        digest = int.from_bytes(self._digest("join", ""))
        places = range(0, 5 * SECRET_LENGTH, 5)
        return "".join(SECRET_LETTERS[digest >> position & 31] for position in places)

    def new_token(self) -> str:
        """A signed secret of 128 bits for one phone."""
        nonce = secrets.token_urlsafe(16)
        return nonce + self._signature(nonce)

    def issued(self, token: str | None) -> bool:
        """Whether *token* was made by ``new_token`` for this room."""
        if token is None:
            return False
        return hmac.compare_digest(token[_NONCE:], self._signature(token[:_NONCE]))

    def _signature(self, nonce: str) -> str:
        return self._digest("seat", nonce).hex()[:22]

    def _digest(self, purpose: str, text: str) -> bytes:
        message = f"{purpose}/{self._room}/{text}".encode()
        return hmac.digest(self._key, message, "sha256")


def seat_of(token: str) -> str:
    """The seat that *token* stands for."""
    return sha256(token.encode()).hexdigest()[:16]


def token_in(request: web.Request, cookie: str) -> str | None:
    """The secret that *request* carries in *cookie*, if it has the shape of one."""
    token = request.cookies.get(cookie, "")
    return token if _TOKEN.fullmatch(token) else None


def give(response: web.StreamResponse, cookie: str, token: str) -> None:
    """Have the browser keep *token*: out of reach of scripts and of other sites."""
    response.set_cookie(cookie, token, max_age=MONTH, httponly=True, samesite="Strict", path="/")


def cookie_of(code: str) -> str:
    """The cookie of a seat in the room with that code; each room has its own secrets."""
    return f"seat-{code}"


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
