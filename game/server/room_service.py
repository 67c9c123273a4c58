"""The room that all connections share; concurrent actions are batched into one write."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from attrs import evolve

from game.core.playthrough import Refusal
from game.journal.rooms import RoomSession
from game.room import messages
from game.room.actions import RoomAction
from game.room.state import Room
from game.room.views import ProjectorView, projector
from game.server.broadcaster import Broadcaster
from game.server.middleware import Log


Answer = asyncio.Future[Room | Refusal]


class Writer:
    """Takes the acts of many requests to *session*, one write for all that wait."""

    def __init__(self, session: RoomSession) -> None:
        self._session = session
        self._waiting: list[tuple[RoomAction, Answer]] = []
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to take acts, on the running loop."""
        self._task = asyncio.create_task(self._work())

    async def stop(self) -> None:
        """Write what waits, and end."""
        if self._task is None:
            return
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task
        self._task = None
        self._write()

    async def take(self, act: RoomAction) -> Room | Refusal:
        """
        Take *act*: the room after it, or why not.

        Gives an answer only after the write. A caller that goes away does not
        take its act with it.
        """
        answer: Answer = asyncio.get_running_loop().create_future()
        self._waiting.append((act, answer))
        self._wake.set()
        return await answer

    async def _work(self) -> None:
        while True:
            await self._wake.wait()
            await asyncio.sleep(0)  # lets whoever is ready come along
            self._write()

    def _write(self) -> None:
        self._wake.clear()
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        try:
            results = self._session.apply_all([act for act, _ in waiting])
        except Exception as error:  # answered to each, so that none of them waits for ever
            for _, answer in waiting:
                if not answer.done():
                    answer.set_exception(error)
            return
        for (_, answer), result in zip(waiting, results, strict=True):
            if not answer.done():
                answer.set_result(result)


COUNTING = 0.5
"""Seconds after which a vote shows in the count on all phones."""
AGAIN = 5.0
"""Seconds after which what could not be written is tried again."""


class Service:
    """
    A room that is open to others; *session* has the last word on it.

    *change* numbers its changes, *page* those that are more than a count. *count*
    says how many have voted, some time ago: it goes to everybody, but not at once.
    """

    def __init__(self, session: RoomSession, data: Path) -> None:
        self.session = session
        self.code = session.run.code
        self.log = Log(data / "logs" / "server.log")
        self.writer = Writer(session)
        self.pulse = Broadcaster()
        self._unwatch: Callable[[], None] | None = None
        self.change = 0
        self._page = 0
        self._seen: Room | None = None
        self._wall: ProjectorView | None = None
        self._bare: ProjectorView | None = None
        self._counting: asyncio.TimerHandle | None = None
        self._keeping: asyncio.TimerHandle | None = None
        self.count = messages.voted(self.projector)

    @property
    def room(self) -> Room:
        """The room as it stands."""
        return self.session.room

    @property
    def projector(self) -> ProjectorView:
        """What everybody may see of it, made once for all who look."""
        if self._wall is None or self._seen is not self.room:
            self._seen, self._wall = self.room, projector(self.room)
            self.change += 1
            bare = evolve(self._wall, voted=0, people=0, seats=0)
            if bare != self._bare:
                self._bare = bare
                self._page += 1
                self.count = messages.voted(self._wall)
        return self._wall

    @property
    def page(self) -> int:
        """The number of the wall as it stands, counts left aside."""
        return self._page if self.projector else 0

    def start(self) -> None:
        """Begin, on the running loop."""
        # Without a handler asyncio prints, and the screen belongs to the game.
        asyncio.get_running_loop().set_exception_handler(self._log_unexpected)
        self._unwatch = self.session.watch(self._changed)
        self.writer.start()
        self.pulse.start()

    async def stop(self) -> None:
        """End, if it has begun; what was taken is written before."""
        if self._unwatch is None:
            return
        self._unwatch()
        self._unwatch = None
        for timer in filter(None, [self._counting, self._keeping]):
            timer.cancel()
        await self.writer.stop()
        self.session.keep()
        await self.pulse.stop()
        asyncio.get_running_loop().set_exception_handler(None)
        self.log.close()

    def _log_unexpected(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, BaseException):
            self.log.error("the event loop", error)

    def _changed(self) -> None:
        self.pulse.touch()
        later = asyncio.get_running_loop().call_later
        if self._counting is None:
            self._counting = later(COUNTING, self._recount)
        if self._keeping is None and self.session.trouble:
            self._keeping = later(AGAIN, self._keep)

    def _keep(self) -> None:
        self._keeping = None
        self.session.keep()

    def _recount(self) -> None:
        self._counting = None
        self.count = messages.voted(self.projector)
        self.pulse.touch()
