"""Widgets that are laid out once."""

from __future__ import annotations

from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.reactive import Reactive
from textual.visual import VisualType
from textual.widgets import Static


class Leaf(Static):
    """
    A text whose new size causes no second layout.

    Textual lays out the screen again, and draws all of it, after the virtual size of any
    widget has changed; that of a widget that does not scroll moves nothing. It also keeps a
    size that was measured between two changes of one turn, unless these are counted here.
    """

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), repaint=False)

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        """Show *content*; do nothing if it is what is shown."""
        shown = self.content
        if isinstance(content, Content) and isinstance(shown, Content) and content.is_same(shown):
            return
        self._layout_updates += layout
        super().update(content, layout=layout)


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
