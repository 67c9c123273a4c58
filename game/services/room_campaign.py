"""Campaigns that a room plays: each posting is one scenario of an evening."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from game.core.campaign import Campaign, replay
from game.core.failure import Failure
from game.room.campaign import in_campaign, practice
from game.room.state import Posting
from game.text import campaign as words


if TYPE_CHECKING:
    from game.content.library import Entry, Library
    from game.core.scenario import Scenario
    from game.journal.rooms import PlayedRoom, RoomSession


@frozen(kw_only=True)
class Next:
    """A posting to play next: its *scenario* with the *entry*, and its place in the campaign."""

    entry: Entry
    scenario: Scenario
    posting: Posting


def find(library: Library, name: str) -> Campaign | None:
    """Return the campaign with that id or path; None if it is missing or has errors."""
    entry = library.find_campaign(name)
    return None if isinstance(entry, Failure) else entry.reading.campaign


def posted(library: Library, posting: Posting | None) -> str:
    """Return that a room was *posting*, in a sentence without its stop; empty for None."""
    if posting is None:
        return ""
    campaign = find(library, posting.campaign)
    return words.posted(posting.number, posting.of, None if campaign is None else campaign.title)


def posting(library: Library, name: str, number: int) -> Next | Failure:
    """Return the posting with that *number*, from 1, of the campaign *name*."""
    campaign = find(library, name)
    if campaign is None or not 1 <= number <= len(campaign.postings):
        return Failure(code="no-campaign", message="The campaign cannot be opened now.")
    item = list(campaign.postings.values())[number - 1]
    entry = library.entries.get(item.id)
    if entry is None or entry.scenario is None:
        return Failure(
            code="no-scenario", message=f"The scenario {item.id} of the campaign cannot be opened."
        )
    place = Posting(
        campaign=name,
        number=number,
        of=len(campaign.postings),
        practices=tuple(key.value for key in item.practices),
    )
    return Next(entry=entry, scenario=entry.scenario, posting=place)


def following(library: Library, session: RoomSession) -> Next | None:
    """
    Return the posting to go on with after what *session* played last; None without one.

    A room that was not begun may have been picked by mistake, so the one before it counts.
    """
    begun = [item.room for item in session.earlier]
    if session.room.begun:
        begun.append(session.room)
    at = begun[-1].posting if begun else None
    if at is None or at.number >= at.of:
        return None
    found = posting(library, at.campaign, at.number + 1)
    return None if isinstance(found, Failure) or found.posting == session.room.posting else found


def set_campaign(library: Library, session: RoomSession) -> None:
    """Set the state of the campaign in the room of *session*, by the rules of solo play."""
    at = session.room.posting
    campaign = None if at is None else find(library, at.campaign)
    if at is None or campaign is None:
        return
    before = [item.room for item in _last_run(session.earlier, at)]
    picks = {
        room.play.scenario.id: picked for room in before if (picked := practice(room)) is not None
    }
    state = replay(campaign, [room.play for room in before], picks)
    if state.posting is not None and state.posting.id == session.room.play.scenario.id:
        session.room = in_campaign(session.room, state)


def _last_run(earlier: Sequence[PlayedRoom], at: Posting) -> list[PlayedRoom]:
    """Return the rooms of *earlier* with the postings before *at*, each played last."""
    found: dict[int, PlayedRoom] = {}
    for item in earlier:
        place = item.room.posting
        if place is not None and place.campaign == at.campaign and place.number < at.number:
            found[place.number] = item
    return [found[number] for number in sorted(found)]
