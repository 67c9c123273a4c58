"""Which scenarios there are, and where: in a folder, and in the packs that lie in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path, PurePath

from attrs import Factory, frozen

from game.content.campaigns import FOLDER, CampaignEntry, is_campaign, shelved
from game.content.nearest import Nearest
from game.content.packs import SUFFIXES, is_pack, texts
from game.content.problems import quoted
from game.content.reader import Reading, file_id, read_file
from game.content.source import Unreadable
from game.core.model import Scenario


ROUTES = ".routes"
"""Ends the stem of a file that holds routes through the scenario of the same name."""

NOT_PACKS = (FOLDER,)
"""Folders beside scenarios whose files are something else."""


@frozen
class Entry:
    """A file that should hold a scenario; *id* comes from its name."""

    id: str
    path: Path

    @cached_property
    def reading(self) -> Reading:
        """What the file holds: read when first asked for, then kept."""
        return read_file(self.path)


@frozen
class Hidden:
    """An *entry* that is not used, since *by*, from a folder before, has the same id."""

    entry: Entry
    by: Entry

    @property
    def message(self) -> str:
        """How to tell it."""
        hidden, by = quoted(str(self.entry.path), 200), quoted(str(self.by.path), 200)
        return f"{hidden} is not used, because {by} has the same name"


@frozen
class NotFound:
    """No scenario, or campaign, has the name asked for: a *message*, and perhaps *help*."""

    message: str
    help: str | None


@frozen
class Library:
    """
    The scenarios and *campaigns* of some *folders*, and what is hidden by a folder before.

    Looks at the folders once, and opens no scenario before its entry is asked for.
    """

    entries: Mapping[str, Entry]
    hidden: tuple[Hidden, ...]
    campaigns: Mapping[str, CampaignEntry] = Factory(dict)

    @classmethod
    def of(cls, folders: Iterable[Path]) -> Library:
        """
        Look into *folders*, the most important first; one that is missing holds nothing.

        A pack may stand for a folder.
        """
        entries: dict[str, Entry] = {}
        hidden: list[Hidden] = []
        folders = tuple(folders)
        for entry in (entry for folder in folders for entry in _entries(folder)):
            first = entries.setdefault(entry.id, entry)
            if first is not entry:
                hidden.append(Hidden(entry, first))
        campaigns: dict[str, CampaignEntry] = {}
        for campaign in shelved(folders, entries.keys()):
            campaigns.setdefault(campaign.id, campaign)
        return cls(entries, tuple(hidden), campaigns)

    def __iter__(self) -> Iterator[Entry]:
        """All entries, folder by folder, each by name."""
        return iter(self.entries.values())

    def find(self, wanted: str) -> Entry | NotFound:
        """Give the scenario that *wanted* names: an id, a name like it, or the path of a file."""
        if is_pack(Path(wanted)):
            return _only(Path(wanted))
        if wanted.endswith(SUFFIXES) or "/" in wanted or "\\" in wanted:
            return Entry(file_id(wanted), Path(wanted))
        entry = self.entries.get(wanted) or self.entries.get(file_id(wanted))
        if entry is not None:
            return entry
        return _not_found("scenario", wanted, self.entries)

    def scenario(self, name: str) -> Scenario | None:
        """Give the scenario whose id is *name*, as far as it is here and can be played."""
        entry = self.entries.get(name)
        return None if entry is None else entry.reading.scenario

    def find_scenario(self, wanted: str) -> Scenario | None:
        """Give what *wanted* names, in the ways of ``find``, as far as it can be played."""
        entry = self.find(wanted)
        return entry.reading.scenario if isinstance(entry, Entry) else None

    @property
    def scenarios(self) -> Mapping[str, Scenario]:
        """Every scenario that can be played, by its id; opens them all."""
        read = ((entry.id, entry.reading.scenario) for entry in self)
        return {name: scenario for name, scenario in read if scenario is not None}

    def find_campaign(self, wanted: str) -> CampaignEntry | NotFound:
        """Give the campaign that *wanted* names, in the ways of ``find``."""
        if wanted.endswith(SUFFIXES) or "/" in wanted or "\\" in wanted:
            path = Path(wanted).absolute()
            return CampaignEntry(file_id(wanted), path, self.entries.keys(), str(path))
        entry = self.campaigns.get(wanted) or self.campaigns.get(file_id(wanted))
        return entry or _not_found("campaign", wanted, self.campaigns)


def _not_found(kind: str, wanted: str, known: Iterable[str]) -> NotFound:
    near = Nearest().to(wanted, known)
    message = f"there is no {kind} called {quoted(wanted)}"
    return NotFound(message, None if near is None else f"did you mean '{near}'?")


def is_scenario_name(name: str) -> bool:
    """Whether a file called *name* should hold a scenario: no hidden file, and no routes."""
    stem, dot, ending = name.rpartition(".")
    return dot + ending in SUFFIXES and not name.startswith(".") and not stem.endswith(ROUTES)


def packaged() -> Path:
    """Give the folder of the scenarios that come with the game."""
    game = Path(__file__).resolve().parents[1]
    installed = game / "scenarios"
    return installed if installed.is_dir() else game.parent / "scenarios"


def files(place: Path) -> list[Path]:
    """
    Every scenario's file in *place*, however deep; *place* itself when it is a file.

    Campaigns are none; see ``campaign_files``. A pack without a scenario gives itself,
    and reading it tells why.
    """
    if is_pack(place):
        return _packed(place)
    if is_campaign(place) or place.name == FOLDER:
        return []
    if not place.is_dir():
        return [place]
    found = sorted(path for path in place.rglob("*") if _counts(path.relative_to(place)))
    return [
        file
        for path in found
        if path.is_file()
        for file in (_packed(path) if is_pack(path) else [path])
    ]


def _packed(pack: Path) -> list[Path]:
    found = texts(pack)
    if isinstance(found, Unreadable):
        return [pack]
    return [path for path in found if _counts(path.relative_to(pack))] or [pack]


def _counts(file: PurePath) -> bool:
    """Whether *file*, named from the folder that is looked at, is a scenario or a pack."""
    hidden = any(part.startswith(".") for part in file.parts)
    named = is_scenario_name(file.name) or file.suffix.lower() == ".zip"
    return named and not hidden and not any(part in NOT_PACKS for part in file.parts[:-1])


def _only(pack: Path) -> Entry | NotFound:
    """The scenario of a *pack* that holds one; else which there are."""
    paths = _packed(pack)
    if len(paths) == 1:
        return Entry(file_id(paths[0].name), paths[0])
    named = ", ".join(quoted(str(path), 200) for path in paths[:5])
    more = f" and {len(paths) - 5} more" if len(paths) > 5 else ""
    message = f"{quoted(str(pack), 200)} holds {len(paths)} scenarios"
    return NotFound(message, f"name one of them: {named}{more}")


def _entries(folder: Path) -> Iterator[Entry]:
    """The scenarios of *folder*, its own before those of the packs in it (folders and zips)."""
    packs = [path for path in sorted(folder.glob("*")) if is_pack(path) or path.is_dir()]
    for place in (folder, *(p for p in packs if p.name not in NOT_PACKS and p.name[0] != ".")):
        for path in _packed(place) if is_pack(place) else _right_in(place):
            yield Entry(file_id(path.name), path)


def _right_in(folder: Path) -> list[Path]:
    return [p for p in sorted(folder.glob("*")) if is_scenario_name(p.name) and p.is_file()]
