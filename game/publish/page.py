"""One HTML file that plays scenarios: no network, no inline handler, all author text as text."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from attrs import frozen

from game.content.library import handbook
from game.core.campaign import Campaign
from game.core.scenario import Scenario
from game.publish.blocks import Block, button, heading, own, present, written
from game.publish.campaigns import campaign_table
from game.publish.labels import LABELS
from game.publish.tables import Table, cited, facts, game_table, ideas_table, scenario_table


STATIC = Path(__file__).with_name("static")
SHARE = "share.png"
"""The picture that a link to a hosted page is shown with."""
_SLOT = re.compile(r"\{\{(\w+)\}\}")


@frozen(kw_only=True)
class Publication:
    """
    What is published as one page: its *id*, *title*, *summary*, *scenarios* and *campaigns*.

    The scenarios hold those of every campaign. *alone* are the ids of the scenarios that can be
    played by themselves. *url* is where it will be found, if that is known.
    """

    id: str
    title: str
    summary: str
    scenarios: tuple[Scenario, ...]
    campaigns: tuple[Campaign, ...] = ()
    alone: tuple[str, ...] = ()
    url: str | None = None

    @classmethod
    def of(cls, scenario: Scenario) -> Publication:
        """Give *scenario* by itself."""
        return cls(
            id=scenario.id,
            title=scenario.title,
            summary=scenario.summary,
            scenarios=(scenario,),
            alone=(scenario.id,),
        )

    @classmethod
    def of_campaign(cls, campaign: Campaign, scenarios: Iterable[Scenario]) -> Publication:
        """Give *campaign*, with the *scenarios* of its postings."""
        return cls(
            id=campaign.id,
            title=campaign.title,
            summary=campaign.summary,
            scenarios=tuple(scenarios),
            campaigns=(campaign,),
        )


def asset(name: str) -> str:
    """Give the text of one of our own files for pages."""
    return (STATIC / name).read_text("utf-8")


def tables(publication: Publication) -> Table:
    """Everything that the page's script walks, of every scenario in *publication*."""
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
    """The start page, where there is more than one thing to play."""
    alone = [item for item in publication.scenarios if item.id in publication.alone]
    if len(alone) + len(publication.campaigns) < 2:
        return []
    blocks: list[Block | None] = [heading(1, publication.title)]
    for campaign in publication.campaigns:
        blocks.append(button(campaign.title, {"do": "tour", "id": campaign.id}, "choice"))
        blocks.append(written(campaign.summary))
    for scenario in alone:
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
    Give *publication* as one HTML file.

    *before* are scripts that run before the page's own, *data* more tables for them. Only where
    it *connects* may the page reach a network, as a course on a learning platform must.
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
    """Give *template* with each slot filled once; what is filled in is not looked at again."""
    return _SLOT.sub(lambda slot: pieces[slot[1]], template)


def policy(scripts: Iterable[str], style: str, *, connects: bool = False) -> str:
    """Give a content security policy that lets through these very texts and nothing else."""
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
    """Give *data* as JSON that cannot end the script element it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return re.sub("[<>&\u2028\u2029]", lambda found: f"\\u{ord(found[0]):04x}", text)


def flat(text: str) -> str:
    """Give *text* on one line."""
    return " ".join(text.split())


def share(url: str | None) -> str:
    """Give what a chat or a social network reads of the page at *url*, and of its picture."""
    if url is None:
        return ""
    picture = f"{url.rsplit('/', 1)[0]}/{SHARE}"
    result = [
        ("property", "og:url", url),
        ("property", "og:image", picture),
        ("property", "og:image:alt", "Two hats: a triangle that leads and a square that manages"),
        ("name", "twitter:card", "summary_large_image"),
    ]
    return "".join(
        f'<meta {kind}="{name}" content="{escape(text)}">\n' for kind, name, text in result
    )
