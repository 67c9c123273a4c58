"""xAPI: statements that any learning record store takes, of a player nobody can name."""

from __future__ import annotations

import json
from uuid import UUID

import pytest
from attrs import evolve

from game.journal.exports.record import Play, Record
from game.journal.exports.xapi import HOME, Statement, write
from game.journal.player import pseudonym
from game.journal.store import Journal
from tests.core.examples import SMOKE
from tests.journal.export.made import (
    HOSTILE,
    PSEUDONYM,
    SMOKED,
    gathered,
    play,
    record,
    statements,
    ticking,
)
from tests.xapi import validate


def of_run(number: int) -> list[Statement]:
    """The statements of one run."""
    return statements(evolve(record(), plays=(record().plays[number - 1],)))


def test_valid() -> None:
    """Ralph's model of the specification accepts every statement, strictly."""
    output = json.loads("".join(write(record())))
    assert len(output) == 5 + 2 * 6 + 3
    for statement in output:
        validate(statement)


def test_the_validator_would_mind() -> None:
    """The same model refuses a statement that breaks the specification."""
    (first, *_) = statements(record())
    for broken in (
        {**first, "actor": {"account": {"name": PSEUDONYM}}},
        {**first, "id": "one"},
        {**first, "verb": {"id": "initialized"}},
        {**first, "further": 1},
    ):
        with pytest.raises(ValueError, match="validation error"):
            validate(broken)


def test_the_order_of_events() -> None:
    """A finished run is initialized, answered and selected scene by scene, and completed."""
    output = [
        (s["verb"]["display"]["en"], s["object"]["id"], s["timestamp"][11:19]) for s in of_run(1)
    ]
    scenario = f"{HOME}/scenario/short"
    assert output == [
        ("initialized", scenario, "12:00:10"),
        ("answered", f"{scenario}/scene/hall/call", "12:00:30"),
        ("selected", f"{scenario}/scene/hall/choice", "12:00:40"),
        ("answered", f"{scenario}/scene/yard/call", "12:01:10"),
        ("selected", f"{scenario}/scene/yard/choice", "12:01:20"),
        ("completed", scenario, "12:01:40"),
    ]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.125, "PT0.13S"), (0.625, "PT0.63S"), (1.005, "PT1.00S"), (80.0, "PT80.00S")],
)
def test_a_duration_is_rounded_as_published_pages_do(seconds: float, text: str) -> None:
    """A tie of what the number holds is rounded up, as ``toFixed`` does."""
    (completed,) = [
        statement
        for statement in statements(
            evolve(record(), plays=(evolve(record().plays[0], seconds=seconds),))
        )
        if statement["verb"]["display"]["en"] == "completed"
    ]
    assert completed["result"]["duration"] == text


@pytest.mark.parametrize(
    ("points", "raw", "scaled"),
    [(62.125, 62.13, 0.6212), (3.125, 3.13, 0.0313), (59.375, 59.38, 0.5938), (80.0, 80.0, 0.8)],
)
def test_a_score_is_rounded_as_published_pages_do(points: float, raw: float, scaled: float) -> None:
    """A tie of what the number holds is rounded up, as ``toFixed`` does."""
    first = record().plays[0]
    run = evolve(first.run, points=points)
    output = statements(evolve(record(), plays=(evolve(first, run=run),)))[-1]["result"]["score"]

    assert output == {"scaled": scaled, "raw": raw, "min": 0, "max": 100}


def test_an_open_run_is_not_completed() -> None:
    """An unfinished run has no completion statement."""
    assert [s["verb"]["display"]["en"] for s in of_run(4)] == [
        "initialized",
        "answered",
        "selected",
    ]


def test_nobody_is_named() -> None:
    """The actor is a pseudonym at an account, and there is no e-mail address anywhere."""
    for statement in statements(record()):
        assert statement["actor"] == {
            "objectType": "Agent",
            "account": {"homePage": HOME, "name": PSEUDONYM},
        }
    assert "mbox" not in "".join(write(record()))


def test_nobody_passes_or_fails() -> None:
    """Completing has points and no success, and no verb judges; no cmi5 is claimed."""
    text = "".join(write(record()))
    completed = of_run(1)[-1]["result"]

    assert completed == {
        "completion": True,
        "score": {"scaled": 0.8, "raw": 80, "min": 0, "max": 100},
        "duration": "PT80.00S",
        "extensions": {f"{HOME}/extension/state": "steady"},
    }
    for word in ("passed", "failed", "mastered", "cmi5"):
        assert word not in text


def test_a_call() -> None:
    """A call is a choice of four; it is a success only when it is whole."""
    _, call, *_ = of_run(2)
    definition = call["object"]["definition"]

    assert [choice["id"] for choice in definition["choices"]] == [
        *("lead", "manage", "lead-then-manage", "manage-then-lead")
    ]
    assert definition["correctResponsesPattern"] == ["manage-then-lead"]
    assert call["result"] == {
        "response": "manage-then-lead",
        "success": True,
        "score": {"scaled": 1.0, "raw": 20, "min": 0, "max": 20},
    }


def test_a_choice() -> None:
    """A choice has the points of the scene and their parts; none of its options is called right."""
    choice = of_run(2)[2]
    definition = choice["object"]["definition"]

    assert [option["id"] for option in definition["choices"]] == ["a", "b", "c", "d"]
    assert "correctResponsesPattern" not in definition
    assert choice["result"]["response"] == "a"
    assert choice["result"]["score"] == {"scaled": 1.0, "raw": 100, "min": 0, "max": 100}
    assert choice["result"]["extensions"][f"{HOME}/extension/fit"] == 50


def test_one_registration_a_run() -> None:
    """All statements of a run share its registration and name its attempt."""
    for item in record().plays:
        for statement in statements(Record(player=PSEUDONYM, plays=(item,))):
            context = statement["context"]
            assert context["registration"] == str(item.registration)
            assert context["extensions"] == {f"{HOME}/extension/attempt": item.attempt.value}


def test_ids_are_stable() -> None:
    """A run that went on has its earlier statements unchanged, byte for byte."""
    journal = Journal.open(None, clock=ticking())
    session = journal.begin(SMOKE, 1)
    pseudonym(journal)
    for action in SMOKED[:3]:
        session.act(action)
    early = statements(gathered(journal))
    for action in SMOKED[3:]:
        session.act(action)
    late = statements(gathered(journal))

    assert len(early) == 3
    assert late[: len(early)] == early
    assert len({UUID(statement["id"]) for statement in late}) == len(late)


def test_another_player_has_other_ids() -> None:
    """The same steps by somebody else are other statements."""

    def ids() -> set[str]:
        journal = Journal.open(None, clock=ticking())
        play(journal, HOSTILE, ())
        play(journal, SMOKE, SMOKED)
        return {statement["id"] for statement in statements(gathered(journal))}

    assert not ids() & ids()


def test_without_times() -> None:
    """Where times are not known a statement has none, and still is one."""

    def old(one: Play) -> Play:
        answers = tuple(evolve(answer, called=None, chosen=None) for answer in one.answers)
        return evolve(one, answers=answers, times=(None,) * len(one.times), seconds=None)

    output = statements(evolve(record(), plays=tuple(old(one) for one in record().plays)))
    for statement in output:
        validate(statement)
    assert [s["verb"]["display"]["en"] for s in output if "timestamp" not in s] == [
        "answered",
        "selected",
    ] * 6
