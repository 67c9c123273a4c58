"""A QR code on the screen, black on white, whatever the theme."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from game.tui.literal import lines, literal


BORDER = 4
"""Light modules around the code, as ISO/IEC 18004 asks."""
_HALVES = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}


class QrCode(Static):
    """Two modules a cell, one above the other."""

    DEFAULT_CSS = "QrCode { width: auto; height: auto; color: #000000; background: #FFFFFF; }"

    def __init__(self) -> None:
        super().__init__(markup=False)

    def show(self, modules: Sequence[Sequence[bool]]) -> None:
        """Show *modules*, dark where True, with the border around."""
        self.update(drawn(modules))


def drawn(modules: Sequence[Sequence[bool]]) -> Content:
    """*modules* with their border, as half blocks."""
    width = len(modules) + 2 * BORDER
    light = [False] * width
    side = [False] * BORDER
    rows = [
        *([light] * BORDER),
        *([*side, *row, *side] for row in modules),
        *([light] * BORDER),
        *([light] * (width % 2)),
    ]
    return lines(
        literal("".join(_HALVES[pair] for pair in zip(upper, lower, strict=True)))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    )
