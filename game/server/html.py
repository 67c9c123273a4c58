"""HTML elements with escaped text, page layout, and static files."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from html import escape
from pathlib import Path

from aiohttp import web

from game.room.actions import MAX_LINE, MAX_PUZZLE
from game.room.names import NAME_CELLS
from game.room.reducer import MAX_TABLES
from game.text.paragraphs import split_paragraphs


class Html(str):
    """HTML markup, which is not escaped again."""

    __slots__ = ()


Piece = str | None | Iterable["Piece"]
"""Content of an element: text, HTML, nothing, or a sequence of these."""

_EMPTY = frozenset({"input", "link", "meta", "rect"})


def join(*pieces: Piece) -> Html:
    """Concatenate *pieces*; escape those that are not HTML."""
    return Html("".join(_piece(piece) for piece in pieces))


def _piece(piece: Piece) -> str:
    if piece is None:
        return ""
    if isinstance(piece, Html):
        return piece
    return escape(piece) if isinstance(piece, str) else join(*piece)


def tag(element: str, /, *inside: Piece, **attributes: str | bool | None) -> Html:
    """
    Return an element around *inside*.

    ``class_`` is written ``class``, ``aria_label`` ``aria-label``. An attribute that is True
    stands without a value; one that is None or False is left out.
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
    """Return a ``p`` element for each paragraph of *text*, without its line breaks."""
    return join(tag("p", part, **attributes) for part in split_paragraphs(text))


REFRESH = "5"
"""Seconds between reloads in a browser without scripts."""

GAME = "Two Hats"

MAX_NAME_CHARS = "40"
"""Characters that a name field accepts; the name is shortened to fit the screen."""


