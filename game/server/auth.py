"""Participants' cookies, and pairing of consoles by ticket."""

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


COOKIE_MAX_AGE = 30 * 24 * 3600
"""Seconds that browsers keep a cookie."""
KEY_BYTES = 32
SECRET_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 unambiguous characters of five bits each, which keep the QR code small."""
SECRET_LENGTH = 9
"""45 bits; with the longest IPv4 address and port the QR code stays at version 2."""
_NONCE = 22
_TOKEN = re.compile(rf"[A-Za-z0-9_-]{{{_NONCE}}}([A-Za-z0-9_-]{{22}})?")


def installation_key(data: Path) -> bytes:
    """
    Return the signing key stored in the folder *data*; create it if missing.

    If it can be neither read nor written, return a key for this process only: stored seats
    stay valid, but a resumed room gets another join secret.
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


class TokenIssuer:
    """Derive the secrets of the evening of *run* from the installation's *key*."""

    def __init__(self, key: bytes, run: RoomRun) -> None:
        self._key = key
        self._room = run.occasion

    def join_secret(self) -> str:
        """Return the secret in the QR code's URL; stable when the room is resumed."""
        digest = int.from_bytes(self._digest("join", ""))
        shifts = range(0, 5 * SECRET_LENGTH, 5)
        return "".join(SECRET_LETTERS[digest >> shift & 31] for shift in shifts)

    def new_token(self) -> str:
        """Return a signed token of 128 random bits for one phone."""
        nonce = secrets.token_urlsafe(16)
        return nonce + self._signature(nonce)

    def verify(self, token: str | None) -> bool:
        """Return whether ``new_token`` made *token* for this room."""
        if token is None:
            return False
        return hmac.compare_digest(token[_NONCE:], self._signature(token[:_NONCE]))

    def _signature(self, nonce: str) -> str:
        return self._digest("seat", nonce).hex()[:22]

    def _digest(self, purpose: str, text: str) -> bytes:
        message = f"{purpose}/{self._room}/{text}".encode()
        return hmac.digest(self._key, message, "sha256")


def seat_of(token: str) -> str:
    """Return the seat id derived from *token*."""
    return sha256(token.encode()).hexdigest()[:16]


def token_from(request: web.Request, cookie: str) -> str | None:
    """Return the token in *cookie* of *request*, or None if it is missing or malformed."""
    token = request.cookies.get(cookie, "")
    return token if _TOKEN.fullmatch(token) else None


def set_token_cookie(
    response: web.StreamResponse, cookie: str, token: str, *, links: bool = False
) -> None:
    """
    Store *token* in *cookie*, not readable by scripts or other sites.

    With *links*, it is sent along when somebody follows a link from another page, such as the
    room's link in a chat; never with what another page posts.
    """
    response.set_cookie(
        cookie,
        token,
        max_age=COOKIE_MAX_AGE,
        httponly=True,
        samesite="Lax" if links else "Strict",
        path="/",
    )


def seat_cookie(code: str) -> str:
    """Return the cookie name for seats of the room with that code."""
    return f"seat-{code}"


TICKET_SECONDS = 300
TICKET_LENGTH = 12


class Pairing:
    """
    Pair consoles by ticket: one ticket at a time, for one console, valid for five minutes.

    *clock* returns seconds. ``revoke`` ends every pairing. A ticket ends with the process;
    a paired console stays paired when *session* is resumed.
    """

    def __init__(self, session: RoomSession, clock: Callable[[], float]) -> None:
        self._session = session
        self._clock = clock
        self._ticket = ""
        self._until = 0.0

    def ticket(self) -> str:
        """Return a new ticket; the previous one expires."""
        letters = (secrets.choice(SECRET_LETTERS) for _ in range(TICKET_LENGTH))
        self._ticket = "".join(letters)
        self._until = self._clock() + TICKET_SECONDS
        return "-".join(self._ticket[start : start + 4] for start in range(0, TICKET_LENGTH, 4))

    def pair(self, ticket: str) -> str | None:
        """Exchange *ticket* for a secret; return None if it is used, expired or wrong."""
        given = "".join(char for char in ticket.upper() if char.isalnum())
        good = hmac.compare_digest(given.encode(), self._ticket.encode())
        if not self._ticket or not good or self._clock() > self._until:
            return None
        self._ticket = ""
        secret = secrets.token_urlsafe(16)
        self._session.let_in({*self._session.consoles, _digest(secret)})
        return secret

    def is_paired(self, secret: str | None) -> bool:
        """Return whether *secret* belongs to a paired console."""
        return secret is not None and _digest(secret) in self._session.consoles

    def revoke(self) -> None:
        """Revoke all paired consoles and the current ticket."""
        self._ticket = ""
        self._session.let_in(())


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
