"""The facilitator's keys: the same on the projector's keyboard and on the console."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import ClassVar, Protocol

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from game.core.playthrough import Refusal
from game.core.room import acts
from game.core.room.state import Stage
from game.tui.literal import literal
from game.tui.screens.base import GameScreen
from game.tui.widgets.keys import Keys


MINUTE = 60
VOTING = (Stage.VOTE, Stage.TALK, Stage.REVEAL)
_ASKS = {"h": "hands", "n": "heads", "d": "settle"}
_STEPS: dict[str, Callable[..., acts.HostAct]] = {
    "GoOn": acts.GoOn,
    "Talk": acts.Talk,
    "Reveal": acts.Reveal,
}
_PLAIN: dict[str, acts.HostAct] = {
    "Undo": acts.Undo(),
    "Reopen": acts.Reopen(),
    "Deal": acts.Deal(),
}


class Lettered(Protocol):
    """An option by its letter."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def letter(self) -> str:
        """Its letter on the wall."""


class Controls(Protocol):
    """What the keys need to know of a room; the wall has it, and what a console hears."""

    @property
    def stage(self) -> Stage:
        """Where the room stands."""

    @property
    def ballot(self) -> str | None:
        """The key of the ballot that is open."""

    @property
    def options(self) -> Sequence[Lettered]:
        """What can be voted for."""

    @property
    def paused(self) -> bool:
        """Whether votes wait."""

    @property
    def locked(self) -> bool:
        """Whether new people are kept out."""

    @property
    def show_first(self) -> bool:
        """Whether a first vote is shown."""

    @property
    def timer(self) -> float:
        """When the clock runs out."""


