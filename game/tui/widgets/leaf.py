"""A text that is laid out once."""

from __future__ import annotations

from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Static


class Leaf(Static):
    """
    A text whose new size causes no second layout.

    Textual lays out the screen again, and draws all of it, after the virtual size of any
    widget has changed; that of a widget that does not scroll moves nothing.
    """

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), repaint=False)