def page(
    title: str, main: Html, *, room: str = "", follow: bool = False, refresh: bool = False
) -> str:
    """
    Return a whole page around *main*; its links are relative, for proxies that add a path.

    With *follow* the script keeps it up to date; *refresh* reloads it without the script.
    """
    again = tag("meta", http_equiv="refresh", content=f"{REFRESH}; url={room}")
    head = (
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", f"{title} · {GAME}"),
        tag("link", rel="stylesheet", href="page.css"),
        (tag("noscript", again) if follow else again) if refresh else None,
        tag("script", src="page.js", defer=True) if follow else None,
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
    """Return *text* as an HTML response."""
    return web.Response(text=text, status=status, content_type="text/html", headers=headers)


def status_page(status: int, title: str, text: str, room: str = "", **headers: str) -> web.Response:
    """Return a short page; with a *room*, it reloads that room's page."""
    main = tag("main", tag("h1", title), tag("p", text), id="main")
    return answer(page(title, main, room=room, refresh=bool(room)), status, **headers)


def not_now(code: str, text: str, name: str, table: int) -> str:
    """Return the page of somebody who was not let in, with a button to join again as before."""
    again = {"name": name, "table": str(table)}
    button = tag("button", "Try again", class_="main")
    main = tag("main", tag("h1", "Not now"), tag("p", text), form("join", again, button), id="main")
    return page("Not now", main, room=code)


def notice(text: str | None) -> Html | None:
    """Return a notice for the top of a page."""
    return tag("p", text, class_="notice") if text else None


_TAKE_BACK = "You can take a line or a question back while its scenario is on."
KEPT = (
    "Kept on the facilitator's computer: your name, your table, your role, your votes, and the "
    f"lines and questions that you send. {_TAKE_BACK} The facilitator can see and write "
    "down who is here and who voted for what."
)
KEPT_ANONYMOUS = (
    "Kept on the facilitator's computer under a name that is made up: your table, your role, your "
    f"votes, and the lines and questions that you send. {_TAKE_BACK}"
)
COUNTS_ONLY = "The screen shows how many voted for what, or which table, never who."


def join_page(code: str, *, anonymous: bool = False) -> str:
    """Return the page with the name form, or without it where names are not taken."""
    return page(
        "Join the room",
        tag(
            "main",
            tag("h1", "Join the room"),
            form(
                "join",
                {},
                None if anonymous else _name_field(),
                tag("button", "Join", class_="main"),
            ),
            tag("p", KEPT_ANONYMOUS if anonymous else KEPT, class_="quiet"),
            tag("p", COUNTS_ONLY, class_="quiet"),
            id="main",
        ),
        room=code,
    )


def _name_field() -> Html:
    return join(
        tag("label", "Your name, if you like", for_="name"),
        tag(
            "input",
            id="name",
            name="name",
            maxlength=MAX_NAME_CHARS,
            autocomplete="off",
            autocapitalize="words",
            aria_describedby="about",
        ),
        tag(
            "p",
            f"Up to {NAME_CELLS} letters. Leave it empty, and you get a name that is made up.",
            id="about",
            class_="quiet",
        ),
    )


WRONG_CODE = (
    "That code does not open the room, or too many wrong codes came from this network. "
    "Point the phone at the square code on the screen: it always works. Or wait a minute."
)


def no_room(*, wrong: bool = False) -> str:
    """
    Return the page with the code form; *wrong* after a code that was refused.

    It is the same for every code and reason, so that it reveals nothing.
    """
    return page(
        "Which room?",
        tag(
            "main",
            tag("h1", "Which room?"),
            notice(WRONG_CODE if wrong else None),
            tag(
                "form",
                tag("label", "The code on the screen", for_="code"),
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
                action="./",
            ),
            id="main",
        ),
    )


def rename(name: str | None, table: int) -> Html:
    """Return a form for another name and table; for the table alone if *name* is None."""
    field = (
        None
        if name is None
        else (
            tag("label", "Name", for_="name"),
            tag(
                "input",
                id="name",
                name="name",
                value=name,
                maxlength=MAX_NAME_CHARS,
                autocomplete="off",
            ),
        )
    )
    return form(
        "join",
        {},
        field,
        tag("label", "Table, if there are tables", for_="table"),
        tag(
            "input",
            id="table",
            name="table",
            type="number",
            min="0",
            max=str(MAX_TABLES),
            value=str(table) if table else "",
        ),
        tag("button", "Keep"),
    )


def share(text: str, state: str, began: str) -> Html:
    """
    Return a form for one line on the projector in the room that *began* then.

    *state* says where the line is now.
    """
    return form(
        "share",
        {"began": began},
        tag("label", "One line for the screen, without your name", for_="share"),
        tag("input", id="share", name="text", value=text, maxlength=str(MAX_LINE)),
        tag("button", "Send it", class_="main"),
        tag("p", f"{state} An empty line takes it back.", class_="quiet") if text else None,
    )


def take_back(action: str, began: str, what: str, text: str) -> Html:
    """Return a form to take back the *text* that somebody sent; *what* says as what."""
    return form(
        action,
        {"text": "", "began": began},
        tag("p", tag("b", f"{what} "), text),
        tag("button", "Take it back"),
    )


def puzzle(began: str) -> Html:
    """Return a form for what puzzles somebody, in the room that *began* then."""
    return form(
        "puzzle",
        {"began": began},
        tag("label", "A short question, without your name", for_="puzzle"),
        tag(
            "input",
            id="puzzle",
            name="text",
            required=True,
            maxlength=str(MAX_PUZZLE),
            autocomplete="off",
        ),
        tag("button", "Ask", class_="main"),
    )


def form(action: str, hidden: Mapping[str, str], *inside: Piece) -> Html:
    """Return a form with *hidden* fields around *inside*."""
    fields = (tag("input", type="hidden", name=name, value=hidden[name]) for name in hidden)
    return tag("form", fields, *inside, method="post", action=action)


FOLDER = Path(__file__).parent / "static"

_TYPES = {".css": "text/css", ".html": "text/html", ".js": "text/javascript"}


def file(name: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Return a handler for the static file *name*, read once."""
    body = (FOLDER / name).read_bytes()

    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=body, content_type=_TYPES[Path(name).suffix], charset="utf-8")

    return answer
