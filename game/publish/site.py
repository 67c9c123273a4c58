"""Render publications as a static site: a start page and a page for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from attrs import evolve

from game.core.scenario import Scenario
from game.publish.campaigns import campaign_facts
from game.publish.labels import LABELS
from game.publish.page import SHARE, STATIC, Publication, asset, fill, flat, page, policy, share
from game.publish.tables import facts


INDEX = "index.html"


def site(
    publications: Sequence[Publication], title: str, url: str | None = None
) -> Iterator[tuple[str, bytes]]:
    """
    Yield name and content of each file of a site with *title*.

    *url* is the address of the folder; link previews need it to load the picture.
    """
    base = None if url is None else f"{url.removesuffix(INDEX).rstrip('/')}/"
    yield INDEX, _index(publications, title, base).encode()
    yield SHARE, (STATIC / SHARE).read_bytes()
    for item in publications:
        name = f"{item.id}.html"
        yield name, page(evolve(item, url=base and f"{base}{name}")).encode()


def _index(publications: Sequence[Publication], title: str, base: str | None) -> str:
    style = asset("page.css")
    entries = "".join(map(_entry, publications))
    return fill(
        asset("page.html"),
        {
            "policy": escape(policy((), style)),
            "title": escape(title),
            "summary": escape(LABELS["about"]),
            "share": share(base),
            "style": style,
            "main": f'<h1 dir="auto">{escape(title)}</h1><p>{escape(LABELS["about"])}</p>{entries}',
            "footer": escape(LABELS["saved"]),
            "scripts": "",
        },
    )


def _entry(publication: Publication) -> str:
    name = escape(f"{publication.id}.html")
    scenarios = publication.scenarios
    campaigns = [campaign_facts(campaign, scenarios) for campaign in publication.campaigns]
    about = " · ".join(campaigns or map(facts, scenarios[:1]))
    language = escape(_language(publication.scenarios))
    return (
        f'<article class="letter" lang="{language}"><h2 dir="auto"><a href="{name}">'
        f"{escape(publication.title)}</a></h2>"
        f'<p dir="auto">{escape(flat(publication.summary))}</p>'
        f'<p class="quiet" dir="auto">{escape(about)}</p></article>'
    )


def _language(scenarios: Sequence[Scenario]) -> str:
    return scenarios[0].language
