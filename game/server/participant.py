"""Requests of participants: join, page, votes, event stream."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import quote

from aiohttp import web

from game.content import sanitize
from game.core.failure import Failure
from game.room import actions, messages
from game.room.state import options
from game.room.views import LETTERS
from game.server import html, phone_pages
from game.server.admission import Admission
from game.server.auth import TokenIssuer, seat_cookie, seat_of, set_token_cookie, token_from
from game.server.broadcaster import Event, stream
from game.server.html import Html, file
from game.server.middleware import Bucket
from game.server.page_cache import PageCache, PageUpdates
from game.server.presence import Presence
from game.server.room_service import RoomService
from game.server.take_home import take_home


_CODE = r"[A-Za-z0-9][A-Za-z0-9 –-]{2,20}"
"""A code as people write it, with blanks or dashes."""


MAX_POSTS, POSTS_RATE = 20, 5
"""Requests per seat: burst size, then requests per second."""
MAX_STREAMS = 2
"""Open streams per seat; a further one ends the oldest."""
RECENT = 12.0
"""Seconds for which a phone without scripts counts as connected after a request."""
CROWDED = (
    "Many phones have joined from this network. The facilitator can let more in: "
    "join again in a moment."
)

ANOTHER_SCENARIO = "That was for the scenario before; another has begun."
NO_COOKIE = (
    "This browser did not send the room's cookie back, so the room cannot know your phone again. "
    "Allow cookies for this page, or open the link in your phone's own browser, and join again."
)
TAKEN_AWAY = ("Your seat was taken away", "Please talk to the facilitator.")

Form = Mapping[str, str]


class Participants:
    """
    Request handlers for participants of one room, admitted by *admission*.

    *issuer* makes their tokens; *clock* returns seconds. In an *anonymous* room names are dropped
    as they come in.
    """

    def __init__(
        self,
        service: RoomService,
        admission: Admission,
        issuer: TokenIssuer,
        clock: Callable[[], float],
        *,
        anonymous: bool = False,
    ) -> None:
        self._service = service
        self._clock = clock
        self._cookie = seat_cookie(service.code)
        self._anonymous = anonymous
        self._cache = PageCache(service, anonymous=anonymous)
        self._admission = admission
        self._issuer = issuer
        self._buckets: dict[str, Bucket] = {}
        self._last_number: dict[tuple[str, str], int] = {}
        self._last_load: dict[str, float] = {}
        self._presence = Presence(clock)
        self._returning: set[asyncio.Task[object]] = set()

    def routes(self) -> list[web.RouteDef]:
        """Return the routes; state changes only by POST."""
        return [
            web.get("/", self.home),
            *(web.get(f"/{name}", file(name)) for name in ("page.css", "page.js")),
            web.get("/stream", self.follow, allow_head=False),
            web.get("/take-home", self.take_home),
            web.post("/join", self.join),
            web.post("/vote", self.vote),
            web.post("/role", self.role),
            web.post("/share", self.share),
            web.post("/puzzle", self.ask_puzzle),
            web.post("/upvote", self.upvote),
            web.get(f"/{{code:{_CODE}}}", self.enter),
            web.get(f"/{{code:{_CODE}}}/", _without_slash),
        ]

    @property
    def connected(self) -> int:
        """The number of participants connected now."""
        return len(self.here)

    @property
    def here(self) -> frozenset[str]:
        """The seats whose phones are connected now."""
        recently = self._clock() - RECENT
        streaming = {listener.owner for listener in self._service.broadcaster.listeners}
        looking = {seat for seat, at in self._last_load.items() if at > recently}
        return frozenset((streaming | looking) & self._service.room.seats.keys())

    @property
    def absent(self) -> tuple[str, ...]:
        """The seats whose phones are not connected, and still waited for."""
        here = self.here
        return tuple(seat.id for seat in self._service.room.present if seat.id not in here)

    def follow_ballot(self) -> None:
        """Wait again for all seats that are away when a vote opens; call this on each change."""
        room = self._service.room
        ballot = room.open_ballot.key if room.open_ballot else None
        self._wait_for(self._presence.follow(ballot, room.seats))

    def _wait_for(self, seats: tuple[str, ...]) -> None:
        if not seats:
            return
        task = asyncio.create_task(self._service.writer.take(actions.Away(seats, on=False)))
        self._returning.add(task)
        task.add_done_callback(self._returning.discard)

    async def check_presence(self) -> None:
        """Stop waiting for seats whose phones have been gone for a while."""
        away = self._presence.newly_away(self._service.room.seats, self.here)
        if away:
            await self._service.writer.take(actions.Away(away))

    async def release_absent(self) -> int:
        """Stop waiting at once for seats whose phones are not connected; return how many."""
        absent = self.absent
        self._presence.release(absent)
        if absent:
            await self._service.writer.take(actions.Away(absent))
        return len(absent)

    # Pages

    async def home(self, request: web.Request) -> web.Response:
        """Return the page of a seat, or the code form; the code may be in the query."""
        if code := request.query.get("code"):
            return self._enter(request, code.strip())
        return self._enter(request, None)

    async def enter(self, request: web.Request) -> web.Response:
        """Return the page of a seat in the room with that code, or the join form."""
        return self._enter(request, request.match_info["code"])

    def _enter(self, request: web.Request, code: str | None) -> web.Response:
        """
        Return the page for the request's token: a seat's page, or the join form.

        Without a token, *code* must be right; None if none was given.
        """
        seat = self._seat(request)
        if seat is not None:
            return self._room(request, seat)
        token = self._unseated_token(request)
        if token is None and code is None:
            return html.answer(html.no_room())
        if token is None and not self._admits(request, code or ""):
            return _wrong_code()
        response = html.answer(html.join_page(self._service.code, anonymous=self._anonymous))
        # The token is set before the name is sent, so that two taps on "Join" take one seat.
        set_token_cookie(response, self._cookie, token or self._issuer.new_token(), links=True)
        return response

    def _room(self, request: web.Request, seat: str, said: str = "") -> web.Response:
        if self._service.room.seats[seat].removed:
            return html.status_page(403, *TAKEN_AWAY, self._service.code)
        self._last_load[seat] = self._clock()
        opened = request.query_string if request.query_string.isalpha() else ""
        main = self._main_part(seat, opened, said)
        text = html.page(
            self._service.projector.story.title,
            main,
            room=self._service.code,
            follow=True,
            refresh=bool(said)
            or (not opened and self._service.room.stage not in phone_pages.WRITING),
        )
        return html.answer(text, 409 if said else 200)

    async def take_home(self, request: web.Request) -> web.Response:
        """Return a file to keep, once the story is over."""
        seat, room = self._seat(request), self._service.room
        if seat is None or room.seats[seat].removed or room.stage not in phone_pages.WRITING:
            raise web.HTTPNotFound
        if wait := self._take_token(seat):
            return _later(wait)
        name = f"two-hats-{room.play.scenario.id}.html"
        return html.answer(
            take_home([*(item.room for item in self._service.session.earlier), room], seat),
            200,
            **{
                "Content-Disposition": f'attachment; filename="{name}"',
                "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
            },
        )

    # Actions

    async def join(self, request: web.Request) -> web.Response:
        """Take a seat, or change its name and table."""
        form = await _form(request)
        seat = self._seat(request)
        token = self._unseated_token(request)
        if seat is None and token is None:
            # The form's page has set a cookie. Without it the phone could not be known again, and
            # each try would take a seat that nobody sits on.
            return html.status_page(409, "No seat yet", NO_COOKIE)
        seat = seat or seat_of(token or "")
        current = self._service.room.seats.get(seat)
        table = form.get("table", str(current.table) if current else "")
        action = actions.Join(
            seat,
            "" if self._anonymous else sanitize.name(form.get("name", "")),
            _number(table, 4) or 0,
        )
        if current is None:
            return await self._seat_newcomer(request, action, token or "")
        return await self._submit(request, action, form)

    async def _seat_newcomer(
        self, request: web.Request, action: actions.Join, token: str
    ) -> web.Response:
        service, seats = self._service, self._service.room.seats
        was_crowded = self._admission.crowded > 0
        result: object
        if self._admission.is_banned(request.remote or "", seats):
            return html.status_page(403, *TAKEN_AWAY, service.code)
        if self._admission.reserve(action.seat, request.remote or "", seats):
            result = await service.writer.take(action)
        else:
            result = Failure(code="crowded", message=CROWDED)
            if not was_crowded:
                service.log.note(messages.CROWDED)
                service.broadcaster.notify()
        if isinstance(result, Failure):
            if action.seat not in service.room.seats:
                self._admission.release(action.seat)
            # Keep the token, so that joining again needs no code.
            text = html.not_now(service.code, result.message, action.name, action.table)
            refused = html.answer(text, 409)
            set_token_cookie(refused, self._cookie, token, links=True)
            return refused
        response = web.Response(status=303, headers={"Location": self._home})
        set_token_cookie(response, self._cookie, token, links=True)
        return response

    async def vote(self, request: web.Request) -> web.Response:
        """Cast or change a vote."""
        form = await _form(request)
        seat = self._seat(request)
        return await self._submit(request, self._vote(seat or "", form), form)

    def _vote(self, seat: str, form: Form) -> actions.Vote:
        """Read a vote from *form*: options are sent as letters, since ids may reveal the key."""
        room = self._service.room
        named = options(room, room.open_ballot) if room.open_ballot else ()
        by_letter = dict(zip(LETTERS, named, strict=False))
        return actions.Vote(seat, form.get("ballot", ""), by_letter.get(form.get("option", ""), ""))

    async def role(self, request: web.Request) -> web.Response:
        """Take a role card."""
        form = await _form(request)
        action = actions.TakeRole(self._seat(request) or "", form.get("role", ""))
        return await self._submit(request, action, form)

    async def share(self, request: web.Request) -> web.Response:
        """Put a line on the projector, or take it back."""
        form = await _form(request)
        action = actions.Share(
            self._seat(request) or "", sanitize.line(form.get("text", ""), actions.MAX_LINE)
        )
        return await self._submit(request, action, form)

    async def ask_puzzle(self, request: web.Request) -> web.Response:
        """Ask what puzzles the seat, or take its question back."""
        form = await _form(request)
        text = sanitize.line(form.get("text", ""), actions.MAX_PUZZLE)
        return await self._submit(request, actions.AskPuzzle(self._seat(request) or "", text), form)

    async def upvote(self, request: web.Request) -> web.Response:
        """Vote for a question of somebody else, or take the vote back."""
        form = await _form(request)
        puzzle = _number(form.get("puzzle", ""), 6) or 0
        action = actions.Upvote(self._seat(request) or "", puzzle, on=form.get("on") != "0")
        return await self._submit(request, action, form)

    async def _submit(
        self, request: web.Request, action: actions.SeatAction, form: Form
    ) -> web.Response:
        """Submit *action* and return the page afterwards; it is acknowledged once written."""
        seat = self._seat(request)
        if seat is None or not actions.permitted(action, seat):
            text = "Join the room first."
            return html.status_page(403, "You have no seat", text, self._service.code)
        if wait := self._take_token(seat):
            return _later(wait)
        line, began = "", self._service.session.run.started
        if form.get("began", began) != began:
            line = ANOTHER_SCENARIO
        elif not self._is_stale(action, form):
            result = await self._service.writer.take(action)
            line = result.message if isinstance(result, Failure) else ""
        if self._service.room.seats[seat].removed:
            return self._room(request, seat)
        if "X-Page" in request.headers:
            main = self._main_part(seat, said=line)
            at = str(self._service.change)
            return html.answer(main, 409 if line else 200, **{"X-At": at})
        if line:
            return self._room(request, seat, line)
        return web.Response(status=303, headers={"Location": self._home})

    def _take_token(self, seat: str) -> float:
        """Count a request of *seat*; return the seconds that it must wait, 0 if it need not."""
        if seat not in self._buckets:
            self._buckets[seat] = Bucket(MAX_POSTS, POSTS_RATE, self._clock)
        return self._buckets[seat].take()

    def _is_stale(self, action: actions.SeatAction, form: Form) -> bool:
        """Return whether a later action of the same kind has arrived already."""
        number = _number(form.get("n", ""), 16)
        if number is None:
            return False
        state = type(action).__name__
        if isinstance(action, actions.Vote):
            state = action.ballot
        elif isinstance(action, actions.Upvote):
            state = f"{state} {action.puzzle}"
        open_ballot = self._service.room.open_ballot
        if isinstance(action, actions.Vote) and (
            open_ballot is None or open_ballot.key != action.ballot
        ):
            return False
        latest = self._last_number.get((action.seat, state), 0)
        self._last_number[action.seat, state] = max(latest, number)
        return number < latest

    # The stream

    async def follow(self, request: web.Request) -> web.StreamResponse:
        """Stream the page of a seat and the vote count whenever they change."""
        seat = self._seat(request)
        broadcaster = self._service.broadcaster
        streams = [listener for listener in broadcaster.listeners if listener.owner == seat]
        for listener in streams[: len(streams) - MAX_STREAMS + 1]:
            listener.end("replaced")
        with broadcaster.subscribe(seat or "") as listener:
            if seat is None:
                listener.end("reload")
                return await stream(request, listener, lambda: ())
            updates = PageUpdates(self._service, self._cache, seat)

            def events() -> Iterable[Event]:
                if self._service.room.seats[seat].removed:
                    listener.end("reload")
                    return ()
                return updates.events()

            return await stream(request, listener, events)

    # Helpers

    @property
    def _home(self) -> str:
        return self._service.code  # relative, for proxies that add a path

    def _main_part(self, seat: str, opened: str = "", said: str = "") -> Html:
        count = messages.voted(self._service.projector)
        if opened or said:
            return phone_pages.counted(self._cache.render(seat, opened, said), count)
        return self._cache.main(seat, count)

    def _seat(self, request: web.Request) -> str | None:
        token = token_from(request, self._cookie)
        seat = None if token is None else seat_of(token)
        if seat is None or seat not in self._service.room.seats:
            return None
        self._admission.recognize(seat, request.remote or "")
        self._presence.see(seat)
        if self._service.room.seats[seat].away:
            self._wait_for((seat,))
        return seat

    def _unseated_token(self, request: web.Request) -> str | None:
        """Return the token of an admitted phone without a seat."""
        token = token_from(request, self._cookie)
        return token if self._issuer.verify(token) else None

    def _admits(self, request: web.Request, code: str) -> bool:
        """Return whether *code* admits *request*; log failures."""
        admission, held_up = self._admission, self._admission.held_up
        if admission.admits(code, request.remote or ""):
            return True
        if admission.held_up == held_up:
            self._service.log.note(
                f"A wrong room code: {admission.wrong_codes} so far, {held_up} of them held up."
            )
            self._service.broadcaster.notify()
        return False


async def _without_slash(request: web.Request) -> web.Response:
    """Lead to the same page without the last slash, since pages have relative links."""
    location = f"../{quote(request.match_info['code'])}"
    return web.Response(status=307, headers={"Location": location})


def _wrong_code() -> web.Response:
    """Return the response to a wrong code, the same for every reason."""
    return html.answer(html.no_room(wrong=True), 404)


def _later(wait: float) -> web.Response:
    seconds = str(math.ceil(wait))
    return html.status_page(
        429, "Too fast", "Wait a moment, then try again.", **{"Retry-After": seconds}
    )


def _number(text: str, digits: int) -> int | None:
    """Return *text* as a number of at most *digits* digits; None if it is not one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None


async def _form(request: web.Request) -> Form:
    """Return the text fields of a form; refuse other content types."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise web.HTTPUnsupportedMediaType
    try:
        fields = await request.post()
    except (ValueError, LookupError):  # not a form, or an unknown encoding
        raise web.HTTPBadRequest from None
    return {key: value for key, value in fields.items() if isinstance(value, str)}
