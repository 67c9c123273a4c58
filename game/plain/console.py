"""A room led line by line: what changes is printed, short words lead on."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress

from attrs import frozen

from game.core.failure import Failure
from game.plain.io import LineIO
from game.room import actions, messages
from game.room.console import ConsoleView
from game.room.evening import BETWEEN, CHOOSING, Offer
from game.room.link import Link
from game.room.state import Stage
from game.room.views import Control


class WrongWordsError(Exception):
    """What follows a word does not fit; the message says what does."""


@frozen
class Word:
    """A word that submits an action of *control*; *about* is its line in the help."""

    control: Control
    about: str
    action: Callable[[ConsoleView, str], actions.FacilitatorAction]


Lines = tuple[str, ...]
"""All lines for the screen so far, in the order they came: a number from 1 stays with its line."""


@frozen
class LineWord:
    """A word like the others, about one of the lines for the screen by its number."""

    control: Control
    about: str
    action: Callable[[ConsoleView, str, Lines], actions.FacilitatorAction]


def _numbers(text: str, hint: str) -> tuple[int, ...]:
    parts = text.replace(",", " ").split()
    if not parts or not all(part.isdecimal() and len(part) < 5 for part in parts):
        raise WrongWordsError(hint)
    return tuple(map(int, parts))


def _decide(view: ConsoleView, text: str) -> actions.Decide:
    options = {option.letter: option.id for option in view.options}
    if text.upper() not in options:
        raise WrongWordsError(f"One of {' '.join(options)}, please, such as: settle A")
    return actions.Decide(options[text.upper()])


def _hands(view: ConsoleView, text: str) -> actions.Hands:
    letters = " ".join(option.letter for option in view.options)
    return actions.Hands(
        view.ballot or "", _numbers(text, f"Hands for {letters}, such as: hands 4 2 0")
    )


def _timer(view: ConsoleView, text: str) -> actions.Timer:
    minutes, *_ = _numbers(text or "2", "Minutes, please, such as: clock 2")
    return actions.Timer(time.time() + 60 * minutes if minutes else 0.0)


def _remove(view: ConsoleView, text: str) -> actions.Remove:
    named = [seat for seat in view.roster if seat.name.casefold() == text.casefold()]
    if not named:
        raise WrongWordsError("A name, please, as the word people lists it.")
    return actions.Remove(named[0].id, not named[0].removed)


def _take_down(view: ConsoleView, text: str, lines: Lines) -> actions.TakeDown:
    number, *_ = _numbers(text, "The number of a line, please, such as: down 1")
    (line,) = lines[number - 1 : number] or ("",)
    if line not in (*view.shared, *view.held):
        raise WrongWordsError("There is no line with that number.")
    return actions.TakeDown(line)


def _show(view: ConsoleView, text: str, lines: Lines) -> actions.ShowLines:
    if text.casefold() == "all":
        return actions.ShowLines(view.held)
    number, *_ = _numbers(text, "The number of a line that waits, or all, such as: show 1")
    (line,) = lines[number - 1 : number] or ("",)
    if line not in view.held:
        raise WrongWordsError("No line with that number waits.")
    return actions.ShowLines((line,))


def _puzzle(view: ConsoleView, text: str, hint: str) -> int:
    number, *_ = _numbers(text, f"The number of a question, please, such as: {hint} 1")
    if number not in _open(view) | (_answered(view) if hint == "drop" else set()):
        raise WrongWordsError("No question with that number is open.")
    return number


def _pose(view: ConsoleView, text: str) -> actions.ShowPuzzle:
    if text.casefold() == "off":
        return actions.ShowPuzzle(0)
    return actions.ShowPuzzle(_puzzle(view, text, "pose"))


WORDS: Mapping[str, Word | LineWord] = {
    "next": Word(Control.GO_ON, "what comes next", lambda view, text: actions.GoOn()),
    "undo": Word(Control.UNDO, "one step back", lambda view, text: actions.Undo()),
    "talk": Word(Control.TALK, "talk, then vote again", lambda view, text: actions.Talk()),
    "reveal": Word(Control.REVEAL, "show the result now", lambda view, text: actions.Reveal()),
    "reopen": Word(Control.REOPEN, "open the vote again", lambda view, text: actions.Reopen()),
    "settle": Word(Control.DECIDE, "settle it, such as: settle A", _decide),
    "hands": Word(Control.HANDS, "hands by letter, such as: hands 4 2 0", _hands),
    "heads": Word(
        Control.HEADS,
        "how many vote without a phone, such as: heads 12",
        lambda view, text: actions.Heads(_numbers(text, "One number, such as: heads 12")[0]),
    ),
    "cards": Word(Control.DEAL, "deal role cards", lambda view, text: actions.Deal()),
    "votes": Word(
        Control.ROUNDS,
        "how many votes on a choice, 1 or 2",
        lambda view, text: actions.Rounds(_numbers(text, "One number, such as: votes 1")[0]),
    ),
    "first": Word(
        Control.SHOW_FIRST,
        "show or hide the first vote before the talk",
        lambda view, text: actions.ShowFirst(not view.show_first),
    ),
    "tables": Word(
        Control.TABLE_VOTES,
        "one vote a table from the next question on, or one a person",
        lambda view, text: actions.TableVotes(not view.table_votes),
    ),
    "pause": Word(
        Control.PAUSE, "pause, or go on", lambda view, text: actions.Pause(not view.paused)
    ),
    "door": Word(
        Control.LOCK,
        "close the door to new people, or open it",
        lambda view, text: actions.Lock(not view.locked),
    ),
    "clock": Word(Control.TIMER, "minutes on the clock, such as: clock 2; 0 stops it", _timer),
    "end": Word(Control.END, "end the evening", lambda view, text: actions.End()),
    "remove": Word(Control.REMOVE, "take somebody away by name, or let them back", _remove),
    "show": LineWord(Control.SHOW_LINES, "show a line that waits, by number, or show all", _show),
    "down": LineWord(Control.TAKE_DOWN, "take a line away by number", _take_down),
    "pose": Word(
        Control.SHOW_PUZZLE, "a question from the phones on the screen, by number; or off", _pose
    ),
    "answered": Word(
        Control.CLOSE_PUZZLE,
        "mark a question from the phones as answered, by number",
        lambda view, text: actions.ClosePuzzle(_puzzle(view, text, "answered"), answered=True),
    ),
    "drop": Word(
        Control.CLOSE_PUZZLE,
        "take a question from the phones away, by number",
        lambda view, text: actions.ClosePuzzle(_puzzle(view, text, "drop"), answered=False),
    ),
    "hold": Word(
        Control.HOLD_LINES,
        "let new lines wait for you, or show them at once",
        lambda view, text: actions.HoldLines(not view.hold_lines),
    ),
}
"""The words for what a room permits."""
OWN_WORDS: Mapping[str, str] = {
    "read": "this page again",
    "count": "how many have voted",
    "people": "who is here",
    "puzzles": "what puzzles people, the most wanted first",
    "key": "the key and your notes",
    "ticket": "a ticket for a phone or another machine",
    "forget": "let no other machine run the room",
    "more": "let more phones in from one address",
    "absent": "do not wait for phones that are gone",
    "port": "open another port for phones, where the room's is taken",
    "scenarios": "what can be played next",
    "begin": "begin one of those by its number, such as: begin 1",
    "help": "the words that work now",
    "quit": "leave",
}
"""The words that change nothing in the room, or only who gets in."""
_AGAIN = "{} Type {} again to close it anyway."


def page(view: ConsoleView, lines: Lines, before: ConsoleView | None = None) -> Iterator[str]:
    """Yield what is read out of *view*; what *before* has is not repeated."""
    of = f" of {view.of}" if view.of else ""
    where = f"Scene {view.number}{of}: {view.scene}" if view.scene else view.title
    yield from _in_place(view, before)
    again = f", vote {view.round}" if view.round > 1 else ""
    yield f"{where}. Now {messages.STAGES[view.stage]}{again}."
    yield from (text for text in view.text if before is None or text not in before.text)
    if view.question and view.question not in view.text:
        yield view.question
    for option in view.options:
        count = f" {option.count}." if option.count is not None and view.decided else ""
        yield f"{option.letter}: {option.text}{count}"
    yield from filter(None, (view.decided, *view.moves))
    asked = _questions(before) if before else ()
    yield from (f"Ask: {question}" for question in _questions(view) if question not in asked)
    if view.stage is Stage.LOBBY:
        yield from filter(None, (view.join, *view.report))
    yield from _shared(view, lines, before)


def _in_place(view: ConsoleView, before: ConsoleView | None) -> Iterator[str]:
    """Yield the question from the phones that is in place of the page, or that the page is back."""
    if view.puzzle != (before.puzzle if before else 0):
        texts = {puzzle.number: puzzle.text for puzzle in view.puzzles}
        yield f"On the screen: {texts.get(view.puzzle, '')}" if view.puzzle else "The page is back."


def _questions(view: ConsoleView) -> tuple[str, ...]:
    """Return what the facilitator may ask now; nothing before the first scene."""
    if view.stage is Stage.LOBBY:
        return ()
    return tuple(filter(None, (view.next_question, *view.ask, *view.prompts)))


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
    """Follow the room at the end of *link*, print what changes on *io*, and obey its lines."""

    def __init__(self, link: Link, io: LineIO, *, stays: bool = False) -> None:
        """*stays* is whether a console without any input follows the room until it is stopped."""
        self._link = link
        self._io = io
        self._stays = stays
        self._view: ConsoleView | None = None
        self._lines: Lines = ()
        self._lost = False
        self._changed = asyncio.Event()
        self._answered = False  # whether anything was printed since the last word
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
                await self._obey(following)
                if following.done():
                    following.result()  # raises what ended it
            finally:
                following.cancel()
                await asyncio.gather(following, return_exceptions=True)
        return None

    async def _obey(self, following: asyncio.Task[None]) -> None:
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
            if line is None or line.strip().casefold() == "quit":
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
            self._lost = False
            self._view = view
            new = dict.fromkeys((*view.shared, *view.held))
            self._lines += tuple(text for text in new if text not in self._lines)
            for text in _changes(before, view, self._lines):
                self._say(text)
            self._changed.set()
        self._say(messages.NOT_LET_IN)

    def _say(self, text: str) -> None:
        self._answered = True
        self._io.echo(text)

    async def _word(self, line: str) -> None:
        view = self._view
        assert view is not None
        name, _, rest = (line or "next").partition(" ")
        name = name.casefold()
        word = WORDS.get(name)
        if self._confirming != (name, *_place(view)):
            self._confirming = None
        if name == "next" and view.stage in CHOOSING:
            name = "scenarios"
        if name in OWN_WORDS:
            await self._own(name, view, rest.strip())
        elif word is None:
            self._say(f"{name} is none of the words. Type help for those that work now.")
        elif word.control not in view.permitted:
            self._say(f"Not now. These work: {', '.join(_permitted(view))}.")
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
        self._answered = False
        refusal = await self._link.act(action)
        missing = refusal is not None and refusal.code == "missing"
        self._confirming = (name, *_place(view)) if missing else None
        if refusal is None:
            with suppress(TimeoutError):
                async with asyncio.timeout(0.5):  # the change is printed before the next line
                    await self._changed.wait()
            if not self._answered:
                self._say("Done.")
        elif self._confirming:
            self._say(_AGAIN.format(refusal.message, name))
        else:
            self._say(refusal.message)

    async def _own(self, name: str, view: ConsoleView, rest: str) -> None:
        match name:
            case "read":
                self._tell(page(view, self._lines))
            case "count":
                self._tell([*_count(view), f"{view.here} here, {view.connected} phones on."])
            case "people":
                self._tell(", ".join(filter(None, (seat.name, seat.state))) for seat in view.roster)
            case "puzzles":
                self._tell(
                    f"{puzzle.number}: {puzzle.text} {messages.supporters(puzzle.votes)}".rstrip()
                    for puzzle in view.puzzles
                )
            case "key":
                self._tell(
                    [f"The key: {view.key}" if view.key else "", *view.best, view.notes or ""]
                )
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
                words = {word: WORDS[word].about for word in _permitted(view)}
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
        elif not rest.isdecimal() or not 1 <= int(rest) <= len(self._offers):
            self._say("The number of a scenario, please; the word scenarios lists them.")
        else:
            refusal = await self._link.go_on_with(self._offers[int(rest) - 1])
            if refusal is not None:
                self._say(refusal.message)

    def _answer(self, result: str | Failure) -> None:
        self._say(result.message if isinstance(result, Failure) else result)

    def _tell(self, texts: Iterator[str] | list[str]) -> None:
        shown = [text for text in texts if text]
        for text in shown or ["Nothing."]:
            self._say(text)

    async def _show_ticket(self) -> None:
        ticket = await self._link.ticket()
        self._say(ticket.message)


def _permitted(view: ConsoleView) -> list[str]:
    return [name for name, word in WORDS.items() if word.control in view.permitted]


def _count(view: ConsoleView) -> Iterator[str]:
    if view.stage is Stage.VOTE:
        answered = "answered" if view.kept else "voted"
        nobody_missing = messages.ALL_VOTED if view.complete else f"Nobody has {answered}."
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
            yield messages.DOOR_CLOSED if now.locked else "The door is open."
        if now.hold_lines != before.hold_lines:
            yield messages.hold_lines(now.hold_lines)
        yield from _in_place(now, before)
        yield from _shared(now, lines, before)
        for number in sorted(_open(before) - _open(now)):
            yield f"Question {number} is closed."
        for number in sorted(_answered(before) - _answered(now)):
            yield f"Question {number} is taken away."
    old = _open(before) if before else set()
    for puzzle in sorted(now.puzzles, key=lambda puzzle: puzzle.number):
        if puzzle.number not in old:
            yield f"Somebody asks, {puzzle.number}: {puzzle.text}"
    was_crowded = before.crowded if before else 0
    if now.crowded and not was_crowded:
        yield f"{messages.CROWDED} The word more lets more in."
    if now.trouble and (before is None or now.trouble != before.trouble):
        yield now.trouble


def _open(view: ConsoleView) -> set[int]:
    return {puzzle.number for puzzle in view.puzzles}


def _answered(view: ConsoleView) -> set[int]:
    return {puzzle.number for puzzle in view.answered}


def _place(view: ConsoleView) -> tuple[object, ...]:
    return view.stage, view.scene, view.ballot, view.round, view.decided
