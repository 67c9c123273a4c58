"""Send statements to a learning record store."""

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

from game.journal.exports.xapi import Statement


VERSION = "1.0.3"
BATCH = 50
TRIES = 4
MAX_ANSWER_SECONDS = 30.0
"""Seconds for one answer, from the connection to the last byte."""
MAX_SECONDS = 3600.0
"""Seconds for everything, unless another limit is given."""
MAX_ANSWER_BYTES = 1024 * 1024
"""How much of an answer is read; fifty ids take 2 KB."""
WAIT = 1.0
"""Seconds before the second try; each further wait is twice as long."""
MAX_WAIT = 120.0
"""Seconds that a store may ask to wait before the next try."""
PASSING = (429, 500, 502, 503, 504)
"""Answers after which another try may do."""
CONFLICT, TOO_LARGE = 409, 413


@frozen(kw_only=True)
class Sent:
    """
    What came of sending: how many statements were *tried*, and the store has acknowledged.

    *differing* are those that it had before in another form, and keeps so; *unclear* those
    that it has under the same id and does not show; *silent* those whose id it did not name.
    *trouble* says in a sentence why it stopped, and *help* the way out.
    """

    tried: int = field(default=0, eq=False)
    stored: int = 0
    differing: int = 0
    unclear: int = 0
    silent: int = 0
    trouble: str | None = None
    help: str | None = None

    def plus(self, other: Sent) -> Sent:
        """Both counts together."""
        return Sent(
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
        """Follow nothing: what was played goes where the player said, and nowhere else."""


def address_problem(address: str, *, insecure: bool = False) -> str | None:
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
    if parts.scheme == "http" and not insecure and not _is_loopback(host):
        return "http can be read on the way"
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
    answer_seconds: float = MAX_ANSWER_SECONDS,
) -> Sent:
    """
    Send *statements* to the store at *address*; *key* is ``name:secret``, if it wants one.

    They are taken a batch at a time, and none after a batch that is refused.
    Tries again where another try may do, up to four times for each fifty, and stops after
    *seconds* in all. A wait is announced through *report*, in a sentence.
    """
    url = address.rstrip("/").removesuffix("/statements") + "/statements"
    headers = {"X-Experience-API-Version": VERSION}
    if key:
        secret = b64encode(key.encode("utf-8", "surrogateescape")).decode()
        headers["Authorization"] = f"Basic {secret}"
    store = _Store(url, headers, sleep, report, time.monotonic() + seconds, answer_seconds)
    done = Sent()
    waiting = iter(statements)
    while batch := list(islice(waiting, BATCH)):
        done = evolve(done, tried=done.tried + len(batch))
        try:
            done = done.plus(store.take(batch))
        except _Refused as refused:
            done = done.plus(store.partly)
            return evolve(done, trouble=refused.reason, help=refused.help or _help(refused))
    return done


