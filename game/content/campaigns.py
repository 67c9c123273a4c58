"""Campaigns: how one is read to the model and its problems."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import cached_property
from pathlib import Path

from attrs import frozen

from game.content.decode import Unread, open_text
from game.content.nodes import Node
from game.content.problems import Problem
from game.content.reader import file_id
from game.content.semantics import check_cuts
from game.content.source import Source
from game.content.whole import read_whole
from game.core.campaign import Campaign


Further = Callable[[Campaign, Node], Iterable[Problem]]
"""Looks at a campaign that can be played, and at the tree it was read from."""


@frozen
class CampaignReading:
    """
    What came of reading *source*.

    *campaign* is given exactly when no problem is an error; *opened* is False when
    the file could not be read at all.
    """

    source: Source
    campaign: Campaign | None
    problems: tuple[Problem, ...]
    opened: bool = True


@frozen
class CampaignEntry:
    """
    A file that should hold a campaign of the *scenarios* known; *id* comes from its name.

    *source* is the path, where the library will not find it by its id.
    """

    id: str
    path: Path
    scenarios: Collection[str]
    source: str | None = None

    @cached_property
    def reading(self) -> CampaignReading:
        """What the file holds: read when first asked for, then kept."""
        return read_campaign_file(self.path, self.scenarios)


def read_campaign_file(
    path: Path, scenarios: Collection[str], further: Further | None = None
) -> CampaignReading:
    """
    Read the campaign at *path*, whose postings are to be among *scenarios*; it may lie in a pack.

    What *further* finds in a campaign without errors is told with the rest.
    """
    source = open_text(path)
    if isinstance(source, Unread):
        return CampaignReading(source.source, None, source.problems, source.opened)
    return read_campaign(source, scenarios, further)


def read_campaign(
    source: Source, scenarios: Collection[str], further: Further | None = None
) -> CampaignReading:
    """Like ``read_campaign_file``, from a text; the id is the name's last part."""
    campaign, root, report = read_whole(
        Campaign, source, name=file_id(source.name), known={"scenario": scenarios}, check=check_cuts
    )
    if campaign is not None and root is not None and further is not None:
        for problem in further(campaign, root):
            report.add(problem)
    return CampaignReading(source, campaign, report.sorted())
