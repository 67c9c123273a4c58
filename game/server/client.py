"""A console's end of the line: follow a room from another terminal, and do what its host does."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncGenerator, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp

from game.core.playthrough import Refusal
from game.journal.codec import ROOM, from_data
from game.room.actions import FacilitatorAction
from game.room.console import ConsoleView
from game.server.broadcaster import received
from game.server.console import folder


AGAIN = 0.5
"""Seconds between tries to find a room that has gone."""
SILENCE = 25.0
"""Seconds without a word after which a stream is taken for dead."""

GONE = Refusal(code="gone", message="The room cannot be reached.")


def rooms(data: Path) -> tuple[Path, ...]:
    """The sockets of the rooms that are open on this machine, the last one opened first."""
    result = filter(_answers, folder(data).glob("*.sock"))
    return tuple(sorted(result, key=lambda path: path.stat().st_mtime, reverse=True))


def _answers(path: Path) -> bool:
    """Whether somebody is behind the socket; a host that was killed leaves it behind."""
    with socket.socket(socket.AF_UNIX) as probe, suppress(OSError):
        probe.connect(str(path))
        return True
    return False


class ConsoleClient:
    """
    A console of the room at *place*: the path of its socket, or an address after ``pair``.

    Use it with ``async with``.
    """

    def __init__(self, place: Path | str) -> None:
        at_socket = isinstance(place, Path)
        self._base = "http://localhost" if at_socket else str(place).rstrip("/")
        self._socket = str(place) if at_socket else None
        self._http: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        """Get ready; nothing is sent yet."""
        connector = aiohttp.UnixConnector(self._socket) if self._socket else None
        self._http = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.CookieJar(unsafe=True),  # an address in numbers has cookies too
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=5, sock_read=SILENCE),
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Hang up."""
        await self._session.close()

    @property
    def _session(self) -> aiohttp.ClientSession:
        assert self._http is not None
        return self._http

    async def pair(self, ticket: str) -> Refusal | None:
        """Show the *ticket*; None when this console is let in."""
        return await self._post("/console/pair", {"ticket": ticket})

    async def act(self, act: FacilitatorAction) -> Refusal | None:
        """Do *act*; why not, when it is refused or the room is gone."""
        return await self._post("/console/act", ROOM.to_data(act))

    async def admit_more(self) -> Refusal | None:
        """Let more phones in from one address; why not, when that cannot be."""
        return await self._post("/console/admit", {})

    async def facilitator_views(self) -> AsyncGenerator[ConsoleView | None, None]:
        """
        The facilitator's view, whenever it differs.

        None while the room cannot be reached, or sends what this version cannot read. It
        ends when this console is no longer let in.
        """
        while True:
            with suppress(aiohttp.ClientError, TimeoutError, OSError):
                async with self._session.get(f"{self._base}/console/stream") as stream:
                    if stream.status == 403:
                        return
                    async for event in received(stream):
                        if event.name == "desk":
                            yield _view(event.text)
            yield None
            await asyncio.sleep(AGAIN)

    async def _post(self, path: str, data: Mapping[str, Any]) -> Refusal | None:
        try:
            async with self._session.post(f"{self._base}{path}", json=data) as answer:
                line = await answer.json()
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
            return GONE
        if answer.status < 300:
            return None
        return Refusal(code=line["code"] or "refused", message=line["message"])


def _view(text: str) -> ConsoleView | None:
    try:
        return from_data(ConsoleView, json.loads(text))
    except ValueError:
        return None
