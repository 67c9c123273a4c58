"""
xAPI 1.0.3 statements, for a learning record store.

The actor is a pseudonym at an account, with no name and no address. Every id is
made from the pseudonym, the run and the step, so that a statement sent twice is
one statement. Completing says nothing about success: nothing is passed or failed
here. It is no cmi5 either, which has to be launched from a web page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote
from uuid import uuid5

from game.core import words
from game.core.terms import Call
from game.journal.export.record import Answer, Play, Record


HOME = "https://two-hats.example"
"""
Where the ids of activities begin.

The game has no address of its own. Names under ``.example`` are given to nobody
(RFC 2606), so these ids can never be those of somebody else.
"""

LANGUAGE = "en"
INITIALIZED, ANSWERED, COMPLETED = (
    f"http://adlnet.gov/expapi/verbs/{verb}" for verb in ("initialized", "answered", "completed")
)
SELECTED = "https://w3id.org/xapi/adb/verbs/selected"
INTERACTION = "http://adlnet.gov/expapi/activities/cmi.interaction"
SIMULATION = "http://adlnet.gov/expapi/activities/simulation"
PROFILE = "http://adlnet.gov/expapi/activities/profile"

Statement = dict[str, Any]


def write(record: Record) -> str:
    """The statements of *record* as a JSON array."""
    return json.dumps(statements(record), ensure_ascii=False, indent=2) + "\n"


def statements(record: Record) -> list[Statement]:
    """The statements of *record*, play by play in the order of events."""
    return [statement for play in record.plays for statement in _of_play(record.player, play)]


def _of_play(player: str, play: Play) -> Iterator[Statement]:
    scenario = _scenario(play)

    def say(
        name: str,
        verb: str,
        what: Statement,
        when: str | None,
        result: Statement | None = None,
        parent: Statement | None = None,
    ) -> Statement:
        told = {
            "id": str(uuid5(play.registration, name)),
            "actor": {"objectType": "Agent", "account": {"homePage": HOME, "name": player}},
            "verb": {"id": verb, "display": {LANGUAGE: verb.rsplit("/", 1)[1]}},
            "object": what,
            "result": result,
            "context": _context(play, parent),
            "timestamp": when,
        }
        return {key: value for key, value in told.items() if value is not None}

    yield say("initialized", INITIALIZED, scenario, play.run.started)
    for answer in play.answers:
        step = f"{answer.number}/{answer.why.scene}"
        call, choice = _call(play, answer), _choice(play, answer)
        yield say(f"{step}/call", ANSWERED, call, answer.called, _called(answer), scenario)
        yield say(f"{step}/choice", SELECTED, choice, answer.chosen, _chosen(answer), scenario)
    if play.run.finished:
        yield say("completed", COMPLETED, scenario, _ended(play), _completed(play))


def _scenario(play: Play) -> Statement:
    return {
        "objectType": "Activity",
        "id": _id(play),
        "definition": {"type": SIMULATION, "name": {LANGUAGE: play.run.title}},
    }


def _call(play: Play, answer: Answer) -> Statement:
    name = f"What does the moment need? {answer.why.scene_title}"
    calls = {call.value: words.CALLS[call] for call in Call}
    return _interaction(f"{_scene(play, answer)}/call", name, calls, [answer.why.call.value])


def _choice(play: Play, answer: Answer) -> Statement:
    name = f"What do you do? {answer.why.scene_title}"
    choices = {choice.id: choice.text for choice in answer.offered}
    return _interaction(f"{_scene(play, answer)}/choice", name, dict(sorted(choices.items())))


def _interaction(
    activity: str, name: str, choices: Mapping[str, str], right: list[str] | None = None
) -> Statement:
    return {
        "objectType": "Activity",
        "id": activity,
        "definition": {
            "type": INTERACTION,
            "name": {LANGUAGE: name},
            "interactionType": "choice",
            **({} if right is None else {"correctResponsesPattern": right}),
            "choices": [
                {"id": key, "description": {LANGUAGE: text}} for key, text in choices.items()
            ],
        },
    }


def _called(answer: Answer) -> Statement:
    why, sure = answer.why, answer.sure
    return {
        "response": why.call_given.value,
        "success": why.call_given is why.call,
        "score": _score(why.score.call, 20),
        **({} if sure is None else {"extensions": {_extension("confidence"): sure.value}}),
    }


def _chosen(answer: Answer) -> Statement:
    why = answer.why
    return {
        "response": why.choice,
        "score": _score(why.score.total, 100),
        "extensions": {
            _extension("fit"): why.score.fit,
            _extension("craft"): why.score.craft,
            _extension("served"): {row.dimension.value: row.served for row in why.rows},
            _extension("needed"): {row.dimension.value: row.tokens for row in why.rows},
            _extension("direction"): why.after.direction,
            _extension("structure"): why.after.structure,
        },
    }


def _completed(play: Play) -> Statement:
    points, seconds = play.run.points, play.seconds
    return {
        "completion": True,
        **({} if points is None else {"score": _score(points, 100)}),
        **({} if seconds is None else {"duration": f"PT{seconds:.2f}S"}),
        **({} if play.state is None else {"extensions": {_extension("state"): play.state.value}}),
    }


def _score(raw: float, most: int) -> Statement:
    return {"scaled": round(raw / most, 4), "raw": round(raw, 2), "min": 0, "max": most}


def _context(play: Play, parent: Statement | None) -> Statement:
    around: dict[str, list[Statement]] = {
        "category": [{"id": f"{HOME}/profile", "definition": {"type": PROFILE}}]
    }
    if parent is not None:
        around["parent"] = [{"objectType": "Activity", "id": parent["id"]}]
    return {
        "registration": str(play.registration),
        "contextActivities": around,
        "platform": "Two Hats",
        "language": LANGUAGE,
        "extensions": {_extension("attempt"): play.attempt.value},
    }


def _ended(play: Play) -> str:
    """When the ending was reached; the last touch where the times are not known."""
    return (play.times[-1] if play.times else None) or play.run.touched


def _id(play: Play) -> str:
    return f"{HOME}/scenario/{quote(play.run.scenario, safe='')}"


def _scene(play: Play, answer: Answer) -> str:
    return f"{_id(play)}/scene/{quote(answer.why.scene, safe='')}"


def _extension(name: str) -> str:
    return f"{HOME}/extension/{name}"
