"""The library: scenarios and campaigns in a folder and its packs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from attrs import Factory, field, frozen

from game.content.addresses import address, from_address
from game.content.files import (
    CAMPAIGNS,
    SUFFIXES,
    campaign_files,
    folder_files,
    is_campaign,
    is_pack,
    library_folders,
    pack_of,
    read,
    scenario_files,
)
from game.content.ids import file_id
from game.content.sanitize import quoted
from game.content.yaml.source import Source, Unreadable
from game.core.failure import Failure
from game.core.scenario import Scenario


if TYPE_CHECKING:
    from game.content.decoding import Unread
    from game.content.loader import CampaignReading, Reading
    from game.content.scenario_cache import ScenarioCache
    from game.content.synopses import Known, Synopses
    from game.core.synopsis import Synopsis


MANY = 20
"""The largest number of files that are parsed for each list of them."""


@frozen(slots=False)
class Entry:
    """A scenario file; *id* comes from its name."""

    id: str
    path: Path
    _kept: Synopses | None = field(default=None, eq=False, repr=False)
    """Where to look for ``synopsis`` first; None to read the file."""
    _scenario_cache: ScenarioCache | None = field(default=None, eq=False, repr=False)
    """Where to look for ``scenario`` first; None to parse the file."""

    @cached_property
    def address(self) -> str:
        """The path as text, for the journal."""
        return address(self.path)

    @cached_property
    def is_shipped(self) -> bool:
        """Whether the file comes with the game."""
        return self.path.absolute().is_relative_to(packaged())

    @cached_property
    def _data(self) -> bytes | Unreadable:
        return read(self.path)

    @property
    def _source(self) -> Source | Unread:
        from game.content.decoding import as_text

        return as_text(str(self.path), self._data)

    @cached_property
    def reading(self) -> Reading:
        """The content of the file, read on first access."""
        from game.content.loader import read_opened  # slow to import

        return read_opened(self._source)

    @cached_property
    def scenario(self) -> Scenario | None:
        """The scenario in the file; None if it has errors."""
        cache, source = self._scenario_cache, self._data
        if cache is None or isinstance(source, Unreadable):
            return self.reading.scenario
        found = cache.find(self.address, source)
        if found is None and self.reading.scenario is not None:
            found = self.reading.scenario
            cache.add(self.address, source, found)
        return found

    @cached_property
    def synopsis(self) -> Synopsis | None:
        """The synopsis of the scenario; None if it has errors."""
        from game.core.synopsis import synopsis  # only lists need it

        if self._kept is None:
            return None if self.scenario is None else synopsis(self.scenario)
        if self._known is not None:
            return self._known.synopsis
        from game.content.loader import read_opened

        scenario = read_opened(self._source).scenario  # not kept: a thousand take 200 MB
        result = None if scenario is None else synopsis(scenario)
        self._kept.add(self._key, self.edition, result)
        return result

    @cached_property
    def _known(self) -> Known | None:
        """What is kept of a file with this content, if anything."""
        return None if self._kept is None else self._kept.find(self._key)

    @property
    def _key(self) -> str:
        from hashlib import sha256

        data = self._data.why.encode() if isinstance(self._data, Unreadable) else self._data
        return f"{self.id} {sha256(data).hexdigest()}"

    @cached_property
    def edition(self) -> str:
        """A digest of the text that ``reading`` is read from."""
        from hashlib import sha256  # slow to import

        if self._known is not None:
            return self._known.edition
        source = self._source
        text = source.text if isinstance(source, Source) else source.source.text
        return sha256(text.encode()).hexdigest()

    @property
    def fingerprint(self) -> str:
        """The edition and the id, which change what is derived from a run."""
        return f"{self.id} {self.edition}"


@frozen(slots=False)
class CampaignEntry:
    """
    A campaign file; *id* comes from its name, *scenarios* are the ids it may use.

    *source* is its path if the library cannot find it by id, else None.
    """

    id: str
    path: Path
    scenarios: Collection[str]
    source: str | None = None

    @cached_property
    def reading(self) -> CampaignReading:
        """The content of the file, read on first access."""
        from game.content.loader import read_campaign_file

        return read_campaign_file(self.path, self.scenarios)


class Hidden(NamedTuple):
    """An *entry* that is not used, since *by* from an earlier folder has the same id."""

    entry: Entry
    by: Entry

    @property
    def message(self) -> str:
        """The message for the user."""
        hidden, by = quoted(str(self.entry.path), 200), quoted(str(self.by.path), 200)
        return f"{hidden} is not used, because {by} has the same name"


@frozen
class Library:
    """
    The scenarios and campaigns of some folders, and the *hidden* entries.

    Folders are scanned once; a file is opened when its entry is read.
    """

    entries: Mapping[str, Entry]
    hidden: tuple[Hidden, ...]
    campaigns: Mapping[str, CampaignEntry] = Factory(dict)
    _kept: Synopses | None = None
    _scenario_cache: ScenarioCache | None = None

    @classmethod
    def of(
        cls,
        folders: Iterable[Path],
        cache: Path | None = None,
        scenario_cache: ScenarioCache | None = None,
    ) -> Library:
        """
        Scan *folders* (or packs), the most important first; missing ones count as empty.

        If there are more than ``MANY`` files, their synopses are kept in the file *cache*; else
        it is deleted. Scenarios are looked up in *scenario_cache* before their files are parsed.
        """
        entries: dict[str, Entry] = {}
        hidden: list[Hidden] = []
        campaigns: dict[str, CampaignEntry] = {}
        searched = [inner for folder in folders for inner in library_folders(folder)]
        paths = [path for folder in searched for path in folder_files(folder)]
        kept = None
        if cache is not None and len(paths) > MANY:
            from game.content.synopses import Synopses

            kept = Synopses(cache)
        elif cache is not None:
            with suppress(OSError):
                cache.unlink(missing_ok=True)
        for path in paths:
            name = file_id(path.name)
            if is_campaign(path):
                campaigns.setdefault(name, CampaignEntry(name, path, entries.keys()))
                continue
            entry = Entry(name, path, kept, scenario_cache)
            # Files without an id, which cannot be valid, are kept by file name.
            first = entries.setdefault(name or path.name, entry)
            if first is not entry:
                hidden.append(Hidden(entry, first))
        return cls(entries, tuple(hidden), campaigns, kept, scenario_cache)

    def __iter__(self) -> Iterator[Entry]:
        """Iterate over all entries, by folder and name."""
        return iter(self.entries.values())

    def keep_synopses(self) -> None:
        """Keep the synopses that were read, for the next time."""
        if self._kept is not None:
            self._kept.save()

    def find(self, wanted: str) -> Entry | Failure:
        """Return the scenario entry for *wanted*: an id, a similar name, or a path."""
        return self._find(wanted) or _not_found("scenario", wanted, self.entries)

    def _find(self, wanted: str) -> Entry | Failure | None:
        path = _path("scenario", wanted, scenario_files)
        if isinstance(path, Failure):
            return path
        if path is not None:
            return Entry(file_id(path.name), path, scenario_cache=self._scenario_cache)
        return self.entries.get(wanted) or self.entries.get(file_id(wanted))

    def scenario(self, name: str) -> Scenario | None:
        """Return the scenario with the id *name*; None if it is missing or has errors."""
        entry = self.entries.get(name)
        return None if entry is None else entry.scenario

    def find_entry(self, wanted: str) -> Entry | None:
        """Return the entry for *wanted* like ``find``; None if there is none."""
        entry = self._find(wanted)  # to suggest another name takes much longer
        return entry if isinstance(entry, Entry) else None

    def find_scenario(self, wanted: str) -> Scenario | None:
        """Return the scenario for *wanted* like ``find``; None if missing or with errors."""
        entry = self.find_entry(wanted)
        return None if entry is None else entry.scenario

    @property
    def scenarios(self) -> Mapping[str, Scenario]:
        """All scenarios without errors, by id; opens every file."""
        read = ((entry.id, entry.reading.scenario) for entry in self)
        return {name: scenario for name, scenario in read if scenario is not None}

    def find_campaign(self, wanted: str) -> CampaignEntry | Failure:
        """Return the campaign entry for *wanted* like ``find``."""
        path = _path("campaign", wanted, campaign_files)
        if isinstance(path, Failure):
            return path
        if path is not None:
            path = path.absolute()
            return CampaignEntry(file_id(path.name), path, self.entries.keys(), address(path))
        entry = self.campaigns.get(wanted) or self.campaigns.get(file_id(wanted))
        return entry or _not_found("campaign", wanted, self.campaigns)


def _not_found(kind: str, wanted: str, known: Collection[str]) -> Failure:
    from game.content.diagnostics import Suggester

    begun = [name for name in known if wanted and name.startswith(wanted.casefold())]
    suggestion = begun[0] if len(begun) == 1 else Suggester().suggest(wanted, known)
    message = f"there is no {kind} called {quoted(wanted)}"
    return Failure(
        code="not-found",
        message=message,
        help=None if suggestion is None else f"did you mean '{suggestion}'?",
    )


def _path(kind: str, wanted: str, files: Callable[[Path], Sequence[Path]]) -> Path | Failure | None:
    """Return the path in *wanted*, for a pack that of its only file; None for an id."""
    path = from_address(wanted)
    if is_pack(path):
        return _only(kind, path, files(path))
    return path if wanted.endswith(SUFFIXES) or "/" in wanted or "\\" in wanted else None


def _only(kind: str, pack: Path, paths: Sequence[Path]) -> Path | Failure:
    """Return the only one of *paths* in *pack*, or a failure that lists them."""
    if len(paths) == 1:
        return paths[0]
    message = f"{quoted(str(pack), 200)} holds {len(paths) or 'no'} {kind}s"
    named = ", ".join(quoted(str(path), 200) for path in paths[:5])
    more = f" and {len(paths) - 5} more" if len(paths) > 5 else ""
    return Failure(
        code="not-one",
        message=message,
        help=f"name one of them: {named}{more}" if paths else None,
    )


def library_beside(file: Path) -> Library:
    """Return the scenarios that a campaign in *file* may name: beside its folder, or built-in."""
    folder = file.absolute().parent
    beside = pack_of(file) or (folder.parent if folder.name == CAMPAIGNS else folder)
    return Library.of((beside, packaged()))


@cache
def packaged() -> Path:
    """Return the folder of the scenarios that come with the game."""
    game = Path(__file__).resolve().parents[1]
    installed = game / "scenarios"
    return installed if installed.is_dir() else game.parent / "scenarios"
