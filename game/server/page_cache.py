"""The page that a phone has now: rendered once for all phones with the same, sent on change."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from game.room.puzzles import OpenPuzzle, involved
from game.room.state import Puzzle, answers, role_stays, vote_of, voter, voting_table
from game.room.views import phone
from game.server import phone_pages
from game.server.broadcaster import Event
from game.server.html import Html
from game.server.room_service import RoomService


class PageCache:
    """Cached main parts of phone pages, valid for one version of *service*'s room."""

    def __init__(self, service: RoomService, *, anonymous: bool = False) -> None:
        self._service = service
        self._anonymous = anonymous
        self._rendered: dict[object, Html] = {}
        self._puzzles: tuple[Puzzle, ...] = ()
        self._involved: Mapping[str, frozenset[tuple[int, bool]]] = {}
        self._version: tuple[int, tuple[OpenPuzzle, ...]] = (-1, ())

    def state(self, seat: str) -> object:
        """Return a value that is equal for all seats with the same main part."""
        service, room = self._service, self._service.room
        seated = room.seats[seat]
        ballot = room.ballot
        vote = vote_of(room, ballot, seated) if ballot else None
        answered = ballot is not None and voter(room, ballot, seat) in answers(room, ballot)
        named = (seated.name, seated.table) if room.stage in phone_pages.NAMING else ()
        table = voting_table(room, ballot, seat) if ballot else 0, seated.table > 0
        shared = room.shared.get(seat, ""), seat in room.shown, seat in room.taken_down
        if room.puzzles is not self._puzzles:
            self._puzzles, self._involved = room.puzzles, involved(room)
        puzzled = self._involved.get(seat), service.puzzles
        trouble = service.session.failure is not None
        role = seated.role, role_stays(room, seated)
        return puzzled, service.page, named, table, role, vote, answered, shared, trouble

    def main(self, seat: str, count: str) -> Html:
        """Return the main part for *seat*, with the vote *count* filled in."""
        state = self.state(seat)
        version = self._service.page, self._service.puzzles
        if self._version != version:
            self._version = version
            self._rendered.clear()
        rendered = self._rendered.get(state)
        if rendered is None:
            rendered = self._rendered[state] = self.render(seat)
        return phone_pages.counted(rendered, count)

    def render(self, seat: str, opened: str = "", said: str = "") -> Html:
        """Render the main part for one phone, without the vote count."""
        service = self._service
        view = phone(service.room, seat, service.projector, service.puzzles)
        return phone_pages.main(
            evolve(view, anonymous=self._anonymous, began=service.session.run.started),
            trouble=service.session.failure is not None,
            opened=opened,
            said=said,
        )


class PageUpdates:
    """Changes to the page of one *seat* since the last event."""

    def __init__(self, service: RoomService, cache: PageCache, seat: str) -> None:
        self._service = service
        self._cache = cache
        self._seat = seat
        self._sent_state: object = None
        self._count = ""

    def events(self) -> tuple[Event, ...]:
        """Return the events to send now."""
        service = self._service
        state, before, counted = self._cache.state(self._seat), self._sent_state, self._count
        self._sent_state, self._count = state, service.count
        if state != before:
            main = self._cache.main(self._seat, service.count)
            return (Event("main", main, service.change),)
        if service.count != counted:
            return (Event("count", service.count, service.change),)
        return ()
