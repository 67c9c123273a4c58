"""Widgets that are laid out once."""

from __future__ import annotations

from textual.containers import Vertical, VerticalScroll
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


class Column(Vertical):
    """A column that does not scroll, and is laid out once as well."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), repaint=False)


class Page(VerticalScroll, can_focus=False):
    """
    A column that scrolls, and is laid out once as well.

    Textual lays out the screen again when a scroll bar comes or goes. This one is always
    there, where its place is kept free, and blank where there is nothing to scroll.
    """

    DEFAULT_CSS = """
    Page { overflow-y: scroll; }
    """
    virtual_size: Reactive[Size] = Reactive(Size(0, 0), repaint=False)
