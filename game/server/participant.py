"""Requests of participants: join, page, votes, event stream."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping

from aiohttp import web

from game.content import sanitize
from game.core.playthrough import Refusal
from game.room import actions, messages
from game.room.state import options
from game.room.views import LETTERS, phone
from game.server import html, phone_pages
from game.server.admission import Admission
from game.server.auth import Issuer, cookie_of, give, seat_of, token_in
from game.server.broadcaster import Event, stream
from game.server.html import Html, file
from game.server.middleware import Bucket
from game.server.room_service import Service


class PageCache:
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
        own = (sitting.name, sitting.table) if room.stage in phone_pages.NAMING else ()
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
        return phone_pages.counted(made, count)

    def afresh(self, seat: str, opened: str = "", said: str = "") -> Html:
        """The same without a count, with what is *opened* and was *said*, for one phone alone."""
        service = self._service
        return phone_pages.main(
            phone(service.room, seat, service.projector),
            trouble=service.session.trouble is not None,
            opened=opened,
            said=said,
        )


class PageUpdates:
    """What is new for one *seat* since it was last asked: its page, or only the count."""

    def __init__(self, service: Service, mains: PageCache, seat: str) -> None:
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


MAX_POSTS, POSTS_RATE = 20, 5
"""What one seat may send: so much at once, and so much more each second."""
MAX_STREAMS = 2
"""Streams a seat may have open; when one more is opened the oldest ends."""
RECENT = 12.0
"""Seconds for which a phone without script counts as here after it has looked."""
CROWDED = (
    "Many phones have joined from this network. The facilitator can let more in: "
    "join again in a moment."
)

Form = Mapping[str, str]


class Participants:
    """
    Answers participants of one room, who come in by *admission*'s rules.

    *issuer* makes their secrets; *clock* tells seconds.
    """

    def __init__(
        self,
        service: Service,
        admission: Admission,
        issuer: Issuer,
        clock: Callable[[], float],
    ) -> None:
        self._service = service
        self._clock = clock
        self._cookie = cookie_of(service.code)
        self._mains = PageCache(service)
        self._admission = admission
        self._issuer = issuer
        self._buckets: dict[str, Bucket] = {}
        self._latest: dict[tuple[str, str], int] = {}
        self._looked: dict[str, float] = {}

    def routes(self) -> list[web.RouteDef]:
        """What can be asked for; whatever changes anything is a POST."""
        return [
            web.get("/", self.home),
            *(web.get(f"/{name}", file(name)) for name in ("page.css", "page.js")),
            web.get("/stream", self.follow, allow_head=False),
            web.post("/join", self.join),
            web.post("/vote", self.vote),
            web.post("/role", self.role),
            web.post("/share", self.share),
            web.get("/{code:[A-Za-z0-9]{3,12}}", self.enter),
        ]

    @property
    def connected(self) -> int:
        """How many people's phones are here now."""
        recently = self._clock() - RECENT
        streaming = {listener.who for listener in self._service.pulse.listeners}
        looking = {seat for seat, at in self._looked.items() if at > recently}
        return len((streaming | looking) & self._service.room.seats.keys())

    # Pages

    async def home(self, request: web.Request) -> web.Response:
        """The page of a seat, or the question for the code; the code may be in the query."""
        if code := request.query.get("code"):
            return self._enter(request, code.strip())
        return self._enter(request, None)

    async def enter(self, request: web.Request) -> web.Response:
        """The page of a seat in the room with that code, or its way in."""
        return self._enter(request, request.match_info["code"])

    def _enter(self, request: web.Request, code: str | None) -> web.Response:
        """
        The room for a seat, the way in for a phone that was let in before, whatever *code* is.

        Any other phone must have the right one; None where it gave none.
        """
        seat = self._seat(request)
        if seat is not None:
            return self._room(request, seat)
        token = self._issued(request)
        if token is None and code is None:
            return html.answer(html.no_room())
        if token is None and not self._admits(request, code or ""):
            return _wrong_code()
        response = html.answer(html.join_page(self._service.code))
        # The secret is there before the name, so that two taps on "Join" are one seat.
        give(response, self._cookie, token or self._issuer.new_token())
        return response

    def _room(self, request: web.Request, seat: str, said: str = "") -> web.Response:
        if self._service.room.seats[seat].removed:
            text = "Please talk to the facilitator."
            return html.status_page(403, "Your seat was taken away", text, self._service.code)
        self._looked[seat] = self._clock()
        opened = request.query_string if request.query_string.isalpha() else ""
        shown = self._shown(seat, opened, said)
        text = html.page(
            self._service.projector.story.title,
            shown,
            room=self._service.code,
            follow=True,
            refresh=bool(said)
            or (not opened and self._service.room.stage not in phone_pages.WRITING),
        )
        return html.answer(text, 409 if said else 200)

    # Acts

    async def join(self, request: web.Request) -> web.Response:
        """Take a seat, or give it another name."""
        form = await _form(request)
        seat = self._seat(request)
        token = self._issued(request)
        if seat is None and token is None:
            if not self._admits(request, form.get("code", "")):
                return _wrong_code()
            token = self._issuer.new_token()
        seat = seat or seat_of(token or "")
        known_names = self._service.room.seats.get(seat)
        table = form.get("table", str(known_names.table) if known_names else "")
        act = actions.Join(
            seat,
            sanitize.name(form.get("name", "")),
            int(table) if table.isascii() and table.isdigit() and len(table) < 5 else 0,
        )
        if known_names is None:
            return await self._seat_newcomer(request, act, token or "")
        return await self._take(request, act, form)

    async def _seat_newcomer(
        self, request: web.Request, act: actions.Join, token: str
    ) -> web.Response:
        service, seats = self._service, self._service.room.seats
        noted = self._admission.crowded > 0
        after: object
        if self._admission.reserve(act.seat, request.remote or "", seats):
            after = await service.writer.take(act)
        else:
            after = Refusal(code="crowded", message=CROWDED)
            if not noted:
                service.log.note(f"{self._admission.crowded} seats are taken from one address.")
                service.pulse.touch()
        if isinstance(after, Refusal):
            if act.seat not in service.room.seats:
                self._admission.release(act.seat)
            # The secret is kept, so that joining again needs no code.
            refused = html.status_page(409, "Not now", after.message, service.code)
            give(refused, self._cookie, token)
            return refused
        response = web.Response(status=303, headers={"Location": self._home})
        give(response, self._cookie, token)
        return response

    async def vote(self, request: web.Request) -> web.Response:
        """Vote, or change a vote."""
        form = await _form(request)
        seat = self._seat(request)
        return await self._take(request, self._vote(seat or "", form), form)

    def _vote(self, seat: str, form: Form) -> actions.Vote:
        """The vote in *form*: its options go by letter, for their ids may say too much."""
        room, ballot = self._service.room, form.get("ballot", "")
        named = options(room, room.open_ballot) if room.open_ballot else ()
        by_letter = dict(zip(LETTERS, named, strict=False))
        return actions.Vote(seat, ballot, by_letter.get(form.get("option", ""), ""))

    async def role(self, request: web.Request) -> web.Response:
        """Take a role card."""
        form = await _form(request)
        act = actions.TakeRole(self._seat(request) or "", form.get("role", ""))
        return await self._take(request, act, form)

    async def share(self, request: web.Request) -> web.Response:
        """Put a line on the wall, or take it back."""
        form = await _form(request)
        act = actions.Share(self._seat(request) or "", sanitize.line(form.get("text", "")))
        return await self._take(request, act, form)

    async def _take(
        self, request: web.Request, act: actions.SeatAction, form: Form
    ) -> web.Response:
        """Take *act* and answer with the page as it then is: acknowledged once it is written."""
        seat = self._seat(request)
        if seat is None or not actions.permitted(act, seat):
            text = "Join the room first."
            return html.status_page(403, "You have no seat", text, self._service.code)
        if seat not in self._buckets:
            self._buckets[seat] = Bucket(MAX_POSTS, POSTS_RATE, self._clock)
        if wait := self._buckets[seat].take():
            return _later(wait)
        line = ""
        if not self._overtaken(act, form):
            after = await self._service.writer.take(act)
            line = after.message if isinstance(after, Refusal) else ""
        if self._service.room.seats[seat].removed:
            return self._room(request, seat)
        if "X-Page" in request.headers:
            shown = self._shown(seat, said=line)
            at = str(self._service.change)
            return html.answer(shown, 409 if line else 200, **{"X-At": at})
        if line:
            return self._room(request, seat, line)
        return web.Response(status=303, headers={"Location": self._home})

    def _overtaken(self, act: actions.SeatAction, form: Form) -> bool:
        """Whether a later act of the same kind was there first: a try that was slow to arrive."""
        number = form.get("n", "")
        if not number.isascii() or not number.isdigit() or len(number) > 16:
            return False
        about = act.ballot if isinstance(act, actions.Vote) else type(act).__name__
        open_ballot = self._service.room.open_ballot
        if isinstance(act, actions.Vote) and (open_ballot is None or open_ballot.key != act.ballot):
            return False
        latest = self._latest.get((act.seat, about), 0)
        self._latest[act.seat, about] = max(latest, int(number))
        return int(number) < latest

    # The stream

    async def follow(self, request: web.Request) -> web.StreamResponse:
        """The page of a seat, whenever it differs, and how many have voted."""
        seat = self._seat(request)
        pulse = self._service.pulse
        mine = [listener for listener in pulse.listeners if listener.who == seat]
        for listener in mine[: len(mine) - MAX_STREAMS + 1]:
            listener.end("replaced")
        with pulse.listening(seat or "") as listener:
            if seat is None:
                listener.end("reload")
                return await stream(request, listener, lambda: ())
            news = PageUpdates(self._service, self._mains, seat)

            def events() -> Iterable[Event]:
                if self._service.room.seats[seat].removed:
                    listener.end("reload")
                    return ()
                return news.events()

            return await stream(request, listener, events)

    # Small things

    @property
    def _home(self) -> str:
        return f"/{self._service.code}"

    def _shown(self, seat: str, opened: str = "", said: str = "") -> Html:
        count = messages.voted(self._service.projector)
        if opened or said:
            return phone_pages.counted(self._mains.afresh(seat, opened, said), count)
        return self._mains.main(seat, count)

    def _seat(self, request: web.Request) -> str | None:
        token = token_in(request, self._cookie)
        seat = None if token is None else seat_of(token)
        return seat if seat in self._service.room.seats else None

    def _issued(self, request: web.Request) -> str | None:
        """The secret of a phone that was let in and has no seat yet."""
        token = token_in(request, self._cookie)
        return token if self._issuer.issued(token) else None

    def _admits(self, request: web.Request, code: str) -> bool:
        """Whether *code* lets *request* in; failures that are not held up are logged."""
        admission, held_up = self._admission, self._admission.held_up
        if admission.admits(code, request.remote or ""):
            return True
        if admission.held_up == held_up:
            self._service.log.note(
                f"A wrong room code: {admission.wrong_codes} so far, {held_up} of them held up."
            )
            self._service.pulse.touch()
        return False


def _wrong_code() -> web.Response:
    """The one answer to a code that does not open the room, whatever the reason."""
    return html.answer(html.no_room(wrong=True), 404)


def _later(wait: float) -> web.Response:
    seconds = str(math.ceil(wait))
    return html.status_page(
        429, "Too fast", "Wait a moment, then try again.", **{"Retry-After": seconds}
    )


async def _form(request: web.Request) -> Form:
    """The fields of a form; nothing else is read."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise web.HTTPUnsupportedMediaType
    try:
        fields = await request.post()
    except (ValueError, LookupError):  # no form, or in letters that nobody knows
        raise web.HTTPBadRequest from None
    return {key: value for key, value in fields.items() if isinstance(value, str)}