@define
class _Store:
    """The store at *url*; *end* is when to give up, on the monotonic clock."""

    url: str
    headers: dict[str, str]
    sleep: Callable[[float], None]
    report: Callable[[str], None]
    end: float
    answer_seconds: float
    partly: Sent = Sent()
    """What was taken of a batch that was sent in parts, so far."""

    def take(self, batch: Sequence[Statement]) -> Sent:
        """Send *batch*, in parts where the store wants it so; raises ``_Refused``."""
        self.partly = Sent()
        return self._take(batch)

    def _take(self, batch: Sequence[Statement]) -> Sent:
        try:
            body = self._ask(self.url, json.dumps(batch).encode())
        except _Refused as refused:
            if refused.code == CONFLICT:
                parts = [batch[i : i + 1] for i in range(len(batch))]
            elif refused.code == TOO_LARGE:
                parts = [batch[: len(batch) // 2], batch[len(batch) // 2 :]]
            else:
                raise
            if len(batch) > 1:
                taken = Sent()
                for part in parts:
                    taken = taken.plus(self._take(part))
                return taken
            if refused.code == TOO_LARGE:
                raise
            return self._count(self._compare(batch[0]))
        acknowledged = _ids(body)
        stored = sum(str(item["id"]).lower() in acknowledged for item in batch)
        return self._count(Sent(stored=stored, silent=len(batch) - stored))

    def _count(self, taken: Sent) -> Sent:
        self.partly = self.partly.plus(taken)
        return taken

    def _compare(self, ours: Statement) -> Sent:
        """Whether the store has *ours* in this form, as far as it shows what it has."""
        query = urlencode({"statementId": ours["id"]})
        try:
            theirs = json.loads(self._ask(f"{self.url}?{query}", None))
        except _Refused as refused:
            if refused.code is None:
                raise
            return Sent(unclear=1)
        except ValueError:
            return Sent(unclear=1)
        if not isinstance(theirs, dict) or str(theirs.get("id")).lower() != str(ours["id"]).lower():
            return Sent(unclear=1)
        return Sent(stored=1) if _holds(theirs, ours) else Sent(differing=1)

    def _ask(self, url: str, data: bytes | None) -> bytes:
        """The body of the store's answer; raises ``_Refused``."""
        headers = {**self.headers, **({"Content-Type": "application/json"} if data else {})}
        for left in reversed(range(TRIES)):
            wait = WAIT * 2 ** (TRIES - 1 - left)
            try:
                request = Request(url, data, headers)
                return _in_time(lambda: _answer(request), self._seconds())  # noqa: B023
            except HTTPError as error:
                refused = _Refused(error.code, str(error.msg))
                if error.code not in PASSING:
                    raise refused from error
                wait = self._asked_for(error.headers, wait, refused)
            except TimeoutError:
                if time.monotonic() >= self.end:
                    break
                refused = _Refused(None, "the store took too long to answer")
            except (OSError, HTTPException, ValueError) as error:  # the last for odd addresses
                why = error.reason if isinstance(error, URLError) else error
                refused = _Refused(None, f"the store cannot be reached ({why})")
            if left:
                if time.monotonic() + wait >= self.end:
                    break
                self.report(f"{_sentence(refused.reason)} Next try in {_spell(wait)}.")
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
        """Seconds for the next answer; raises ``TimeoutError`` when there are none."""
        left = min(self.answer_seconds, self.end - time.monotonic())
        if left <= 0:
            raise TimeoutError
        return left

    def _asked_for(self, headers: Message, otherwise: float, refused: _Refused) -> float:
        """The seconds that the store asks to wait; *otherwise* when it names none."""
        asked = _retry_after(headers.get("Retry-After", ""))
        if asked is not None and asked > MAX_WAIT:
            reason = f"{refused.reason}; it asks to wait {_spell(asked)}"
            later = "send again after that: what has arrived is not stored twice"
            raise _Refused(refused.code, reason, later)
        return otherwise if asked is None else asked


def _answer(request: Request) -> bytes:
    """The body of the answer to *request*; one that is no success raises with its story."""
    # What goes to this machine must not be carried to another one and back.
    handlers = [ProxyHandler({})] if _is_loopback(urlsplit(request.full_url).hostname or "") else []
    try:
        opener = build_opener(_NoRedirect, *handlers)
        with opener.open(request, timeout=MAX_ANSWER_SECONDS) as answer:
            body: bytes = answer.read(MAX_ANSWER_BYTES + 1)
    except HTTPError as error:
        with error:
            error.msg = _describe(error)
        raise
    if len(body) > MAX_ANSWER_BYTES:
        raise HTTPException("its answer is too long")
    return body


def _in_time(ask: Callable[[], bytes], seconds: float) -> bytes:
    """What *ask* gives; raises what it raises, or ``TimeoutError`` after *seconds*."""
    outcome: SimpleQueue[bytes | Exception] = SimpleQueue()

    def run() -> None:
        try:
            outcome.put(ask())
        except Exception as error:
            outcome.put(error)

    # A time limit of the socket alone begins anew with every byte.
    Thread(target=run, daemon=True).start()
    try:
        got = outcome.get(timeout=seconds)
    except Empty:
        raise TimeoutError from None
    if isinstance(got, Exception):
        raise got
    return got


def _ids(body: bytes) -> set[str]:
    """The ids in a store's answer to statements; raises ``_Refused`` when it is no list."""
    try:
        ids = json.loads(body)
    except ValueError:
        ids = None
    if not isinstance(ids, list):
        raise _Refused(
            200,
            "the answer is not that of a record store, so nothing counts as stored",
            "check the address, and whether this network wants a log-in first",
        )
    return {item.lower() for item in ids if isinstance(item, str)}


def _holds(theirs: Any, ours: Any) -> bool:
    """Whether *theirs* says all that *ours* says; a store adds to what it was sent."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return all(key in theirs and _holds(theirs[key], value) for key, value in ours.items())
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(_holds, theirs, ours))
    return bool(theirs == ours) or (_time(ours) is not None and _time(theirs) == _time(ours))


def _time(value: Any) -> datetime | None:
    try:
        time = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return time if time.tzinfo else None


def _retry_after(text: str) -> float | None:
    """The seconds that a ``Retry-After`` asks for, as a number or a date; None for neither."""
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        when = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())


def _spell(seconds: float) -> str:
    if seconds < 120:
        return "1 second" if round(seconds) == 1 else f"{seconds:.0f} seconds"
    if seconds < 7200:
        return f"{seconds / 60:.0f} minutes"
    return f"{seconds / 3600:.0f} hours" if seconds < 1e8 else "for years"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _describe(error: HTTPError) -> str:
    """What the store answered, on one line."""
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
        case int(code) if 400 <= code < 500 and code not in PASSING:
            return "sending again will not help; show the answer to whoever runs the store"
    return "send again later: what has arrived is not stored twice"
