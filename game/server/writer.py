"""Acts that arrive together are taken together, and answered once they are written."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from game.core.playthrough import Refusal
from game.journal.rooms import RoomSession
from game.room.actions import Act
from game.room.state import Room


Answer = asyncio.Future[Room | Refusal]


class Writer:
    """Takes the acts of many requests to *session*, one write for all that wait."""

    def __init__(self, session: RoomSession) -> None:
        self._session = session
        self._waiting: list[tuple[Act, Answer]] = []
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

    async def take(self, act: Act) -> Room | Refusal:
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
            results = self._session.act_all([act for act, _ in waiting])
        except Exception as error:  # answered to each, so that none of them waits for ever
            for _, answer in waiting:
                if not answer.done():
                    answer.set_exception(error)
            return
        for (_, answer), result in zip(waiting, results, strict=True):
            if not answer.done():
                answer.set_result(result)