class HostScreen(GameScreen):
    """A screen from which a room is run; *seen* is how the room stands."""

    CSS_PATH = "host.tcss"
    AUTO_FOCUS = ""  # keys are steps, and the line to type on is asked for
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space,right", "insist('GoOn')", "Next", key_display="Enter", id="room.next"),
        Binding("u,left,backspace", "plain('Undo')", "Undo", key_display="u", id="room.undo"),
        Binding("h", "ask('hands')", "Hands", id="room.hands"),
        Binding("t", "insist('Talk')", "Talk", id="room.talk"),
        Binding("r", "insist('Reveal')", "Reveal", id="room.reveal"),
        Binding("o", "plain('Reopen')", "Reopen", id="room.reopen"),
        Binding("d", "ask('settle')", "Settle", id="room.settle"),
        Binding("k", "clock(1)", "+1 min", id="room.clock"),
        Binding("K", "clock(0)", "Stop clock", show=False, id="room.clock-stop"),
        Binding("n", "ask('heads')", "Heads", show=False, id="room.heads"),
        Binding("c", "plain('Deal')", "Deal cards", show=False, id="room.deal"),
        Binding("p", "switch('Pause')", "Pause", show=False, id="room.pause"),
        Binding("l", "switch('Lock')", "Close the door", show=False, id="room.lock"),
        Binding("f", "switch('ShowFirst')", "Show the first vote", show=False, id="room.first"),
        Binding("1", "rounds(1)", "One vote", show=False, id="room.once"),
        Binding("2", "rounds(2)", "Vote, talk, vote", show=False, id="room.twice"),
        Binding("up", "page(-1)", "Page up", show=False),
        Binding("down", "page(1)", "Page down", show=False),
        Binding("escape", "leave", "Close", show=False, id="screen.leave"),
        Binding("q", "stop", "Quit", show=False, id="room.quit"),
    ]
    seen: Controls

    def __init__(self) -> None:
        super().__init__()
        self._insisting = ""
        self._asking = ""

    def contents(self) -> ComposeResult:
        """What the screen shows, above a line to type on, a word, and the keys."""
        yield from self.shown()
        with Vertical(id="foot"):
            field = Input(id="line", compact=True)
            field.display = False
            yield field
            yield Static(id="word", markup=False)
            yield Keys()

    def shown(self) -> ComposeResult:
        """What this screen shows of the room."""
        raise NotImplementedError

    async def take(self, act: acts.HostAct) -> Refusal | None:
        """Do *act* in the room; the reason where it was refused."""
        raise NotImplementedError

    def leaving(self) -> str:
        """What is said before the screen is left."""
        raise NotImplementedError

    def say(self, sentence: str) -> None:
        """Tell the facilitator something, in one line that stays until the next."""
        word = self.query_one("#word", Static)
        word.update(literal(sentence, "bold $lead"))
        word.display = bool(sentence)

    async def do(self, act: acts.HostAct) -> bool:
        """Take *act*; say why where it was refused."""
        refusal = await self.take(act)
        self.say(refusal.message if refusal else "")
        return refusal is None

    async def action_insist(self, name: str) -> None:
        """Take a step; where votes are missing, the same key again takes it anyway."""
        insists, self._insisting = self._insisting == name, ""
        refusal = await self.take(_STEPS[name](anyway=insists))
        if refusal is None:
            self.say("")
        elif refusal.code == "missing":
            self._insisting = name
            self.say(f"{refusal.message} The same key again closes it anyway.")
        else:
            self.say(refusal.message)

    async def action_plain(self, name: str) -> None:
        """A step with nothing to say about it."""
        await self.do(_PLAIN[name])

    async def action_switch(self, name: str) -> None:
        """Turn something on, or off again."""
        seen = self.seen
        act: acts.HostAct
        told = ""
        match name:
            case "Pause":
                act = acts.Pause(not seen.paused)
            case "Lock":
                act = acts.Lock(not seen.locked)
            case _:
                act = acts.ShowFirst(not seen.show_first)
                told = f"The first vote is {'shown' if act.on else 'hidden'} before the talk."
        if await self.do(act) and told:
            self.say(told)

    async def action_clock(self, minutes: int) -> None:
        """Give a minute more, or stop the clock; it closes nothing."""
        until = max(self.seen.timer, time.time()) + MINUTE * minutes if minutes else 0.0
        await self.do(acts.Timer(until))

    async def action_rounds(self, count: int) -> None:
        """How many votes a choice gets."""
        if await self.do(acts.Rounds(count)):
            self.say("One vote a choice." if count == 1 else "Vote, talk, and vote again.")

    async def on_key(self, event: events.Key) -> None:
        """
        Take keys typed ahead to the line that an earlier one of them opens.

        A key goes to what had the focus when it came, so these come here; and a
        binding runs too late for the next key, so the line is opened here as well.
        """
        field = self.query_one("#line", Input)
        if not field.display:
            what = _ASKS.get(event.key)
            if what is None or not self.check_action("ask", (what,)):
                return
            self.action_ask(what)
        elif event.key == "enter":
            await field.action_submit()
        elif event.is_printable and event.character is not None:
            field.insert_text_at_cursor(event.character)
        else:
            return
        event.stop()

    def action_ask(self, what: str) -> None:
        """Open the line to type on."""
        letters = " ".join(option.letter for option in self.seen.options)
        self._asking = what
        field = self.query_one("#line", Input)
        field.placeholder = {
            "hands": f"Hands for {letters}; the last may be left out",
            "heads": "How many vote without a phone?",
            "settle": f"Settle it with {letters}",
        }[what]
        field.value = ""
        field.display = True
        self.set_focus(field)

    @on(Input.Submitted, "#line")
    async def typed(self, event: Input.Submitted) -> None:
        """Take what was typed."""
        event.stop()
        self.action_leave()
        text = event.value.replace(",", " ").strip()
        if not text:
            return
        if self._asking == "settle":
            options = {option.letter: option.id for option in self.seen.options}
            await self.do(acts.Decide(options.get(text.upper(), "")))
        elif all(part.isdecimal() and len(part) < 5 for part in text.split()):
            numbers = tuple(int(part) for part in text.split())
            heads = self._asking == "heads"
            await self.do(
                acts.Heads(numbers[0]) if heads else acts.Hands(self.seen.ballot or "", numbers)
            )
        else:
            self.say("Numbers, please, with blanks between.")

    def action_leave(self) -> None:
        """Close the line to type on."""
        self.query_one("#line").display = False
        self.set_focus(None)

    def action_stop(self) -> None:
        """Leave, when it is said twice."""
        if self._insisting == "stop":
            self.app.exit()
            return
        self._insisting = "stop"
        self.say(self.leaving())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what does something at this stage."""
        stage = self.seen.stage
        fits = {
            ("insist", "Talk"): stage in (Stage.VOTE, Stage.REVEAL),
            ("insist", "Reveal"): stage in (Stage.VOTE, Stage.TALK),
            ("ask", "hands"): stage is Stage.VOTE,
            ("ask", "settle"): stage in VOTING,
            ("plain", "Reopen"): stage in (Stage.TALK, Stage.REVEAL),
        }
        return fits.get((action, str(parameters[0])) if parameters else (action, ""), True)
