"""The list of campaigns, and a campaign between its postings."""

from __future__ import annotations

from enum import Enum, auto
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from game.content.library import CampaignEntry
from game.core.campaign import Stage
from game.core.enums import Practice
from game.core.scenario import Scenario
from game.journal.campaigns import CampaignSession
from game.text.campaign import progress
from game.tui import campaign_pages
from game.tui.screens.base import PAGE_CSS, GameScreen
from game.tui.screens.play import PlayScreen
from game.tui.text import line, literal
from game.tui.widgets.cards import Card, Cards
from game.tui.widgets.key_bar import KeyBar


class Page(Enum):
    """A page of the campaign screen."""

    OPENING = auto()
    SO_FAR = auto()
    STAGE = auto()


STAGES = {Stage.PICK: "Practices", Stage.POSTING: "Letter"}
"""The label of the key that leads from the postings done to each stage."""


class CampaignScreen(GameScreen):
    """A campaign, refilled at each step; a posting is played on a screen above."""

    AUTO_FOCUS = ""  # it would scroll to the card below the letter
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Home", id="screen.leave"),
        Binding("o", "so_far", "So far", id="campaign.so-far"),
        Binding("n", "again", "Begin anew", id="campaign.again"),
    ]
    DEFAULT_CSS = f"CampaignScreen {{ {PAGE_CSS} }}"

    def __init__(self, session: CampaignSession, *, so_far: bool = False) -> None:
        """Show *session*; with *so_far*, begin with the postings that are done."""
        super().__init__()
        self.session = session
        done, over = session.campaign_state.plays, session.campaign_state.stage is Stage.ENDING
        begun = Page.SO_FAR if so_far and done and not over else Page.STAGE
        self._page = begun if done or session.begun else Page.OPENING
        self._looking_back = False  # from the current stage, with Escape as the way to it

    def contents(self) -> ComposeResult:
        """Yield a text and cards."""
        with VerticalScroll(id="page", can_focus=False):
            yield Static(id="text", markup=False)
            yield Cards(classes="-spaced")
        yield KeyBar()

    def on_mount(self) -> None:
        """Resume a posting that was left in the middle, or on its last page."""
        if self._page is not Page.STAGE:
            return
        if self.session.ended is not None:
            self.app.push_screen(PlayScreen(self.session.ended))
        elif self.session.begun:
            self.action_post()

    def on_screen_resume(self) -> None:
        """Settle the posting that was played, and show the next step."""
        self.session.settle()
        self.refill()

    def refill(self) -> None:
        """Fill the screen with the current step."""
        text, items = self._shown()
        self.query_one("#text", Static).update(text)
        cards = self.query_one(Cards)
        cards.fill(items, numbered=len(items) > 1)
        self.query_one("#page", VerticalScroll).scroll_home(animate=False)
        cards.cards[0].focus(scroll_visible=False)
        self.page_changed()
        self.refresh_bindings()
        if self.session.failure:
            self.game.warn(self.session.failure.message)

    def _shown(self) -> tuple[Content, list[tuple[str, Content]]]:
        campaign_state, plain = self.session.campaign_state, self.game.plain_gauges
        if self._page is Page.OPENING:
            return campaign_pages.opening(campaign_state.campaign), [("go_on", literal("Go on"))]
        if self._page is Page.SO_FAR:
            shown = campaign_pages.overview(campaign_state, self._scenario(), plain=plain)
            return shown, [("go_on", literal("Go on"))]
        if campaign_state.stage is Stage.PICK:
            items = [
                (practice.value, campaign_pages.offer(practice))
                for practice in campaign_state.offers
            ]
            return campaign_pages.offers(), items
        if campaign_state.stage is Stage.ENDING:
            items = [("leave", literal("Home")), ("again", literal("Begin anew"))]
            return campaign_pages.campaign_ending(campaign_state, plain=plain), items
        scenario = self._scenario()
        label = f"Go to {scenario.place}" if scenario else "This posting cannot be opened now"
        return self._letter(), [("post" if scenario else "leave", literal(label))]

    def _scenario(self) -> Scenario | None:
        posting = self.session.campaign_state.posting
        return None if posting is None else self.game.library.scenario(posting.id)

    def _letter(self) -> Content:
        campaign_state = self.session.campaign_state
        assert campaign_state.briefing is not None
        return campaign_pages.letter(campaign_state.briefing, campaign_state.campaign)

    @on(Card.Picked)
    def take(self, event: Card.Picked) -> None:
        """Apply the practice or the command of the picked card."""
        event.stop()
        if event.key in set(Practice):
            self.session.pick(Practice(event.key))
            self.refill()
        else:
            getattr(self, f"action_{event.key}")()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Permit the actions that have an effect now."""
        match action:
            case "so_far":
                done = bool(self.session.campaign_state.plays)
                return done and self.session.campaign_state.stage is not Stage.ENDING
            case "again":
                return self.session.campaign_state.stage is Stage.ENDING
        return True

    def key_label(self, binding: Binding) -> str:
        """Return the key bar's label of *binding*; that of a way back names where it leads."""
        if binding.action == "so_far" and self._page is Page.SO_FAR:
            return STAGES[self.session.campaign_state.stage]
        if binding.action == "leave" and self._looking_back:
            return "Back"
        return super().key_label(binding)

    def action_go_on(self) -> None:
        """Show the current stage of the campaign."""
        self._page, self._looking_back = Page.STAGE, False
        self.refill()

    def action_so_far(self) -> None:
        """Switch between the postings that are done and the current stage."""
        if self._page is Page.SO_FAR:
            self.action_go_on()
        else:
            self._page, self._looking_back = Page.SO_FAR, True
            self.refill()

    def action_post(self) -> None:
        """Play the posting."""
        scenario = self._scenario()
        if scenario is not None and self.session.campaign_state.stage is Stage.POSTING:
            letter = self._letter()
            self.app.push_screen(PlayScreen(self.session.post(scenario), letter))

    def action_again(self) -> None:
        """Begin the campaign again."""
        self.game.resume_campaign(self.session.run, fresh=True)

    def action_leave(self) -> None:
        """Go back to the current stage from a look at what is done, else home; all is saved."""
        if self._looking_back:
            self.action_go_on()
        else:
            self.game.go_home()


