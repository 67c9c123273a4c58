"""Send xAPI statements to a learning record store."""

from __future__ import annotations

import json
import time
from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPMessage
from ipaddress import ip_address
from itertools import islice
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from attrs import define, evolve, field, frozen

from game.core.failure import Failure
from game.journal.exports.xapi import Statement
from game.text.plural import count


VERSION = "1.0.3"
BATCH = 50
TRIES = 4
MAX_RESPONSE_SECONDS = 30.0
"""Maximum seconds for one response, from connecting to the last byte."""
MAX_SECONDS = 3600.0
"""Default limit in seconds for sending everything."""
MAX_RESPONSE_BYTES = 1024 * 1024
"""Maximum bytes of a response; fifty ids take 2 KB."""
FIRST_DELAY = 1.0
"""Seconds before the first retry; doubled for each further one."""
MAX_DELAY = 120.0
"""Maximum ``Retry-After`` in seconds that is accepted."""
RETRYABLE = (429, 500, 502, 503, 504)
"""HTTP statuses after which a request is retried."""
CONFLICT, TOO_LARGE = 409, 413


@frozen(kw_only=True)
class SendResult:
    """
    The result of sending: the number of statements *tried*, and *stored* by the store.

    *differing* already existed in another form, which stays; *unclear* exist under the same id
    but cannot be read; *silent* were not acknowledged. *failure* is why sending
    stopped, with the way out.
    """

    tried: int = field(default=0, eq=False)
    stored: int = 0
    differing: int = 0
    unclear: int = 0
    silent: int = 0
    failure: Failure | None = None

    def plus(self, other: SendResult) -> SendResult:
        """Return the sums of both counts."""
        return SendResult(
            tried=self.tried + other.tried,
            stored=self.stored + other.stored,
            differing=self.differing + other.differing,
            unclear=self.unclear + other.unclear,
            silent=self.silent + other.silent,
        )


@frozen
class _Refused(Exception):  # noqa: N818  (it never leaves this module)
    code: int | None
    reason: str
    help: str | None = None


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """Refuse redirects, so that data go to the given address only."""


def address_problem(address: str, *, insecure: bool = False, has_key: bool = False) -> str | None:
    """
    Return why *address* is not accepted, as a sentence, or None.

    *insecure* permits http to other hosts, but never with a key.
    """
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("https", "http"):
        return "it is not a web address"
    if parts.username or parts.password:
        return "a key in an address is seen by others"
    if parts.scheme == "http" and not insecure and not _is_loopback(host):
        return "http can be read on the way"
    if parts.scheme == "http" and has_key and not _is_loopback(host):
        return "by http the key could be read on the way"
    return None


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def send(
    statements: Iterable[Statement],
    address: str,
    key: str | None = None,
    *,
    sleep: Callable[[float], None] = time.sleep,
    report: Callable[[str], None] = lambda _: None,
    seconds: float = MAX_SECONDS,
    answer_seconds: float = MAX_RESPONSE_SECONDS,
) -> SendResult:
    """
    Send *statements* to the store at *address*; *key* is ``name:secret``, if required.

    Statements are read batch by batch, and none after a refused batch. Transient errors are
    retried, at most ``TRIES`` times per batch, for at most *seconds* in all and *answer_seconds*
    per response. *report* receives a sentence before each wait.
    """
    url = address.rstrip("/").removesuffix("/statements") + "/statements"
    headers = {"X-Experience-API-Version": VERSION}
    if key:
        secret = b64encode(key.encode("utf-8", "surrogateescape")).decode()
        headers["Authorization"] = f"Basic {secret}"
    store = _Store(url, headers, sleep, report, time.monotonic() + seconds, answer_seconds)
    done = SendResult()
    waiting = iter(statements)
    while batch := list(islice(waiting, BATCH)):
        done = evolve(done, tried=done.tried + len(batch))
        try:
            done = done.plus(store.take(batch))
        except _Refused as refused:
            done = done.plus(store.partial)
            advice = refused.help or _help(refused)
            return evolve(
                done, failure=Failure(code="not-sent", message=refused.reason, help=advice)
            )
    return done


