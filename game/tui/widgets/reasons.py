"""The why of one answer: the reading, the five rows, the reasoning, the sum, the ideas."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from game.content.library import handbook
from game.core.explanation import Explanation
from game.tui import pages
from game.tui.literal import line, paragraphs
from game.tui.widgets.reveal import Reveal
from game.tui.widgets.sums import Sums


class Reasons(Vertical):
    """
    All of an explanation; *opens* is the key for its ideas, where there is one.

    Where it is not *scored* there are no points, and the fair case for the choice comes first.
    """

    DEFAULT_CSS = """
    Reasons { height: auto; max-width: 84; }
    Reasons > Static { height: auto; margin-bottom: 1; }
    """

    def __init__(
        self,
        why: Explanation | None = None,
        *,
        animate: bool = False,
        opens: str = "i",
        scored: bool = True,
    ) -> None:
        super().__init__()
        self._opens = f" ({opens})" if opens else ""
        self._scored = scored
        self._first = (why, animate)

    def on_mount(self) -> None:
        """Show what it was made with, if anything."""
        why, animate = self._first
        if why is not None:
            self.show(why, animate=animate)

    def compose(self) -> ComposeResult:
        """The reading above the rows, the rest below."""
        yield Static(id="reading", markup=False)
        yield Reveal()
        yield Static(id="reasoning", markup=False)
        if self._scored:
            yield Sums()
        yield Static(id="trust", markup=False)
        yield Static(id="ideas", markup=False)

    def show(self, why: Explanation, *, animate: bool) -> None:
        """Show *why*; when *animate*, the rows turn up one by one."""
        if not self.query("#reading"):  # it is still being made
            self._first = (why, animate)
            return
        book = handbook()
        titles = " · ".join(book[key].title for key in why.ideas if key in book)
        fair = None if self._scored else pages.right_if(why)
        self.query_one("#reading", Static).update(paragraphs([pages.reading(why), fair]))
        self.query_one(Reveal).show(why.rows, animate=animate)
        self.query_one("#reasoning", Static).update(pages.reasons(why, fair=self._scored))
        if self._scored:
            self.query_one(Sums).show(why)
        self.query_one("#trust", Static).update(pages.trust(why))
        self.query_one("#ideas", Static).update(line((f"Ideas{self._opens}: ", "bold"), titles))
