"""Published pages are accessible: axe-core reports nothing, and nothing overflows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page

from game.publish.page import Publication, merged
from tests.publish.browser import DESKTOP, PHONE, SMALL, advance, opened, play_again, play_on, stage
from tests.publish.test_page import saved, shipped
from tests.server.browser import in_browser
from tests.shipped import LIBRARY


MOVING: dict[str, Any] = {"reduced_motion": "no-preference"}
WAYS: dict[str, dict[str, Any]] = {
    "320": {**SMALL, **MOVING},
    "390": {**PHONE, **MOVING},
    "1280": {**DESKTOP, **MOVING},
    "dark": {**PHONE, **MOVING, "color_scheme": "dark"},
    "forced colours": {**PHONE, **MOVING, "forced_colors": "active"},
    "reduced motion": {**PHONE, "reduced_motion": "reduce"},
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CHECK = """(rules) => {
    document.getAnimations().forEach((animation) => animation.finish());
    return axe.run(document, { runOnly: rules, resultTypes: ["violations"] }).then(
        ({ violations }) => violations.map(({ id, nodes }) =>
            `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`));
}"""
STAGES = ("briefing", "call", "choice", "outcome", "why", "ending")


@pytest.fixture(scope="module")
def smoke(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a page of one shipped scenario."""
    return saved(tmp_path_factory.mktemp("access"), Publication.of(shipped()))


async def violations(page: Page) -> list[str]:
    """Return accessibility violations, by axe in the page, and horizontal overflow."""
    found: list[str] = await page.evaluate(CHECK, RULES)
    root = "document.documentElement"
    over = await page.evaluate(f"{root}.scrollWidth - {root}.clientWidth")
    return [*found, f"{over} pixels wider than the screen"] if over else found


async def lead_to(page: Page, kind: str) -> None:
    """Play until *page* is one of that *kind*, and expand all disclosures."""
    await play_on(page, pick=1, until=kind)
    await page.evaluate("document.querySelectorAll('details').forEach((d) => d.open = true)")


async def look(page: Page, way: dict[str, Any]) -> None:
    """Show *page* on the screen and with the preferences of *way*."""
    await page.set_viewport_size(way["viewport"])
    await page.emulate_media(
        color_scheme=way.get("color_scheme", "light"),
        forced_colors=way.get("forced_colors", "none"),
        reduced_motion=way["reduced_motion"],
    )


async def inject(page: Page, axe: str) -> None:
    """Load *axe* by the debugger, since the page's policy blocks such scripts."""
    await page.evaluate(axe)


@pytest.fixture(scope="module")
def axe(parts: Path) -> str:
    """Return the script of axe-core."""
    return (parts / "axe-core" / "package" / "axe.min.js").read_text("utf-8")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def checked(smoke: str, axe: str, chromium: None) -> AsyncIterator[Page]:
    """Return a page with axe, which costs more to load than to run."""
    async with opened(smoke) as page:
        await inject(page, axe)
        yield page


@pytest.mark.parametrize("kind", STAGES)
@in_browser
async def test_nothing_keeps_anybody_out(kind: str, checked: Page) -> None:
    """A page of each kind is accessible at each size and in dark and forced colours."""
    if await stage(checked) != "briefing":
        await play_again(checked)
    await lead_to(checked, kind)
    for name, way in WAYS.items():
        await look(checked, way)
        assert await violations(checked) == [], name


@in_browser
async def test_text_of_twice_the_size(smoke: str, axe: str) -> None:
    """Text at 200 % on a phone wraps and is not cut off."""
    async with opened(smoke) as page:
        session = await page.context.new_cdp_session(page)
        style = "html { font-size: 34px !important; }"
        await session.send("DOM.enable")
        await session.send("CSS.enable")
        tree = await session.send("Page.getFrameTree")
        frame = {"frameId": tree["frameTree"]["frame"]["id"]}
        sheet = await session.send("CSS.createStyleSheet", frame)
        change = {"styleSheetId": sheet["styleSheetId"], "text": style}
        await session.send("CSS.setStyleSheetText", change)
        assert await page.evaluate("getComputedStyle(document.documentElement).fontSize") == "34px"
        await inject(page, axe)
        for kind in STAGES:
            await lead_to(page, kind)
            assert await violations(page) == [], kind


@in_browser
async def test_motion_is_left_out_for_who_asked(smoke: str) -> None:
    """With reduced motion there is no animation."""
    async with opened(smoke, reduced_motion="reduce") as page:
        await advance(page)
        assert await page.evaluate("document.getAnimations().length") == 0


@in_browser
async def test_start_page_and_campaign(tmp_path: Path, axe: str) -> None:
    """The start page and the letters of a campaign are accessible."""
    campaign = LIBRARY.campaigns["between-floors"].reading.campaign
    assert campaign is not None
    towns = [result for name in campaign.postings if (result := LIBRARY.scenario(name))]
    both = [Publication.of(shipped()), Publication.of_campaign(campaign, towns)]
    async with opened(saved(tmp_path, merged(both, "both", "Both of them"))) as page:
        await inject(page, axe)
        assert await stage(page) == "menu"
        assert await violations(page) == []
        await page.get_by_role("button", name=campaign.title).click()
        assert await violations(page) == []
        await page.get_by_role("button", name="Begin", exact=True).click()
        assert "A letter from" in await page.inner_text("h1")
        assert await violations(page) == []
