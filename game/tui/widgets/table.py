"""A table that is one widget."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Literal, NamedTuple

from textual.content import Content
from textual.geometry import Size

from game.tui.text import line, lines
from game.tui.widgets.leaf import Leaf


class Cell(NamedTuple):
    """
    A cell: its *content* wraps between *left* and *right* blank columns.

    One that is *hidden* is blank, but takes its room.
    """

    content: Content
    align: Literal["left", "center", "right"] = "left"
    left: int = 0
    right: int = 0
    hidden: bool = False

    def drawn(self, width: int) -> list[Content]:
        """Return its lines, each of *width* columns."""
        room = max(1, width - self.left - self.right)
        result = []
        for text in self.content.wrap(room):
            free = room - text.cell_length
            before = {"left": 0, "center": free // 2, "right": free}[self.align]
            padded = text.pad(self.left + before, self.right + free - before)
            result.append(Content(" " * width) if self.hidden else padded)
        return result


class Table(Leaf):
    """
    Rows of cells, drawn as one text: a widget for each cell would be laid out on its own.

    *widths* are the widths of the columns; None shares what the others leave.
    """

    DEFAULT_CSS = """
    Table { width: 1fr; height: auto; text-wrap: nowrap; }
    """

    def __init__(self, *widths: int | None) -> None:
        super().__init__(markup=False)
        self._widths = widths
        self.rows: Sequence[Sequence[Cell]] = ()

    def fill(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Show *rows*, each with a cell for every column."""
        self.rows = tuple(rows)
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines at *width* columns."""
        return len(self._lines(width))

    def render(self) -> Content:
        """Return the table at its present width."""
        return lines(self._lines(self.content_size.width))

    def _lines(self, width: int) -> list[Content]:
        widths = self._resolved(width)
        result: list[Content] = []
        for row in self.rows:
            columns = [cell.drawn(room) for cell, room in zip(row, widths, strict=True)]
            for parts in zip_longest(*columns):
                filled = zip(parts, widths, strict=True)
                result.append(line(*(part or " " * room for part, room in filled)))
        return result

    def _resolved(self, width: int) -> list[int]:
        """Return the width of each column, if they are *width* together."""
        left = max(0, width - sum(filter(None, self._widths)))
        shares = self._widths.count(None)
        result = []
        for fixed in self._widths:
            room = fixed
            if room is None:
                room = left // shares
                left, shares = left - room, shares - 1
            result.append(room)
        return result
