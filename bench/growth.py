"""
What a journal costs as it grows: time as a ratio to the smallest, and peak memory.

Each figure is taken in a process of its own, over a made journal of the shipped
scenarios: five answered scenes a run on average, a tenth of the runs reviews. Run it
from the checkout: ``python -m bench.growth``, or with other sizes behind it.
"""

from __future__ import annotations

import json
import random
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from game.content.library import Library, packaged
from game.core.actions import Action, Choose, Confide, Confidence, GiveCall, GoOn, to_data
from game.core.model import Scenario
from game.core.playthrough import Phase, Playthrough, start, step
from game.core.terms import Call


SIZES = (1_000, 5_000, 20_000)
FORMATS = ("csv", "json", "jsonl", "markdown", "html", "xapi")
FIRST_DAY = datetime(2025, 1, 1, 9, tzinfo=UTC)
REVIEWS = 0.1
"""The share of runs that are reviews."""
COLUMNS = "id, revision, scenario, title, seed, started, touched, phase, scenes, points, alone"


def next_action(play: Playthrough, chance: random.Random) -> Action:
    """Any action that can be taken now; some calls come with how sure they were."""
    scene = play.current
    if play.phase is Phase.CALL and scene is not None:
        return GiveCall(scene.id, chance.choice(list(Call)))
    if play.phase is Phase.CHOICE and scene is not None:
        if play.confidence is None and chance.random() < 0.3:
            return Confide(scene.id, chance.choice(list(Confidence)))
        return Choose(scene.id, chance.choice(sorted(scene.choices)))
    return GoOn()


def playthrough(scenario: Scenario, chance: random.Random) -> Playthrough:
    """A run of *scenario*: a whole one, one that was left early, or a review of one scene."""
    alone = chance.choice(sorted(scenario.scenes)) if chance.random() < REVIEWS else None
    play = start(scenario, chance.randrange(10**6), alone)
    most = chance.randrange(3, 20) if chance.random() < 0.1 else 200
    while play.phase is not Phase.ENDING and len(play.actions) < most:
        after = step(play, next_action(play, chance))
        assert isinstance(after, Playthrough)
        play = after
    return play


def make(path: Path, runs: int) -> None:
    """Make a journal of *runs* at *path*, twenty a day, the same every time."""
    from game.journal.store import Journal

    Journal.open(path).close()
    chance = random.Random(runs)
    scenarios = sorted(Library.of((packaged(),)).scenarios.items())
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA synchronous = OFF")
        for run in range(1, runs + 1):
            name, scenario = chance.choice(scenarios)
            play = playthrough(scenario, chance)
            begun = FIRST_DAY + timedelta(minutes=72 * run)
            times = [
                (begun + timedelta(seconds=20 * n)).isoformat(timespec="milliseconds")
                for n in range(len(play.actions) + 1)
            ]
            points = play.points if play.phase is Phase.ENDING else None
            file.execute(
                f"INSERT INTO runs ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(run, len(play.actions), name, scenario.title, str(play.seed)),
                    *(times[0], times[-1], play.phase.value, len(play.turns), points, play.alone),
                ),
            )
            file.executemany(
                "INSERT INTO actions (run, number, data, at) VALUES (?, ?, ?, ?)",
                [
                    (run, n, json.dumps(to_data(action)), times[n])
                    for n, action in enumerate(play.actions, 1)
                ],
            )
        file.commit()
