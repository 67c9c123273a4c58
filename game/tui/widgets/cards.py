"""Cards: numbered items to pick by key or mouse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, Self

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.widget import Widget

from game.tui.text import line
from game.tui.widgets.leaf import Column, Leaf


MAX_CARDS = 9


class Card(Leaf, can_focus=True):
    """An item to pick. Its text is literal."""

    DEFAULT_CSS = """
    Card {
        height: auto; padding: 0 1; border-left: blank;
        &:hover { background: $raised; }
        &:focus { border-left: thick $accent; background: $raised; text-style: bold; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "pick", "Choose", id="card.pick"),
    ]

    @dataclass
    class Picked(Message):
        """The card *key* of *cards* was picked."""

        cards: Cards
        key: str

        @property
        def control(self) -> Cards:
            """The cards that sent the message."""
            return self.cards

    def __init__(self) -> None:
        super().__init__(markup=False)
        self.key = ""
        self.onward = False
        """Whether it is the only card, to go on, and no choice."""

    def action_pick(self) -> None:
        """Pick this card; one that is not on the screen is shown first."""
        cards = self.parent
        assert isinstance(cards, Cards)
        if not cards.shows(self):
            self.scroll_visible(animate=False)
            return
        self.post_message(self.Picked(cards, self.key))

    def on_click(self) -> None:
        """Pick this card."""
        self.action_pick()


class Cards(Column):
    """
    A short column of cards that is refilled in place.

    Cards are kept and reused: mounting new ones for every scene would let a
    long sitting grow in memory.
    """

    DEFAULT_CSS = """
    Cards { height: auto; }
    Cards.-spaced Card { margin-bottom: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False, key_display="↑ ↓"),
        *(Binding(str(n), f"point({n})", show=False) for n in range(1, MAX_CARDS + 1)),
    ]

    def compose(self) -> ComposeResult:
        """Yield ``MAX_CARDS`` cards."""
        for _ in range(MAX_CARDS):
            yield Card()

    @property
    def cards(self) -> list[Card]:
        """The visible cards."""
        return [card for card in self._all if card.display]

    @property
    def _all(self) -> Iterator[Card]:
        return (card for card in self.children if isinstance(card, Card))

    def fill(self, items: Iterable[tuple[str, Content]], *, numbered: bool = True) -> None:
        """Show *items*, each a key and its content; hide the column without items."""
        shown = list(items)[:MAX_CARDS]
        for number, card in enumerate(self._all, start=1):
            card.display = number <= len(shown)
            if card.display:
                card.key, content = shown[number - 1]
                card.onward = not numbered
                card.update(line((f"{number} ", "bold $accent"), content) if numbered else content)
        self.display = bool(shown)

    def space(self, spaced: bool) -> None:
        """Show the cards with a blank row below each if *spaced*."""
        for card in self.cards:  # a class would style each of them anew
            card.styles.margin = (0, 0, int(spaced), 0)

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Lay out the column, but never draw it: it has nothing to draw beside its cards."""
        if layout or recompose:
            return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        return self

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Do not style the cards again: the focus of the column changes nothing of their look."""

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def keep(self, event: events.DescendantFocus | events.DescendantBlur) -> None:
        """Do not pass a change of the focus on: nothing around the cards depends on it."""
        event.stop()

    def choose_none(self) -> None:
        """Take the focus, so that no card has it until an arrow or a digit moves it to one."""
        self.can_focus = True
        self.screen.set_focus(self, scroll_visible=False)

    def choose_first(self) -> None:
        """Focus the first card, and leave the page where it is."""
        self.can_focus = False
        self.screen.set_focus(self.cards[0], scroll_visible=False)

    def shows(self, card: Card) -> bool:
        """Return whether any row of *card* is on the screen, or will be once the page is there."""
        page = self.parent
        if not isinstance(page, Widget) or not page.is_scrollable or not page.size:
            return True
        above = card.virtual_region.y + self.virtual_region.y - page.scroll_target_y
        return -card.size.height < above < page.size.height

    def point(self, number: int) -> bool:
        """Focus card *number*, counted from 1; return whether it exists."""
        cards = self.cards
        if not 1 <= number <= len(cards):
            return False
        card = cards[number - 1]
        if card is self.screen.focused and not self.shows(card):
            card.scroll_visible(animate=False)
        self.screen.set_focus(card)
        return True

    def action_point(self, number: int) -> None:
        """Focus card *number*."""
        self.point(number)

    def action_move(self, by: int) -> None:
        """Focus the next or previous card; scroll the page where there is none."""
        cards = self.cards
        focused = self.screen.focused
        at = cards.index(focused) + by if isinstance(focused, Card) and focused in cards else 0
        page = self.screen.query_one("#page")
        if 0 <= at < len(cards):
            self.screen.set_focus(cards[at])
            if self.size.height <= page.size.height:  # nobody picks before seeing all of them
                self.scroll_visible(animate=False)
        else:
            page.scroll_relative(y=3 * by)