class CampaignsScreen(GameScreen):
    """All campaigns with their progress."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "fresh", "Begin anew", id="campaigns.fresh"),
    ]
    DEFAULT_CSS = """
    CampaignsScreen {
        layers: base over;
        #list { height: 1fr; border: none; padding: 0 1; background: $background; }
        #page { height: 1fr; padding: 1 2; border-top: solid $line; }
        #about { height: auto; max-width: 72; }
        &.-low #page { padding: 0 1; }
    }
    """

    def contents(self) -> ComposeResult:
        """Yield the list, and the page of the highlighted campaign."""
        yield OptionList(id="list", markup=False)
        with VerticalScroll(id="page"):
            yield Static(id="about", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Fill the list."""
        shelf = self.query_one("#list", OptionList)
        entries = self.game.library.campaigns.values()
        shelf.add_options(Option(self._label(entry), id=entry.id) for entry in entries)
        if shelf.option_count:
            shelf.highlighted = 0
        else:
            self.query_one("#about", Static).update("There is no campaign here.")
        shelf.focus()

    def _label(self, entry: CampaignEntry) -> Content:
        campaign = entry.reading.campaign
        if campaign is None:
            return line((entry.id, "bold"), ("  cannot be played yet", "$quiet"))
        run = self.game.journal.campaigns.latest(entry.id, entry.source)
        done = progress(run.done if run else 0, len(campaign.postings))
        return line((campaign.title, "bold"), (f"  {done}", "$quiet"))

    @on(OptionList.OptionHighlighted)
    def about(self, event: OptionList.OptionHighlighted) -> None:
        """Show the highlighted campaign."""
        entry = self._entry(event.option.id)
        campaign = entry.reading.campaign
        text = literal(f"This file has problems. See them with: two-hats check {entry.path}")
        page = self.query_one("#about", Static)
        page.update(campaign_pages.about(campaign) if campaign else text)

    @on(OptionList.OptionSelected)
    def open(self, event: OptionList.OptionSelected) -> None:
        """Resume or begin the selected campaign."""
        self.game.play_campaign(self._entry(event.option.id), so_far=True)

    def action_fresh(self) -> None:
        """Begin the highlighted campaign again."""
        shelf = self.query_one("#list", OptionList)
        if shelf.highlighted is not None:
            option = shelf.get_option_at_index(shelf.highlighted)
            self.game.play_campaign(self._entry(option.id), fresh=True)

    def action_leave(self) -> None:
        """Go home."""
        self.game.go_home()

    def _entry(self, option: str | None) -> CampaignEntry:
        return self.game.library.campaigns[option or ""]