@define
class _Store:
    """The store at *url*; *end* is the deadline on the monotonic clock."""

    url: str
    headers: dict[str, str]
    sleep: Callable[[float], None]
    report: Callable[[str], None]
    end: float
    answer_seconds: float
    partial: SendResult = SendResult()
    """The result so far for a batch sent in parts."""

    def take(self, batch: Sequence[Statement]) -> SendResult:
        """Send *batch*, in parts if the store requires it; raise ``_Refused``."""
        self.partial = SendResult()
        return self._send(batch)

    def _send(self, batch: Sequence[Statement]) -> SendResult:
        try:
            body = self._request(self.url, json.dumps(batch).encode())
        except _Refused as refused:
            if refused.code == CONFLICT:
                parts = [batch[i : i + 1] for i in range(len(batch))]
            elif refused.code == TOO_LARGE:
                parts = [batch[: len(batch) // 2], batch[len(batch) // 2 :]]
            else:
                raise
            if len(batch) > 1:
                result = SendResult()
                for part in parts:
                    result = result.plus(self._send(part))
                return result
            if refused.code == TOO_LARGE:
                raise
            return self._count(self._compare(batch[0]))
        acknowledged = _ids(body)
        stored = sum(str(item["id"]).lower() in acknowledged for item in batch)
        return self._count(SendResult(stored=stored, silent=len(batch) - stored))

    def _count(self, result: SendResult) -> SendResult:
        self.partial = self.partial.plus(result)
        return result

    def _compare(self, ours: Statement) -> SendResult:
        """Compare *ours* with the statement in the store under the same id."""
        query = urlencode({"statementId": ours["id"]})
        try:
            theirs = json.loads(self._request(f"{self.url}?{query}", None))
        except _Refused as refused:
            if refused.code is None:
                raise
            return SendResult(unclear=1)
        except (ValueError, RecursionError):
            return SendResult(unclear=1)
        if not isinstance(theirs, dict) or str(theirs.get("id")).lower() != str(ours["id"]).lower():
            return SendResult(unclear=1)
        return SendResult(stored=1) if _contains(theirs, ours) else SendResult(differing=1)

    def _request(self, url: str, data: bytes | None) -> bytes:
        """Return the body of the store's response; raise ``_Refused``."""
        headers = {**self.headers, **({"Content-Type": "application/json"} if data else {})}
        for left in reversed(range(TRIES)):
            wait = FIRST_DELAY * 2 ** (TRIES - 1 - left)
            try:
                request = Request(url, data, headers)
                return _with_timeout(lambda: _fetch(request), self._seconds())  # noqa: B023
            except HTTPError as error:
                refused = _Refused(error.code, str(error.msg))
                if error.code not in RETRYABLE:
                    raise refused from error
                wait = self._retry_delay(error.headers, wait, refused)
            except TimeoutError:
                if time.monotonic() >= self.end:
                    break
                refused = _Refused(None, "the store took too long to answer")
            except (OSError, HTTPException, ValueError) as error:  # ValueError: malformed addresses
                reason = error.reason if isinstance(error, URLError) else error
                refused = _Refused(None, f"the store cannot be reached ({reason})")
            if left:
                if time.monotonic() + wait >= self.end:
                    break
                self.report(f"{_sentence(refused.reason)} Next try in {_duration(wait)}.")
                self.sleep(wait)
        else:
            raise refused
        raise _Refused(
            None,
            "sending took too long, and was stopped",
            "give it more time with --timeout, or send fewer runs at a time; "
            "what has arrived is not stored twice",
        )

    def _seconds(self) -> float:
        """Return the seconds left for the next response; raise ``TimeoutError`` if none."""
        left = min(self.answer_seconds, self.end - time.monotonic())
        if left <= 0:
            raise TimeoutError
        return left

    def _retry_delay(self, headers: Message, otherwise: float, refused: _Refused) -> float:
        """Return the ``Retry-After`` in seconds, or *otherwise* if there is none."""
        requested = _retry_after(headers.get("Retry-After", ""))
        if requested is not None and requested > MAX_DELAY:
            reason = f"{refused.reason}; it asks to wait {_duration(requested)}"
            later = "send again after that: what has arrived is not stored twice"
            raise _Refused(refused.code, reason, later)
        return otherwise if requested is None else requested


def _fetch(request: Request) -> bytes:
    """Return the response body; raise ``HTTPError`` with a readable message on failure."""
    # Do not send requests for this machine through a proxy.
    handlers = [ProxyHandler({})] if _is_loopback(urlsplit(request.full_url).hostname or "") else []
    try:
        opener = build_opener(_NoRedirect, *handlers)
        with opener.open(request, timeout=MAX_RESPONSE_SECONDS) as response:
            body: bytes = response.read(MAX_RESPONSE_BYTES + 1)
    except HTTPError as error:
        with error:
            error.msg = _describe(error)
        raise
    if len(body) > MAX_RESPONSE_BYTES:
        raise HTTPException("its answer is too long")
    return body


def _with_timeout(function: Callable[[], bytes], seconds: float) -> bytes:
    """Run *function* in a thread; raise its exception, or ``TimeoutError`` after *seconds*."""
    outcome: SimpleQueue[bytes | Exception] = SimpleQueue()

    def run() -> None:
        try:
            outcome.put(function())
        except Exception as error:
            outcome.put(error)

    # A socket timeout restarts with every byte.
    Thread(target=run, daemon=True).start()
    try:
        result = outcome.get(timeout=seconds)
    except Empty:
        raise TimeoutError from None
    if isinstance(result, Exception):
        raise result
    return result


def _ids(body: bytes) -> set[str]:
    """Return the statement ids in a response; raise ``_Refused`` if it is no list."""
    try:
        ids = json.loads(body)
    except (ValueError, RecursionError):  # too deeply nested
        ids = None
    if not isinstance(ids, list):
        raise _Refused(
            200,
            "the answer is not that of a record store, so nothing counts as stored",
            "check the address, and whether this network wants a log-in first",
        )
    return {item.lower() for item in ids if isinstance(item, str)}


def _contains(theirs: Any, ours: Any) -> bool:
    """Return whether *theirs* contains all of *ours*; stores add fields."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return all(key in theirs and _contains(theirs[key], value) for key, value in ours.items())
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(_contains, theirs, ours))
    return bool(theirs == ours) or (_time(ours) is not None and _time(theirs) == _time(ours))


def _time(value: Any) -> datetime | None:
    try:
        time = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return time if time.tzinfo else None


def _retry_after(text: str) -> float | None:
    """Parse ``Retry-After``, a number of seconds or a date; None for neither."""
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        date = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    date = date if date.tzinfo else date.replace(tzinfo=UTC)
    return max(0.0, (date - datetime.now(UTC)).total_seconds())


def _duration(seconds: float) -> str:
    if seconds < 120:
        return count(round(seconds), "second")
    if seconds < 7200:
        return f"{seconds / 60:.0f} minutes"
    return f"{seconds / 3600:.0f} hours" if seconds < 1e8 else "for years"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _describe(error: HTTPError) -> str:
    """Return the store's error response on one line."""
    if 300 <= error.code < 400:
        return f"the store points to another address ({error.code}), which is not followed"
    line = " ".join(error.read(400).decode("utf-8", "replace").split())
    return f"the store answered {error.code} {error.reason}" + (f": {line}" if line else "")


def _help(refused: _Refused) -> str:
    match refused.code:
        case 401 | 403:
            return "set TWO_HATS_LRS_KEY to the store's name:secret"
        case 404 | 405:
            return "give the address under which the store has its statements, such as .../xapi"
        case 413:
            return "the store takes no statement of that size; whoever runs it can raise its limit"
        case int(code) if 300 <= code < 400:
            return "give the address under which the store has its statements, such as .../xapi"
        case int(code) if 400 <= code < 500 and code not in RETRYABLE:
            return "sending again will not help; show the answer to whoever runs the store"
    return "send again later: what has arrived is not stored twice"
