"""Campaigns in the journal: resumed at any step, by the runs that belong to them."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

from game.core.actions import GoOn
from game.core.campaign import CampaignState, Stage
from game.core.enums import Pole, Practice
from game.core.failure import Failure, message_of
from game.core.playthrough import Phase
from game.core.scenario import Scenario
from game.journal.campaigns import CampaignSession
from game.journal.identity import Origin
from game.journal.runs import Session
from game.journal.store import Journal
from tests.core.campaigns import CAMPAIGN, CARRYING, TOWNS, Player, action, best, most
from tests.core.examples import played
from tests.journal.conftest import OpenJournal
from tests.journal.resealed import reseal
from tests.journal.stories import SHORT, WHOLE
from tests.shared import started


ROOT = Path(__file__).parents[2]
VERSION_3 = Path(__file__).with_name("version-3.sql")


def town(name: str) -> Scenario | None:
    """The scenario called *name*."""
    return TOWNS.get(name)


def posted(session: CampaignSession) -> Session:
    """The run of the posting that is open."""
    assert session.campaign_state.posting is not None
    return session.post(TOWNS[session.campaign_state.posting.id])


def play_posting(session: CampaignSession, player: Player = best) -> None:
    """Play the open posting to its end."""
    run = posted(session)
    while run.play.phase is not Phase.ENDING:
        played(run.act(action(run.play, player)))
    session.settle()


def again(journal: Journal) -> CampaignSession:
    """The tour as a later start of the game finds it."""
    result = journal.campaigns.resume_open(CAMPAIGN, town, seed=9, source=None, fresh=False)
    assert isinstance(result, CampaignSession)
    return result


def step(session: CampaignSession) -> bool:
    """Do one thing that is kept; False at the end."""
    if session.campaign_state.stage is Stage.PICK:
        session.pick(session.campaign_state.offers[-1])
    elif session.campaign_state.stage is Stage.POSTING:
        run = posted(session)
        played(run.act(action(run.play, best)))
        session.settle()
    return session.campaign_state.stage is not Stage.ENDING


class TestResuming:
    """A campaign that is carried on."""

    def test_own_scenarios_are_known_by_their_text(self, journal: Journal) -> None:
        """A posting in a player's own file is practice once that file was played by itself."""

        def origin(name: str) -> Origin:
            return Origin(id=name, edition=f"text of {name}")

        campaigns = journal.campaigns
        session = campaigns.begin(CAMPAIGN, seed=3, origins=origin)
        while session.campaign_state.stage is Stage.PICK:
            step(session)
        assert session.campaign_state.posting is not None
        name = session.campaign_state.posting.id
        alone = journal.begin(
            TOWNS[name], 1, Origin(id=name, source="/at", edition=origin(name).edition)
        )
        while alone.play.phase is not Phase.ENDING:
            played(alone.act(action(alone.play, best)))
        for resumed in (False, True):
            if resumed:
                result = campaigns.resume(session.run, CAMPAIGN, town, origin)
                assert isinstance(result, CampaignSession)
                session = result
            play_posting(session)
            while session.campaign_state.stage is Stage.PICK:
                step(session)
        assert alone.run.id in journal.first_attempts()
        editions = {run.scenario: run.edition for run in journal.runs() if run.campaign}
        assert editions == {town: origin(town).edition for town in editions}
        assert len(editions) == 2

    def test_every_step_is_found_again(self, path: Path, open_journal: OpenJournal) -> None:
        """After each step another start stands at the same place, in the same run."""
        session = open_journal(path).campaigns.begin(CAMPAIGN, seed=3)
        going = True
        while going:
            going = step(session)
            later = again(open_journal(path))
            assert later.campaign_state == session.campaign_state
            assert later.run.id == session.run.id
            if session.campaign_state.stage is Stage.POSTING:
                assert later.begun == session.begun
                assert not later.begun or posted(later).play == posted(session).play

    def test_a_favour_is_found_again(self, journal: Journal) -> None:
        """What was earned comes back from the actions alone, also in a posting that was begun."""
        session = journal.campaigns.begin(CARRYING, seed=3)
        for player in (most(Pole.MANAGE), most(Pole.LEAD)):
            play_posting(session, player)
            session.pick(session.campaign_state.offers[0])
        played(posted(session).act(GoOn()))
        later = journal.campaigns.resume_open(CARRYING, town, seed=9, source=None, fresh=False)
        assert isinstance(later, CampaignSession)
        assert later.campaign_state.favours == tuple(CARRYING.favours.values())
        lines = "You turn the ring.\n\nYou toss the coin."
        assert posted(later).play.remembered == {"gotha-square": lines}
        played(posted(later).turn_back())
        assert posted(later).play.remembered == {"gotha-square": lines}

    def test_a_campaign_that_was_begun_before_it_had_favours(self, journal: Journal) -> None:
        """Postings that were played without any count for those that were added since."""
        play_posting(journal.campaigns.begin(CAMPAIGN, seed=3), most(Pole.MANAGE))
        later = journal.campaigns.resume_open(CARRYING, town, seed=9, source=None, fresh=False)
        assert isinstance(later, CampaignSession)
        assert [favour.id for favour in later.campaign_state.favours] == ["ring"]

    def test_it_is_carried_on_by_turns(self, path: Path, open_journal: OpenJournal) -> None:
        """Each step may be taken by another start of the game; nothing is lost or begun twice."""
        step(open_journal(path).campaigns.begin(CAMPAIGN, seed=3))
        while step(again(open_journal(path))):
            pass
        journal = open_journal(path)
        (run,) = journal.campaigns.runs()
        assert (run.done, run.finished) == (3, True)
        assert [r.scenario for r in reversed(journal.runs())] == list(TOWNS)
        assert again(journal).campaign_state.stage is Stage.ENDING

    def test_only_a_look_leaves_nothing(self, journal: Journal) -> None:
        """Whoever reads the opening and leaves has begun nothing."""
        journal.campaigns.begin(CAMPAIGN, seed=3)
        assert journal.campaigns.runs() == ()

    def test_fresh_begins_anew(self, journal: Journal) -> None:
        """A new way through keeps the old one, and is then the one that is carried on."""
        old = journal.campaigns.begin(CAMPAIGN, seed=3)
        play_posting(old)
        new = journal.campaigns.resume_open(CAMPAIGN, town, seed=4, source=None, fresh=True)
        assert isinstance(new, CampaignSession)
        step(new)
        assert [run.id for run in journal.campaigns.runs()] == [new.run.id, old.run.id]
        assert (
            again(journal).campaign_state == new.campaign_state == CampaignState(campaign=CAMPAIGN)
        )

    def test_a_scenario_that_is_gone(self, journal: Journal) -> None:
        """Where a finished posting cannot be read any more, it is said, and nothing is lost."""
        play_posting(journal.campaigns.begin(CAMPAIGN, seed=3))
        result = journal.campaigns.resume_open(
            CAMPAIGN, lambda _: None, seed=9, source=None, fresh=False
        )
        assert isinstance(result, Failure)
        assert result.message == (
            "“The Town of Ulm” cannot be opened now, so “The Tour” cannot go on. "
            "Its steps are kept."
        )
        assert again(journal).campaign_state.stage is Stage.PICK


