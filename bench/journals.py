"""Journals with something of everything, for the scripts that attack them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from bench.growth import next_action
from game.content.library import Library, packaged
from game.core.debrief import Resolve, Walk
from game.core.enums import Dimension, Pole, Practice, Skill
from game.core.playthrough import Phase, Playthrough
from game.core.scenario import Scenario
from game.journal.campaigns import CampaignSession
from game.journal.history import practice_history
from game.journal.player import pseudonym
from game.journal.store import Journal
from game.room import actions


SCENARIO = "smoke-on-ward-six"
SCENARIOS = (SCENARIO, "rain-on-the-formwork", "four-degrees")


def make(path: Path, runs: int) -> None:
    """
    Create a journal of *runs* at *path*, the last one unfinished.

    It has a room, two runs of each campaign, reflections and derived tables.
    """
    chance = random.Random(runs)
    library = Library.of((packaged(),))
    scenarios = [item for name in SCENARIOS if (item := library.find_scenario(name))]
    with closing(Journal.open(path)) as journal:
        for seed in range(1, runs):
            play(journal, chance.choice(scenarios), seed, chance, 200)
        play(journal, scenarios[0], runs, chance, 6)
        room = journal.rooms.begin(scenarios[0], 1, "479FA")
        room.apply_all([actions.Join(f"seat-{number}", f"Person {number}") for number in range(5)])
        room.act(actions.GoOn())
        pseudonym(journal)
        for session in begin_campaigns(journal, library):
            post(session, library, chance)
        for run in journal.runs()[::3]:
            journal.reflect(run, Resolve(Dimension.FOCUS, Pole.LEAD, Skill.COURAGE))
            journal.reflect(run, Walk("a-scene", f"choice-{run.id}"))
        work_out(journal, library)
        assert journal.failure is None


def begin_campaigns(journal: Journal, library: Library) -> Iterator[CampaignSession]:
    """Begin two runs of each campaign of *library*."""
    for entry in (entry for entry in library.campaigns.values() for _ in range(2)):
        if entry.reading.campaign is not None:
            yield journal.campaigns.begin(entry.reading.campaign, seed=7)


def post(session: CampaignSession, library: Library, chance: random.Random) -> None:
    """Play the first three postings of *session* and pick a practice after each."""
    for practice in list(Practice)[:3]:
        posting = session.campaign_state.posting
        assert posting is not None
        scenario = library.find_scenario(posting.id)
        assert scenario is not None
        run = session.post(scenario)
        while run.play.phase is not Phase.ENDING:
            assert isinstance(run.act(next_action(run.play, chance)), Playthrough)
        session.settle()
        session.pick(practice)


def work_out(journal: Journal, library: Library) -> None:
    """Store the values derived from the runs."""
    for _ in practice_history(journal, lambda named, _: library.find_entry(named)).catch_up(
        every=True
    ):
        pass


def play(
    journal: Journal, scenario: Scenario, seed: int, chance: random.Random, max_steps: int
) -> None:
    """Play *scenario* at random and store it, to its end or for *max_steps* actions."""
    session = journal.begin(scenario, seed)
    while session.play.phase is not Phase.ENDING and len(session.play.actions) < max_steps:
        assert isinstance(session.act(next_action(session.play, chance)), Playthrough)
