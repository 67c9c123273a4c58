"""The system's own Chromium, without a window, for the page that phones get."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Page, Request, async_playwright

from tests.server.workshop import CODE, Workshop


CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


@asynccontextmanager
async def phone(open_room: Workshop, **extra: Any) -> AsyncIterator[Page]:
    """
    A page in a new browser, at the join form.

    Requests to other hosts are blocked; at the end there must have been none, and no errors.
    """
    strangers: list[str] = []
    errors: list[str] = []

    def seen(request: Request) -> None:
        if not request.url.startswith(open_room.base):
            strangers.append(request.url)

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        context = await browser.new_context(**PHONE | extra)
        context.set_default_timeout(15_000)
        page = await context.new_page()
        page.on("request", seen)
        page.on("pageerror", lambda error: errors.append(str(error)))
        await page.goto(f"{open_room.base}/{CODE}")
        yield page
        await browser.close()
    assert strangers == []
    assert errors == []


async def joined(page: Page, name: str = "Ines") -> None:
    """Join under that *name*."""
    await page.get_by_label("Your name").fill(name)
    await page.get_by_role("button", name="Join").click()
    await page.get_by_role("heading", name=f"You are in, {name}").wait_for()