class TestRuns:
    """Postings are ordinary runs."""

    def test_they_share_the_seed_and_name_their_campaign(self, journal: Journal) -> None:
        """The journal lists them among all others."""
        session = journal.campaigns.begin(CAMPAIGN, seed=3)
        play_posting(session)
        other = journal.begin(SHORT, seed=5)
        played(other.act(WHOLE[0]))
        assert [(run.scenario, run.seed, run.campaign) for run in journal.runs()] == [
            ("short", 5, None),
            ("ulm", 3, session.run.id),
        ]

    def test_play_by_itself_leaves_them_alone(self, journal: Journal) -> None:
        """Who plays the same scenario outside the campaign does not carry its run on."""
        session = journal.campaigns.begin(CAMPAIGN, seed=3)
        step(session)
        assert journal.resume_open(TOWNS["ulm"]) is None
        assert journal.unfinished() is None
        assert journal.campaigns.unfinished() is not None

    def test_practice_outside_does_not_count(self, journal: Journal) -> None:
        """A finished run of the same scenario that belongs to no campaign moves none."""
        step(journal.campaigns.begin(CAMPAIGN, seed=3))
        alone = journal.begin(TOWNS["ulm"], seed=3)
        while alone.play.phase is not Phase.ENDING:
            played(alone.act(action(alone.play, best)))
        assert again(journal).campaign_state.plays == ()

    def test_the_first_to_end_counts(self, path: Path, open_journal: OpenJournal) -> None:
        """Of two windows that play the same posting, the run begun first counts."""
        step(open_journal(path).campaigns.begin(CAMPAIGN, seed=3))
        item, two = again(open_journal(path)), again(open_journal(path))
        play_posting(item, most(TOWNS["ulm"].first.call.first.other))
        play_posting(two)
        journal = open_journal(path)
        assert len(journal.runs("ulm")) == 2
        assert again(journal).campaign_state.plays == item.campaign_state.plays

    def test_a_deleted_run_is_played_again(self, journal: Journal) -> None:
        """The way ends before a posting that was deleted; with its last run a campaign is gone."""
        session = journal.campaigns.begin(CAMPAIGN, seed=3)
        play_posting(session)
        session.pick(Practice.TRAINING)
        play_posting(session)
        first, second = (run.id for run in reversed(journal.runs()))
        assert journal.delete([first]) is None
        assert again(journal).campaign_state == CampaignState(campaign=CAMPAIGN)
        assert journal.delete([second]) is None
        assert journal.campaigns.runs() == ()

    @pytest.mark.parametrize("resumed", [False, True])
    @pytest.mark.parametrize("everything", [False, True])
    def test_deleting_spares_what_another_window_plays(
        self, journal: Journal, *, everything: bool, resumed: bool
    ) -> None:
        """A campaign without a run yet stays; one that was deleted is stored anew."""
        alone = journal.begin(SHORT, seed=1)
        for done in WHOLE:
            played(alone.act(done))
        session = journal.campaigns.begin(CAMPAIGN, seed=3)
        if resumed:
            step(session)
            session = again(journal)
        run = posted(session)
        assert journal.delete(None if everything else [alone.run.id]) is None
        while run.play.phase is not Phase.ENDING:
            played(run.act(action(run.play, best)))
            assert run.saved
        session.settle()
        session.pick(Practice.TRAINING)
        assert session.failure is None
        assert again(journal).campaign_state == session.campaign_state

    def test_everything_can_be_deleted(self, journal: Journal) -> None:
        """Deleting all there is takes campaigns and picks along."""
        session = journal.campaigns.begin(CAMPAIGN, seed=3)
        play_posting(session)
        session.pick(Practice.TRAINING)
        assert journal.delete(None) is None
        assert (journal.runs(), journal.campaigns.runs()) == ((), ())


