"""Nothing is asked of any other host: read in the pages, and seen in a browser that is cut off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from game.room import actions
from game.room.state import Stage
from game.server.html import FOLDER
from tests.server.browser import in_browser, phone
from tests.server.workshop import CODE, Workshop, workshop


ADDRESSES = {"action", "cite", "data", "formaction", "href", "ping", "poster", "src", "srcset"}
"""The attributes by which a page names what is to be fetched or opened."""
TYPED = {"text", "number", "email", "search", "tel", "url", "password"}


class Read(HTMLParser):
    """Parts of a page: *addresses*, *styles*, inline handlers, and input *fields*."""

    def __init__(self, page: str) -> None:
        """Read *page*."""
        super().__init__()
        self.addresses: list[str] = []
        self.inside: list[str] = []
        self.fields: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag has."""
        given = dict(attrs)
        self.addresses += [given[name] or "" for name in given if name in ADDRESSES]
        self.inside += [name for name in given if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inside.append(tag)
        if tag == "textarea" or (tag == "input" and (given.get("type") or "text") in TYPED):
            self.fields.append(given.get("name") or "")


def onwards(open_room: Workshop) -> Iterator[Stage]:
    """Each stage of a session, from the lobby to the end, one after the other."""
    yield open_room.room.stage
    while open_room.room.stage is not Stage.OVER:
        room = open_room.room
        tied = room.stage is Stage.REVEAL and room.flow.decided is None
        if tied and room.ballot is not None:
            open_room.do(actions.Decide("lead" if room.ballot.question == "call" else "good"))
        open_room.do(actions.GoOn(anyway=True))
        yield open_room.room.stage


async def test_pages_name_no_other_host(tmp_path: Path) -> None:
    """At every stage, and before joining, a page names only paths on its own server."""
    seen: list[str] = []
    async with workshop(tmp_path) as open_room:
        (bot,) = await open_room.joined(1)
        everywhere = [(path, "") for path in ("/", f"/{CODE}", "/WRONG", "/console")]
        for stage in onwards(open_room):
            for path, cookie in (*everywhere, (f"/{CODE}", bot.cookie)):
                async with open_room.http.get(
                    f"{open_room.base}{path}", headers={"Cookie": cookie}
                ) as page:
                    read = Read(await page.text())
                seen += read.addresses
                assert read.inside == [], (stage, path)
    assert {"page.css", "page.js", "console.js", "vote", "join", "share"} <= set(seen)
    assert [item for item in seen if re.match(r"/|[a-z]+:", item)] == []


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.iterdir()))
def test_files_name_no_other_host(name: str) -> None:
    """Style and script have no address of a host in them, nor a way to put one together."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    code = re.sub(r"/\*.*?\*/|(?<!:)// .*?$", "", text, flags=re.S | re.M)
    assert not re.search(r"//|@import|url\(|\bws:|importScripts|sendBeacon|\.protocol\b", code)


async def test_one_field_to_join(tmp_path: Path) -> None:
    """With the URL only a name is typed; without it the code is typed before."""
    async with workshop(tmp_path) as open_room:
        for path, fields in ((f"/{CODE}", ["name"]), ("/", ["code"])):
            async with open_room.http.get(f"{open_room.base}{path}") as page:
                assert Read(await page.text()).fields == fields


@in_browser
async def test_a_browser_that_reaches_nobody_else(tmp_path: Path) -> None:
    """
    A phone plays a whole session while every name but the room's resolves nowhere.

    It sends nothing to other hosts, no request has its token in its URL, and each stage appears
    without a reload.
    """
    asked: list[str] = []
    async with workshop(tmp_path) as open_room, phone(open_room) as page:
        page.context.on("request", lambda request: asked.append(request.url))
        await page.get_by_role("button", name="Join").click()
        for stage in onwards(open_room):
            await page.locator(f'main[data-stage="{stage.value}"]').wait_for()
            if stage is Stage.VOTE:
                assert open_room.room.ballot is not None
                asked_for = f'input[value="{open_room.room.ballot.key}"]'
                await page.locator(asked_for).wait_for(state="attached")
                await page.locator("#option-A").click()
                await page.locator("#option-A strong").wait_for()
        secrets = [cookie["value"] for cookie in await page.context.cookies()]
    assert len(secrets) == 1
    assert [url for url in asked if not url.startswith(f"{open_room.base}/")] == []
    assert {url.removeprefix(open_room.base) for url in asked} >= {"/stream", "/vote", "/join"}
    assert not any(secrets[0] in url for url in asked)
