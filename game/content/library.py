"""Which scenarios there are, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from attrs import frozen

from game.content.nearest import Nearest
from game.content.problems import quoted
from game.content.reader import Reading, file_id, read_file


ROUTES = ".routes"
"""Ends the stem of a file that holds routes through the scenario of the same name."""

NOT_PACKS = ("campaigns",)
"""Folders beside scenarios whose files are something else."""

_SUFFIXES = (".yaml", ".yml")


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
    """No scenario has the name asked for: a *message*, and perhaps *help*."""

    message: str
    help: str | None


@frozen
class Library:
    """
    The scenarios of some *folders*, and what is hidden by a folder before.

    Looks at the folders once, and opens no file before its entry is asked for.
    """

    entries: Mapping[str, Entry]
    hidden: tuple[Hidden, ...]

    @classmethod
    def of(cls, folders: Iterable[Path]) -> Library:
        """Look into *folders*, the most important first; one that is missing holds nothing."""
        entries: dict[str, Entry] = {}
        hidden: list[Hidden] = []
        for entry in (entry for folder in folders for entry in _entries(folder)):
            first = entries.setdefault(entry.id, entry)
            if first is not entry:
                hidden.append(Hidden(entry, first))
        return cls(entries, tuple(hidden))

    def __iter__(self) -> Iterator[Entry]:
        """All entries, folder by folder, each by name."""
        return iter(self.entries.values())

    def find(self, wanted: str) -> Entry | NotFound:
        """Give the scenario that *wanted* names: an id, a name like it, or the path of a file."""
        if wanted.endswith(_SUFFIXES) or "/" in wanted or "\\" in wanted:
            return Entry(file_id(wanted), Path(wanted))
        entry = self.entries.get(wanted) or self.entries.get(file_id(wanted))
        if entry is not None:
            return entry
        near = Nearest().to(wanted, self.entries)
        message = f"there is no scenario called {quoted(wanted)}"
        return NotFound(message, None if near is None else f"did you mean '{near}'?")


def is_scenario_name(name: str) -> bool:
    """Whether a file called *name* should hold a scenario: no hidden file, and no routes."""
    stem, dot, ending = name.rpartition(".")
    return dot + ending in _SUFFIXES and not name.startswith(".") and not stem.endswith(ROUTES)


def packaged() -> Path:
    """Give the folder of the scenarios that come with the game."""
    game = Path(__file__).resolve().parents[1]
    installed = game / "scenarios"
    return installed if installed.is_dir() else game.parent / "scenarios"


def _entries(folder: Path) -> Iterator[Entry]:
    """The scenarios of *folder*, its own before those of the packs in it (a folder each)."""
    packs = [
        pack
        for pack in sorted(folder.glob("*/"))
        if pack.name not in NOT_PACKS and pack.name[0] != "."
    ]
    for place in (folder, *packs):
        for path in sorted(place.glob("*")):
            if is_scenario_name(path.name) and path.is_file():
                yield Entry(file_id(path.name), path)
