"""HTML that cannot be written wrong: text is escaped unless it is HTML already."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


class Html(str):
    """A piece of HTML."""

    __slots__ = ()


Piece = str | None | Iterable["Piece"]
"""What can stand inside an element: text, HTML, nothing, or a number of these."""

_EMPTY = frozenset({"input", "link", "meta", "rect"})


def join(*pieces: Piece) -> Html:
    """*pieces* one after another; each that is not HTML is text and shown as it stands."""
    return Html("".join(_piece(piece) for piece in pieces))


def _piece(piece: Piece) -> str:
    if piece is None:
        return ""
    if isinstance(piece, Html):
        return piece
    return escape(piece) if isinstance(piece, str) else join(*piece)


def tag(element: str, /, *inside: Piece, **attributes: str | bool | None) -> Html:
    """
    An element around *inside*.

    ``class_`` is written ``class``, ``aria_label`` ``aria-label``. An attribute that is
    True stands without a value; one that is None or False is left out.
    """
    said = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{escape(value)}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    return Html(
        f"<{element}{said}>" + ("" if element in _EMPTY else f"{join(*inside)}</{element}>")
    )


def paragraphs(text: str | None, **attributes: str | bool | None) -> Html:
    """Each paragraph of *text*; what was broken by hand flows together."""
    parts = (" ".join(part.split()) for part in (text or "").split("\n\n"))
    return join(tag("p", part, **attributes) for part in parts if part)
