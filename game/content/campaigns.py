"""Campaigns: where they lie, and how one is read to the model and its problems."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property
from pathlib import Path

from attrs import frozen

from game.content.decode import decode
from game.content.nodes import Node
from game.content.packs import SUFFIXES
from game.content.problems import Problem
from game.content.reader import file_id
from game.content.semantics import check_cuts
from game.content.source import Source, Unreadable, read_bytes
from game.content.whole import read_whole
from game.core.campaign.model import Campaign


FOLDER = "campaigns"
"""The folder beside scenarios whose files hold campaigns."""

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


def is_campaign(path: Path) -> bool:
    """Whether a file at *path* should hold a campaign: it lies in the folder for them."""
    return path.parent.name == FOLDER and _named(path)


def campaign_files(place: Path) -> list[Path]:
    """Every campaign's file in *place*, however deep; *place* itself when it is one."""
    if not place.is_dir():
        return [place] if is_campaign(place) else []
    inside = [place] if place.name == FOLDER else []
    folders = [*inside, *(path for path in sorted(place.rglob(FOLDER)) if not _hidden(path, place))]
    return [path for folder in folders for path in sorted(folder.glob("*")) if _named(path)]


def shelved(folders: Iterable[Path], scenarios: Collection[str]) -> Iterator[CampaignEntry]:
    """The campaigns beside the scenarios of *folders*, each by name."""
    for folder in folders:
        for path in sorted((folder / FOLDER).glob("*")):
            if _named(path) and path.is_file():
                yield CampaignEntry(file_id(path.name), path, scenarios)


def read_campaign_file(
    path: Path, scenarios: Collection[str], further: Further | None = None
) -> CampaignReading:
    """
    Read the campaign at *path*, whose postings are to be among *scenarios*.

    What *further* finds in a campaign without errors is told with the rest.
    """
    name = str(path)
    data = read_bytes(path)
    if isinstance(data, Unreadable):
        problem = Problem(code=data.code, message=data.why)
        return CampaignReading(Source(name, ""), None, (problem,), opened=False)
    source = decode(name, data)
    if isinstance(source, Problem):
        return CampaignReading(Source(name, data.decode("utf-8", "replace")), None, (source,))
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


def _named(path: Path) -> bool:
    return path.suffix in SUFFIXES and not path.name.startswith(".")


def _hidden(path: Path, place: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(place).parts)
