"""The debrief after an ending, and the outcomes of choices not taken."""

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

from game.core.debrief import ReflectionAction, Walk, point_at, resolve_plan
from game.core.debrief import debriefing as debrief_play
from game.core.explanation import what_if
from game.core.failure import Failure
from game.core.playthrough import Playthrough, Turn, shuffled_choices
from game.text import debrief
from game.tui import practice_pages
from game.tui.screens.base import PAGE_CSS, GameScreen
from game.tui.text import line, literal, paragraphs
from game.tui.widgets.cards import Card, Cards
from game.tui.widgets.key_bar import KeyBar
from game.tui.widgets.reasons import Reasons


TAKEN = "What you did", "your answer"
EXPLORED = "What if?", "not counted"
"""The title of an outcome, and how its points stand."""


def _keep(screen: WhatIfScreen | DebriefScreen, reflection: ReflectionAction) -> bool:
    """Record *reflection*; show why if that failed, and return whether it was stored."""
    failure = screen.record(reflection)
    if failure is not None:
        screen.game.warn(failure.message)
    return failure is None


class WhatIfScreen(GameScreen):
    """The choices of an answered scene, and the outcome of each."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "list", "Other roads", id="what-if.list"),
    ]
    DEFAULT_CSS = f"WhatIfScreen {{ {PAGE_CSS} }}"

    def __init__(
        self,
        play: Playthrough,
        record: Callable[[ReflectionAction], Failure | None],
        turn: Turn | None = None,
    ) -> None:
        """Show the choices of *turn*, by default the last one; *record* saves what is explored."""
        super().__init__()
        self.play = play
        self.record = record
        self.turn = turn or play.turns[-1]
        self._exploring = False

    def contents(self) -> ComposeResult:
        """Yield the text, the explanation and the choices."""
        with VerticalScroll(id="page", can_focus=False):
            yield Static(id="text", markup=False)
            yield Reasons()
            yield Cards(classes="-spaced")
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the choices."""
        self.action_list()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Permit the list of choices while one is explored."""
        return action != "list" or self._exploring

    def action_list(self) -> None:
        """Show the choices of the scene."""
        self.query_one("#text", Static).update(
            paragraphs(
                [
                    literal("What if?", "bold $accent"),
                    literal(
                        "Look at another choice. Your first answer counts.",
                        "$quiet",
                    ),
                ]
            )
        )
        self.query_one(Reasons).display = self._exploring = False
        self.refresh_bindings()
        scene = self.play.scenario.scenes[self.turn.scene]
        cards = self.query_one(Cards)
        cards.fill(
            (choice.id, self._card(choice.id, choice.text))
            for choice in shuffled_choices(self.play, scene)
        )
        cards.point(1)
        self.page_changed()

    def _card(self, key: str, text: str) -> Content:
        taken = key == self.turn.choice
        return line(text, ("  what you did" if taken else "", "not bold $quiet"))

    @on(Card.Picked)
    def explore(self, event: Card.Picked) -> None:
        """Show the outcome of the picked choice with the call that was given."""
        event.stop()
        if event.key not in self.play.scenario.scenes[self.turn.scene].choices:
            self.action_list()
            return
        taken = event.key == self.turn.choice
        if not taken:
            _keep(self, Walk(self.turn.scene, event.key))
        title, standing = TAKEN if taken else EXPLORED
        why = what_if(self.play, self.turn, event.key)
        self.query_one("#text", Static).update(
            paragraphs(
                [
                    line(
                        (f"{title} ", "bold $accent"),
                        (f"{why.score.total} points, {standing}", "$quiet"),
                    ),
                    line(("You chose: ", "bold"), (why.choice_text, "italic")),
                    why.outcome,
                ]
            )
        )
        reasons = self.query_one(Reasons)
        reasons.display = self._exploring = True
        self.refresh_bindings()
        reasons.show(why, animate=False)
        cards = self.query_one(Cards)
        cards.fill([("", literal("Other roads"))], numbered=False)
        cards.cards[0].focus(scroll_visible=False)
        self.query_one("#page", VerticalScroll).scroll_home(animate=False)
        self.page_changed()


class Step(Enum):
    """A step of the debrief."""

    LOG = auto()
    QUESTION = auto()
    ANSWER = auto()
    PLAN = auto()
    KEPT = auto()


ONWARD = "onward"
NONE = "none"


class DebriefScreen(GameScreen):
    """The debrief, one step a page; nothing is scored."""

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

    def __init__(
        self, play: Playthrough, record: Callable[[ReflectionAction], Failure | None]
    ) -> None:
        """Debrief *play*; *record* saves what is picked."""
        super().__init__()
        self.play = play
        self.record = record
        self.debriefing = debrief_play(play)
        self.step = Step.LOG
        self._reply = ""
        self._pictures = False

    def contents(self) -> ComposeResult:
        """Yield a page and its cards."""
        with VerticalScroll(id="page", can_focus=False):
            yield Static(id="text", markup=False)
            yield Cards(classes="-spaced")
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the log."""
        self._show()

    def _show(self) -> None:
        debriefing, cards = self.debriefing, self.query_one(Cards)
        text = self.query_one("#text", Static)
        match self.step:
            case Step.LOG:
                text.update(
                    practice_pages.pictures(debriefing.log)
                    if self._pictures
                    else practice_pages.log(debriefing)
                )
                cards.fill([(ONWARD, literal("Go on"))], numbered=False)
            case Step.QUESTION if debriefing.question is not None:
                text.update(literal(debrief.asked(debriefing.question), "bold $accent"))
                cards.fill(
                    (str(position), literal(sentence.text))
                    for position, sentence in enumerate(debriefing.question.lines)
                )
            case Step.ANSWER:
                text.update(literal(self._reply))
                cards.fill([(ONWARD, literal("Go on"))], numbered=False)
            case Step.PLAN:
                text.update(
                    paragraphs(
                        [
                            literal(debrief.PLANS, "bold $accent"),
                            literal("Take one; home will remind you of it.", "$quiet"),
                        ]
                    )
                )
                cards.fill(
                    [
                        *(
                            (str(position), plan)
                            for position, plan in enumerate(practice_pages.plans(debriefing))
                        ),
                        (NONE, literal("None of these now.")),
                    ]
                )
            case _:
                text.update(literal(self._reply or debrief.ALL_SERVED, "bold"))
                cards.fill([(ONWARD, literal("Close"))], numbered=False)
        cards.cards[0].focus(scroll_visible=False)
        self.query_one("#page", VerticalScroll).scroll_home(animate=False)
        self.page_changed()
        self.refresh_bindings()

    @on(Card.Picked)
    def pick(self, event: Card.Picked) -> None:
        """Go to the step of the picked card; ignore a card of the previous step."""
        event.stop()
        if event.key not in [card.key for card in event.cards.cards]:
            return
        debriefing = self.debriefing
        match self.step:
            case Step.LOG:
                self.step = Step.QUESTION if debriefing.question else Step.KEPT
            case Step.QUESTION if debriefing.question is not None:
                picked = debriefing.question.lines[int(event.key)]
                _keep(self, point_at(debriefing.question.why.scene, picked.text))
                self._reply = debrief.answered(debriefing.question, picked)
                self.step = Step.ANSWER
            case Step.ANSWER:
                self.step = Step.PLAN if debriefing.plans else Step.KEPT
                self._reply = ""
            case Step.PLAN:
                if event.key != NONE:
                    plan = debriefing.plans[int(event.key)]
                    self._reply = debrief.plan(plan)
                    if _keep(self, resolve_plan(plan)) and self.game.journal.lasts:
                        self._reply += "\n\nKept. Home reminds you of it until you take another."
                self.step = Step.KEPT
                self._reply = self._reply or "Then let it rest. The scenes will still be here."
            case _:
                self.action_leave()
                return
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Permit pictures at the log, and *what if* from the answer on."""
        if action in ("pictures", "in_words"):
            return self.step is Step.LOG and self._pictures is (action == "in_words")
        if action == "what_if":
            return self.step in (Step.ANSWER, Step.PLAN)
        return True

    def action_pictures(self) -> None:
        """Show the log as charts."""
        self._pictures = True
        self._show()

    def action_in_words(self) -> None:
        """Show the log in words."""
        self._pictures = False
        self._show()

    def action_what_if(self) -> None:
        """Explore the other choices of the weakest scene."""
        question = self.debriefing.question
        if question is not None:
            # In a scenario with loops a scene may have several turns.
            turn = self.play.turns[self.debriefing.log.index(question.why)]
            self.app.push_screen(WhatIfScreen(self.play, self.record, turn))
