"""A room led line by line: what changes is printed, short words lead on."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import suppress

from game.content.handbook import handbook
from game.core.failure import Failure, message_of
from game.plain.io import LineIO, numbered_item
from game.plain.pages import Command
from game.plain.words import (
    OWN_WORDS,
    WORDS,
    Lines,
    LineWord,
    Word,
    WrongWordsError,
    answered_puzzles,
    open_puzzles,
    permitted,
)
from game.room import actions, messages
from game.room.console import ConsoleView, Ticket
from game.room.evening import BETWEEN, Offer
from game.room.link import Link
from game.room.state import FINISHED, Stage
from game.room.views import Control
from game.text import explanation


_AGAIN = "{} Type {} again to close it anyway."
_WAYS_OUT = {"paused": "pause", "pick": "settle A"}
"""The words that lead on where going on is refused, by the code of the refusal."""


def page(view: ConsoleView, lines: Lines, before: ConsoleView | None = None) -> Iterator[str]:
    """Yield what is read out of *view*; what *before* has is not repeated."""
    of = f" of {view.of}" if view.of else ""
    where = f"Scene {view.number}{of}: {view.scene}" if view.scene else view.title
    yield from _in_place(view, before)
    again = f", vote {view.round}" if view.round > 1 else ""
    yield f"{where}. Now {messages.STAGES[view.stage]}{again}."
    if view.task and view.stage is Stage.TALK:
        yield view.task
    yield from (text for text in view.text if before is None or text not in before.text)
    if titles := [handbook()[idea].title for idea in view.ideas if idea in handbook()]:
        yield f"{explanation.IDEAS}: {' · '.join(titles)}"
    if view.question and view.question not in view.text:
        yield view.question
    for option in view.options:
        count = f" {option.count}." if option.count is not None and view.decided else ""
        yield f"{option.letter}: {option.text}{count}"
    told = view.text if before is None else (*view.text, *before.moves)
    yield from (text for text in (view.decided, *view.moves) if text and text not in told)
    if view.task and view.stage is not Stage.TALK:
        yield view.task
    asked = before.questions if before else ()
    yield from (f"Ask: {question}" for question in view.questions if question not in asked)
    if view.stage is Stage.LOBBY:
        yield from filter(None, (view.join, *view.report))
    if view.stage is Stage.OVER:
        yield messages.ENTER_CHOOSES
    yield from _shared(view, lines, before)


def _in_place(view: ConsoleView, before: ConsoleView | None) -> Iterator[str]:
    """Yield the question from the phones that is in place of the page, or that the page is back."""
    if view.puzzle != (before.puzzle if before else 0):
        texts = {puzzle.number: puzzle.text for puzzle in view.puzzles}
        yield f"On the screen: {texts.get(view.puzzle, '')}" if view.puzzle else "The page is back."


def _shared(view: ConsoleView, lines: Lines, before: ConsoleView | None) -> Iterator[str]:
    """Yield the lines on the screen and those that wait by number, without those of *before*."""
    old = _placed(before) if before else []
    return (
        f"{where}, {lines.index(text) + 1}: {text}"
        for where, text in _placed(view)
        if (where, text) not in old
    )


def _placed(view: ConsoleView) -> list[tuple[str, str]]:
    return [
        *(("On the screen", text) for text in view.shared),
        *(("It waits", text) for text in view.held),
    ]


class PlainConsole:
    """Follow the room at *link*: print its changes on *io*, submit the words typed there."""

    def __init__(self, link: Link, io: LineIO, *, stays: bool = False) -> None:
        """*stays* is whether a console without any input follows the room until it is stopped."""
        self._link = link
        self._io = io
        self._stays = stays
        self.was_left = False
        """Whether the word quit ended it."""
        self._view: ConsoleView | None = None
        self._lines: Lines = ()
        self._lost = False
        self._changed = asyncio.Event()
        self._spoke = False  # whether anything was printed since the last word
        self._offers: tuple[Offer, ...] = ()
        self._confirming: tuple[object, ...] | None = None  # a word, and where it was refused

    async def run(self, ticket: str | None = None) -> Failure | None:
        """
        Pair by *ticket*, if any; then run until the input ends or leaves. Return a refusal.

        Raises what printing raises.
        """
        async with self._link:
            refusal = await self._link.pair(ticket) if ticket else None
            if refusal is not None:
                return refusal
            following = asyncio.create_task(self._follow())
            try:
                await self._read_words(following)
                if following.done():
                    following.result()  # raises what ended it
            finally:
                following.cancel()
                await asyncio.gather(following, return_exceptions=True)
        return None

    async def _read_words(self, following: asyncio.Task[None]) -> None:
        lines: asyncio.Queue[str | None] = asyncio.Queue()
        loop = asyncio.get_running_loop()

        def read() -> None:
            line: str | None = ""
            while line is not None:
                line = self._io.read()
                with suppress(RuntimeError):  # the console has ended
                    loop.call_soon_threadsafe(lines.put_nowait, line)

        # A daemon, since nothing can end a read from a terminal.
        threading.Thread(target=read, daemon=True).start()
        first = True
        while not following.done():
            reading = asyncio.create_task(lines.get())
            await asyncio.wait({reading, following}, return_when=asyncio.FIRST_COMPLETED)
            if not reading.done():
                reading.cancel()
                return
            line = reading.result()
            if line is None and first and self._stays:
                self._say("There is no input, so consoles lead this room.")
                await self._show_ticket()
                await following
            self.was_left = line is not None and line.strip().casefold() == "quit"
            if line is None or self.was_left:
                return
            first = False
            if await self._has_view(following):
                await self._word(line.strip())

    async def _has_view(self, following: asyncio.Task[None]) -> bool:
        """Wait for the first view, since lines may be typed before; false if none will come."""
        while self._view is None and not following.done():
            self._changed.clear()
            changed = asyncio.create_task(self._changed.wait())
            await asyncio.wait({changed, following}, return_when=asyncio.FIRST_COMPLETED)
            changed.cancel()
        return self._view is not None

    async def _follow(self) -> None:
        async for view in self._link.facilitator_views():
            before = self._view
            if view is None:
                if not self._lost:
                    self._say(messages.OUT_OF_REACH)
                self._lost = True
                continue
            if self._lost:
                self._say(messages.IN_REACH)
            self._lost = False
            self._view = view
            new = dict.fromkeys((*view.shared, *view.held))
            self._lines += tuple(text for text in new if text not in self._lines)
            for text in _changes(before, view, self._lines):
                self._say(text)
            self._changed.set()
        self._say(messages.NOT_LET_IN)

    def _say(self, text: str) -> None:
        self._spoke = True
        self._io.echo(text)

    async def _word(self, line: str) -> None:
        view = self._view
        assert view is not None
        name, _, rest = (line or "next").partition(" ")
        name = name.casefold()
        word = WORDS.get(name)
        if self._confirming != (name, *_place(view)):
            self._confirming = None
        if name == "next" and view.stage in FINISHED:
            name = "scenarios"
        elif name == "?":
            name = "help"
        if name in OWN_WORDS:
            await self._own(name, view, rest.strip())
        elif word is None:
            self._say(f"{name} is none of the words. Type help for those that work now.")
        elif word.control not in view.permitted:
            self._say(f"Not now. These work: {', '.join(permitted(view))}.")
        else:
            await self._submit(name, word, view, rest.strip())

    async def _submit(self, name: str, word: Word | LineWord, view: ConsoleView, rest: str) -> None:
        try:
            if isinstance(word, LineWord):
                action = word.action(view, rest, self._lines)
            else:
                action = word.action(view, rest)
        except WrongWordsError as error:
            self._say(str(error))
            return
        if isinstance(action, actions.GoOn | actions.Talk | actions.Reveal):
            action = type(action)(anyway=self._confirming is not None)
        self._changed.clear()
        self._spoke = False
        refusal = await self._link.act(action)
        missing = refusal is not None and refusal.code == "missing"
        self._confirming = (name, *_place(view)) if missing else None
        if refusal is None:
            with suppress(TimeoutError):
                async with asyncio.timeout(0.5):  # the change is printed before the next line
                    await self._changed.wait()
            if not self._spoke:
                self._say("Done.")
        elif self._confirming:
            self._say(_AGAIN.format(refusal.message, name))
        elif refusal.code in _WAYS_OUT:
            self._say(f"{refusal.message} Type {_WAYS_OUT[refusal.code]}.")
        else:
            self._say(refusal.message)

    async def _own(self, name: str, view: ConsoleView, rest: str) -> None:
        match name:
            case "read":
                self._tell(page(view, self._lines))
            case "count":
                here = f"{view.here} here, {messages.phones_on(view.connected)}."
                self._tell([*_count(view), here])
            case "people":
                people = [", ".join(filter(None, (seat.name, seat.state))) for seat in view.roster]
                self._tell(people or [messages.nobody_by_phone(view.heads)])
            case "puzzles":
                self._tell(
                    f"{puzzle.number}: {puzzle.text} {messages.supporters(puzzle.votes)}".rstrip()
                    for puzzle in view.puzzles
                )
            case "key":
                later = [messages.ASK_LATER, *view.later] if view.later else []
                key = f"The key: {view.key}" if view.key else ""
                self._tell([key, *view.best, view.notes or "", *later])
            case "ticket":
                await self._show_ticket()
            case "forget":
                self._answer(await self._link.revoke())
            case "more":
                self._answer(await self._link.admit_more())
            case "absent":
                self._answer(await self._link.release_absent())
            case "port":
                self._answer(await self._link.move_port())
            case "scenarios" | "begin":
                await self._choose(name, view, rest)
            case _:
                words = {word: WORDS[word].about for word in permitted(view)}
                words |= OWN_WORDS
                self._tell(f"{word}: {about}" for word, about in words.items())

    async def _choose(self, name: str, view: ConsoleView, rest: str) -> None:
        """List the scenarios that can be next, or begin the one with the number *rest*."""
        if view.stage not in BETWEEN:
            self._say(messages.NOT_BETWEEN)
            return
        if name == "scenarios":
            offers = await self._link.offers()
            if isinstance(offers, Failure):
                self._say(offers.message)
                return
            self._offers = offers
            self._say(messages.NEXT_SCENARIO)
            self._tell(f"{n}: {offer.title}. {offer.note}." for n, offer in enumerate(offers, 1))
            ends = Control.END in view.permitted
            self._say("Type begin and a number" + (", or end for the evening." if ends else "."))
            return
        offer = numbered_item(self._offers, rest)
        if offer is None:
            self._say("The number of a scenario, please; the word scenarios lists them.")
            return
        refusal = await self._link.go_on_with(offer)
        if refusal is not None:
            self._say(refusal.message)

    def _answer(self, result: str | Failure) -> None:
        self._say(message_of(result))

    def _tell(self, texts: Iterator[str] | list[str]) -> None:
        shown = [text for text in texts if text]
        for text in shown or ["Nothing."]:
            self._say(text)

    async def _show_ticket(self) -> None:
        ticket = await self._link.ticket()
        self._say(ticket.message)
        if isinstance(ticket, Ticket):
            self._say(Command(ticket.command))


def _count(view: ConsoleView) -> Iterator[str]:
    if view.stage is Stage.VOTE:
        nobody = f"Nobody has {messages.done_in_vote(kept=view.kept)}."
        nobody_missing = messages.ALL_VOTED if view.complete else nobody
        yield messages.missing(view.missing, view.people, kept=view.kept) or nobody_missing


def _changes(before: ConsoleView | None, now: ConsoleView, lines: Lines) -> Iterator[str]:
    """Yield what a listener has to hear after the view changed from *before* to *now*."""
    if before is None or _place(before) != _place(now):
        yield from page(now, lines, before)
        if before is None:
            yield "Enter or next goes on; help lists the words."
    else:
        if now.complete and not before.complete:
            yield messages.ALL_VOTED
        if now.stage is Stage.LOBBY and now.here != before.here:
            yield f"{now.here} here."
        if now.heads != before.heads:
            yield messages.by_hand(now.heads)
        if now.paused != before.paused:
            yield "Paused; votes wait." if now.paused else "The pause is over."
        if now.locked != before.locked:
            yield messages.DOOR_CLOSED if now.locked else messages.DOOR_OPEN
        if now.table_votes != before.table_votes:
            yield messages.table_votes(now.table_votes)
        if now.show_first != before.show_first:
            yield messages.first_vote(now.show_first)
        if now.rounds != before.rounds:
            yield messages.rounds(now.rounds)
        if now.hold_lines != before.hold_lines:
            yield messages.hold_lines(now.hold_lines)
        yield from _in_place(now, before)
        yield from _shared(now, lines, before)
        for number in sorted(open_puzzles(before) - open_puzzles(now)):
            yield f"Question {number} is closed."
        for number in sorted(answered_puzzles(before) - answered_puzzles(now)):
            yield f"Question {number} is taken away."
    old = open_puzzles(before) if before else set()
    for puzzle in sorted(now.puzzles, key=lambda puzzle: puzzle.number):
        if puzzle.number not in old:
            yield f"Somebody asks, {puzzle.number}: {puzzle.text}"
    was_crowded = before.crowded if before else 0
    if now.crowded and not was_crowded:
        yield f"{messages.CROWDED} The word more lets more in."
    if now.trouble and (before is None or now.trouble != before.trouble):
        yield now.trouble


def _place(view: ConsoleView) -> tuple[object, ...]:
    return view.stage, view.scene, view.ballot, view.round, view.decided
