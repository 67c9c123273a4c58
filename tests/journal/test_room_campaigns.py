"""A campaign of rooms in the journal: an evening of postings that is resumed at any of them."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest
from attrs import evolve

from game.cli.commands import host
from game.core.campaign import replay
from game.core.failure import Failure
from game.journal.rooms import RoomSession
from game.journal.store import Journal
from game.room import actions, campaign
from game.room.state import Stage, options
from game.services import room_campaign
from game.services.workshop import CAMPAIGN, NEXT_POSTING, Workshop
from tests.shipped import LIBRARY


NAME = "between-floors"


def lead(session: RoomSession, until: Stage) -> None:
    """Lead the room on, the facilitator settling every question and taking the last practice."""
    while session.room.stage is not until:
        if isinstance(session.act(actions.GoOn(anyway=True)), Failure):
            room = session.room
            ids = room.posting.practices[-1:] if room.posting and not room.ballot else ()
            named = options(room, room.ballot) if room.ballot else ids
            session.act(actions.Decide(named[0]))


def begun(journal: Journal) -> tuple[Workshop, RoomSession]:
    """A room of two on the first posting."""
    workshop = Workshop(LIBRARY, journal)
    session = workshop.begin_campaign(NAME)
    assert isinstance(session, RoomSession)
    session.apply_all([actions.Join("a"), actions.Join("b")])
    return workshop, session


def test_postings_follow_one_another(tmp_path: Path) -> None:
    """The next posting is offered first; letters, picks and favours are those of solo play."""
    journal = Journal.open(tmp_path / "journal.db")
    workshop, session = begun(journal)
    entry = LIBRARY.campaigns[NAME].reading.campaign
    assert entry is not None
    for number in (2, 3, 4):
        lead(session, Stage.OVER)
        first, *rest = workshop.offers(session)
        assert (first.id, first.suggested) == (NEXT_POSTING, True)
        assert first.facts == f"posting {number} of {len(entry.postings)}"
        assert first.title not in {offer.title for offer in rest}
        assert workshop.go_on_with(session, first.id, session.run.started) is None
        session.act(actions.GoOn())

        again = Journal.open(tmp_path / "journal.db")
        resumed = Workshop(LIBRARY, again).resume(again.rooms.runs()[0])
        assert isinstance(resumed, RoomSession)
        assert resumed.room == session.room
        assert resumed.room.campaign == session.room.campaign
        assert campaign.letter(resumed.room) == campaign.letter(session.room) != ()
        again.close()
    rooms = [item.room for item in session.earlier]
    picks = {room.play.scenario.id: p for room in rooms if (p := campaign.practice(room))}
    assert session.room.campaign == replay(entry, [room.play for room in rooms], picks)
    assert len(picks) == 2


def test_a_campaign_can_be_chosen_and_left(tmp_path: Path) -> None:
    """It is in the list of what can be next; another scenario after a posting leaves it."""
    journal = Journal.open(tmp_path / "journal.db")
    scenario = LIBRARY.scenario("four-degrees")
    assert scenario is not None
    workshop = Workshop(LIBRARY, journal)
    session = workshop.begin(scenario, None)
    session.act(actions.Join("a"))
    name = f"{CAMPAIGN}{NAME}"
    assert name in {offer.id for offer in workshop.offers(session)}
    assert workshop.go_on_with(session, name, session.run.started) is None
    session.act(actions.GoOn())
    assert session.room.stage is Stage.LETTER
    lead(session, Stage.OVER)
    assert workshop.go_on_with(session, "four-degrees", session.run.started) is None
    assert session.room.posting is None
    session.act(actions.GoOn())
    assert session.room.stage.value == "read"
    unknown = workshop.begin_campaign("nowhere")
    assert isinstance(unknown, Failure)


def test_a_campaign_is_resumed_by_its_own_rooms(tmp_path: Path) -> None:
    """A room of anything else is not taken for one of the campaign, though it was used later."""
    journal = Journal.open(tmp_path / "journal.db")
    scenario = LIBRARY.scenario("four-degrees")
    assert scenario is not None
    workshop = Workshop(LIBRARY, journal)
    asked = argparse.Namespace(scenario=NAME, resume="")

    def with_another() -> RoomSession:
        workshop.begin(scenario, None).act(actions.Join("a"))
        session = host._session(asked, LIBRARY, workshop)
        assert isinstance(session, RoomSession)
        return session

    session = with_another()
    assert session.room.posting is not None
    session.act(actions.Join("a"))
    assert session.room.posting.number == 1
    assert with_another().run == session.run


@pytest.mark.parametrize("at_posting", [False, True])
def test_a_scenario_picked_by_mistake_loses_no_campaign(
    tmp_path: Path, *, at_posting: bool
) -> None:
    """From the lobby of another scenario the next posting is there again, with its letter."""
    journal = Journal.open(tmp_path / "journal.db")
    workshop, session = begun(journal)
    assert NEXT_POSTING not in {offer.id for offer in workshop.offers(session)}
    lead(session, Stage.OVER)
    if at_posting:
        assert workshop.go_on_with(session, NEXT_POSTING, session.run.started) is None
        assert NEXT_POSTING not in {offer.id for offer in workshop.offers(session)}
    assert workshop.go_on_with(session, "four-degrees", session.run.started) is None
    first, *_ = workshop.offers(session)
    assert (first.id, first.suggested) == (NEXT_POSTING, True)
    assert workshop.go_on_with(session, first.id, session.run.started) is None
    assert session.room.posting is not None
    assert session.room.posting.number == 2
    session.act(actions.GoOn())
    assert campaign.letter(session.room) not in ((), (campaign.LOST,))


def test_an_evening_that_ends_in_a_lobby_skips_no_posting(tmp_path: Path) -> None:
    """A posting that was not begun comes next, as it would from its lobby."""
    workshop, session = begun(Journal.open(tmp_path / "journal.db"))
    lead(session, Stage.OVER)
    assert workshop.go_on_with(session, NEXT_POSTING, session.run.started) is None
    session.act(actions.End())
    assert workshop.go_on_with(session, "four-degrees", session.run.started) is None
    session.act(actions.End())
    first, *rest = workshop.offers(session)
    assert (first.id, first.suggested) == (NEXT_POSTING, True)
    assert {offer.id: offer.played for offer in rest}["four-degrees"] is False
    assert workshop.go_on_with(session, first.id, session.run.started) is None
    assert session.room.posting is not None
    assert (session.room.posting.number, len(session.earlier)) == (2, 1)
    session.act(actions.GoOn())
    assert campaign.letter(session.room) not in ((), (campaign.LOST,))


def test_a_letter_that_is_missing_says_why(tmp_path: Path) -> None:
    """Where an earlier room cannot be read, it is not the campaign alone that may be gone."""
    workshop, _ = begun(Journal.open(tmp_path / "journal.db"))
    place = room_campaign.posting(LIBRARY, NAME, 2)
    assert not isinstance(place, Failure)
    assert place.scenario is not None
    later = workshop.begin(place.scenario, None)
    later.act(actions.Post(evolve(place.posting, practices=())))
    room_campaign.set_campaign(LIBRARY, later)
    later.act(actions.GoOn())
    (sentence,) = campaign.letter(later.room)
    assert "what it came to before cannot be read" in sentence
