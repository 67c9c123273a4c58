"""Several publications as one."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from game.publish.labels import LABELS
from game.publish.page import Publication


def together(
    found: Sequence[Publication], name: str, title: str, url: str | None = None
) -> Publication:
    """
    Give all of *found* as one publication with a start page; one alone stays as it is.

    A scenario that several of them have stands in it once.
    """
    if len(found) == 1:
        return evolve(found[0], url=url)
    scenarios = {entry.id: entry for item in found for entry in item.scenarios}
    return Publication(
        id=name,
        title=title,
        summary=LABELS["about"],
        scenarios=tuple(scenarios.values()),
        campaigns=tuple(campaign for item in found for campaign in item.campaigns),
        alone=tuple(name for item in found for name in item.alone),
        url=url,
    )
