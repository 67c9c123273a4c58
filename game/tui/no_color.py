"""The screen without any colour, as ``NO_COLOR`` asks for."""

from __future__ import annotations

from functools import cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter


CONTRAST = 0.07
"""
How much lighter or darker a ground must be than that of its widget to stand out, of 1.

The current row of a focused list differs by 0.074 or more, depending on the theme.
"""


class NoColor(LineFilter):
    """Remove all colours; what stood out by its background is reversed instead."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return *segments* of a widget with that *background* without colours."""
        return [
            Segment(text, None if style is None else _colorless(style, background), control)
            for text, style, control in segments
        ]


@cache
def _colorless(style: Style, background: Color) -> Style:
    ground = style.color if style.reverse else style.bgcolor
    stands_out = (
        ground is not None
        and not ground.is_default
        and abs(Color.from_rich_color(ground).brightness - background.brightness) > CONTRAST
    )
    return style.without_color + Style(reverse=stands_out)