def test_a_campaign_at_a_path_is_one_of_its_own(journal: Journal) -> None:
    """It does not go on with what was played of one that has the same id elsewhere."""
    session = journal.campaigns.begin(CAMPAIGN, seed=3)
    play_posting(session)
    for source, done in (("/tours/tour.yaml", 0), (None, 1)):
        other = journal.campaigns.resume_open(CAMPAIGN, town, seed=9, source=source, fresh=False)
        assert isinstance(other, CampaignSession)
        assert len(other.campaign_state.plays) == done


class TestPicks:
    """Picks of practices."""

    def test_a_pick_keeps_its_time(self, path: Path, journal: Journal) -> None:
        """Later writes of its campaign do not change it."""

        def times() -> list[tuple[str]]:
            with sqlite3.connect(path) as file:
                result = file.execute("SELECT at FROM picks ORDER BY posting").fetchall()
            file.close()
            return result

        session = journal.campaigns.begin(CAMPAIGN, seed=3)
        play_posting(session)
        session.pick(Practice.TRAINING)
        before = times()
        play_posting(session)
        session.pick(session.campaign_state.offers[0])
        assert times()[0] == before[0]

    def test_a_refused_pick_is_not_kept(self, journal: Journal) -> None:
        """Only what is offered can be picked."""
        session = journal.campaigns.begin(CAMPAIGN, seed=3)
        play_posting(session)
        assert isinstance(session.pick(Practice.LISTENING_SPEAKING), Failure)
        assert again(journal).campaign_state.stage is Stage.PICK

    def test_a_practice_of_a_later_version(self, path: Path, open_journal: OpenJournal) -> None:
        """A practice that this version does not know is asked for anew."""
        session = open_journal(path).campaigns.begin(CAMPAIGN, seed=3)
        play_posting(session)
        session.pick(Practice.TRAINING)
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE picks SET practice = 'juggling'")
            reseal(connection)
        connection.close()
        later = again(open_journal(path))
        assert later.campaign_state.stage is Stage.PICK
        later.pick(Practice.COMMUNICATION)
        assert again(open_journal(path)).campaign_state.picks == {"bonn": Practice.COMMUNICATION}


