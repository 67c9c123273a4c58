"""The library: the handbook of ideas; scenarios and campaigns in a folder and its packs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path

from attrs import Factory, frozen

from game.content.diagnostics import Problem, Suggester, quoted, render
from game.content.files import (
    SUFFIXES,
    Unread,
    campaign_files,
    folder_files,
    is_campaign,
    is_pack,
    library_folders,
    open_text,
    scenario_files,
)
from game.content.loader import (
    HANDBOOK_PATH,
    CampaignEntry,
    Reading,
    file_id,
    read_opened,
    read_record,
)
from game.content.yaml.source import Source
from game.core.scenario import Scenario, entry


@frozen(kw_only=True)
class Idea:
    """One idea, in the game's own words."""

    id: str
    title: str = entry("What it is called.", limit=60, line=True)
    group: str = entry("The chapter it stands in.", limit=60, line=True)
    text: str = entry("The idea.", limit=3000)
    in_play: str | None = entry("How it shows in the game.", default=None, limit=1000)
    see: tuple[str, ...] = entry("Ideas nearby.", default=(), names="idea", maximum=12)


@frozen(kw_only=True)
class Handbook:
    """All ideas, by id, in the order of the handbook."""

    ideas: Mapping[str, Idea] = entry("The ideas, by id.", default=Factory(dict))


def read_handbook(source: Source) -> tuple[Handbook | None, tuple[Problem, ...]]:
    """Read the handbook that *source* holds; it is given exactly when no problem is an error."""
    book, _, report = read_record(Handbook, source)
    return book, report.sorted()


@cache
def handbook() -> Mapping[str, Idea]:
    """
    Give every idea by its id, in the order of the handbook.

    The file is part of the game: a mistake in it is a bug, and raises ``RuntimeError``.
    """
    source = open_text(HANDBOOK_PATH)
    if isinstance(source, Unread):
        raise RuntimeError(render(source.problems, source.source))
    book, problems = read_handbook(source)
    if book is None:
        raise RuntimeError(render(problems, source))
    return book.ideas


@frozen
class Entry:
    """A file that should hold a scenario; *id* comes from its name."""

    id: str
    path: Path

    @cached_property
    def _source(self) -> Source | Unread:
        return open_text(self.path)

    @cached_property
    def reading(self) -> Reading:
        """What the file holds: read when first asked for, then kept."""
        return read_opened(self._source)

    @property
    def scenario(self) -> Scenario | None:
        """The scenario in the file, as far as it can be played."""
        return self.reading.scenario

    @cached_property
    def fingerprint(self) -> str:
        """Changes with the text of the file; computed from what ``reading`` is read from."""
        source = self._source.source if isinstance(self._source, Unread) else self._source
        return sha256(f"{self.id}\n{source.text}".encode()).hexdigest()


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
        campaigns: dict[str, CampaignEntry] = {}
        searched = [inner for folder in folders for inner in library_folders(folder)]
        for path in (path for folder in searched for path in folder_files(folder)):
            name = file_id(path.name)
            if is_campaign(path):
                campaigns.setdefault(name, CampaignEntry(name, path, entries.keys()))
                continue
            entry = Entry(name, path)
            # A name without a letter gives no id: such files are broken, and no two are alike.
            first = entries.setdefault(name or path.name, entry)
            if first is not entry:
                hidden.append(Hidden(entry, first))
        return cls(entries, tuple(hidden), campaigns)

    def __iter__(self) -> Iterator[Entry]:
        """All entries, folder by folder, each by name."""
        return iter(self.entries.values())

    def find(self, wanted: str) -> Entry | NotFound:
        """Give the scenario that *wanted* names: an id, a name like it, or the path of a file."""
        path = _path("scenario", wanted, scenario_files)
        if isinstance(path, NotFound):
            return path
        if path is not None:
            return Entry(file_id(path.name), path)
        entry = self.entries.get(wanted) or self.entries.get(file_id(wanted))
        return entry or _not_found("scenario", wanted, self.entries)

    def scenario(self, name: str) -> Scenario | None:
        """Give the scenario whose id is *name*, as far as it is here and can be played."""
        entry = self.entries.get(name)
        return None if entry is None else entry.scenario

    def find_entry(self, wanted: str) -> Entry | None:
        """Give the entry that *wanted* names, in the ways of ``find``; None when there is none."""
        entry = self.find(wanted)
        return entry if isinstance(entry, Entry) else None

    def find_scenario(self, wanted: str) -> Scenario | None:
        """Give what *wanted* names, in the ways of ``find``, as far as it can be played."""
        entry = self.find_entry(wanted)
        return None if entry is None else entry.scenario

    @property
    def scenarios(self) -> Mapping[str, Scenario]:
        """Every scenario that can be played, by its id; opens them all."""
        read = ((entry.id, entry.reading.scenario) for entry in self)
        return {name: scenario for name, scenario in read if scenario is not None}

    def find_campaign(self, wanted: str) -> CampaignEntry | NotFound:
        """Give the campaign that *wanted* names, in the ways of ``find``."""
        path = _path("campaign", wanted, campaign_files)
        if isinstance(path, NotFound):
            return path
        if path is not None:
            path = path.absolute()
            return CampaignEntry(file_id(path.name), path, self.entries.keys(), str(path))
        entry = self.campaigns.get(wanted) or self.campaigns.get(file_id(wanted))
        return entry or _not_found("campaign", wanted, self.campaigns)


def _not_found(kind: str, wanted: str, known: Iterable[str]) -> NotFound:
    suggestion = Suggester().suggest(wanted, known)
    message = f"there is no {kind} called {quoted(wanted)}"
    return NotFound(message, None if suggestion is None else f"did you mean '{suggestion}'?")


def _path(
    kind: str, wanted: str, files: Callable[[Path], Sequence[Path]]
) -> Path | NotFound | None:
    """The path of a file if *wanted* is one; for a pack, that of the only one of its *files*."""
    path = Path(wanted)
    if is_pack(path):
        return _only(kind, path, files(path))
    return path if wanted.endswith(SUFFIXES) or "/" in wanted or "\\" in wanted else None


def _only(kind: str, pack: Path, paths: Sequence[Path]) -> Path | NotFound:
    """The one of *paths* in *pack*; where there is not one, which there are."""
    if len(paths) == 1:
        return paths[0]
    message = f"{quoted(str(pack), 200)} holds {len(paths) or 'no'} {kind}s"
    named = ", ".join(quoted(str(path), 200) for path in paths[:5])
    more = f" and {len(paths) - 5} more" if len(paths) > 5 else ""
    return NotFound(message, f"name one of them: {named}{more}" if paths else None)


def packaged() -> Path:
    """Give the folder of the scenarios that come with the game."""
    game = Path(__file__).resolve().parents[1]
    installed = game / "scenarios"
    return installed if installed.is_dir() else game.parent / "scenarios"
