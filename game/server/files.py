"""The page's own files: plain, small, and served as they lie in ``page``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web


FOLDER = Path(__file__).parent / "page"

_TYPES = {".css": "text/css", ".html": "text/html", ".js": "text/javascript"}


def file(name: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    """What answers with the file called *name*, read once."""
    body = (FOLDER / name).read_bytes()

    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=body, content_type=_TYPES[Path(name).suffix], charset="utf-8")

    return answer
