"""The main part of each phone's page, made once for all whose pages are alike."""

from __future__ import annotations

from game.room.views import phone
from game.server import stages
from game.server.markup import Html
from game.server.service import Service


class Mains:
    """What phones are shown of *service*'s room, as it stands."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._made: dict[object, Html] = {}
        self._page = -1

    def about(self, seat: str) -> object:
        """Everything that a seat's main part depends on; it differs when that does."""
        service, room = self._service, self._service.room
        sitting = room.seats[seat]
        vote = room.votes.get(room.ballot.key, {}).get(seat) if room.ballot else None
        own = (sitting.name, sitting.table) if room.stage in stages.NAMING else ()
        shared = room.shared.get(seat, ""), seat in room.taken_down
        trouble = service.session.trouble is not None
        return service.page, own, sitting.role, vote, shared, trouble

    def main(self, seat: str, count: str) -> Html:
        """The main part for *seat*, with that *count*."""
        about = self.about(seat)
        if self._page != self._service.page:
            self._page = self._service.page
            self._made.clear()
        made = self._made.get(about)
        if made is None:
            made = self._made[about] = self.afresh(seat)
        return stages.counted(made, count)

    def afresh(self, seat: str, opened: str = "", said: str = "") -> Html:
        """The same without a count, with what is *opened* and was *said*, for one phone alone."""
        service = self._service
        return stages.main(
            phone(service.room, seat, service.wall),
            trouble=service.session.trouble is not None,
            opened=opened,
            said=said,
        )
