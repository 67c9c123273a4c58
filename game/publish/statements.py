"""
Build templates of the xAPI statements that a cmi5 page sends.

The templates are statements of the journal's export, one for each scene, call and choice. The
page adds the values of the run: actor, time, gauges, confidence and duration.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from game.core.actions import Choose, GiveCall
from game.core.enums import Call, State
from game.core.explanation import explain
from game.core.playthrough import Phase, Playthrough, start_at, step
from game.core.scenario import Choice, Scenario, Scene
from game.journal.attempts import Attempt
from game.journal.exports.record import Answer, ExploredChoice, Play, Record, Reflection
from game.journal.exports.xapi import HOME, Statement, statements
from game.journal.runs import Run


_NOBODY = UUID(int=0)
_TIMESTAMP = "2000-01-01T00:00:00.000+00:00"


def statement_table(scenario: Scenario) -> dict[str, Any]:
    """Return the statement templates of *scenario*."""
    ended = _statements(scenario, (), finished=True)
    reflected = Reflection(number=1, kind="{kind}", said=None, at=_TIMESTAMP)
    return {
        "home": HOME,
        "ended": _template(ended[-1]),
        "reflection": _template(_statements(scenario, (), reflections=(reflected,))[-1]),
        "scenes": {key: _scene(scenario, scene) for key, scene in scenario.scenes.items()},
        "context": ended[0]["context"],
    }


def _scene(scenario: Scenario, scene: Scene) -> dict[str, Any]:
    answers = {
        call: {choice: _answered(scenario, scene, call, choice) for choice in scene.choices}
        for call in Call
    }
    calls = {call: next(iter(by_choice.values()))[0] for call, by_choice in answers.items()}
    (_, chosen) = next(iter(answers[scene.call].values()))
    return {
        "call": {part: calls[scene.call][part] for part in ("verb", "object", "context")},
        "called": {call.value: statement["result"] for call, statement in calls.items()},
        "choice": {part: chosen[part] for part in ("verb", "object", "context")},
        "chosen": {
            call.value: {
                choice: statement["result"] for choice, (_, statement) in chosen_by.items()
            }
            for call, chosen_by in answers.items()
        },
        "roads": {
            choice.id: _template(
                _statements(scenario, (), explored_choices=(_explored_choice(scene, choice),))[-1]
            )
            for choice in scene.choices.values()
        },
    }


def _explored_choice(scene: Scene, choice: Choice) -> ExploredChoice:
    return ExploredChoice(number=1, scene=scene, choice=choice, at=_TIMESTAMP)


def _answered(
    scenario: Scenario, scene: Scene, call: Call, choice: str
) -> tuple[Statement, Statement]:
    """Return the statements on *call* and *choice* in *scene*."""
    play = start_at(scenario, 0, scene.id)
    for action in (GiveCall(scene.id, call), Choose(scene.id, choice)):
        after = step(play, action)
        assert isinstance(after, Playthrough), after
        play = after
    answer = Answer(
        number=1,
        why=explain(play, play.turns[-1]),
        offered=tuple(scene.choices.values()),
        first=True,
        sure=None,
        called=None,
        chosen=None,
    )
    _, called, chosen = _statements(scenario, (answer,))
    return called, chosen


def _statements(
    scenario: Scenario,
    answers: tuple[Answer, ...],
    *,
    finished: bool = False,
    explored_choices: tuple[ExploredChoice, ...] = (),
    reflections: tuple[Reflection, ...] = (),
) -> list[Statement]:
    phase = Phase.ENDING if finished else Phase.CALL
    run = Run(
        id=1,
        scenario=scenario.id,
        title=scenario.title,
        seed=0,
        started=_TIMESTAMP,
        touched=_TIMESTAMP,
        phase=phase.value,
    )
    play = Play(
        run=run,
        registration=_NOBODY,
        attempt=Attempt.FIRST,
        answers=answers,
        state=State.STEADY if finished else None,
        seconds=0,
        actions=(),
        times=(),
        explored_choices=explored_choices,
        reflections=reflections,
    )
    return list(statements(Record(player="nobody", plays=(play,))))


def _template(statement: Statement) -> Statement:
    """Return *statement* without id, actor and timestamp, which the page adds."""
    return {
        part: value for part, value in statement.items() if part not in ("id", "actor", "timestamp")
    }
