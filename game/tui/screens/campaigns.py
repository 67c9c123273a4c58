"""The campaigns there are: read about one, and go on with it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from game.content.loader import CampaignEntry
from game.text.campaign import progress
from game.tui import campaign_pages
from game.tui.literal import line, literal
from game.tui.screens.base import GameScreen
from game.tui.widgets.keys import Keys


class CampaignsScreen(GameScreen):
    """Every campaign, and how far it has come."""

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
        """The list above, the chosen one's page below."""
        yield OptionList(id="list", markup=False)
        with VerticalScroll(id="page"):
            yield Static(id="about", markup=False)
        yield Keys()

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
        run = self.game.journal.campaigns.latest(entry.id)
        far = progress(run.done if run else 0, len(campaign.postings))
        return line((campaign.title, "bold"), (f"  {far}", "$quiet"))

    @on(OptionList.OptionHighlighted)
    def about(self, event: OptionList.OptionHighlighted) -> None:
        """Tell about the campaign under the cursor."""
        entry = self._entry(event.option.id)
        campaign = entry.reading.campaign
        told = literal(f"This file has problems. See them with: two-hats check {entry.path}")
        page = self.query_one("#about", Static)
        page.update(campaign_pages.about(campaign) if campaign else told)

    @on(OptionList.OptionSelected)
    def open(self, event: OptionList.OptionSelected) -> None:
        """Go on with the campaign."""
        self.game.play_campaign(self._entry(event.option.id), so_far=True)

    def action_fresh(self) -> None:
        """Begin the campaign under the cursor anew."""
        shelf = self.query_one("#list", OptionList)
        if shelf.highlighted is not None:
            option = shelf.get_option_at_index(shelf.highlighted)
            self.game.play_campaign(self._entry(option.id), fresh=True)

    def action_leave(self) -> None:
        """Go home."""
        self.game.go_home()

    def _entry(self, option: str | None) -> CampaignEntry:
        return self.game.library.campaigns[option or ""]
