"""The facilitator's keys, shared by the projector and the console."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from game.core.failure import Failure
from game.room import actions, messages
from game.room.evening import BETWEEN, Offer
from game.room.settling import GONE_ON
from game.room.state import FINISHED, Stage
from game.room.typed import numbers, one_number
from game.room.views import Control
from game.tui.ports import Controls
from game.tui.screens.base import GameScreen, PickScreen
from game.tui.text import line, literal
from game.tui.widgets.key_bar import KeyBar


MINUTE = 60
MAX_LINE = 30
"""Characters that fit on the prompt line; only a few numbers are typed on it."""
_PROMPTS = {"h": "hands", "n": "heads", "d": "settle"}
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
    "switch('TableVotes')": Control.TABLE_VOTES,
    "switch('Pause')": Control.PAUSE,
    "switch('Lock')": Control.LOCK,
    "clock(0)": Control.TIMER,
    "clock(1)": Control.TIMER,
    "remove": Control.REMOVE,
    "take_down": Control.TAKE_DOWN,
    "show_line": Control.SHOW_LINES,
    "switch('HoldLines')": Control.HOLD_LINES,
    "puzzles": Control.CLOSE_PUZZLE,
}
"""The control that the action of a key belongs to."""
_ALWAYS = (Control.GO_ON, Control.UNDO)
"""Controls whose keys are always enabled; a message explains where one has no effect."""
_IN_LINE = {
    "ask('heads')": (Stage.LOBBY,),
    "ask('settle')": (Stage.LETTER, Stage.TALK, Stage.REVEAL),
}
"""Stages at which the key bar has room for a key; elsewhere only help lists it."""
_NO_NUMBER = "no-number"
_MENDABLE = frozenset({_NO_NUMBER, "no-such-count", "no-such-option", "too-few", "too-many"})
"""The codes of refusals that other words on the prompt line may mend."""
_WAYS_OUT = {"tie": "t, d", "no-votes": "o, d", "paused": "p", "pick": "d"}
"""The keys that lead on where going on is refused, by the code of the refusal."""
_NOTHING: Mapping[str, str] = {
    "take_down": messages.NO_LINES,
    "show_line": messages.NO_LINES_WAIT,
    "puzzles": messages.NO_PUZZLES,
}
"""What the key of a list says while there is nothing on it."""
_PLAIN: dict[str, actions.FacilitatorAction] = {
    "Undo": actions.Undo(),
    "Reopen": actions.Reopen(),
    "Deal": actions.Deal(),
}


def key(
    keys: str, action: str, label: str, about: str, display: str | None = None, *, show: bool = True
) -> Binding:
    """Return a binding with its *label* in the key bar, and a sentence *about* it for help."""
    return Binding(keys, action, label, key_display=display, show=show, tooltip=about)


class FacilitatorScreen(GameScreen):
    """Base class of the screens that control a room; *seen* is the state of the room."""

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
        key(
            "b",
            "scenario",
            "Scenario",
            "Another scenario, before the first scene or at the end",
            show=False,
        ),
        key("w", "take_down", "Take down", "Take one line away"),
        key("y", "show_line", "Show a line", "Put a line that waits on the screen"),
        key("g", "puzzles", "Questions", "What puzzles people: on the screen, or off", show=False),
        key("Y", "switch('HoldLines')", "Lines", "Lines wait for you, or not", "Y", show=False),
        key("p", "switch('Pause')", "Pause", "Pause: votes wait, or go on", show=False),
        key("1", "rounds(1)", "One vote", "One vote a choice", show=False),
        key("2", "rounds(2)", "Two votes", "Vote, talk, vote again", show=False),
        key("f", "switch('ShowFirst')", "First", "Show the first vote before the talk", show=False),
        key("T", "switch('TableVotes')", "Tables", "One vote a table, or not", "T", show=False),
        key("c", "plain('Deal')", "Cards", "Deal role cards to the phones", show=False),
        key("l", "switch('Lock')", "Door", "Close the door to new people, or open it", show=False),
        key("e", "port", "Port", "Another port for phones, when this one is taken", show=False),
        key("m", "admit", "Let in", "Let more phones in from one address", show=False),
        key("up", "page(-1)", "Page up", "Scroll up", show=False),
        key("down", "page(1)", "Page down", "Scroll down, where a page goes on", show=False),
        key("q", "stop", "Quit", "Leave, when pressed twice", show=False),
    ]
    guards_enter = False  # a facilitator knows the way, and u takes a step back
    seen: Controls

    def __init__(self) -> None:
        super().__init__()
        self._confirming = ""
        self._prompting = ""
        self._prompted: Controls | None = None
        self._noticed: tuple[str, object, bool] | None = None
        self._line = ""
        self._hint = ""
        self._said_at: tuple[object, ...] | None = None
        self._list: PickScreen | None = None
        self._listed_at: tuple[str, Stage] | None = None

    def contents(self) -> ComposeResult:
        """Yield the view of the room, the prompt line, the message and the key bar."""
        yield from self.shown()
        with Vertical(id="foot"):
            field = Static(id="line", markup=False)
            field.display = False
            yield field
            message = Static(id="message", markup=False)
            message.display = False
            yield message
            yield KeyBar(rows=1)

    def shown(self) -> ComposeResult:
        """Yield the view of the room."""
        raise NotImplementedError

    async def submit(self, action: actions.FacilitatorAction) -> Failure | None:
        """Submit *action*; return why it was refused, if it was."""
        raise NotImplementedError

    def permitted(self) -> Collection[Control]:
        """Return the controls that are permitted now."""
        raise NotImplementedError

    def key_label(self, binding: Binding) -> str:
        """Return the label of *binding*; empty for what is rarely wanted at this stage."""
        if self.seen.paused and binding.action == "switch('Pause')":
            return "End pause"
        if self.seen.paused and binding.action.startswith("insist("):
            return ""  # a room that pauses does not go on
        stages = _IN_LINE.get(binding.action)
        return "" if stages and self.seen.stage not in stages else super().key_label(binding)

    def lasting_message(self) -> str:
        """Return what is shown again when another message goes; empty for nothing."""
        return ""

    async def admit_more(self) -> str:
        """Raise the limit of seats for one address; return a message on the result."""
        raise NotImplementedError

    async def move_port(self) -> str:
        """Open another port for phones; return a message on the result."""
        raise NotImplementedError

    def quit_message(self) -> str:
        """Return the message before quitting."""
        raise NotImplementedError

    def missing_votes(self) -> str:
        """Return how many votes are missing, in a sentence; empty if none is."""
        raise NotImplementedError

    def show_message(self, sentence: str, insisting: str = "") -> None:
        """Show *sentence* until the next one; a second call of *insisting* confirms it."""
        self._confirming = insisting
        self._noticed = None
        self._said_at = _place(self.seen)
        message = self.query_one("#message", Static)
        message.update(literal(sentence, "bold $accent"))
        message.display = bool(sentence)
        self.refresh_bindings()

    def recount(self) -> None:
        """
        Update the message on missing votes, or remove one that the room has left behind.

        That is one on a setting that has changed, or from before a step. The list of scenarios
        closes where they cannot be picked as before.
        """
        if self._said_at is None:
            self._said_at = _place(self.seen)
        elif self._said_at != _place(self.seen):
            self.show_message(self.lasting_message())
        moved = self._listed_at != (self.seen.title, self.seen.stage)
        if moved and self._list is not None and self._list is self.app.screen:
            self.app.pop_screen()
        if self._noticed is not None:
            name, value, was_true = self._noticed
            is_true = getattr(self.seen, name) == value
            self._noticed = name, value, is_true
            if was_true and not is_true:
                self.show_message("")
        if self._confirming in _STEPS:
            self._ask_to_confirm(self._confirming, self.missing_votes())

    def _report(self, sentence: str, name: str, value: object) -> None:
        """Show *sentence* on a setting, until the field *name* of *seen* is *value* no longer."""
        self.show_message(sentence)
        self._noticed = name, value, getattr(self.seen, name) == value  # a console sees it later

    def _ask_to_confirm(self, name: str, missing: str) -> None:
        if missing:
            self.show_message(f"{missing} The same key again closes it anyway.", name)
        else:
            self.show_message(self.lasting_message())

    async def offers(self) -> Sequence[Offer] | Failure:
        """Return the scenarios that can be next, or why there is none."""
        raise NotImplementedError

    async def go_on_with(self, offer: Offer) -> Failure | None:
        """Go on with the scenario of *offer*; return why it was refused, if it was."""
        raise NotImplementedError

    async def action_scenario(self) -> None:
        """Pick the next scenario, or end the evening."""
        if self.seen.stage not in BETWEEN:
            self.show_message(messages.NOT_BETWEEN)
            return
        offers = await self.offers()
        if isinstance(offers, Failure):
            self.show_message(offers.message)
            return
        ends = Control.END in self.permitted()

        async def begin(index: int) -> None:
            if index == len(offers):
                await self.submit_or_explain(actions.End())
                return
            refusal = await self.go_on_with(offers[index])
            self.show_message(refusal.message if refusal else self.lasting_message())

        items = [line((offer.title, "bold"), (f"  {offer.note}", "$quiet")) for offer in offers]
        last = [literal(messages.END_EVENING, "bold")] if ends else []
        self._list = PickScreen(messages.NEXT_SCENARIO, [*items, *last], begin)
        self._listed_at = self.seen.title, self.seen.stage
        self.app.push_screen(self._list)

    async def submit_or_explain(self, action: actions.FacilitatorAction) -> bool:
        """Submit *action* and show why it was refused; return whether it was applied."""
        refusal = await self.submit(action)
        self.show_message(refusal.message if refusal else self.lasting_message())
        return refusal is None

    async def action_insist(self, name: str) -> None:
        """Submit a step; if votes are missing, a second call submits it all the same."""
        if name == "GoOn" and self.seen.stage in FINISHED:
            await self.action_scenario()
            return
        refusal = await self.submit(_STEPS[name](anyway=self._confirming == name))
        if refusal is not None and refusal.code == "missing":
            self._ask_to_confirm(name, refusal.message)
        elif refusal is not None and refusal.code in _WAYS_OUT:
            self.show_message(f"{refusal.message} Keys: {_WAYS_OUT[refusal.code]}.")
        elif refusal is not None and refusal.code == GONE_ON.code:
            self.show_message(refusal.message)
            self._said_at = None  # the page that it is about may come after it
        else:
            self.show_message(refusal.message if refusal else self.lasting_message())

    async def action_plain(self, name: str) -> None:
        """Submit an action without arguments."""
        if await self.submit_or_explain(_PLAIN[name]) and name == "Deal":
            dealt = "Everyone with a phone has a role card."
            self.show_message(dealt if self.seen.seats else "No phones are here.")

    async def action_switch(self, name: str) -> None:
        """Submit a switch: on if it is off, else off."""
        seen = self.seen
        action: actions.FacilitatorAction
        text = field = ""
        match name:
            case "Pause":
                action = actions.Pause(not seen.paused, time.time())
            case "Lock":
                action = actions.Lock(not seen.locked)
                now = messages.DOOR_CLOSED if action.on else messages.DOOR_OPEN
                text, field = f"{now} l {'opens' if action.on else 'closes'} it.", "locked"
            case "TableVotes":
                action = actions.TableVotes(not seen.table_votes)
                text, field = messages.table_votes(action.on), "table_votes"
            case "HoldLines":
                action = actions.HoldLines(not seen.hold_lines)
                text, field = messages.hold_lines(action.on), "hold_lines"
            case _:
                action = actions.ShowFirst(not seen.show_first)
                text, field = messages.first_vote(action.on), "show_first"
        if await self.submit_or_explain(action) and text:
            self._report(text, field, action.on)

    async def action_clock(self, minutes: int) -> None:
        """Add *minutes* to the timer, or stop it if 0; a timer closes no vote."""
        until = max(self.seen.timer, time.time()) + MINUTE * minutes if minutes else 0.0
        await self.submit_or_explain(actions.Timer(until))

    async def action_admit(self) -> None:
        """Raise the limit of seats for one address."""
        self.show_message(await self.admit_more())

    async def action_port(self) -> None:
        """Open another port for phones."""
        self.show_message(await self.move_port())

    async def action_rounds(self, count: int) -> None:
        """Submit the number of votes on each choice, 1 or 2."""
        if await self.submit_or_explain(actions.Rounds(count)):
            self._report(messages.rounds(count), "rounds", count)

    async def action_show_line(self) -> None:
        """Put a line that waits on the projector."""
        raise NotImplementedError

    async def action_puzzles(self) -> None:
        """Put what puzzles people on the projector, or take it off."""
        raise NotImplementedError

    def lines_here(self) -> Sequence[tuple[str, str]]:
        """Return the lines that can be removed on this screen, each with its state in words."""
        return [(text, "") for text in self.seen.shared]

    def action_take_down(self) -> None:
        """Pick a shared line and remove it."""
        shared = self.lines_here()
        if not shared:
            self.show_message(messages.LINES_ELSEWHERE)
            return

        async def take_down(index: int) -> None:
            await self.submit_or_explain(actions.TakeDown(shared[index][0]))

        text = "Which line goes? Its writer is told, without being named here."
        items = [line(text, (f"  {state}" if state else "", "$quiet")) for text, state in shared]
        self.app.push_screen(PickScreen(text, items, take_down))

    async def on_key(self, event: events.Key) -> None:
        """
        Handle each key in order: on the prompt line, or by its binding.

        Textual runs bindings after later keys have arrived, so keys typed ahead would be
        applied to the wrong state. Keys that follow one which opened a screen belong to
        that screen and are ignored here.
        """
        if self.app.screen is not self:
            taken = True
        elif self._prompting:
            taken = await self._type(event)
        elif event.key in _PROMPTS:
            # Also while disabled: the digits and blanks that follow are bound to other actions.
            self.action_ask(_PROMPTS[event.key])
            taken = True
        else:
            bound = self.active_bindings.get(event.key)
            taken = bound is not None and bound.enabled
            if bound is not None and taken:
                taken = await self.app.run_action(bound.binding.action, bound.node)
            elif bound is not None and bound.binding.action in _NOTHING:
                self.show_message(_NOTHING[bound.binding.action])
                taken = True
        if taken:
            event.stop()

    async def _type(self, event: events.Key) -> bool:
        """Handle a key on the prompt line; return whether it was used."""
        match event.key:
            case "enter":
                await self._typed()
            case "escape":
                self.action_leave()
            case "backspace":
                self._show_line(self._line[:-1])
            case "left" | "right":
                pass  # bound to other actions while no prompt is open
            case _ if event.is_printable and event.character is not None:
                self._show_line(self._line + event.character)
            case _:
                return False
        return True

    def action_ask(self, what: str) -> None:
        """Open the prompt line for hands, heads or settling."""
        letters = " ".join(option.letter for option in self.seen.options)
        self._prompting = what
        self._prompted = self.seen  # the vote may change while somebody types
        self._hint = {
            "hands": f"Hands for {letters}; the last may be left out",
            "heads": "How many vote without a phone?",
            "settle": f"Settle it with {letters}",
        }[what]
        if what != "heads" and not letters:
            self._hint = "No vote is open now."
        self._show_line("")
        self.show_message("")

    def _show_line(self, typed: str) -> None:
        self._line = typed[:MAX_LINE]
        field = self.query_one("#line", Static)
        field.update(line((f" {self._line}", "bold"), "█ ", (self._hint, "$quiet")))
        field.display = True

    async def _typed(self) -> None:
        """Submit what was typed; what can be mended stays on the line after a refusal."""
        refusal = await self._submit_typed(self._line.strip())
        if refusal is None or refusal.code not in _MENDABLE:
            self.action_leave()
        if refusal is not None:
            self.show_message(refusal.message)

    async def _submit_typed(self, text: str) -> Failure | None:
        """Submit *text* for the vote it was begun in; return why it was refused, if it was."""
        prompted = self._prompted or self.seen
        action: actions.FacilitatorAction
        if not text:
            return None
        if self._prompting == "settle":
            options = {option.letter: option.id for option in prompted.options}
            action = actions.Decide(options.get(text.upper(), ""))
        elif self._prompting == "heads":
            count = one_number(text)
            if count is None:
                return Failure(code=_NO_NUMBER, message="One number, please.")
            action = actions.Heads(count)
        else:
            counts = numbers(text)
            if not counts:
                message = "Numbers, please, with blanks between."
                return Failure(code=_NO_NUMBER, message=message)
            action = actions.Hands(prompted.ballot or "", counts)
        return await self.submit(action)

    def action_leave(self) -> None:
        """Close the prompt line and the message."""
        self.query_one("#line").display = False
        self._prompting = ""
        self.show_message("")

    def action_stop(self) -> None:
        """Quit on the second call."""
        if self._confirming == "stop":
            self.app.exit()
            return
        self.show_message(self.quit_message(), "stop")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Permit the controls of this stage; None hides a key but keeps it in the help."""
        if self._prompting and action != "leave":
            return None
        if action == "leave":
            return any(self.query_one(item).display for item in ("#line", "#message")) or None
        name = f"{action}({parameters[0]!r})" if parameters else action
        control = _CONTROLS.get(name)
        offered = control is None or control in _ALWAYS or control in self.permitted()
        return offered or None


def _place(seen: Controls) -> tuple[object, ...]:
    """Return what a message belongs to: when it changes, that is out of date."""
    return seen.title, seen.stage, seen.ballot, seen.decided, seen.puzzle, seen.paused
