"""
Sending statements to a learning record store, when a player asks for it.

Only ever to the address that was given: nothing is sent by itself, and an answer
that points elsewhere is not followed. A statement that the store has already is
no error, so sending again is always safe.
"""

from __future__ import annotations

import json
import time
from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from http.client import HTTPException, HTTPMessage
from itertools import islice
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from attrs import frozen

from game.journal.export.statements import Statement


VERSION = "1.0.3"
BATCH = 50
TRIES = 4
PATIENCE = 20.0
"""Seconds for one answer."""
WAIT = 1.0
"""Seconds before the second try; each further wait is twice as long."""
LONGEST_WAIT = 60.0
PASSING = (429, 500, 502, 503, 504)
"""Answers after which another try may do."""
CONFLICT = 409


@frozen(kw_only=True)
class Sent:
    """
    What came of sending: how many statements were *tried*, and the store has now.

    *differing* are those that it had before in another form, and keeps so.
    *trouble* says in a sentence why it stopped, and *help* the way out.
    """

    tried: int = 0
    stored: int = 0
    differing: int = 0
    trouble: str | None = None
    help: str | None = None


@frozen
class _Refused(Exception):  # noqa: N818  (it never leaves this module)
    code: int | None
    reason: str


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """Follow nothing: what was played goes where the player said, and nowhere else."""


def address_problem(address: str) -> str | None:
    """Why nothing can be sent to *address*, in a sentence; None when it can."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("https", "http"):
        return "it is not a web address"
    if parts.username or parts.password:
        return "a key in an address is seen by others"
    if parts.scheme == "http" and host not in ("localhost", "127.0.0.1", "::1"):
        return "http can be read on the way"
    return None


def send(
    statements: Iterable[Statement],
    address: str,
    key: str | None = None,
    *,
    sleep: Callable[[float], None] = time.sleep,
) -> Sent:
    """
    Send *statements* to the store at *address*; *key* is ``name:secret``, if it wants one.

    They are taken a batch at a time, and none after a batch that is refused.
    Tries again where another try may do, up to four times for each fifty.
    """
    url = address.rstrip("/").removesuffix("/statements") + "/statements"
    tried = stored = differing = 0
    waiting = iter(statements)
    while batch := list(islice(waiting, BATCH)):
        tried += len(batch)
        try:
            try:
                _post(url, batch, key, sleep)
                stored += len(batch)
            except _Refused as refused:
                if refused.code != CONFLICT:
                    raise
                kept = [_alone(url, statement, key, sleep) for statement in batch]
                stored, differing = stored + sum(kept), differing + kept.count(False)
        except _Refused as refused:
            return Sent(
                tried=tried,
                stored=stored,
                differing=differing,
                trouble=refused.reason,
                help=_help(refused),
            )
    return Sent(tried=tried, stored=stored, differing=differing)


def _alone(url: str, statement: Statement, key: str | None, sleep: Callable[[float], None]) -> bool:
    """Send one; whether the store has it in this form."""
    try:
        _post(url, [statement], key, sleep)
    except _Refused as refused:
        if refused.code != CONFLICT:
            raise
        return False
    return True


def _post(
    url: str, batch: Sequence[Statement], key: str | None, sleep: Callable[[float], None]
) -> None:
    headers = {"Content-Type": "application/json", "X-Experience-API-Version": VERSION}
    if key:
        headers["Authorization"] = f"Basic {b64encode(key.encode()).decode()}"
    request = Request(url, json.dumps(batch).encode(), headers, method="POST")
    for left in reversed(range(TRIES)):
        wait = WAIT * 2 ** (TRIES - 1 - left)
        try:
            with build_opener(_NoRedirect).open(request, timeout=PATIENCE) as answer:
                answer.read()
                return
        except HTTPError as error:
            with error:
                refused = _Refused(error.code, _told(error))
            if error.code not in PASSING:
                raise refused from error
            wait = _asked_for(error.headers, wait)
        except (OSError, HTTPException, ValueError) as error:  # the last for odd addresses
            reason = error.reason if isinstance(error, URLError) else error
            refused = _Refused(None, f"the store cannot be reached ({reason})")
        if left:
            sleep(wait)
    raise refused


def _told(error: HTTPError) -> str:
    """What the store answered, on one line."""
    if 300 <= error.code < 400:
        return f"the store points to another address ({error.code}), which is not followed"
    said = " ".join(error.read(400).decode("utf-8", "replace").split())
    return f"the store answered {error.code} {error.reason}" + (f": {said}" if said else "")


def _asked_for(headers: Any, otherwise: float) -> float:
    """The seconds that the store asks to wait; *otherwise* when it names none."""
    asked = headers.get("Retry-After", "")
    return min(float(asked), LONGEST_WAIT) if asked.isascii() and asked.isdigit() else otherwise


def _help(refused: _Refused) -> str:
    if refused.code in (401, 403):
        return "set TWO_HATS_LRS_KEY to the store's name:secret"
    if refused.code == 404 or (refused.code is not None and refused.code < 400):
        return "give the address under which the store has its statements, such as .../xapi"
    return "send again later: what has arrived is not stored twice"
