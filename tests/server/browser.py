"""The system's own Chromium, without a window, for the page that phones get."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, ParamSpec

import pytest
from playwright.async_api import Browser, Page, Request, async_playwright

from tests.server.workshop import CODE, Workshop


# The shell has no windows to make and draw; either will do.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium") or "chromium"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    # Each window would load two hidden pages for its address bar, in a process of their own. This
    # takes the place of Playwright's list, so what matters of that one is repeated.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,PreloadTopChromeWebUI,"
    "SpareRendererForSitePerProcess,PaintHolding,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,"
    "AvoidUnnecessaryBeforeUnloadCheckSync,AvoidCorsURLLoaderRestartOnRedirect,MediaRouter,"
    "OptimizationHints,ThirdPartyStoragePartitioning",
)
STILL: dict[str, Any] = {"reduced_motion": "reduce"}
"""Without animations, which cost more than all else that a page does."""
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


_running: list[Browser] = []

_P = ParamSpec("_P")


@asynccontextmanager
async def running() -> AsyncIterator[None]:
    """Run the browser of this process, which ``new_context`` of ``browser()`` divides."""
    async with async_playwright() as playwright:
        _running.append(await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET))
        yield
        await _running.pop().close()


def browser() -> Browser:
    """The browser of this process, for a test that is marked with ``in_browser``."""
    return _running[0]


def in_browser(test: Callable[_P, Awaitable[None]]) -> Callable[_P, Awaitable[None]]:
    """Run *test* in the event loop of the browser, which is started once in a process."""
    return pytest.mark.asyncio(loop_scope="session")(pytest.mark.usefixtures("chromium")(test))


@asynccontextmanager
async def phone(open_room: Workshop, **extra: Any) -> AsyncIterator[Page]:
    """
    A page in a new profile of the browser, at the join form.

    Requests to other hosts are blocked; at the end there must have been none, and no errors.
    """
    strangers: list[str] = []
    errors: list[str] = []

    def seen(request: Request) -> None:
        if not request.url.startswith(open_room.base):
            strangers.append(request.url)

    async with await browser().new_context(**PHONE | extra) as context:
        context.set_default_timeout(15_000)
        page = await context.new_page()
        page.on("request", seen)
        page.on("pageerror", lambda error: errors.append(str(error)))
        await page.goto(f"{open_room.base}/{CODE}")
        yield page
    assert strangers == []
    assert errors == []


async def joined(page: Page, name: str = "Ines") -> None:
    """Join under that *name*."""
    await page.get_by_label("Your name").fill(name)
    await page.get_by_role("button", name="Join").click()
    await page.get_by_role("heading", name=f"You are in, {name}").wait_for()
