"""The screen of a playthrough."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from game.core import scoring
from game.core.actions import Action, Choose, Confide, Confidence, GiveCall, GoOn
from game.core.enums import Call
from game.core.failure import Failure
from game.core.playthrough import Phase, can_turn_back
from game.core.view import View, view
from game.journal.runs import Session
from game.text import coaching, labels
from game.tui import play_pages
from game.tui.screens.base import GameScreen
from game.tui.text import call, line, lines, literal, paragraphs, rows
from game.tui.widgets.cards import Card, Cards
from game.tui.widgets.confidence import KEYS, ConfidenceRow, confidence_row
from game.tui.widgets.key_bar import KeyBar
from game.tui.widgets.leaf import Leaf, Page
from game.tui.widgets.side_panel import Cast, Gauges


if TYPE_CHECKING:
    from game.core.explanation import Explanation
    from game.services.review import Review
    from game.tui.widgets.reasons import Reasons


TEXT_WIDTH = 76
"""The most columns of a text; its lines are not to be longer."""
CARD_EDGE = 3
"""Columns of a card beside its text."""
SURE = "Say that your call was {}; it is not scored"
THINK = {"debrief": "Think it over: three minutes"}
AGAIN = {"again": "Play it again"}
AT_THE_END = {**THINK, "home": "Home", **AGAIN}
POSTED = {"onward": "Go on", **THINK, "home": "Home"}
SAVED = "Home; every step is kept"
UNSAVED = "Home; not saved, but open until you quit"
PREPARE = 0.5
"""Seconds after the first page until what the first explanation needs is loaded and mounted."""
QUESTIONS = (Phase.CALL, Phase.CHOICE)
READING = (Phase.BRIEFING, Phase.OUTCOME, Phase.WHY)


def _unmoved(seen: View) -> str:
    """Return the class of gauges that have not moved yet."""
    return "-unmoved" if seen.gauges == scoring.Gauges() else ""


class PlayScreen(GameScreen):
    """A playthrough: one page, refilled at each step, beside the gauges and the cast."""

    AUTO_FOCUS = ""  # it would scroll to the cards below the text
    CSS_PATH = "play.tcss"
    is_preview = False
    """Whether this is an author's preview, without coaching and confidence."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "Go on", show=False, id="play.go-on"),
        Binding("escape", "leave", "Home", tooltip=SAVED, id="screen.leave"),
        Binding("b", "turn_back", "Page back", id="play.back"),
        Binding("r", "moment", "Read again", tooltip="The whole moment", id="play.moment"),
        Binding("w", "what_if", "What if", tooltip="Walk another choice", id="play.what-if"),
        Binding("m", "more", "More", tooltip="Table, points, trust and ideas", id="play.more"),
        Binding("i", "ideas", "Ideas", tooltip="The ideas behind it", id="play.ideas"),
        Binding("c", "cast", "Cast", tooltip="Who is there, and their trust", id="play.cast"),
        Binding("l", "letter", "Letter", tooltip="The letter once more", id="play.letter"),
        *(
            Binding(
                key,
                f"confide('{level}')",
                labels.CONFIDENCE[level].capitalize(),
                show=False,
                tooltip=SURE.format(labels.CONFIDENCE[level]),
                id=f"play.{level}",
            )
            for level, key in KEYS.items()
        ),
        Binding("n", "again", "New run", tooltip="The same scenario anew", id="play.again"),
    ]

    def __init__(
        self, session: Session, letter: Content | None = None, review: Review | None = None
    ) -> None:
        """Play *session*; *letter* is that of its posting in a campaign, *review* its review."""
        super().__init__()
        self.review = review
        self.session = session
        self.letter = letter
        self.seen: View = view(session.play)
        self._page: tuple[Phase, str | None, int] | None = None
        self._coached = False
        self._trouble: Failure | None = None
        self._brief = False
        self._fitted: tuple[Size, bool] | None = None
        self.set_class(self.seen.is_review, "-alone")  # a review stays one

    def contents(self) -> ComposeResult:
        """Yield the bar, the side panel, the page and the key bar."""
        yield Leaf(id="bar", markup=False)
        with Container(id="table"):
            yield from self.table()
        yield KeyBar()

    def table(self) -> ComposeResult:
        """Yield the side panel and the page."""
        with Container(id="side"):
            yield Cast()
            yield Gauges(classes=_unmoved(self.seen))
        with Page(id="page"):
            yield Leaf(id="text", markup=False)
            yield Leaf(id="question", markup=False)
            yield ConfidenceRow()
            yield Leaf(id="coach", markup=False)
            yield Cards()

    def on_mount(self) -> None:
        """Fill the screen, unless it was closed before it was mounted."""
        if self not in self.app.screen_stack:
            return
        self._coached = not self.is_preview and self.game.is_new
        self.refill(animate=False)
        self.set_timer(PREPARE, self.reasons)
        if self.session.notice:
            self.game.warn(self.session.notice)

    def refill(self, *, animate: bool = True) -> None:
        """Fill the screen with the view of the current step."""
        self.seen = seen = view(self.session.play)
        animate = animate and self.game.animated
        self.query_one("#bar", Static).update(self._bar(seen))
        gauges = self.query_one(Gauges)
        gauges.set_class(bool(_unmoved(seen)), "-unmoved")
        gauges.show(
            seen.gauges,
            seen.before,
            seen.state,
            plain=self.game.plain_gauges,
            animate=animate and seen.phase is Phase.OUTCOME,
        )
        self.query_one(Cast).show(seen.people)
        text = self.query_one("#text", Static)
        text.display = seen.why is None
        text.update(self._text(seen))
        self._show_why(seen.why, animate=animate)
        self._show_question(seen)
        self._coach(seen)
        self._fitted = None
        self._fit()
        self._turn_to(seen)
        self.call_after_refresh(self._fit)

    def on_resize(self, event: events.Resize) -> None:
        """Shorten the moment above the choices, or show it whole, as the new size permits."""
        super().on_resize(event)
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """Above choices that the page has no room for, show a reminder of the moment."""
        room = self.query_one("#page").scrollable_content_region.size, self.has_class("-low")
        if room == self._fitted:
            return
        self._fitted = room
        seen = self.seen
        choosing = seen.phase is Phase.CHOICE and seen.scene is not None
        self._brief = tight = False
        if choosing:
            self._brief, tight = self._fit_choices(seen)
        self.query_one("#question").set_class(tight, "-tight")
        self.query_one(Cards).space(choosing and not tight and not self.has_class("-low"))
        self.refresh_bindings()

    def _fit_choices(self, seen: View) -> tuple[bool, bool]:
        """Fill the page with as much as it has room for; return if it is brief, and if tight."""
        assert seen.scene is not None
        page = self.query_one("#page").scrollable_content_region.size
        width = min(TEXT_WIDTH, page.width or TEXT_WIDTH)
        gap = 0 if self.has_class("-low") else 1
        cards = [rows(card.content, width - CARD_EDGE) for card in self.query_one(Cards).cards]
        sure = rows(confidence_row(None), width) if not self.is_preview else 0
        full, short = self._text(seen), play_pages.reminder(seen.scene, width)
        below = rows(self._choice_prompt(seen), width) + sure + sum(cards) + gap * (2 + len(cards))
        brief = bool(page) and rows(full, width) + gap + below > page.height
        tight = brief and rows(short, width) + gap + below > page.height
        self.query_one("#text", Static).update(short if brief else full)
        self.query_one("#question", Static).update(self._choice_prompt(seen, tight=tight))
        return brief, tight

    def _coach(self, seen: View) -> None:
        """Explain the call, the gauges and trust, each where it first matters."""
        text = self.query_one("#coach", Static)
        words: list[str] = []
        if self._coached and not seen.is_review:
            if seen.phase is Phase.CALL and not self.session.play.turns:
                words = [coaching.CALL]
            elif seen.phase is Phase.OUTCOME and len(self.session.play.turns) == 1:
                words = [coaching.TRUST, coaching.GAUGES]
        text.display = bool(words)
        self.query_one("#question").set_class(bool(words), "-coached")
        text.update(lines(literal(sentence, "$quiet") for sentence in words))

    @property
    def _details_open(self) -> bool:
        """Whether an explanation is shown whole; an author always sees it whole."""
        return self.is_preview or self.game.details_open

    def reasons(self) -> Reasons:
        """Return the widget of explanations; it is mounted when it is asked for first."""
        from game.tui.widgets.reasons import Reasons

        mounted = self.query_one_optional(Reasons)
        if mounted is not None:
            return mounted
        reasons = Reasons()
        reasons.display = False
        self.query_one("#page").mount(reasons, before="#question")
        return reasons

    def _show_why(self, why: Explanation | None, *, animate: bool) -> None:
        """Show the explanation, or hide the last one."""
        if why is None:
            self.query("Reasons").set(display=False)
            return
        reasons = self.reasons()
        reasons.display = True
        reasons.unfold(self._details_open)
        reasons.show(why, animate=animate)

    def _turn_to(self, seen: View) -> None:
        """Scroll to the top of the page, if it is a new one."""
        turned = (seen.phase, self.session.play.scene, len(self.session.play.turns))
        if turned != self._page:
            self._page = turned
            self.page_changed()
            self.query_one("#page", VerticalScroll).scroll_home(animate=False, immediate=True)
        cards = self.query_one(Cards)
        cards.choose_none() if seen.phase in QUESTIONS else cards.choose_first()

    def _bar(self, seen: View) -> Content:
        where = labels.where(seen) if seen.number else "briefing"
        if seen.phase is Phase.ENDING and not seen.is_review:
            where = "the end"
        state = f" · {seen.state.value}" if seen.state else ""
        unsaved = "" if self.session.saved else f"  {labels.NOT_SAVED}"
        place = f"  {where}{state}"
        return line((seen.title, "bold"), (place, "$quiet"), (unsaved, "bold $accent"))

    def _text(self, seen: View) -> Content:
        if seen.phase is Phase.BRIEFING:
            return play_pages.briefing(self.session.play.scenario)
        if seen.is_review and seen.phase is Phase.ENDING:
            from game.core.debrief import debriefing
            from game.tui import practice_pages

            why = debriefing(self.session.play).log[-1]
            return practice_pages.reviewed(why, self.review.closing if self.review else None)
        if seen.phase is Phase.ENDING:
            return play_pages.ending(seen, self.session.play.seed)
        if seen.phase is Phase.OUTCOME and seen.chosen is not None:
            return play_pages.outcome(seen, play_pages.chose(seen.chosen))
        if seen.scene is None:
            return Content("")
        opening = (literal(text, "$quiet") for text in seen.opening)
        reminder = self.review.opening if self.review else None
        first = literal(reminder, "bold") if reminder else None
        return paragraphs([first, *opening, play_pages.scene(seen.scene)])

    def _show_question(self, seen: View) -> None:
        question = self.query_one("#question", Static)
        cards = self.query_one(Cards)
        question.display = seen.phase in QUESTIONS
        if seen.phase is Phase.CALL:
            question.update(literal(labels.WHICH_CALL, "bold $accent"))
            cards.fill((call.value, play_pages.call_card(call)) for call in Call)
        elif seen.phase is Phase.CHOICE:
            cards.fill((offer.id, literal(offer.text)) for offer in seen.offers)
        elif seen.phase is Phase.ENDING:
            cards_at_end = self._end_cards()
            cards.fill((key, literal(name)) for key, name in cards_at_end.items())
        else:
            cards.fill([("go_on", literal(self._onward(seen)))], numbered=False)
        row = self.query_one(ConfidenceRow)
        row.display = seen.phase is Phase.CHOICE and not self.is_preview
        row.show(seen.confidence)

    def _choice_prompt(self, seen: View, *, tight: bool = False) -> Content:
        """Return people's reaction to the call, the call, and the question."""
        assert seen.call is not None
        reaction = [literal(seen.after_call, "italic")] if seen.after_call else []
        asked = (f". {labels.WHAT_TO_DO}", "bold $accent")
        prompt = line(("Your call: ", "$quiet"), call(seen.call), asked)
        return (lines if tight else paragraphs)([*reaction, prompt])

    def _end_cards(self) -> dict[str, str]:
        """Return the cards at the end, by action."""
        if self.session.play.review_scene:
            left = self.game.due(self.game.practice_history())
            due = {"next": "The next that is due"} if left else {}
            return {**due, "home": "Home"}
        return POSTED if self.letter or self.session.run.campaign else AT_THE_END

    def action_next(self) -> None:
        """Play the next due review."""
        self.game.review()

    def _onward(self, seen: View) -> str:
        """Return the label of the card that turns the page."""
        if seen.phase is Phase.BRIEFING:
            return "Begin"
        return "See why" if seen.phase is Phase.OUTCOME else "Go on"

    def act(self, action: Action) -> None:
        """Apply *action*; it is saved before the screen changes."""
        after = self.session.act(action)
        if isinstance(after, Failure):
            self.game.show_failure(after)
            return
        self._show_trouble()
        self.refill()

    def _show_trouble(self) -> None:
        """Show a failure to store once; the bar shows for how long it lasts."""
        before, self._trouble = self._trouble, self.session.failure
        if self._trouble is not None and self._trouble != before:
            self.game.warn(self._trouble.message)

    @on(Card.Picked)
    def take(self, event: Card.Picked) -> None:
        """Apply the call, the choice or the command of the picked card."""
        event.stop()
        phase, scene = self.seen.phase, self.session.play.scene
        if scene is not None and phase is Phase.CALL:
            self.act(GiveCall(scene, Call(event.key)))
        elif scene is not None and phase is Phase.CHOICE:
            self.act(Choose(scene, event.key))
        else:
            getattr(self, f"action_{event.key}")()

    def key_label(self, binding: Binding) -> str:
        """Return the key bar's label of *binding*, which may depend on what is shown."""
        if binding.action == "turn_back" and self.seen.phase is Phase.CHOICE:
            return "Other call"
        if binding.action == "more" and self.reasons().unfolded:
            return "Less"
        return super().key_label(binding)

    def help_on(self, binding: Binding) -> str:
        """Return what the help says of *binding*."""
        if binding.action == "leave" and not self.session.saved:
            return UNSAVED
        return super().help_on(binding)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Permit the actions of the current step, and none before the screen is mounted."""
        if not self.is_mounted:
            return False
        phase = self.seen.phase
        match action:
            case "go_on":
                return phase in READING
            case "turn_back":
                return can_turn_back(self.session.play)
            case "what_if" | "ideas" | "more":
                return phase is Phase.WHY
            case "again":
                return phase is Phase.ENDING and self.session.run.on_its_own
            case "confide":
                return phase is Phase.CHOICE and not self.is_preview
            case "moment":
                return self._brief
            case "letter":
                return self.letter is not None
            case "cast":
                return phase is not Phase.BRIEFING
        return True

    def action_confide(self, level: str) -> None:
        """Record how sure the call is; it is not scored."""
        focused = self.focused
        if self.session.play.scene is not None:
            self.act(Confide(self.session.play.scene, Confidence(level)))
        if focused is not None and focused.is_attached:
            self.set_focus(focused, scroll_visible=False)

    @on(ConfidenceRow.Picked)
    def confide(self, event: ConfidenceRow.Picked) -> None:
        """Record how sure the call is, by the mouse."""
        event.stop()
        self.action_confide(event.confidence)

    def action_moment(self) -> None:
        """Show the whole moment again."""
        from game.tui.screens.play_asides import TextScreen

        self.app.push_screen(TextScreen(self._text(self.seen)))

    def action_go_on(self) -> None:
        """Turn the page."""
        self.act(GoOn())

    def action_turn_back(self) -> None:
        """Turn the page back."""
        after = self.session.turn_back()
        if not isinstance(after, Failure):
            self._show_trouble()
            self.refill(animate=False)

    def action_what_if(self) -> None:
        """Explore the other choices of the scene."""
        from game.tui.screens.debrief import WhatIfScreen

        self.app.push_screen(WhatIfScreen(self.session.play, self.session.reflect))

    def action_more(self) -> None:
        """Show or hide the details of the explanation, from now on."""
        open_ = not self.reasons().unfolded
        self.game.change_setting("details", "open" if open_ else "short")
        self.reasons().unfold(open_)
        self.refresh_bindings()

    def action_ideas(self) -> None:
        """Open the handbook at the ideas of this explanation."""
        from game.tui.screens.handbook import HandbookScreen

        if self.seen.why is not None:
            self.app.push_screen(HandbookScreen(only=self.seen.why.ideas))

    def action_debrief(self) -> None:
        """Open the debrief."""
        from game.tui.screens.debrief import DebriefScreen

        self.app.push_screen(DebriefScreen(self.session.play, self.session.reflect))

    def action_cast(self) -> None:
        """Open the cast as a page."""
        from game.tui.screens.play_asides import PeopleScreen

        self.app.push_screen(PeopleScreen(self.seen))

    def action_letter(self) -> None:
        """Show the letter again."""
        from game.tui.screens.play_asides import TextScreen

        if self.letter is not None:
            self.app.push_screen(TextScreen(self.letter))

    def action_onward(self) -> None:
        """Go back to the campaign."""
        self.app.pop_screen()

    def action_again(self) -> None:
        """Begin a new run of the same scenario."""
        self.game.play(self.session.play.scenario, fresh=True, origin=self.session.run.origin)

    def action_home(self) -> None:
        """Go home at once."""
        self.game.go_home()

    def action_leave(self) -> None:
        """Go home, unless a key follows; the playthrough is saved."""
        self.game.go_home_soon()
