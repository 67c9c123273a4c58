"""
Who a request comes from: a secret in a cookie, and the seat it stands for.

The seat's id is a digest of the secret, so the journal that brings the seats
back needs no table of secrets, and nobody gets from a seat to its secret.
"""

from __future__ import annotations

import re
import secrets
from hashlib import sha256

from aiohttp import web


MONTH = 30 * 24 * 3600
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


def new_token() -> str:
    """A secret of 128 bits."""
    return secrets.token_urlsafe(16)


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
