"""Start a campaign, or resume the one played last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.core.failure import Failure
from game.core.playthrough import Phase
from game.services.play import new_seed, origin_of


if TYPE_CHECKING:
    from game.content.library import CampaignEntry, Library
    from game.journal.campaigns import CampaignRun, CampaignSession
    from game.journal.store import Journal


def find(library: Library, name: str | None) -> CampaignEntry | Failure | None:
    """Find the campaign called *name*; without a name the only one, None if there are several."""
    if name is not None:
        return library.find_campaign(name)
    entries = tuple(library.campaigns.values())
    return entries[0] if len(entries) == 1 else None


def resume_or_start(
    journal: Journal,
    library: Library,
    entry: CampaignEntry,
    *,
    seed: int | None = None,
    fresh: bool = False,
) -> CampaignSession | Failure:
    """Resume the campaign of *entry* where it was played last, or start it anew with *fresh*."""
    campaign = entry.reading.campaign
    if campaign is None:
        return Failure(
            code="broken",
            message=f"{entry.path} has problems. See them with: two-hats check {entry.path}",
        )
    return journal.campaigns.resume_open(
        campaign,
        library.scenario,
        seed=new_seed(seed),
        source=entry.source,
        fresh=fresh,
        origins=lambda name: origin_of(library.entries[name], library),
    )


def place(journal: Journal, library: Library, run: CampaignRun) -> str:
    """Return where *run* stands: its posting and scene, or how much is done if that is unknown."""
    from game.text import campaign as words

    open_ = journal.open_posting(run.id)
    if open_ is not None:
        scene = open_.scenes + 1 if open_.phase in {Phase.CALL, Phase.CHOICE} else open_.scenes
        return words.place(run.done + 1, run.postings, open_.title, max(1, scene))
    entry = library.find_campaign(run.source or run.campaign)
    campaign = None if isinstance(entry, Failure) else entry.reading.campaign
    postings = [] if campaign is None else list(campaign.postings)[run.done :]
    scenario = library.scenario(postings[0]) if postings else None
    if scenario is None:
        return words.progress(run.done, run.postings)
    return words.place(run.done + 1, run.postings, scenario.title, None)


def resume(
    journal: Journal, library: Library, run: CampaignRun, *, fresh: bool = False
) -> CampaignSession | Failure:
    """Resume the campaign of *run*, or start it anew with *fresh*."""
    entry = library.find_campaign(run.source or run.campaign)
    if isinstance(entry, Failure):
        return Failure(
            code="no-campaign",
            message=f"“{run.title}” cannot be opened now. Its steps are kept.",
        )
    return resume_or_start(journal, library, entry, fresh=fresh)
