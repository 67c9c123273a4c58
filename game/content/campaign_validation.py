"""Validate a campaign after binding: what it carries over is earned before it comes back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from game.content.diagnostics import Label, Problem
from game.content.sanitize import quoted
from game.content.yaml.nodes import Node, at, name_span, span_of


if TYPE_CHECKING:
    from game.core.campaign import Campaign, Favour


def check_campaign(campaign: Campaign, root: Node) -> Iterator[Problem]:
    """Yield the contradictions between parts of *campaign*, whose nodes are under *root*."""
    first = next(iter(campaign.postings.values()))
    if first.after:
        yield Problem(
            code="E212",
            message="no posting comes before this one, so nothing can have ended",
            help="move these texts to the posting that follows",
            span=name_span(at(root, "postings", first.id, "after")),
        )
    for favour in campaign.favours.values():
        yield from _check_favour(campaign, favour, at(root, "favours", favour.id))


def _check_favour(campaign: Campaign, favour: Favour, node: Node) -> Iterator[Problem]:
    if not (favour.state or favour.trust):
        yield Problem(
            code="E108",
            message=f"{quoted(favour.id)} is earned by nothing",
            expected="give at least one of state, trust",
            span=name_span(node),
        )
    postings = list(campaign.postings)
    known = True
    for name, posting in (("posting", favour.posting), ("back", favour.back)):
        if posting not in postings:
            known = False
            yield Problem(
                code="E212",
                message=f"{quoted(posting)} is no posting of this campaign",
                help=f"the postings are {', '.join(postings)}",
                span=span_of(at(node, name)),
            )
    if known and postings.index(favour.back) <= postings.index(favour.posting):
        yield Problem(
            code="E212",
            message=f"{quoted(favour.id)} comes back before it can be earned",
            help="let it come back at a posting after the one that earns it",
            span=span_of(at(node, "back")),
            second=Label(span_of(at(node, "posting")), "earned here"),
        )
