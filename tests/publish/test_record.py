"""The file saved by a page equals the journal's export and can be imported."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from game.core.actions import Choose
from game.core.debrief import ReflectionAction, Walk
from game.core.failure import Failure
from game.core.playthrough import Playthrough
from game.core.scenario import Scenario
from game.journal.attempts import RunFilter
from game.journal.codec import PLAY
from game.journal.exports.json import KIND, VERSION, play_data
from game.journal.exports.record import gather, select
from game.journal.importer import read
from game.journal.store import Journal
from game.publish.tables import scenario_table
from tests.publish.differential import Walker, random_run
from tests.shipped import LIBRARY


SCENARIO = LIBRARY.scenario("smoke-on-ward-six")
assert SCENARIO is not None
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
REGISTRATION = "6f0c2a5e-9d1b-4c3e-8a7f-000000000001"


def stamps(count: int) -> list[str]:
    """Return *count* timestamps, whole seconds apart, with one long pause."""
    gaps = [
        timedelta(minutes=10) if position == 7 else timedelta(seconds=position)
        for position in range(count)
    ]
    result, time = [], NOON
    for gap in gaps:
        time += gap
        result.append(time.isoformat(timespec="milliseconds"))
    return result


def in_page(
    play: Playthrough, *, first: bool, explored_choices: tuple[Walk, ...] = ()
) -> dict[str, Any]:
    """Return the record of *play* in a page."""
    times = stamps(len(play.actions) + 1)
    pairs = zip(play.actions, times[1:], strict=True)
    return {
        "scenario": play.scenario.id,
        "number": 1,
        "registration": REGISTRATION,
        "seed": play.seed,
        "first": first,
        "started": times[0],
        "actions": [{**PLAY.to_data(action), "at": at} for action, at in pairs],
        "thoughts": [
            {
                "kind": "road",
                "scene": explored_choice.scene,
                "choice": explored_choice.choice,
                "at": times[-1],
            }
            for explored_choice in explored_choices
        ],
    }


def in_journal(
    play: Playthrough, explored_choices: tuple[ReflectionAction, ...] = ()
) -> dict[str, Any]:
    """Return the journal's export of *play* with the same times."""
    times = iter([*stamps(len(play.actions) + 1), *stamps(len(play.actions) + 1)[-1:] * 9])
    journal = Journal.open(None, clock=lambda: datetime.fromisoformat(next(times)))
    session = journal.begin(play.scenario, play.seed)
    for action in play.actions:
        session.act(action)
    for explored_choice in explored_choices:
        session.reflect(explored_choice)
    kept = journal.kept(session.run)
    assert kept is not None
    record = gather("nobody", [kept], lambda run: play.scenario)
    (item,) = select(record, RunFilter()).plays
    data = play_data(item)
    return json.loads(json.dumps({**data, "registration": REGISTRATION}))  # type: ignore[no-any-return]


def scenario() -> Scenario:
    """Return the scenario under test."""
    assert SCENARIO is not None
    return SCENARIO


@pytest.mark.parametrize("number", range(12))
def test_a_saved_run_is_what_the_journal_exports(number: int, walker: Walker) -> None:
    """The file of a finished or unfinished run equals the journal's export."""
    chance = random.Random(number)
    play = random_run(scenario(), chance)
    explored_choices: tuple[Walk, ...] = ()
    if number % 3:
        answer = next(action for action in play.actions if isinstance(action, Choose))
        other = next(key for key in scenario().scenes[answer.scene].choices if key != answer.choice)
        explored_choices = (Walk(answer.scene, other),)
    walker.give(story=scenario_table(scenario()))

    saved = walker.ask(record=in_page(play, first=True, explored_choices=explored_choices))

    assert saved == in_journal(play, explored_choices)


def test_pages_turned_back_after_the_end_are_saved(walker: Walker) -> None:
    """A run that ended is saved as ended, at whichever of its last pages it is open."""
    play = random_run(scenario(), random.Random(7))
    walker.give(story=scenario_table(scenario()))
    whole = in_page(play, first=True)
    saved = walker.ask(record=whole)
    for pages in (1, 2):
        turned = {**whole, "ended": True, "actions": whole["actions"][:-pages]}
        again = walker.ask(record=turned)
        for key in ("phase", "points", "state", "answers"):
            assert again[key] == saved[key]
        assert len(again["actions"]) == len(saved["actions"])


def test_a_run_broken_off_is_saved_as_it_stands(walker: Walker) -> None:
    """The file equals the export before the first answer and between call and choice."""
    whole = random_run(scenario(), random.Random(5))
    walker.give(story=scenario_table(scenario()))
    for steps in (1, 2, 9):
        play = _begin(whole, steps)
        assert walker.ask(record=in_page(play, first=True)) == in_journal(play)


def _begin(whole: Playthrough, steps: int) -> Playthrough:
    from game.core.playthrough import replay

    return replay(whole.scenario, whole.seed, whole.actions[:steps]).play


def test_practice_counts_nothing(walker: Walker) -> None:
    """A later run of a scenario is practice, and none of its answers counts as first."""
    play = random_run(scenario(), random.Random(1))
    walker.give(story=scenario_table(scenario()))

    saved = walker.ask(record=in_page(play, first=False))

    assert saved["attempt"] == "practice"
    assert not any(answer["counts"] for answer in saved["answers"])


def test_the_file_is_read_as_an_export_is(walker: Walker, tmp_path: Path) -> None:
    """The reader of exports finds the same run and steps in the page's file."""
    play = random_run(scenario(), random.Random(2))
    walker.give(story=scenario_table(scenario()))
    saved = walker.ask(record=in_page(play, first=True))
    file = tmp_path / "saved.json"
    file.write_text(
        json.dumps({"kind": KIND, "version": VERSION, "player": "somebody", "plays": [saved]})
    )

    pool = read(file, lambda name: scenario())

    assert not isinstance(pool, Failure)
    ((kept,),) = (shelf.kept for shelf in pool.players)
    assert kept.actions == play.actions
    assert (kept.run.seed, kept.run.scenes, kept.run.points) == (
        play.seed,
        len(play.turns),
        play.points,
    )
