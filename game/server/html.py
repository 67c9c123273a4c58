"""HTML with escaped text, the layout of a phone's pages, and the static files."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from html import escape
from pathlib import Path

from aiohttp import web

from game.room.actions import MAX_LINE


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
    line = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{escape(value)}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    return Html(
        f"<{element}{line}>" + ("" if element in _EMPTY else f"{join(*inside)}</{element}>")
    )


def paragraphs(text: str | None, **attributes: str | bool | None) -> Html:
    """Each paragraph of *text*; what was broken by hand flows together."""
    parts = (" ".join(part.split()) for part in (text or "").split("\n\n"))
    return join(tag("p", part, **attributes) for part in parts if part)


REFRESH = "5"
"""Seconds after which a phone without script looks again."""

GAME = "Two Hats"


def page(
    title: str, main: Html, *, room: str = "", follow: bool = False, refresh: bool = False
) -> str:
    """
    A whole page around *main*.

    With *follow* the script keeps it up to date; *refresh* is for phones without, and for
    pages that nothing follows.
    """
    again = tag("meta", http_equiv="refresh", content=f"{REFRESH}; url=/{room}")
    head = (
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", f"{title} · {GAME}"),
        tag("link", rel="stylesheet", href="/page.css"),
        (tag("noscript", again) if follow else again) if refresh else None,
        tag("script", src="/page.js", defer=True) if follow else None,
    )
    body = (
        tag("header", tag("p", GAME, class_="game"), tag("p", id="link", class_="link")),
        main,
        tag("p", id="status", role="status", aria_live="polite"),
        tag("footer", f"Room {room}") if room else None,
    )
    whole = tag("html", tag("head", *head), tag("body", *body, data_room=room), lang="en")
    return f"<!doctype html>{whole}"


def answer(text: str, status: int = 200, **headers: str) -> web.Response:
    """*text* as an answer that a browser shows."""
    return web.Response(text=text, status=status, content_type="text/html", headers=headers)


def status_page(status: int, title: str, text: str, room: str = "", **headers: str) -> web.Response:
    """A page that says one thing; with a *room*, it goes back there by itself."""
    main = tag("main", tag("h1", title), tag("p", text), id="main")
    return answer(page(title, main, room=room, refresh=bool(room)), status, **headers)


def notice(text: str | None) -> Html | None:
    """A line on top of a page that nobody should miss."""
    return tag("p", text, class_="notice") if text else None


def join_page(code: str, wrong: str | None = None) -> str:
    """The page that takes a seat: one field, which may stay empty."""
    return page(
        "Join the room",
        tag(
            "main",
            tag("h1", "Join the room"),
            notice(wrong),
            _form(
                "/join",
                tag("label", "Your name, if you like", for_="name"),
                tag(
                    "input",
                    id="name",
                    name="name",
                    maxlength="40",
                    autocomplete="off",
                    autocapitalize="words",
                    aria_describedby="about",
                ),
                tag("p", "Left empty, you get one made up.", id="about", class_="quiet"),
                tag("button", "Join", class_="main"),
            ),
            tag(
                "p",
                "The wall shows how many voted for what, never who. Nothing leaves this network.",
                class_="quiet",
            ),
            id="main",
        ),
        room=code,
    )


WRONG_CODE = (
    "That code does not open the room, or too many wrong codes came from this network. "
    "Point the phone at the square code on the wall: it always works. Or wait a minute."
)


def no_room(*, wrong: bool = False) -> str:
    """
    The page that asks for the code; *wrong* when the one that was given opens nothing.

    It is the same for every code and every reason, so that nobody learns from it.
    """
    return page(
        "Which room?",
        tag(
            "main",
            tag("h1", "Which room?"),
            notice(WRONG_CODE if wrong else None),
            tag(
                "form",
                tag("label", "The code on the wall", for_="code"),
                tag(
                    "input",
                    id="code",
                    name="code",
                    required=True,
                    maxlength="12",
                    autocomplete="off",
                    autocapitalize="characters",
                ),
                tag("button", "Go on", class_="main"),
                method="get",
                action="/",
            ),
            id="main",
        ),
    )


def rename(name: str, table: int) -> Html:
    """Another name, and the table somebody sits at."""
    return _form(
        "/join",
        tag("label", "Name", for_="name"),
        tag("input", id="name", name="name", value=name, maxlength="40", autocomplete="off"),
        tag("label", "Table, if there are tables", for_="table"),
        tag(
            "input",
            id="table",
            name="table",
            type="number",
            min="0",
            max="99",
            value=str(table) if table else "",
        ),
        tag("button", "Keep"),
    )


def share(text: str) -> Html:
    """One line for the wall."""
    return _form(
        "/share",
        tag("label", "One line for the wall, without your name", for_="share"),
        tag("input", id="share", name="text", value=text, maxlength=str(MAX_LINE)),
        tag("button", "Put it on the wall", class_="main"),
        tag("p", "An empty line takes it back.", class_="quiet") if text else None,
    )


def choice(action: str, hidden: tuple[tuple[str, str], ...], *inside: Piece) -> Html:
    """A form whose buttons are the answers; *hidden* goes along."""
    return _form(action, *(_hidden(name, value) for name, value in hidden), *inside)


def _form(action: str, *inside: Piece) -> Html:
    return tag("form", *inside, method="post", action=action)


def _hidden(name: str, value: str) -> Html:
    return tag("input", type="hidden", name=name, value=value)


FOLDER = Path(__file__).parent / "static"

_TYPES = {".css": "text/css", ".html": "text/html", ".js": "text/javascript"}


def file(name: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    """What answers with the file called *name*, read once."""
    body = (FOLDER / name).read_bytes()

    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=body, content_type=_TYPES[Path(name).suffix], charset="utf-8")

    return answer
