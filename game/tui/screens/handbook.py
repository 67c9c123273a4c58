"""The handbook: a searchable list of ideas with links between them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from game.content.handbook import Idea, handbook
from game.text import labels
from game.tui.hanging import Hanging
from game.tui.screens.search import SearchScreen
from game.tui.text import line, literal, paragraphs
from game.tui.widgets.cards import Card, Cards
from game.tui.widgets.key_bar import KeyBar


if TYPE_CHECKING:
    from game.journal.history import PracticeHistory


class IdeaList(OptionList):
    """A list where Enter leads on from the idea that is shown, and a click only shows one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.see_also", "See also", show=False, id="handbook.see_also"),
    ]


class HandbookScreen(SearchScreen):
    """All ideas, or *only* some; those met in an explanation are marked."""

    CSS_PATH = "handbook.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "turn_back", "Last idea", id="handbook.back"),
        Binding("a", "all", "All ideas", id="handbook.all"),
    ]

    def __init__(self, only: Sequence[str] = ()) -> None:
        super().__init__()
        self._only = tuple(only)
        self._trail: list[str] = []
        self._met: frozenset[str] = frozenset()

    def contents(self) -> ComposeResult:
        """Yield the search, the list and the page of an idea."""
        yield Input(placeholder="Search the handbook", id="search", compact=True)
        with Horizontal(id="shelf"):
            yield IdeaList(id="list", markup=False)
            with VerticalScroll(id="page"):
                yield Static(id="idea", markup=False)
                yield Cards()
        yield KeyBar()

    @property
    def enter_label(self) -> str:
        """The label of Enter: from the search to the list, from the list to the links."""
        return "See also" if self.focused is self.shelf else super().enter_label

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Permit the actions that have an effect now."""
        match action:
            case "see_also":
                return bool(self.query_one(Cards).cards)
            case "turn_back":
                return len(self._trail) > 1 and bool(self.shelf.option_count)
            case "all":
                return bool(self._only)
        return super().check_action(action, parameters)

    def on_mount(self) -> None:
        """Fill the list, and mark ideas once the practice history is up to date."""
        self.narrow()
        self.shelf.focus()
        self.game.catch_up(self, self._mark, every=True)

    def _mark(self, history: PracticeHistory) -> None:
        """Mark the ideas that were met in any run."""
        before, self._met = self._met, history.met
        shelf = self.shelf
        book = handbook()
        for option in shelf.options:
            if option.id in self._met - before:
                shelf.replace_option_prompt(option.id, _row(book[option.id], self._met))

    @property
    def current(self) -> str | None:
        """The idea that was shown last."""
        return self._trail[-1] if self._trail else None

    def narrow(self, stay: str | None = None) -> None:
        """List the ideas that contain every word of the search, by group."""
        wanted = self.search.value.casefold().split()
        shelf = self.shelf
        shelf.clear_options()
        shelf.add_options(
            _options((idea for idea in self._ideas() if _holds(idea, wanted)), self._met)
        )
        listed = [option.id for option in shelf.options]
        if listed:
            shelf.highlighted = listed.index(stay) if stay and stay in listed else 1
        else:
            self.query_one("#idea", Static).update("No idea holds all of these words.")
            self.query_one(Cards).fill(())

    def _ideas(self) -> list[Idea]:
        book = handbook()
        return [book[key] for key in self._only if key in book] or list(book.values())

    @on(OptionList.OptionHighlighted)
    def read(self, event: OptionList.OptionHighlighted) -> None:
        """Show the highlighted idea."""
        if event.option.id:
            self._show(event.option.id)

    @on(Card.Picked)
    def follow(self, event: Card.Picked) -> None:
        """Follow a link to another idea."""
        event.stop()
        self._show(event.key)
        self.query_one(Cards).choose_first()

    def _show(self, key: str) -> None:
        """Show the idea *key* from its top."""
        book = handbook()
        idea = book[key]
        if not self._trail or self._trail[-1] != key:
            self._trail.append(key)
        self.query_one("#idea", Static).update(
            paragraphs(
                [
                    literal(idea.title, "bold $accent"),
                    line(("● ", "$accent"), (labels.MET_IN_PLAY, "$quiet"))
                    if key in self._met
                    else None,
                    literal(idea.text),
                    line(("In play: ", "bold"), idea.in_play) if idea.in_play else None,
                    literal("See also", "bold"),
                ]
            )
        )
        self.query_one(Cards).fill((near, literal(book[near].title)) for near in idea.see)
        self.query_one("#page").scroll_home(animate=False)
        self.refresh_bindings()

    def action_see_also(self) -> None:
        """Move the focus from the list to the links of the idea."""
        self.query_one(Cards).point(1)

    def action_turn_back(self) -> None:
        """Go back to the previous idea."""
        if len(self._trail) > 1:
            self._trail.pop()
            self._show(self._trail[-1])
            if isinstance(self.focused, Card):
                self.query_one(Cards).choose_first()

    def action_all(self) -> None:
        """List every idea."""
        self._only = ()
        self.clear_search()
        self.shelf.focus()


def _holds(idea: Idea, wanted: Iterable[str]) -> bool:
    text = f"{idea.title} {idea.text} {idea.group}".casefold()
    return all(word in text for word in wanted)


def _options(ideas: Iterable[Idea], met: Container[str]) -> Iterable[Option]:
    """Yield *ideas* below a heading for each group; groups are in the order of their first."""
    groups: dict[str, list[Idea]] = {}
    for idea in ideas:
        groups.setdefault(idea.group, []).append(idea)
    for group, members in groups.items():
        yield Option(literal(group.upper(), "$quiet"), disabled=True)
        for idea in members:
            yield Option(_row(idea, met), id=idea.id)


def _row(idea: Idea, met: Container[str]) -> Hanging:
    """Return the row of *idea*, with a mark if it is among those *met*."""
    is_met = idea.id in met
    mark, title = ("● ", "$accent"), (idea.title, "bold")
    return Hanging(line(mark, title) if is_met else line("  ", idea.title), indent=4)
