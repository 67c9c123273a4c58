"""Players made by rule, who read well or guess, and what they play."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from game.core import scoring
from game.core.actions import Action, Choose, GiveCall, GoOn
from game.core.enums import Call
from game.core.playthrough import Phase, Playthrough, start, step
from game.core.scenario import Scenario, Scene
from game.journal.runs import Run
from game.journal.stored_runs import StoredRun
from tests.core.examples import played


def answer(scene: Scene, key: Scene, skill: float, random: Random) -> tuple[Call, str]:
    """Return the answer of a player of *skill* (0-1) in *scene*, with *key* as perceived need."""
    if random.random() < skill:
        return key.call, scoring.best_choices(key)[0]
    return random.choice(list(Call)), random.choice(list(scene.choices))


def plays(
    scenario: Scenario, seen: Scenario, skill: float, number: int, random: Random
) -> StoredRun:
    """A whole run of *scenario* by somebody to whom it reads like *seen*."""
    play = start(scenario, seed=number)
    while play.phase is not Phase.ENDING:
        play = _on(play, seen, skill, random)
    run = Run(
        id=number,
        scenario=scenario.id,
        title=scenario.title,
        seed=number,
        started="2025-03-04T12:00:00.000+00:00",
        touched="2025-03-04T12:10:00.000+00:00",
        phase=play.phase.value,
        scenes=len(play.turns),
        points=play.points,
    )
    return StoredRun(run=run, actions=play.actions, times=(None,) * len(play.actions))


def _on(play: Playthrough, seen: Scenario, skill: float, random: Random) -> Playthrough:
    scene = play.current
    if scene is None or play.phase is not Phase.CALL:
        return played(step(play, GoOn()))
    call, choice = answer(scene, seen.scenes[scene.id], skill, random)
    actions: tuple[Action, ...] = (GiveCall(scene.id, call), Choose(scene.id, choice))
    for action in actions:
        play = played(step(play, action))
    return play


def crowd(
    library: Sequence[Scenario], seen: Sequence[Scenario], players: int, seed: int
) -> Iterator[tuple[str, tuple[StoredRun, ...]]]:
    """
    So many *players* of all skills, by name, each with every run of *library*.

    It reads to them like *seen*, which is the same library with other keys where
    the keys of *library* are wrong.
    """
    random = Random(seed)
    for player in range(players):
        skill = random.random()
        yield (
            f"player-{player}",
            tuple(
                plays(scenario, read, skill, number, random)
                for number, (scenario, read) in enumerate(zip(library, seen, strict=True), 1)
            ),
        )
