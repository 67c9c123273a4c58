"""The facilitator's keys, shared by the projector and the console."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from game.core.playthrough import Refusal
from game.room import actions
from game.room.state import Stage
from game.room.views import Control
from game.tui.ports import Controls
from game.tui.screens.base import GameScreen
from game.tui.text import line, literal
from game.tui.widgets.key_bar import KeyBar


MINUTE = 60
MAX_LINE = 30
"""The longest line that can be typed; all there is to type are a few numbers."""
_ASKS = {"h": "hands", "n": "heads", "d": "settle"}
_STEPS: dict[str, Callable[..., actions.FacilitatorAction]] = {
    "GoOn": actions.GoOn,
    "Talk": actions.Talk,
    "Reveal": actions.Reveal,
}
_CONTROLS: Mapping[str, Control] = {
    "insist('GoOn')": Control.GO_ON,
    "plain('Undo')": Control.UNDO,
    "insist('Talk')": Control.TALK,
    "insist('Reveal')": Control.REVEAL,
    "plain('Reopen')": Control.REOPEN,
    "ask('settle')": Control.DECIDE,
    "ask('hands')": Control.HANDS,
    "ask('heads')": Control.HEADS,
    "plain('Deal')": Control.DEAL,
    "rounds(1)": Control.ROUNDS,
    "rounds(2)": Control.ROUNDS,
    "switch('ShowFirst')": Control.SHOW_FIRST,
    "switch('Pause')": Control.PAUSE,
    "switch('Lock')": Control.LOCK,
    "clock(0)": Control.TIMER,
    "clock(1)": Control.TIMER,
    "remove": Control.REMOVE,
    "take_down": Control.TAKE_DOWN,
}
"""The action of a key, and what it is in the list of what is permitted."""
_ANSWERED = (Control.GO_ON, Control.UNDO)
"""Offered always: where there is nothing to go on to or back to, a sentence says so."""
_IN_LINE = {
    "ask('heads')": (Stage.LOBBY,),
    "ask('settle')": (Stage.TALK, Stage.REVEAL),
}
"""The stages at which the line of keys has room for a key; elsewhere it works and help has it."""
_PLAIN: dict[str, actions.FacilitatorAction] = {
    "Undo": actions.Undo(),
    "Reopen": actions.Reopen(),
    "Deal": actions.Deal(),
}


def key(
    keys: str, action: str, word: str, tells: str, display: str | None = None, *, show: bool = True
) -> Binding:
    """A key with its *word* for the footer, and what help *tells* of it."""
    return Binding(keys, action, word, key_display=display, show=show, tooltip=tells)


class FacilitatorScreen(GameScreen):
    """A screen from which a room is run; *seen* is how the room stands."""

    CSS_PATH = "facilitator.tcss"
    AUTO_FOCUS = ""  # nothing has the focus: every key comes to the screen
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close", tooltip="Close the line or the word below"),
        key("enter,space,right", "insist('GoOn')", "Next", "What comes next", display="Enter"),
        key("u,left,backspace", "plain('Undo')", "Undo", "One step back; no vote is lost", "u"),
        key("n", "ask('heads')", "By hand", "How many vote by hand"),
        key("h", "ask('hands')", "Hands", "Type the hands, letter by letter, with blanks between"),
        key("t", "insist('Talk')", "Talk", "Talk, then vote once more"),
        key("r", "insist('Reveal')", "Reveal", "Show the result now"),
        key("o", "plain('Reopen')", "Reopen", "Open the vote again"),
        key("d", "ask('settle')", "Settle", "Settle it by letter: a tie, or a vote you skip"),
        key("k", "clock(1)", "+1 min", "One minute more on the clock"),
        key("K", "clock(0)", "Stop clock", "No clock", "K", show=False),
        key("w", "take_down", "Take down", "Take one line off the wall"),
        key("p", "switch('Pause')", "Pause", "Pause: votes wait, or go on", show=False),
        key("1", "rounds(1)", "One vote", "One vote a choice", show=False),
        key("2", "rounds(2)", "Two votes", "Vote, talk, vote again", show=False),
        key("f", "switch('ShowFirst')", "First", "Show the first vote before the talk", show=False),
        key("c", "plain('Deal')", "Cards", "Deal role cards to the phones", show=False),
        key("l", "switch('Lock')", "Door", "Close the door to new people, or open it", show=False),
        key("m", "admit", "Let in", "Let more phones in from one address", show=False),
        key("up", "page(-1)", "Page up", "Scroll up", show=False),
        key("down", "page(1)", "Page down", "Scroll down, where a page goes on", show=False),
        key("q", "stop", "Quit", "Leave, when pressed twice", show=False),
    ]
    seen: Controls

    def __init__(self) -> None:
        super().__init__()
        self._insisting = ""
        self._asking = ""
        self._about: Controls | None = None
        self._line = ""
        self._hint = ""

    def contents(self) -> ComposeResult:
        """What the screen shows, above a line to type on, a word, and the keys."""
        yield from self.shown()
        with Vertical(id="foot"):
            field = Static(id="line", markup=False)
            field.display = False
            yield field
            word = Static(id="word", markup=False)
            word.display = False
            yield word
            yield KeyBar()

    def shown(self) -> ComposeResult:
        """What this screen shows of the room."""
        raise NotImplementedError

    async def take(self, act: actions.FacilitatorAction) -> Refusal | None:
        """Do *act* in the room; the reason where it was refused."""
        raise NotImplementedError

    def permitted(self) -> Collection[Control]:
        """What may be done in the room now."""
        raise NotImplementedError

    def key_label(self, binding: Binding) -> str:
        """Leave out of the line of keys what is rarely wanted at this stage."""
        stages = _IN_LINE.get(binding.action)
        return "" if stages and self.seen.stage not in stages else super().key_label(binding)

    async def admit_more(self) -> str:
        """Let more phones in from one address; a sentence on what came of it."""
        raise NotImplementedError

    def leaving(self) -> str:
        """What is said before the screen is left."""
        raise NotImplementedError

    def waits(self) -> str:
        """How many votes are missing, as a sentence; empty when none are."""
        raise NotImplementedError

    def say(self, sentence: str, insisting: str = "") -> None:
        """Tell something until the next; *insisting* is the step that its key takes anyway."""
        self._insisting = insisting
        word = self.query_one("#word", Static)
        word.update(literal(sentence, "bold $lead"))
        word.display = bool(sentence)
        self.refresh_bindings()

    def recount(self) -> None:
        """Keep the word on missing votes true while votes come in."""
        if self._insisting in _STEPS:
            self._ask_again(self._insisting, self.waits())

    def _ask_again(self, name: str, waits: str) -> None:
        if waits:
            self.say(f"{waits} The same key again closes it anyway.", name)
        else:
            self.say("")

    async def do(self, act: actions.FacilitatorAction) -> bool:
        """Take *act*; say why where it was refused."""
        refusal = await self.take(act)
        self.say(refusal.message if refusal else "")
        return refusal is None

    async def action_insist(self, name: str) -> None:
        """Take a step; where votes are missing, the same key again takes it anyway."""
        refusal = await self.take(_STEPS[name](anyway=self._insisting == name))
        if refusal is not None and refusal.code == "missing":
            self._ask_again(name, refusal.message)
        elif refusal is not None and refusal.code == "tie":
            self.say(f"{refusal.message} Keys: t, d.")
        else:
            self.say(refusal.message if refusal else "")

    async def action_plain(self, name: str) -> None:
        """A step with little to say about it."""
        if await self.do(_PLAIN[name]) and name == "Deal":
            dealt = "Everyone with a phone has a role card."
            self.say(dealt if self.seen.seats else "No phones are here.")

    async def action_switch(self, name: str) -> None:
        """Turn something on, or off again."""
        seen = self.seen
        act: actions.FacilitatorAction
        text = ""
        match name:
            case "Pause":
                act = actions.Pause(not seen.paused)
            case "Lock":
                act = actions.Lock(not seen.locked)
            case _:
                act = actions.ShowFirst(not seen.show_first)
                text = f"The first vote is {'shown' if act.on else 'hidden'} before the talk."
        if await self.do(act) and text:
            self.say(text)

    async def action_clock(self, minutes: int) -> None:
        """Give a minute more, or stop the clock; it closes nothing."""
        until = max(self.seen.timer, time.time()) + MINUTE * minutes if minutes else 0.0
        await self.do(actions.Timer(until))

    async def action_admit(self) -> None:
        """Let more phones in from one address."""
        self.say(await self.admit_more())

    async def action_rounds(self, count: int) -> None:
        """How many votes a choice gets."""
        if await self.do(actions.Rounds(count)):
            self.say("One vote a choice." if count == 1 else "Vote, talk, and vote again.")

    def action_take_down(self) -> None:
        """Choose a line to take off the wall."""
        from game.tui.screens.base import PickScreen

        shared = self.seen.shared

        async def take_down(place: int) -> None:
            await self.do(actions.TakeDown(shared[place]))

        text = "Which line leaves the wall? Its writer is told, without being named here."
        self.app.push_screen(PickScreen(text, [*map(literal, shared)], take_down))

    async def on_key(self, event: events.Key) -> None:
        """
        Take every key here, one after the other, to the line or to what it is bound to.

        A binding of Textual's own runs after later keys have come, so whatever is
        typed ahead would go astray. Keys behind one that opened another screen were
        meant for that, and must not move the room.
        """
        if self.app.screen is not self:
            taken = True
        elif self._asking:
            taken = await self._type(event)
        elif event.key in _ASKS:
            # At a wrong time too: digits and blanks behind it would move the room.
            self.action_ask(_ASKS[event.key])
            taken = True
        else:
            bound = self.active_bindings.get(event.key)
            taken = bound is not None and bound.enabled
            if bound is not None and taken:
                await self.app.run_action(bound.binding.action, bound.node)
        if taken:
            event.stop()

    async def _type(self, event: events.Key) -> bool:
        """Take a key to the line to type on; whether it was one for it."""
        match event.key:
            case "enter":
                await self._typed(self._close())
            case "escape":
                self.action_leave()
            case "backspace":
                self._show_line(self._line[:-1])
            case "left" | "right":
                pass  # they move the room when no line is open
            case _ if event.is_printable and event.character is not None:
                self._show_line(self._line + event.character)
            case _:
                return False
        return True

    def action_ask(self, what: str) -> None:
        """Open the line to type on."""
        letters = " ".join(option.letter for option in self.seen.options)
        self._asking = what
        self._about = self.seen  # a console may lead on to another vote while somebody types
        self._hint = {
            "hands": f"Hands for {letters}; the last may be left out",
            "heads": "How many vote without a phone?",
            "settle": f"Settle it with {letters}",
        }[what]
        if what != "heads" and not letters:
            self._hint = "No vote is open now."
        self._show_line("")
        self.say("")

    def _show_line(self, typed: str) -> None:
        self._line = typed[:MAX_LINE]
        field = self.query_one("#line", Static)
        field.update(line((f" {self._line}", "bold"), "█ ", (self._hint, "$quiet")))
        field.display = True

    def _close(self) -> str:
        """Close the line; what was typed for whatever was asked."""
        self.query_one("#line").display = False
        return self._line

    async def _typed(self, typed: str) -> None:
        asked, self._asking = self._asking, ""
        about = self._about or self.seen
        self.refresh_bindings()
        text = typed.replace(",", " ").strip()
        if not text:
            return
        if asked == "settle":
            options = {option.letter: option.id for option in about.options}
            await self.do(actions.Decide(options.get(text.upper(), "")))
        elif all(part.isdecimal() and len(part) < 5 for part in text.split()):
            numbers = tuple(int(part) for part in text.split())
            heads = asked == "heads"
            await self.do(
                actions.Heads(numbers[0]) if heads else actions.Hands(about.ballot or "", numbers)
            )
        else:
            self._asking = asked
            self._show_line(typed)
            heads = asked == "heads"
            self.say("One number, please." if heads else "Numbers, please, with blanks between.")

    def action_leave(self) -> None:
        """Close the line to type on, and take the word away."""
        self._close()
        self._asking = ""
        self.say("")

    def action_stop(self) -> None:
        """Leave, when it is said twice."""
        if self._insisting == "stop":
            self.app.exit()
            return
        self.say(self.leaving(), "stop")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what does something at this stage; None leaves the key to the help."""
        if self._asking and action != "leave":
            return None
        if action == "leave":
            return any(self.query_one(item).display for item in ("#line", "#word")) or None
        called = f"{action}({parameters[0]!r})" if parameters else action
        control = _CONTROLS.get(called)
        offered = control is None or control in _ANSWERED or control in self.permitted()
        return offered or None