class TestTrouble:
    """A file that takes nothing for a while."""

    def test_what_could_not_be_kept_is_taken_along(
        self, path: Path, open_journal: OpenJournal
    ) -> None:
        """A campaign begun while the file is held has its run and its pick once it is let go."""
        journal = open_journal(path)
        session = journal.campaigns.begin(CAMPAIGN, seed=3)
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        run = posted(session)
        output = message_of(session.failure)
        holder.close()
        while run.play.phase is not Phase.ENDING:
            played(run.act(action(run.play, best)))
        session.settle()
        assert output is not None
        assert "locked" in output
        assert session.failure is None
        assert again(open_journal(path)).campaign_state == session.campaign_state


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is of POSIX systems")
@pytest.mark.parametrize("steps", [1, 2, 8, 9, 10, 11, 18, 19, 28])
def test_a_killed_campaign_carries_on(path: Path, open_journal: OpenJournal, steps: int) -> None:
    """Killed at any step, it stands at that step or beyond, and is played to its end from there."""
    command = [sys.executable, "-m", "tests.journal.campaign_child", str(path)]
    with started(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        output = [line.strip() for line in islice(process.stdout, steps)]
        process.send_signal(signal.SIGKILL)
    session = again(open_journal(path))
    done = sum(len(play.actions) for play in session.campaign_state.plays) + len(
        session.campaign_state.picks
    )
    if session.begun:
        done += len(posted(session).play.actions)
    assert output == ["kept"] * steps
    assert done >= steps
    while step(session):
        pass
    assert session.campaign_state.measures.joined == 3
    assert len(open_journal(path).runs()) == 3


def test_a_journal_of_version_3(path: Path, open_journal: OpenJournal) -> None:
    """A file from before campaigns opens, its run carries on, and a campaign can be begun in it."""
    path.parent.mkdir(parents=True)
    connection = sqlite3.connect(path)
    connection.executescript(VERSION_3.read_text(encoding="utf-8"))
    connection.close()
    journal = open_journal(path)
    (run,) = journal.runs()
    session = journal.resume(run, SHORT)
    played(session.act(WHOLE[3]))
    step(journal.campaigns.begin(CAMPAIGN, seed=3))
    assert journal.failure is None
    assert (session.play.actions, session.run.campaign) == (WHOLE[:4], None)
    assert again(open_journal(path)).begun
