"""Render scenarios as one HTML file: no network, no inline handlers, author text escaped."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from attrs import evolve, frozen

from game.content.handbook import handbook
from game.core.campaign import Campaign
from game.core.scenario import Scenario
from game.publish.blocks import Block, button, heading, own, present, written
from game.publish.campaigns import campaign_facts, campaign_table
from game.publish.labels import LABELS
from game.publish.tables import Table, cited, facts, game_table, ideas_table, scenario_table


STATIC = Path(__file__).with_name("static")
SHARE = "share.png"
"""The picture of the link preview of a hosted page."""
_SLOT = re.compile(r"\{\{(\w+)\}\}")


@frozen(kw_only=True)
class Publication:
    """
    The content of one page.

    *scenarios* include those of every campaign; *standalone* are the ids of those that the
    start page lists. *url* is the address of the published page, if known.
    """

    id: str
    title: str
    summary: str
    scenarios: tuple[Scenario, ...]
    campaigns: tuple[Campaign, ...] = ()
    standalone: tuple[str, ...] = ()
    url: str | None = None

    @classmethod
    def of(cls, scenario: Scenario) -> Publication:
        """Return a publication of *scenario* only."""
        return cls(
            id=scenario.id,
            title=scenario.title,
            summary=scenario.summary,
            scenarios=(scenario,),
            standalone=(scenario.id,),
        )

    @classmethod
    def of_campaign(cls, campaign: Campaign, scenarios: Iterable[Scenario]) -> Publication:
        """Return a publication of *campaign*, whose postings play *scenarios*."""
        return cls(
            id=campaign.id,
            title=campaign.title,
            summary=campaign.summary,
            scenarios=tuple(scenarios),
            campaigns=(campaign,),
        )


def merged(
    publications: Sequence[Publication], name: str, title: str, url: str | None = None
) -> Publication:
    """
    Combine *publications* into one with the id *name*, *title* and a start page.

    A single publication keeps its id and title. A scenario that several contain appears once.
    """
    if len(publications) == 1:
        return evolve(publications[0], url=url)
    scenarios = {entry.id: entry for item in publications for entry in item.scenarios}
    return Publication(
        id=name,
        title=title,
        summary=LABELS["about"],
        scenarios=tuple(scenarios.values()),
        campaigns=tuple(campaign for item in publications for campaign in item.campaigns),
        standalone=tuple(name for item in publications for name in item.standalone),
        url=url,
    )


def asset(name: str) -> str:
    """Return the text of the file *name* in the ``static`` folder."""
    return (STATIC / name).read_text("utf-8")


def tables(publication: Publication) -> Table:
    """Return the data of *publication* that the page's script reads."""
    stories = {scenario.id: scenario_table(scenario) for scenario in publication.scenarios}
    return {
        "id": publication.id,
        "game": game_table(),
        "stories": stories,
        "campaigns": {
            item.id: campaign_table(item, publication.scenarios) for item in publication.campaigns
        },
        "menu": _menu(publication),
        "ideas": ideas_table(handbook(), cited(stories.values())),
    }


def _menu(publication: Publication) -> list[Block]:
    """Return the start page; empty when there is only one scenario or campaign to play."""
    listed = [item for item in publication.scenarios if item.id in publication.standalone]
    if len(listed) + len(publication.campaigns) < 2:
        return []
    blocks: list[Block | None] = [heading(1, publication.title)]
    for campaign in publication.campaigns:
        blocks.append(button(campaign.title, {"do": "tour", "id": campaign.id}, "choice"))
        about = campaign_facts(campaign, publication.scenarios)
        blocks += [written(campaign.summary), own(about, "quiet")]
    for scenario in listed:
        blocks.append(button(scenario.title, {"do": "open", "id": scenario.id}, "choice"))
        blocks += [written(scenario.summary), own(facts(scenario), "quiet")]
    return present(*blocks)


def page(
    publication: Publication,
    *,
    before: Sequence[str] = (),
    data: Mapping[str, Any] | None = None,
    connects: bool = False,
    footer: str = LABELS["saved"],
) -> str:
    """
    Return *publication* as one HTML file.

    *before* are scripts to run ahead of the page's own, *data* further tables for them.
    *connects* permits requests to a network, which cmi5 needs.
    """
    campaigns = ["campaign.js"] if publication.campaigns else []
    scripts = [*before, *map(asset, ("walk.js", *campaigns, "page.js"))]
    style = asset("page.css")
    payload = {**tables(publication), **(data or {})}
    return fill(
        asset("page.html"),
        {
            "policy": escape(policy(scripts, style, connects=connects)),
            "title": escape(publication.title),
            "summary": escape(flat(publication.summary)),
            "share": share(publication.url),
            "style": style,
            "main": f"<noscript><p>{escape(LABELS['no_script'])}</p></noscript>",
            "footer": escape(footer),
            "scripts": (
                f'<script type="application/json" id="data">{embedded(payload)}</script>\n'
                + "".join(f"<script>{script}</script>\n" for script in scripts)
            ),
        },
    )


def fill(template: str, pieces: Mapping[str, str]) -> str:
    """Fill each slot of *template* from *pieces*; slots inside a piece stay as they are."""
    return _SLOT.sub(lambda slot: pieces[slot[1]], template)


def policy(scripts: Iterable[str], style: str, *, connects: bool = False) -> str:
    """Return a content security policy that permits only *scripts* and *style*, by hash."""
    hashes = " ".join(map(_hash, scripts)) or "'none'"
    rules = [
        "default-src 'none'",
        f"script-src {hashes}",
        f"style-src {_hash(style)}",
        "img-src 'self' data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    if connects:
        rules.append("connect-src https: http:")
    return "; ".join(rules)


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def embedded(data: Any) -> str:
    """Return *data* as JSON in which no character can close a script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return re.sub("[<>&\u2028\u2029]", lambda match: f"\\u{ord(match[0]):04x}", text)


def flat(text: str) -> str:
    """Return *text* on one line, with single spaces."""
    return " ".join(text.split())


def share(url: str | None) -> str:
    """Return the meta elements for the link preview of the page at *url*; empty without one."""
    if url is None:
        return ""
    picture = urljoin(f"{url}/" if urlsplit(url).path == "" else url, SHARE)
    result = [
        ("property", "og:url", url),
        ("property", "og:image", picture),
        ("property", "og:image:alt", "Two hats: a triangle that leads and a square that manages"),
        ("name", "twitter:card", "summary_large_image"),
    ]
    return "".join(
        f'<meta {kind}="{name}" content="{escape(text)}">\n' for kind, name, text in result
    )
