"""The room shared by all connections; concurrent actions are batched into one write."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from attrs import evolve

from game.core.failure import Failure
from game.journal.rooms import RoomSession
from game.room import messages
from game.room.actions import RoomAction
from game.room.puzzles import ranked
from game.room.state import Room
from game.room.views import ProjectorView, projector
from game.server.broadcaster import Broadcaster
from game.server.middleware import Log


PendingResult = asyncio.Future[Room | Failure]


class WriteQueue:
    """Queue of actions for *session*; all that wait are applied in one write."""

    def __init__(self, session: RoomSession) -> None:
        self._session = session
        self._queued: list[tuple[RoomAction, PendingResult]] = []
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Start processing, on the running loop."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Write what is queued, then stop."""
        if self._task is None:
            return
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task
        self._task = None
        self._write()

    async def take(self, action: RoomAction) -> Room | Failure:
        """
        Queue *action* and return the room after it, or the refusal, once it is written.

        Cancelling the caller does not cancel the action.
        """
        pending: PendingResult = asyncio.get_running_loop().create_future()
        self._queued.append((action, pending))
        self._wake.set()
        return await pending

    async def _run(self) -> None:
        while True:
            await self._wake.wait()
            await asyncio.sleep(0)  # lets requests that are ready join the batch
            self._write()

    def _write(self) -> None:
        self._wake.clear()
        queued, self._queued = self._queued, []
        if not queued:
            return
        try:
            results = self._session.apply_all([action for action, _ in queued])
        except Exception as error:  # passed to every caller, so that none waits for ever
            for _, pending in queued:
                if not pending.done():
                    pending.set_exception(error)
            return
        for (_, pending), result in zip(queued, results, strict=True):
            if not pending.done():
                pending.set_result(result)


COUNT_DELAY = 0.5
"""Seconds between updates of the vote count on phones."""
RETRY_SECONDS = 5.0
"""Seconds before a failed write is retried."""


RANK_DELAY = 3.0
"""Seconds between updates of the votes for questions on phones."""
_NOT_ON_PHONES: Mapping[str, Any] = {
    **dict.fromkeys(("voted", "people", "seats", "heads", "held"), 0),
    "hold_lines": False,
    "locked": False,
    "puzzle": None,
    "timer": 0,
    "rounds": 0,
    "show_first": False,
    "table_votes": False,
    "follows": False,
}
"""Values for the parts of the projector's view that a phone does not show, or not in its page."""


class RoomService:
    """
    A room open to participants and consoles; *session* holds its state.

    *change* numbers its changes, *page* those that affect what phones show besides the counts.
    *count* is the sentence on votes cast, *puzzles* are the open questions; both are updated at
    most once per ``COUNT_DELAY``, and votes for questions alone once per ``RANK_DELAY``.
    """

    def __init__(self, session: RoomSession, data: Path) -> None:
        self.session = session
        self.code = session.run.code
        self.log = Log(data / "logs" / "server.log")
        self.writer = WriteQueue(session)
        self.broadcaster = Broadcaster()
        self._stop_watching: Callable[[], None] | None = None
        self.change = 0
        self._page_number = 0
        self._viewed_room: Room | None = None
        self._projector_view: ProjectorView | None = None
        self._on_phones: tuple[str, ProjectorView] | None = None
        self._count_timer: asyncio.TimerHandle | None = None
        self._rank_timer: asyncio.TimerHandle | None = None
        self._save_timer: asyncio.TimerHandle | None = None
        self.count = messages.voted(self.projector)
        self.puzzles = ranked(session.room)

    @property
    def room(self) -> Room:
        """The current state of the room."""
        return self.session.room

    @property
    def projector(self) -> ProjectorView:
        """The projector's view, computed once per change."""
        if self._projector_view is None or self._viewed_room is not self.room:
            self._viewed_room, self._projector_view = self.room, projector(self.room)
            self.change += 1
            # A scenario that follows itself can look the same, but its forms are of another room.
            began, seen = self.session.run.started, evolve(self._projector_view, **_NOT_ON_PHONES)
            if (began, seen) != self._on_phones:
                self._on_phones = (began, seen)
                self._page_number += 1
                self.count = messages.voted(self._projector_view)
        return self._projector_view

    @property
    def page(self) -> int:
        """The number of the projector's view, without counts and what phones do not show."""
        _ = self.projector  # brings the number up to date
        return self._page_number

    def start(self) -> None:
        """Start, on the running loop."""
        # Without a handler asyncio prints to the screen.
        asyncio.get_running_loop().set_exception_handler(self._log_unexpected)
        self._stop_watching = self.session.watch(self._changed)
        self.writer.start()
        self.broadcaster.start()

    async def stop(self) -> None:
        """Stop if started; queued actions are written first."""
        if self._stop_watching is None:
            return
        self._stop_watching()
        self._stop_watching = None
        for timer in filter(None, [self._count_timer, self._rank_timer, self._save_timer]):
            timer.cancel()
        await self.writer.stop()
        self.session.keep()
        await self.broadcaster.stop()
        asyncio.get_running_loop().set_exception_handler(None)
        self.log.close()

    def _log_unexpected(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, BaseException):
            self.log.error("the event loop", error)

    def _changed(self) -> None:
        self.broadcaster.notify()
        later = asyncio.get_running_loop().call_later
        if self._count_timer is None:
            self._count_timer = later(COUNT_DELAY, self._recount)
        if self._rank_timer is None and self.room.puzzles:
            self._rank_timer = later(RANK_DELAY, self._rank)
        if self._save_timer is None and self.session.failure:
            self._save_timer = later(RETRY_SECONDS, self._keep)

    def _keep(self) -> None:
        self._save_timer = None
        self.session.keep()

    def _recount(self) -> None:
        self._count_timer = None
        self.count = messages.voted(self.projector)
        now = ranked(self.room)
        if {puzzle.number for puzzle in now} != {puzzle.number for puzzle in self.puzzles}:
            self.puzzles = now
        self.broadcaster.notify()

    def _rank(self) -> None:
        self._rank_timer = None
        self.puzzles = ranked(self.room)
        self.broadcaster.notify()
