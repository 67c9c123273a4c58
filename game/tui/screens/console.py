"""The facilitator's console: counts, notes, key and prompts of a room in another process."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from game.core.failure import Failure, message_of
from game.room import actions, messages
from game.room.console import ConsoleSeat, ConsoleView, Ticket
from game.room.discussion import Step
from game.room.evening import Offer
from game.room.link import Link
from game.room.puzzles import OpenPuzzle
from game.room.state import Stage
from game.room.views import Control
from game.text.plural import count
from game.tui.screens.base import GameScreen, PickScreen
from game.tui.screens.facilitator_keys import FacilitatorScreen, key
from game.tui.text import line, lines, literal, paragraphs
from game.tui.widgets.block_graphics import QrCode
from game.tui.widgets.key_bar import KeyBar


class TicketScreen(GameScreen):
    """A ticket for one more console, with its QR code; any of the usual keys goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q,v", "leave", "Back", key_display="Esc")
    ]
    DEFAULT_CSS = """
    TicketScreen Horizontal { height: 1fr; padding: 0 1; overflow-y: auto; }
    TicketScreen QrCode { margin-right: 2; }
    TicketScreen #how { width: 1fr; height: auto; }
    """

    def __init__(self, ticket: Ticket) -> None:
        super().__init__()
        self._ticket = ticket

    def contents(self) -> ComposeResult:
        """Yield the QR code beside the text."""
        how = f"{self._ticket.message}\n{self._ticket.command}"
        with Horizontal():
            yield QrCode()
            yield Static(literal(how, "bold"), id="how", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Draw the code."""
        rows = [[module == "1" for module in row] for row in self._ticket.qr]
        self.query_one(QrCode).show(rows)


class ShowLineScreen(PickScreen):
    """The lines that wait; w opens the list of those that can be taken away in its place."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("w", "take_down", "Take down")]

    def __init__(
        self,
        items: Sequence[Content],
        show: Callable[[int], Awaitable[object]],
        take_down: Callable[[], object],
    ) -> None:
        text = "Which line goes on the screen? w takes one away instead."
        super().__init__(text, items, show)
        self._take_down = take_down

    def action_take_down(self) -> None:
        """Go to the other list."""
        if self.app.screen is self:  # a second press may be queued already
            self.app.pop_screen()
            self._take_down()


class ConsoleScreen(FacilitatorScreen):
    """The facilitator's view of a room, with the keys of the projector and private ones."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("x", "remove", "Remove", "Take somebody away, or give a seat back", show=False),
        key("v", "ticket", "Ticket", "A ticket for a phone or another machine", show=False),
        key("V", "revoke", "Forget", "Let no other machine run the room", "V", show=False),
    ]

    def __init__(self, link: Link, ticket: str | None = None) -> None:
        super().__init__()
        self.link = link
        self._ticket = ticket
        self._lost = False
        self.seen: ConsoleView = ConsoleView(stage=Stage.LOBBY, title="")

    def shown(self) -> ComposeResult:
        """Yield one page of text."""
        with VerticalScroll(id="page", can_focus=False):
            yield Static(id="text", markup=False)

    def on_mount(self) -> None:
        """Start to follow the room."""
        self.query_one("#text", Static).update("Looking for the room …")
        self.run_worker(self._follow(), exclusive=True)

    async def _follow(self) -> None:
        async with self.link:
            refusal = await self.link.pair(self._ticket) if self._ticket else None
            if refusal is not None:
                self.query_one("#text", Static).update(refusal.message)
                return
            async for view in self.link.facilitator_views():
                self._show(view)
        self.show_message(messages.NOT_LET_IN)

    def _show(self, view: ConsoleView | None) -> None:
        if view is None:
            self._lost = True
            self.show_message(f"{messages.OUT_OF_REACH} q leaves.")
            return
        before, self.seen = self.seen, view
        turned = (before.stage, before.ballot) != (self.seen.stage, self.seen.ballot)
        if turned:
            self.query_one("#page", VerticalScroll).scroll_home(animate=False)
        if self._lost or before.trouble != view.trouble:
            self.show_message(self.lasting_message())
        self._lost = False
        if view.paired > before.paired and isinstance(self.app.screen, TicketScreen):
            self.app.pop_screen()
            self.show_message(f"{messages.TICKET_USED} V lets none in any more.")
        self.recount()
        self.query_one("#text", Static).update(page(self.seen))
        self.refresh_bindings()

    def lasting_message(self) -> str:
        """Return why the journal lags behind, if it does."""
        return self.seen.trouble or ""

    def action_stop(self) -> None:
        """Quit on the second call; at once if the connection is lost."""
        if self._lost:
            self.app.exit()
            return
        super().action_stop()

    async def action_ticket(self) -> None:
        """Show a ticket for one more console, with a QR code."""
        ticket = await self.link.ticket()
        if isinstance(ticket, Failure):
            self.show_message(ticket.message)
        else:
            self.app.push_screen(TicketScreen(ticket))

    async def action_revoke(self) -> None:
        """Unpair all consoles on other machines."""
        self.show_message(message_of(await self.link.revoke()))

    def action_remove(self) -> None:
        """Pick a participant to remove, or to readmit."""
        absent = self.seen.absent
        seats = (*([None] if absent else []), *self.seen.roster)

        async def remove(index: int) -> None:
            seat = seats[index]
            if seat is None:
                self.show_message(message_of(await self.link.release_absent()))
            elif await self.submit_or_explain(actions.Remove(seat.id, not seat.removed)):
                back = f"{seat.name} may come back."
                gone = f"{seat.name} is taken away; x gives the seat back."
                self.show_message(back if seat.removed else gone)

        def question(index: int) -> str:
            seat = seats[index]
            if seat is None or seat.removed:
                return ""
            return f"Take {seat.name} away? The same key again."

        items = [
            line((seat.name, "bold"), (_state(seat), "$quiet"))
            if seat
            else literal(f"Do not wait for phones that are gone ({absent})")
            for seat in seats
        ]
        text = "Who is taken away cannot come back until you say so."
        self.app.push_screen(PickScreen(text, items, remove, question))

    async def action_show_line(self) -> None:
        """Pick a line that waits, or all of them, and put it on the projector."""
        held = self.seen.held

        async def show(index: int) -> None:
            await self.submit_or_explain(actions.ShowLines(held[index : index + 1] or held))

        items = [*map(literal, held)]
        if len(held) > 1:
            items.append(literal(f"All {len(held)}", "bold"))
        self.app.push_screen(ShowLineScreen(items, show, self.action_take_down))

    async def action_puzzles(self) -> None:
        """Pick a question from the phones, and what to do with it."""
        puzzles = (*self.seen.puzzles, *self.seen.answered)
        items = [
            line(
                (f"{item.votes:>3}  ", "bold"),
                item.text,
                ("  answered" if item in self.seen.answered else "", "$quiet"),
            )
            for item in puzzles
        ]
        text = "What puzzles people, and how many would ask the same. Enter picks one."

        async def pick(index: int) -> None:
            self._handle_puzzle(puzzles[index])

        self.app.push_screen(PickScreen(text, items, pick))

    def _handle_puzzle(self, puzzle: OpenPuzzle) -> None:
        shown = self.seen.puzzle == puzzle.number
        todo: dict[str, actions.FacilitatorAction] = {}
        if puzzle not in self.seen.answered:
            show = actions.ShowPuzzle(0 if shown else puzzle.number)
            todo["Off the screen" if shown else "On the screen"] = show
            todo["It is answered"] = actions.ClosePuzzle(puzzle.number, answered=True)
        away = actions.ClosePuzzle(puzzle.number, answered=False)
        todo["Take it away, from the records too"] = away

        def question(index: int) -> str:
            taken = [*todo.values()][index] is away
            return "Take it away? It cannot come back. The same key again." if taken else ""

        async def handle(index: int) -> None:
            await self.submit_or_explain([*todo.values()][index])

        self.app.push_screen(PickScreen(puzzle.text, [*map(literal, todo)], handle, question))

    def lines_here(self) -> Sequence[tuple[str, str]]:
        """Return the lines that can be removed on this screen, each with its state in words."""
        return [*super().lines_here(), *((text, "waits") for text in self.seen.held)]

    async def submit(self, action: actions.FacilitatorAction) -> Failure | None:
        """Submit *action*; return why it was refused, if it was."""
        return await self.link.act(action)

    async def admit_more(self) -> str:
        """Raise the limit of seats for one address; return a message on the result."""
        return message_of(await self.link.admit_more())

    async def move_port(self) -> str:
        """Open another port for phones; return a message on the result."""
        return message_of(await self.link.move_port())

    async def offers(self) -> tuple[Offer, ...] | Failure:
        """Return the scenarios that can be next, or why there is none."""
        return await self.link.offers()

    async def go_on_with(self, offer: Offer) -> Failure | None:
        """Go on with the scenario of *offer*; return why it was refused, if it was."""
        return await self.link.go_on_with(offer)

    def missing_votes(self) -> str:
        """Return how many votes are missing, in a sentence."""
        return messages.missing(self.seen.missing, self.seen.people, kept=self.seen.kept)

    def permitted(self) -> tuple[Control, ...]:
        """Return the controls that are permitted now."""
        return self.seen.permitted

    def quit_message(self) -> str:
        """Return the message before quitting."""
        return "q again closes this console. The room goes on."


def _state(seat: ConsoleSeat) -> str:
    """Return what is to be said of *seat* in a list."""
    state = f"  {seat.state}"
    return f"{state}; Enter gives the seat back" if seat.removed else state


def page(seen: ConsoleView) -> Content:
    """Return the facilitator's view, the most urgent part first."""
    return paragraphs(
        [
            _where(seen),
            _counts(seen) if seen.options else None,
            *(_by_group(title, groups) for title, groups in _groups(seen) if seen.options),
            _before(seen) if seen.stage is Stage.LOBBY else None,
            *(_plan(minutes, steps) for minutes, steps in seen.plans.items()),
            _questions(seen),
            _key(seen) if seen.key else None,
            line(("Notes: ", "bold"), seen.notes) if seen.notes else None,
            _later(seen) if seen.later else None,
            _waiting(seen) if seen.held else None,
            _puzzles(seen) if seen.puzzles else None,
            lines(line(("▪ ", "$accent"), text) for text in seen.shared),
        ]
    )


def _where(seen: ConsoleView) -> Content:
    """Return scene and stage, the people in the room, and warnings."""
    of = f" of {seen.of}" if seen.of else ""
    scene = f"scene {seen.number}{of}: {seen.scene}" if seen.scene else seen.title
    flags = [
        *(["paused"] if seen.paused else []),
        *(["door closed"] if seen.locked else []),
        *([f"{count(len(seen.puzzles), 'question')} (g)"] if seen.puzzles else []),
        *([f"{messages.lines_wait(len(seen.held)).rstrip('.')} (y)"] if seen.held else []),
        *([f"{seen.errors} errors in the log"] if seen.errors else []),
        *([f"wrong codes: {seen.wrong_codes}"] if seen.wrong_codes else []),
    ]
    return lines(
        [
            line((scene, "bold"), (f"  {messages.STAGES[seen.stage]}", "$accent")),
            literal(
                " · ".join([f"{seen.here} here", messages.phones_on(seen.connected), *flags]),
                "$quiet",
            ),
            *([literal(messages.MORE_WANT_IN, "bold $accent")] if seen.crowded else []),
        ]
    )


def _before(seen: ConsoleView) -> Content | None:
    """Return advice before the start: whether phones get in, and how far the screen carries."""
    advice = [text for text in (seen.join, *seen.report, seen.reach) if text]
    return lines(literal(text) for text in advice) if advice else None


def _counts(seen: ConsoleView) -> Content:
    """Return the question with the votes that are missing or the result."""
    missing = seen.missing
    voting = seen.stage is Stage.VOTE
    head = [
        line(
            (seen.question or "", "bold $accent"),
            (f"  vote {seen.round}" if seen.round else "", "$quiet"),
        ),
        *([_missing(missing, seen.silent)] if voting and missing else []),
        *([literal(messages.ALL_VOTED, "bold")] if seen.complete else []),
        *([line((seen.decided, "bold"))] if seen.decided else []),
        *(literal(moved) for moved in seen.moves),
    ]
    return lines(
        [
            *head,
            *(
                line(
                    (f"{option.letter} ", "bold $accent"),
                    ("" if option.count is None else f"{option.count:>3}  ", "bold"),
                    option.text,
                )
                for option in seen.options
            ),
        ]
    )


def _missing(missing: int, by_phone: int) -> Content:
    """Return how many votes are missing by phone and by hand, without names."""
    parts = [(by_phone, "by phone"), (missing - by_phone, "by hand")]
    by_kind = ", ".join(f"{count} {how}" for count, how in parts if count)
    return line((f"{missing} missing: ", "bold"), by_kind)


def _groups(seen: ConsoleView) -> tuple[tuple[str, Mapping[str, Mapping[str, int]]], ...]:
    return (("By role card", seen.by_role), ("By table", seen.by_table))


def _by_group(title: str, groups: Mapping[str, Mapping[str, int]]) -> Content | None:
    """Return the counts of each group; None without groups."""
    if not groups:
        return None
    width = max(map(len, groups))
    return lines(
        [
            literal(title, "bold $accent"),
            *(
                line(
                    (f"{name:<{width}}", "bold"),
                    *(f"  {letter} {count}" for letter, count in counts.items()),
                )
                for name, counts in groups.items()
            ),
        ]
    )


def _plan(minutes: int, steps: Sequence[Step]) -> Content:
    """Return a plan for a session of *minutes*."""
    return lines(
        [
            literal(f"With {minutes} minutes", "bold $accent"),
            *(line((f"{step.minutes:>3}  ", "bold"), step.what) for step in steps),
        ]
    )


def _key(seen: ConsoleView) -> Content:
    """Return the key: the call, and the best options with their letters on the projector."""
    letters = {option.text: f"{option.letter}  " for option in seen.options}
    return lines(
        [
            line(("The key: ", "bold"), seen.key or ""),
            *(
                line(("Best: ", "bold"), (letters.get(text, ""), "bold $accent"), text)
                for text in seen.best
            ),
        ]
    )


MAX_PUZZLES = 5
"""Questions on the page; the list has all."""


def _puzzles(seen: ConsoleView) -> Content:
    """Return what puzzles people, with the number of those who would ask the same."""
    return lines(
        [
            literal(f"What puzzles people ({len(seen.puzzles)}); g", "bold $accent"),
            *(
                line(
                    (f"{item.votes:>3}  ", "bold"),
                    item.text,
                    ("  on the screen" if item.number == seen.puzzle else "", "$quiet"),
                )
                for item in seen.puzzles[:MAX_PUZZLES]
            ),
        ]
    )


def _waiting(seen: ConsoleView) -> Content:
    """Return the lines that wait for the facilitator."""
    head = f"{messages.lines_wait(len(seen.held))} y shows, w takes away."
    return lines(
        [
            literal(head, "bold $accent"),
            *(line(("▫ ", "$accent"), text) for text in seen.held),
        ]
    )


def _questions(seen: ConsoleView) -> Content:
    """Return the questions to ask next."""
    if not seen.questions:
        return Content("")
    questions = (line(("● ", "$accent"), question) for question in seen.questions)
    return lines([literal("Ask", "bold $accent"), *questions])


def _later(seen: ConsoleView) -> Content:
    """Return the author's questions while they would give the key away."""
    questions = (line(("○ ", "$quiet"), question) for question in seen.later)
    return lines([literal(messages.ASK_LATER, "$quiet"), *questions])
