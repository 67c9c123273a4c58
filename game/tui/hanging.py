"""Text with a hanging indent, for the options of a list."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from game.tui.text import lines


class Hanging(Visual):
    """*content* whose rows after the first begin *indent* cells further right."""

    def __init__(self, content: Content, indent: int = 2) -> None:
        self.content = content
        self.indent = indent
        self._width = -1
        self._rows: list[Content] = []

    def __str__(self) -> str:
        """Return the text without line breaks of its own."""
        return self.content.plain

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return the width at which nothing is wrapped."""
        first, *rest = self.content.split(allow_blank=True)
        return max(first.cell_length, *(self.indent + row.cell_length for row in rest), 0)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return the number of rows at *width* columns."""
        return len(self.rows(width))

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """Return the rows at *width* columns as strips."""
        return lines(self.rows(width)).render_strips(width, height, style, options)

    def rows(self, width: int) -> list[Content]:
        """Return the rows at *width* columns."""
        if self._width != width:
            self._width, self._rows = width, list(self._wrap(max(1, width)))
        return self._rows

    def _wrap(self, width: int) -> Iterator[Content]:
        first, *rest = self.content.split(allow_blank=True)
        if first.cell_length > width:
            whole, first = first, first.wrap(width)[0]
            left = whole.plain[len(first) :].lstrip()
            rest.insert(0, whole[len(whole) - len(left) :])
        yield first
        indent = self.indent if width > 2 * self.indent else 0
        for row in rest:
            fits = row.cell_length <= width - indent
            for part in [row] if fits else row.wrap(width - indent):
                yield part.pad_left(indent)
