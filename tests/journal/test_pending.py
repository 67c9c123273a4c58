"""Steps that are not stored stay in memory, and are stored once that is possible."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from game.core.campaign import Stage
from game.core.debrief import Walk
from game.core.playthrough import Phase
from game.journal.campaigns import CampaignRun
from game.journal.database import in_memory, read_copy
from game.journal.runs import Run, Session, utc_now
from game.journal.store import Journal
from tests.core.campaigns import CAMPAIGN, action, best
from tests.core.examples import played
from tests.journal.conftest import OpenJournal
from tests.journal.stories import ENDLESS, SHORT, WHOLE
from tests.journal.test_campaigns import again, play_posting, posted, town
from tests.shared import full


def begun(journal: Journal, stored: int, unsaved: int, alone: str | None = None) -> Session:
    """A run with *stored* steps and *unsaved* ones after them."""
    session = journal.begin(SHORT, seed=7, alone=alone)
    for step in WHOLE[:stored]:
        played(session.act(step))
    with full(journal):
        for step in WHOLE[stored : stored + unsaved]:
            played(session.act(step))
    return session


def open_run(journal: Journal) -> Run:
    """The run that home goes on with."""
    run = journal.unfinished()
    assert run is not None
    return run


def open_campaign(journal: Journal) -> CampaignRun:
    """The campaign that home goes on with."""
    run = journal.campaigns.unfinished()
    assert run is not None
    return run


@pytest.mark.parametrize("stored", [0, 2])
def test_a_run_goes_on_where_it_was_played(journal: Journal, stored: int) -> None:
    """By whichever way it is opened, with its unsaved steps, and said to stand where it does."""
    session = begun(journal, stored, 2)
    run = open_run(journal)
    assert (run.phase, run.scenes) == (session.play.phase, len(session.play.turns))
    assert journal.pending.has(run)
    assert journal.resume(run, SHORT) is journal.resume_open(SHORT) is session
    assert journal.resume_open(SHORT, seed=8) is None
    assert not session.saved


@pytest.mark.parametrize("stored", [0, 2])
def test_what_waits_is_stored_once_there_is_room(
    path: Path, journal: Journal, open_journal: OpenJournal, stored: int
) -> None:
    """Trying again stores it all; until then it is counted."""
    session = begun(journal, stored, 2)
    with full(journal):
        unsaved = journal.pending.store()
        assert (unsaved.steps, unsaved.partly) == (2, stored > 0)
    assert journal.pending.store().steps == 0
    assert not journal.pending
    assert session.saved
    assert not journal.pending.has(open_run(journal))
    later = open_journal(path)
    assert later.resume(open_run(later), SHORT).play == session.play


def test_a_new_run_leaves_the_unsaved_one_open(journal: Journal) -> None:
    """The one played last comes first, and the steps of both are counted."""
    first = begun(journal, 1, 2)
    second = begun(journal, 0, 1)
    with full(journal):
        assert journal.pending.store().steps == 3
        assert journal.resume_open(SHORT) is second
        played(first.act(WHOLE[3]))
        assert journal.resume_open(SHORT) is first


def test_an_ending_that_is_not_stored_is_one(journal: Journal) -> None:
    """A run whose last steps wait is over: it is neither gone on with nor offered."""
    session = begun(journal, 3, len(WHOLE) - 3)
    assert session.play.phase is Phase.ENDING
    assert (journal.unfinished(), journal.resume_open(SHORT)) == (None, None)
    assert journal.resume(session.run, SHORT) is session


def test_pages_turned_back_at_the_end_are_no_steps_stored(journal: Journal) -> None:
    """The steps of the ending that wait are counted, whatever page is shown."""
    session = begun(journal, 3, len(WHOLE) - 3)
    missing = session.unsaved
    with full(journal):
        played(session.turn_back())
        assert session.unsaved == missing


def test_a_run_deleted_elsewhere_does_not_come_back(journal: Journal) -> None:
    """Trying again stores nothing of it; a step of the player would."""
    session = begun(journal, 2, 1)
    journal.delete([session.run.id])
    assert journal.pending.store().steps == 0
    assert journal.runs() == ()


def test_trying_again_does_not_change_what_was_played_last() -> None:
    """The order is that of playing, also where nothing lasts."""
    unkept = Journal(in_memory(), None, utc_now, lasts=False)
    campaign = unkept.campaigns.begin(CAMPAIGN, seed=3)
    played(posted(campaign).act(WHOLE[0]))
    played(unkept.begin(ENDLESS, seed=1).act(WHOLE[0]))
    unkept.pending.store()
    assert open_run(unkept).written > open_campaign(unkept).written


def test_a_review_goes_on(journal: Journal) -> None:
    """So does the open review."""
    session = journal.begin(SHORT, seed=7, alone="hall")
    with full(journal):
        played(session.act(WHOLE[1]))
    (run,) = journal.open_reviews()
    assert journal.unfinished() is None
    assert journal.resume(run, SHORT) is session


def test_a_journal_that_does_not_last(path: Path, journal: Journal) -> None:
    """What is played into it goes on, and is counted apart from what an earlier start stored."""
    begun(journal, 2, 0)
    journal.close()
    with closing(Journal(read_copy(path), None, utc_now, lasts=False)) as unkept:
        session = unkept.resume(open_run(unkept), SHORT)
        assert (session.saved, unkept.pending.store().steps) == (False, 0)
        played(session.act(WHOLE[2]))
        assert session.reflect(Walk("hall", "run")) is None
        unsaved = unkept.pending.store()
        assert (unsaved.steps, unsaved.partly, session.failure) == (1, True, None)
        assert unkept.resume(open_run(unkept), SHORT) is session


class TestCampaigns:
    """The same in a campaign."""

    @pytest.mark.parametrize("stored", [0, 2])
    def test_the_open_posting(self, journal: Journal, stored: int) -> None:
        """Home goes on with the campaign, not with the posting, and that stands where it did."""
        session = journal.campaigns.begin(CAMPAIGN, seed=3)

        def step() -> None:
            run = posted(session)
            played(run.act(action(run.play, best)))

        for _ in range(stored):
            step()
        with full(journal):
            step()
            run = open_campaign(journal)
            assert journal.unfinished() is None
            assert journal.open_posting(run.id) is not None
            assert again(journal) is session
            assert journal.campaigns.resume(run, CAMPAIGN, town) is session
        step()
        assert journal.pending.store().steps == 0
        assert again(journal) is not session
        assert again(journal).campaign_state == session.campaign_state

    @pytest.mark.parametrize("postings", [0, 1])
    def test_an_open_posting_of_an_unsaved_campaign(self, journal: Journal, postings: int) -> None:
        """Once there is room both are stored, and the posting is one of the campaign's."""
        session = journal.campaigns.begin(CAMPAIGN, seed=3)
        with full(journal):
            for _ in range(postings):
                play_posting(session)
                session.pick(session.campaign_state.offers[0])
            run = posted(session)
            played(run.act(action(run.play, best)))
        assert journal.pending.store().steps == 0
        assert not journal.pending
        assert journal.unfinished() is None
        assert {item.campaign for item in journal.runs()} == {open_campaign(journal).id}
        assert again(journal).begun

    def test_a_posting_that_ended(self, journal: Journal) -> None:
        """It counts as done, and its practice can be picked; then all of it is stored."""
        session = journal.campaigns.begin(CAMPAIGN, seed=3)
        with full(journal):
            play_posting(session)
            steps = journal.pending.store().steps
            assert (open_campaign(journal).done, session.campaign_state.stage) == (1, Stage.PICK)
            session.pick(session.campaign_state.offers[0])
            assert journal.pending.store().steps == steps + 1
            assert again(journal) is session
        assert journal.pending.store().steps == 0
        assert again(journal) is not session
        assert again(journal).campaign_state == session.campaign_state

    def test_what_was_played_last_comes_first(self, journal: Journal) -> None:
        """Between a run and a campaign that wait, the order of playing decides."""
        run, campaign = journal.begin(ENDLESS, seed=1), journal.campaigns.begin(CAMPAIGN, seed=3)
        with full(journal):
            played(run.act(WHOLE[0]))
            played(posted(campaign).act(WHOLE[0]))
            assert open_run(journal).written < open_campaign(journal).written
            played(run.turn_back())
            assert open_run(journal).written > open_campaign(journal).written
