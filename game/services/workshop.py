"""Open a room, resume one, or go on with another scenario."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from attrs import evolve

from game.core.failure import Failure
from game.room import messages
from game.room.actions import Post
from game.room.evening import Offer
from game.room.names import CODE_LENGTH, CODE_LETTERS, canonical_code
from game.room.state import Stage
from game.services import room_campaign
from game.services.play import new_seed, origin_of, scenario_of
from game.services.recommend import ordered
from game.text import recommend


if TYPE_CHECKING:
    from game.content.library import Entry, Library
    from game.core.scenario import Scenario
    from game.core.synopsis import Synopsis
    from game.journal.identity import Origin
    from game.journal.rooms import PlayedRoom, RoomRun, RoomSession
    from game.journal.store import Journal


NEXT_POSTING, CAMPAIGN = "next-posting", "campaign/"
"""What the next posting of a campaign is offered as, and what comes before a campaign's id."""
_NO_SCENARIO = Failure(code="no-scenario", message="There is no such scenario.")


def new_code() -> str:
    """Draw the short code of a room."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def had_phones(session: RoomSession) -> bool:
    """Return whether a resumed room was open to phones; by its seats if it stored no entrance."""
    return session.entrance is not None or bool(session.room.seats)


class Workshop:
    """The rooms of one *journal*, on scenarios of *library*."""

    def __init__(
        self, library: Library, journal: Journal, is_open: Callable[[str], bool] = lambda _: False
    ) -> None:
        """*is_open* returns whether a process on this machine serves the room of a code."""
        self._library = library
        self._journal = journal
        self._is_open = is_open
        self._ordered: tuple[Entry, ...] | None = None

    @property
    def lasts(self) -> bool:
        """Whether rooms are stored on disk rather than in memory only."""
        return self._journal.rooms.lasts

    def begin(self, scenario: Scenario, origin: Origin | None) -> RoomSession:
        """Open a new room on *scenario* from *origin*, with a code of its own."""
        return self._journal.rooms.begin(scenario, new_seed(), new_code(), origin)

    def begin_campaign(self, name: str) -> RoomSession | Failure:
        """Open a new room on the first posting of the campaign with that id or path."""
        first = room_campaign.posting(self._library, name, 1)
        if isinstance(first, Failure):
            return first
        session = self.begin(first.scenario, origin_of(first.entry, self._library))
        session.act(Post(first.posting))
        room_campaign.set_campaign(self._library, session)
        return session

    def resumable(self) -> tuple[RoomRun, ...]:
        """Return the rooms that are not over and not open elsewhere, the last used first."""
        runs = self._journal.rooms.unfinished_runs()
        return tuple(run for run in runs if not self._is_open(run.code))

    def unfinished(self, entry: Entry | None = None, campaign: str | None = None) -> RoomRun | None:
        """
        Return the room to resume when none is named: the last used one that is not open.

        With an *entry*, only a room of that scenario; with a *campaign*, only one that plays it.
        """
        own = [
            run
            for run in self._journal.rooms.unfinished_runs()
            if (entry is None or self._is_of(run, entry))
            and (campaign is None or self._campaign_of(run) == campaign)
        ]
        return min(own, key=lambda run: self._is_open(run.code), default=None)

    def _is_of(self, run: RoomRun, entry: Entry) -> bool:
        key = self._journal.key(origin_of(entry, self._library))
        found = self._scenario_of(run, entry)
        return found is not None and self._journal.key(found[1]) == key

    def _campaign_of(self, run: RoomRun) -> str | None:
        """Return the id or path of the campaign that *run* plays; None if it plays none."""
        found = self._scenario_of(run, None)
        posting = None if found is None else self._journal.rooms.resume(run, found[0]).room.posting
        return None if posting is None else posting.campaign

    def _scenario_of(self, run: RoomRun, entry: Entry | None) -> tuple[Scenario, Origin] | None:
        """Return the scenario of *run* and its origin, from *entry* if that is the one."""
        if entry is not None and entry.scenario is not None:
            origin = origin_of(entry, self._library)
            if self._journal.key(origin) == run.key:
                return entry.scenario, origin
        return scenario_of(self._journal, self._library, run)

    def find(self, name: str) -> RoomRun | None:
        """Return the room with the code *name*, in any spelling, or with that number."""
        code, runs = canonical_code(name), self._journal.rooms.runs()
        by_code = (run for run in runs if canonical_code(run.code) == code)
        by_number = (run for run in runs if str(run.id) == name.strip())
        return next(by_code, None) or next(by_number, None)

    def resume(self, run: RoomRun, entry: Entry | None = None) -> RoomSession | Failure:
        """
        Resume *run*, unless it is open elsewhere or its scenario is gone.

        The scenario is taken from *entry* if that is the one, although it was moved.
        """
        if self._is_open(run.code):
            return Failure(
                code="open",
                message=f"“{run.title}” is open already. 'two-hats console' follows it from here.",
            )
        found = self._scenario_of(run, entry)
        if found is None:
            moved = (
                "" if run.source is None else " If you moved its file: two-hats host FILE --resume."
            )
            return Failure(
                code="no-scenario",
                message=f"“{run.title}” cannot be opened now. The room's votes are kept.{moved}",
            )
        session = self._journal.rooms.resume(run, *found)
        session.earlier = tuple(self._before(run))
        room_campaign.set_campaign(self._library, session)
        return session

    def _before(self, run: RoomRun) -> Iterator[PlayedRoom]:
        """Yield the rooms that were over before *run* in its evening and can still be read."""
        from game.journal.rooms import PlayedRoom

        for earlier in self._journal.rooms.evening(run):
            played = earlier.finished and run.follows(earlier)
            found = self._scenario_of(earlier, None) if played else None
            if found is not None:
                room = self._journal.rooms.resume(earlier, found[0]).room
                yield PlayedRoom(run=earlier, room=room)

    def offers(self, session: RoomSession) -> tuple[Offer, ...]:
        """
        Return what *session* can go on with, in the recommended order.

        The first that this evening has not had is suggested; it comes first.
        """
        here, in_lobby = session.run.key, session.room.stage is Stage.LOBBY
        had = {item.run.key for item in session.earlier} | ({here} if session.room.begun else set())
        offers = []
        playable = self._playable()
        keys = self._journal.keys([origin_of(entry, self._library) for entry, _ in playable])
        for (entry, scenario), key in zip(playable, keys, strict=True):
            if not (in_lobby and key == here):
                offers.append(
                    Offer(
                        id=entry.id,
                        title=scenario.title,
                        facts=recommend.facts(scenario, room=True),
                        after=session.run.started,
                        played=key in had,
                    )
                )
        posting = room_campaign.following(self._library, session)
        fresh = [] if posting else [offer for offer in offers if not offer.played][:1]
        first = [evolve(offer, suggested=True) for offer in fresh]
        if posting is not None:
            at = posting.posting
            title, facts = posting.scenario.title, f"posting {at.number} of {at.of}"
            after = session.run.started
            first = [Offer(id=NEXT_POSTING, title=title, facts=facts, after=after, suggested=True)]
            offers = [offer for offer in offers if offer.id != posting.entry.id]
        rest = (offer for offer in offers if offer not in fresh)
        return (*first, *rest, *self._campaigns(session))

    def _campaigns(self, session: RoomSession) -> Iterator[Offer]:
        for name, entry in self._library.campaigns.items():
            campaign = entry.reading.campaign
            if campaign is not None:
                facts = f"campaign · {len(campaign.postings)} postings"
                yield Offer(
                    id=f"{CAMPAIGN}{name}",
                    title=campaign.title,
                    facts=facts,
                    after=session.run.started,
                )

    def go_on_with(self, session: RoomSession, name: str, after: str) -> Failure | None:
        """
        Go on with the scenario *name*, one of ``offers``; return why that is impossible.

        Refuse if *after* is not when the present room began: another console was first.
        """
        if session.run.started != after:
            return Failure(code="changed", message=messages.BEGUN_MEANWHILE)
        if name == NEXT_POSTING or name.startswith(CAMPAIGN):
            return self._post(session, name)
        entry = self._library.entries.get(name)
        if entry is None or entry.scenario is None:
            return _NO_SCENARIO
        origin = origin_of(entry, self._library)
        return self._journal.rooms.go_on_with(session, entry.scenario, new_seed(), origin)

    def _post(self, session: RoomSession, name: str) -> Failure | None:
        """Go on with the next posting, or with the first of a campaign."""
        found: room_campaign.Next | Failure | None
        if name == NEXT_POSTING:
            found = room_campaign.following(self._library, session)
        else:
            found = room_campaign.posting(self._library, name.removeprefix(CAMPAIGN), 1)
        if found is None:
            return _NO_SCENARIO
        if isinstance(found, Failure):
            return found
        origin = origin_of(found.entry, self._library)
        refusal = self._journal.rooms.go_on_with(
            session, found.scenario, new_seed(), origin, found.posting
        )
        if refusal is None:
            room_campaign.set_campaign(self._library, session)
        return refusal

    def _playable(self) -> list[tuple[Entry, Synopsis]]:
        """Return the entries without errors in the recommended order, worked out once."""
        if self._ordered is None:
            self._ordered = ordered(self._library)
        return [(entry, entry.synopsis) for entry in self._ordered if entry.synopsis is not None]
