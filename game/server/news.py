"""What a phone is told while it follows the room."""

from __future__ import annotations

from game.server.mains import Mains
from game.server.service import Service
from game.server.stream import Event


class News:
    """What is new for one *seat* since it was last asked: its page, or only the count."""

    def __init__(self, service: Service, mains: Mains, seat: str) -> None:
        self._service = service
        self._mains = mains
        self._seat = seat
        self._told: object = None
        self._count = ""

    def events(self) -> tuple[Event, ...]:
        """What to send now, if anything."""
        service = self._service
        about, before, counted = self._mains.about(self._seat), self._told, self._count
        self._told, self._count = about, service.count
        if about != before:
            main = self._mains.main(self._seat, service.count)
            return (Event("main", main, service.change),)
        if service.count != counted:
            return (Event("count", service.count, service.change),)
        return ()
