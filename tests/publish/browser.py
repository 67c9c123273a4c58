"""Drive a published page in Chromium through its buttons."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Frame, Page, Route

from tests.server.browser import STILL, browser


Handler = Callable[[Route], Awaitable[None]]
"""A handler of requests of a page."""

CHANCE = """(() => {
    let last = 1;
    crypto.getRandomValues = (bytes) => bytes.map(() => (last = (last * 75 + 74) % 65537) & 255);
})()"""
"""A script that makes random choices of the page reproducible."""

PLAY = """([pick, until]) => {
    const main = document.getElementById("main"), been = [];
    while (main.className !== until && been.length < 100) {
        const kind = { call: "button.call", choice: "button.choice" }[main.className];
        been.push(main.className);
        main.querySelectorAll(kind || ":scope > button.main")[kind ? pick : 0].click();
    }
    return been;
}"""
"""A script that presses the buttons that lead on; it returns the states passed."""

RESTORE = """() => ["pagehide", "pageshow"].forEach((name) =>
    dispatchEvent(new PageTransitionEvent(name, { persisted: true })))"""
"""A script that leaves the page and comes back to it as the browser's back cache does."""

SEEN = """(stored) => new Promise((done) => {
    const look = () => (JSON.stringify(localStorage) === stored ? done() : setTimeout(look, 10));
    look();
})"""
"""A script that waits until this page of the profile sees what another one has stored."""
DEADLINE = 15
"""Seconds within which what a page stores is there for others."""

SMALL: dict[str, Any] = {"viewport": {"width": 320, "height": 640}, "has_touch": True}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}


@asynccontextmanager
async def opened(
    address: str,
    home: str | None = None,
    *,
    serve: Handler | None = None,
    attacked: bool = False,
    **extra: Any,
) -> AsyncIterator[Page]:
    """
    Open *address* in a new profile of the browser; *serve* answers its requests without a network.

    On exit, fail if the page requested an address that does not start with *home* (by default
    its own) or, unless *attacked*, had an error or wrote to the console.
    """
    strangers: list[str] = []
    errors: list[str] = []
    async with await browser().new_context(**STILL | PHONE | extra) as context:
        context.set_default_timeout(15_000)
        await context.add_init_script(CHANCE)
        page = await context.new_page()
        context.on("request", lambda request: strangers.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text))
        if serve is not None:
            await context.route(f"{home}**", lambda route: serve(route))
        await page.goto(address)
        yield page
    if attacked:
        return
    own = ("data:", "blob:", home or address)
    assert [item for item in strangers if not item.startswith(own)] == []
    assert errors == []


async def reload(page: Page) -> None:
    """
    Reload *page* when another page of its profile sees what it has stored; fail after DEADLINE.

    The browser writes from a process of its own; a reload can be faster and read an older state.
    """
    other = await page.context.new_page()
    await other.goto(page.url)
    async with asyncio.timeout(DEADLINE):
        await other.evaluate(SEEN, await page.evaluate("JSON.stringify(localStorage)"))
    await page.reload()
    await other.close()


async def stage(page: Page | Frame) -> str:
    """Return the state of the page: the phase of a run, ``menu`` or ``way``."""
    return str(await page.evaluate("document.getElementById('main').className"))


async def advance(page: Page | Frame, pick: int = 0) -> str:
    """Press the only button, or the one at index *pick*; return the previous state."""
    current = await stage(page)
    kinds = {"call": "button.call", "choice": "button.choice"}
    await (
        page.locator(kinds.get(current, "main > button.main"))
        .nth(pick if current in kinds else 0)
        .click()
    )
    return current


async def replays(page: Page | Frame, picks: Iterable[int]) -> AsyncIterator[float]:
    """Play to the end with each of *picks*, one run after another; yield the points of each."""
    for pick in picks:
        await play_on(page, pick=pick)
        yield float((await page.inner_text("p.points")).split()[1])
        await play_again(page)


async def play_again(page: Page | Frame) -> None:
    """Begin what is open again."""
    await page.get_by_role("button", name="Play again", exact=True).click()
    await page.get_by_role("button", name="Press once more").click()


async def play_on(page: Page | Frame, pick: int = 0, until: str = "ending") -> list[str]:
    """
    Take steps until the state is *until*; return the states passed.

    A script presses the buttons, also where a finger could not reach them: see ``advance``.
    """
    been: list[str] = await page.evaluate(PLAY, [pick, until])
    assert len(been) < 100, been
    return been
