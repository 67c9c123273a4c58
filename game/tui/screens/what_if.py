"""What if: any other choice's outcome and reasoning; the first answer is the one that counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from game.core.debrief import Afterthought, Walk
from game.core.explanation import what_if
from game.core.playthrough import Playthrough, Turn, offered
from game.tui.literal import line, literal, paragraphs
from game.tui.screens.base import GameScreen
from game.tui.widgets.cards import Card, Cards
from game.tui.widgets.keys import Keys
from game.tui.widgets.reasons import Reasons


class WhatIfScreen(GameScreen):
    """The choices of the scene just answered, each to be walked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "list", "Other roads", id="what-if.list"),
    ]
    DEFAULT_CSS = """
    WhatIfScreen {
        layers: base over;
        #page { padding: 1 2 0 2; scrollbar-gutter: stable; }
        #page > Static { max-width: 76; height: auto; margin-bottom: 1; }
        #page > Cards { max-width: 76; }
        &.-low #page { padding: 0 1; }
    }
    """

    def __init__(
        self, play: Playthrough, think: Callable[[Afterthought], object], turn: Turn | None = None
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
        yield Keys()

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
