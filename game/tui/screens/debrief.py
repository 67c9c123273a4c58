"""The debrief after an ending, and other choices to look at."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from game.core.debrief import ReflectionAction, Walk, debriefing, pointed, resolved
from game.core.explanation import what_if
from game.core.playthrough import Playthrough, Turn, offered
from game.text import debrief
from game.tui import practice_pages
from game.tui.screens.base import PAGE_CSS, GameScreen
from game.tui.text import line, literal, paragraphs
from game.tui.widgets.cards import Card, Cards
from game.tui.widgets.key_bar import KeyBar
from game.tui.widgets.reasons import Reasons


class WhatIfScreen(GameScreen):
    """The choices of the scene just answered, each to be walked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "list", "Other roads", id="what-if.list"),
    ]
    DEFAULT_CSS = f"WhatIfScreen {{ {PAGE_CSS} }}"

    def __init__(
        self,
        play: Playthrough,
        think: Callable[[ReflectionAction], object],
        turn: Turn | None = None,
    ) -> None:
        """The roads from *turn*, which is the last one unless another is named; *think* keeps."""
        super().__init__()
        self.play = play
        self.think = think
        self.turn = turn or play.turns[-1]
        self._walking = False

    def contents(self) -> ComposeResult:
        """The choices, or one of them walked."""
        with VerticalScroll(id="page", can_focus=False):
            yield Static(id="text", markup=False)
            yield Reasons()
            yield Cards(classes="-spaced")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin with the choices."""
        self.action_list()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """From a road one can turn to the others."""
        return action != "list" or self._walking

    def action_list(self) -> None:
        """Show the choices."""
        self.query_one("#text", Static).update(
            paragraphs(
                [
                    literal("What if?", "bold $lead"),
                    literal(
                        "Walk another road. Your first answer is the one that counts.", "$quiet"
                    ),
                ]
            )
        )
        self.query_one(Reasons).display = self._walking = False
        self.refresh_bindings()
        scene = self.play.scenario.scenes[self.turn.scene]
        cards = self.query_one(Cards)
        cards.fill(
            (choice.id, self._card(choice.id, choice.text)) for choice in offered(self.play, scene)
        )
        cards.point(1)

    def _card(self, key: str, text: str) -> Content:
        taken = key == self.turn.choice
        return line(text, ("  what you did" if taken else "", "not bold $quiet"))

    @on(Card.Picked)
    def walk(self, event: Card.Picked) -> None:
        """Show what would have come of it, with the same call."""
        event.stop()
        if event.key not in self.play.scenario.scenes[self.turn.scene].choices:
            self.action_list()
            return
        if event.key != self.turn.choice:
            self.think(Walk(self.turn.scene, event.key))
        why = what_if(self.play, self.turn, event.key)
        self.query_one("#text", Static).update(
            paragraphs(
                [
                    line(
                        ("What if? ", "bold $lead"),
                        (f"{why.score.total} points, for nothing", "$quiet"),
                    ),
                    line(("You: ", "bold"), (why.choice_text, "italic")),
                    why.outcome,
                ]
            )
        )
        reasons = self.query_one(Reasons)
        reasons.display = self._walking = True
        self.refresh_bindings()
        reasons.show(why, animate=False)
        cards = self.query_one(Cards)
        cards.fill([("", literal("Other roads"))], numbered=False)
        cards.cards[0].focus(scroll_visible=False)
        self.query_one("#page", VerticalScroll).scroll_home(animate=False)


class Step(Enum):
    """Where the debrief stands."""

    LOG = auto()
    QUESTION = auto()
    ANSWER = auto()
    PLAN = auto()
    KEPT = auto()


ONWARD = "onward"
NONE = "none"


class DebriefScreen(GameScreen):
    """One step a page; nothing here is scored."""

    DEFAULT_CSS = """
    DebriefScreen #page { padding: 1 2; }
    DebriefScreen #page > Static { max-width: 78; height: auto; margin-bottom: 1; }
    DebriefScreen Cards { max-width: 76; }
    DebriefScreen.-low #page { padding: 0 1; }
    """
    AUTO_FOCUS = ""  # it would scroll to the card below the log
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "pictures", "Pictures", id="debrief.pictures"),
        Binding("p", "in_words", "Words", id="debrief.words"),
        Binding("w", "what_if", "What if", id="debrief.what-if"),
    ]

    def __init__(self, play: Playthrough, think: Callable[[ReflectionAction], object]) -> None:
        """A debrief of *play*; *think* keeps what is picked in it."""
        super().__init__()
        self.play = play
        self.think = think
        self.found = debriefing(play)
        self.step = Step.LOG
        self._reply = ""
        self._pictures = False

    def contents(self) -> ComposeResult:
        """A page and its cards."""
        with VerticalScroll(id="page", can_focus=False):
            yield Static(id="text", markup=False)
            yield Cards(classes="-spaced")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin with the log."""
        self._show()

    def _show(self) -> None:
        result, cards = self.found, self.query_one(Cards)
        text = self.query_one("#text", Static)
        match self.step:
            case Step.LOG:
                text.update(
                    practice_pages.pictures(result.log)
                    if self._pictures
                    else practice_pages.log(result)
                )
                cards.fill([(ONWARD, literal("Go on"))], numbered=False)
            case Step.QUESTION if result.question is not None:
                text.update(literal(debrief.asked(result.question), "bold $lead"))
                cards.fill(
                    (str(position), literal(sentence.text))
                    for position, sentence in enumerate(result.question.lines)
                )
            case Step.ANSWER:
                text.update(literal(self._reply))
                cards.fill([(ONWARD, literal("Go on"))], numbered=False)
            case Step.PLAN:
                text.update(
                    paragraphs(
                        [
                            literal("One thing for Thursday", "bold $lead"),
                            literal("Take one; home will remind you of it.", "$quiet"),
                        ]
                    )
                )
                cards.fill(
                    [
                        *(
                            (str(position), plan)
                            for position, plan in enumerate(practice_pages.plans(result))
                        ),
                        (NONE, literal("None of these now.")),
                    ]
                )
            case _:
                text.update(literal(self._reply or debrief.ALL_SERVED, "bold"))
                cards.fill([(ONWARD, literal("Close"))], numbered=False)
        cards.cards[0].focus(scroll_visible=False)
        self.query_one("#page", VerticalScroll).scroll_home(animate=False)
        self.refresh_bindings()

    @on(Card.Picked)
    def pick(self, event: Card.Picked) -> None:
        """Take the step that was picked; a card of the step before, picked twice, does nothing."""
        event.stop()
        if event.key not in [card.key for card in event.cards.cards]:
            return
        result = self.found
        match self.step:
            case Step.LOG:
                self.step = Step.QUESTION if result.question else Step.KEPT
            case Step.QUESTION if result.question is not None:
                picked = result.question.lines[int(event.key)]
                self.think(pointed(result.question.why.scene, picked.text))
                self._reply = debrief.answered(result.question, picked)
                self.step = Step.ANSWER
            case Step.ANSWER:
                self.step = Step.PLAN if result.plans else Step.KEPT
                self._reply = ""
            case Step.PLAN:
                if event.key != NONE:
                    plan = result.plans[int(event.key)]
                    self.think(resolved(plan))
                    kept = "Kept. Home reminds you of it until you take another."
                    self._reply = f"{debrief.plan(plan)}\n\n{kept}"
                self.step = Step.KEPT
                self._reply = self._reply or "Then let it rest. The scenes will still be here."
            case _:
                self.action_leave()
                return
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Pictures belong to the log; another road can be walked from the answer on."""
        if action in ("pictures", "in_words"):
            return self.step is Step.LOG and self._pictures is (action == "in_words")
        if action == "what_if":
            return self.step in (Step.ANSWER, Step.PLAN)
        return True

    def action_pictures(self) -> None:
        """The same in pictures."""
        self._pictures = True
        self._show()

    def action_in_words(self) -> None:
        """The same in words again."""
        self._pictures = False
        self._show()

    def action_what_if(self) -> None:
        """Walk another road in the weakest scene; it counts for nothing."""

        question = self.found.question
        if question is not None:
            turn = next(turn for turn in self.play.turns if turn.scene == question.why.scene)
            self.app.push_screen(WhatIfScreen(self.play, self.think, turn))
