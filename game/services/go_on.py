"""What to go on with: the unfinished run or campaign that was played last."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from itertools import takewhile
from typing import TYPE_CHECKING, TypeAlias

from game.core.failure import Failure
from game.journal.campaigns import CampaignRun
from game.journal.runs import Run
from game.services.play import find_named, scenario_of


if TYPE_CHECKING:
    from game.content.library import CampaignEntry, Library
    from game.journal.store import Journal


Unended: TypeAlias = "Run | CampaignRun"


class Unfinished:
    """The unfinished runs and campaigns of a *journal* that can be opened with a *library*."""

    def __init__(self, journal: Journal, library: Library) -> None:
        self._journal = journal
        self._library = library
        self._unreadable: frozenset[Hashable] = frozenset()

    def at_place(self) -> Unended | None:
        """
        Return the last played one whose file is where it was. No file is opened.

        Leave out what ``readable`` could not read.
        """
        return self._newest(self._is_at_place, dict.fromkeys(self._unreadable, False))

    def readable(self) -> Unended | None:
        """Return the last played one whose file can be read, and found again if it was moved."""
        checked: dict[Hashable, bool] = {}
        result = self._newest(self._can_be_read, checked)
        self._unreadable = frozenset(item for item, readable in checked.items() if not readable)
        return result

    def _newest(
        self, check: Callable[[Unended], bool], checked: dict[Hashable, bool]
    ) -> Unended | None:
        """Return the last played one that passes *check*; remember in *checked* what did."""

        def passes(run: Unended) -> bool:
            identity = _identity(run)
            if identity not in checked:
                checked[identity] = check(run)
            return checked[identity]

        run = next(filter(passes, self._journal.open_runs()), None)
        since = 0 if run is None else run.written
        later = takewhile(
            lambda campaign: campaign.written > since, self._journal.campaigns.open_runs()
        )
        return next(filter(passes, later), None) or run

    def _is_at_place(self, run: Unended) -> bool:
        if isinstance(run, CampaignRun):
            return self._campaign(run) is not None
        return find_named(self._library, run.named) is not None

    def _can_be_read(self, run: Unended) -> bool:
        if isinstance(run, CampaignRun):
            entry = self._campaign(run)
            return entry is not None and entry.reading.campaign is not None
        return scenario_of(self._journal, self._library, run) is not None

    def _campaign(self, run: CampaignRun) -> CampaignEntry | None:
        from game.content.addresses import exists

        named = run.source or run.campaign
        entry = self._library.find_campaign(named) if exists(named) else None
        return None if isinstance(entry, Failure) else entry


def _identity(run: Unended) -> Hashable:
    """Return what is the same in all runs that open the same files."""
    if isinstance(run, CampaignRun):
        return run.source, run.campaign
    return run.named, run.key, run.alone
