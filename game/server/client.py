"""Client of a console: follow a room from another terminal, and send the facilitator's actions."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing, suppress
from math import inf
from pathlib import Path
from secrets import token_hex
from types import TracebackType
from typing import Any, Self

import aiohttp
from attrs import evolve, frozen

from game.core.failure import Failure
from game.journal.codec import from_data
from game.journal.room_codec import ROOM
from game.room.actions import FacilitatorAction, Pause, ShowLines, Timer
from game.room.console import ConsoleView, Ticket
from game.room.evening import Offer
from game.server.broadcaster import read_events
from game.server.console import KEYBOARD, folder


RETRY_SECONDS = 0.5
"""Seconds before a lost connection is retried."""
READ_TIMEOUT = 25.0
"""Seconds without data after which a stream counts as lost."""
TITLE_TIMEOUT = 2.0
"""Seconds to wait for the title of a room."""

UNREACHABLE = Failure(code="gone", message="The room cannot be reached.")


def rooms(data: Path) -> tuple[Path, ...]:
    """Return the sockets of the rooms open on this machine, the newest first."""
    result = filter(_is_listening, folder(data).glob("*.sock"))
    return tuple(sorted(result, key=lambda path: path.stat().st_mtime, reverse=True))


def _is_listening(path: Path) -> bool:
    """Return whether a process listens on the socket; a killed one leaves its file behind."""
    with socket.socket(socket.AF_UNIX) as probe, suppress(OSError):
        probe.connect(str(path))
        return True
    return False


async def titles(sockets: Sequence[Path]) -> tuple[str, ...]:
    """
    Return what each of the rooms at *sockets* plays; empty for one that does not answer.

    The rooms are asked themselves: the journal has a room only from its first action on.
    """
    return tuple(await asyncio.gather(*map(_title, sockets)))


async def _title(path: Path) -> str:
    with suppress(TimeoutError):
        async with (
            asyncio.timeout(TITLE_TIMEOUT),
            ConsoleClient(path) as client,
            aclosing(client.facilitator_views()) as views,
        ):
            async for view in views:
                return view.title if view else ""
    return ""


@frozen
class _Offers:
    offers: tuple[Offer, ...]


class ConsoleClient:
    """
    A console of the room at *address*: a socket path, or a base URL to ``pair`` with.

    Use it with ``async with``. *tls* replaces the system's trust in certificates. *clock* returns
    seconds of the epoch; times of the room are converted to it and from it.
    """

    def __init__(
        self,
        address: Path | str,
        tls: ssl.SSLContext | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        at_socket = isinstance(address, Path)
        self._base = "http://localhost" if at_socket else str(address).rstrip("/")
        self._socket = str(address) if at_socket else None
        self._tls = tls
        self._clock = clock
        self._ahead = 0.0  # seconds by which the room's clock is ahead of this one
        self._http: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        """Create the HTTP session; nothing is sent yet."""
        connector = (
            aiohttp.UnixConnector(self._socket)
            if self._socket
            else aiohttp.TCPConnector(ssl=self._tls or True)
        )
        self._http = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.CookieJar(unsafe=True),  # accept cookies from IP addresses
            headers={KEYBOARD: token_hex(8)},
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=5, sock_read=READ_TIMEOUT),
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the HTTP session."""
        await self._session.close()

    @property
    def _session(self) -> aiohttp.ClientSession:
        assert self._http is not None
        return self._http

    async def pair(self, ticket: str) -> Failure | None:
        """Pair with *ticket*; return the refusal, if any."""
        return await self._post("/console/pair", {"ticket": ticket})

    async def act(self, action: FacilitatorAction) -> Failure | None:
        """Send *action*; return the refusal if it is refused or the room is unreachable."""
        match action:
            case ShowLines(texts) if len(texts) > 1:
                return await self._show_lines(texts)
            case Timer(until) if until:
                action = Timer(until + self._ahead)
            case Pause(on, at) if at:
                action = Pause(on, at + self._ahead)
        return await self._post("/console/act", ROOM.to_data(action))

    async def _show_lines(self, texts: tuple[str, ...]) -> Failure | None:
        """Show *texts* one by one, since the server limits the length of a request."""
        for text in texts:
            refusal = await self.act(ShowLines((text,)))
            if refusal is not None and refusal.code != "no-such-line":
                return refusal
        return None

    async def admit_more(self) -> str | Failure:
        """Raise the limit of seats per address; return the room's message on the result."""
        return await self._message("/console/admit")

    async def ticket(self) -> Ticket | Failure:
        """Ask for a ticket for one more console; return the refusal, if any."""
        reply = await self._send("/console/ticket", {})
        if isinstance(reply, Failure):
            return reply
        return from_data(Ticket, reply) or UNREACHABLE

    async def revoke(self) -> str | Failure:
        """Unpair all consoles on other machines; return the room's message on the result."""
        return await self._message("/console/revoke")

    async def release_absent(self) -> str | Failure:
        """Stop waiting for phones that are not connected; return the room's message on it."""
        return await self._message("/console/absent")

    async def move_port(self) -> str | Failure:
        """Open another port for phones; return the room's message on the result."""
        return await self._message("/console/port")

    async def offers(self) -> tuple[Offer, ...] | Failure:
        """Return the scenarios that can be next, or why there is none."""
        reply = await self._send("/console/scenarios", {})
        if isinstance(reply, Failure):
            return reply
        offers = from_data(_Offers, reply)
        return UNREACHABLE if offers is None else offers.offers

    async def go_on_with(self, offer: Offer) -> Failure | None:
        """Go on with the scenario of *offer*; return the refusal, if any."""
        return await self._post("/console/next", {"scenario": offer.id, "after": offer.after})

    async def facilitator_views(self) -> AsyncGenerator[ConsoleView | None, None]:
        """
        Yield the facilitator's view whenever it changes.

        Yield None while the room is unreachable or sends an unreadable view. End when this
        console's pairing is revoked.
        """
        while True:
            # ValueError: what answers is no room, such as the login page of a network
            with suppress(aiohttp.ClientError, TimeoutError, OSError, ValueError):
                async with self._session.get(f"{self._base}/console/stream") as stream:
                    if stream.status == 403:
                        return
                    ahead = -inf
                    async for event in read_events(stream):
                        if event.name == "now" and self._socket is None:
                            # What is read late makes the room's clock look slower.
                            ahead = max(ahead, float(event.text) - self._clock())
                            self._ahead = ahead
                        elif event.name == "view":
                            yield self._view(event.text)
            yield None
            await asyncio.sleep(RETRY_SECONDS)

    def _view(self, text: str) -> ConsoleView | None:
        """Return the view in the JSON *text* by this machine's clock; None if unreadable."""
        try:
            view = from_data(ConsoleView, json.loads(text))
        except ValueError:
            return None
        if view is None or not view.timer:
            return view
        return evolve(view, timer=view.timer - self._ahead)

    async def _post(self, path: str, data: Mapping[str, Any]) -> Failure | None:
        reply = await self._send(path, data)
        return reply if isinstance(reply, Failure) else None

    async def _message(self, path: str) -> str | Failure:
        reply = await self._send(path, {})
        return reply if isinstance(reply, Failure) else str(reply.get("message", ""))

    async def _send(self, path: str, data: Mapping[str, Any]) -> dict[str, Any] | Failure:
        try:
            async with self._session.post(f"{self._base}{path}", json=data) as response:
                payload = await response.json()
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
            return UNREACHABLE
        return read_reply(response.status, payload)


def read_reply(status: int, payload: object) -> dict[str, Any] | Failure:
    """Return the data of a reply, or the refusal; a gateway's own reply is UNREACHABLE."""
    if not isinstance(payload, dict):
        return UNREACHABLE
    if status < 300:
        return payload
    code, message = payload.get("code"), payload.get("message")
    if not isinstance(code, str) or not isinstance(message, str):
        return UNREACHABLE
    return Failure(code=code or "refused", message=message)
