"""Keys were answered blind: what readers answered who saw only text and choices."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from attrs import evolve

from game.core import scoring
from game.core.enums import Call
from game.core.scenario import Scenario, Scene
from tests.core.examples import choice, scenario, scene
from tests.shipped import LIBRARY


FILE = Path(__file__).parent / "agreement.csv"
COLUMNS = ["reader", "scenario", "scene", "call", "best", "second", "reason"]
MIN_READERS = 5

Answer = dict[str, str]
Answers = Mapping[tuple[str, str], list[Answer]]
"""The answers by scenario and scene."""


def answers(lines: Iterable[str]) -> Answers:
    """The answers that stand in *lines* of CSV."""
    rows = csv.DictReader(lines)
    assert rows.fieldnames == COLUMNS
    result: dict[tuple[str, str], list[Answer]] = defaultdict(list)
    for row in rows:
        result[row["scenario"], row["scene"]].append(row)
    return result


def faults(of: Scenario, given: Answers) -> list[str]:
    """What contradicts the rules for the scenes of *of* that give readers, a sentence each."""
    return [
        f"{of.id}.{item.id}: {fault}"
        for item in of.scenes.values()
        for fault in _faults(item, given.get((of.id, item.id), []))
    ]


def _faults(of: Scene, given: list[Answer]) -> Iterable[str]:
    if not of.readers:
        if given or any(item.readers for item in of.choices.values()):
            yield "readers answered, and the scene does not say so"
        return
    unknown = {a["best"] for a in given} | {a["second"] for a in given}
    if unknown - of.choices.keys() or {a["call"] for a in given} - {c.value for c in Call}:
        yield "an answer names no call or choice of the scene"
        return
    calls = Counter(Call(a["call"]) for a in given)
    taken = Counter(a["best"] for a in given)
    if len({a["reader"] for a in given}) != len(given) or len(given) < MIN_READERS:
        yield f"{len(given)} answers are not of {MIN_READERS} readers or more"
    if any(a["best"] == a["second"] or not a["reason"].strip() for a in given):
        yield "an answer has no second best, or no reason"
    if calls != Counter(of.readers):
        yield "the calls are not counted as in the file"
    if taken != Counter({key: item.readers for key, item in of.choices.items()}):
        yield "the best choices are not counted as in the file"
    if calls[of.call] * 5 < len(given) * 4:
        yield f"{calls[of.call]} of {len(given)} made the call"
    if sum(taken[key] for key in scoring.best_choices(of)) * 5 < len(given) * 3:
        yield f"{sum(taken[key] for key in scoring.best_choices(of))} of {len(given)} took the best"


SHIPPED = {entry.id: entry.reading.scenario for entry in LIBRARY}


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_readers_agree_with_every_key(name: str) -> None:
    """Every scene was read: four of five on the call, three of five on the best choice."""
    shipped = SHIPPED[name]
    assert shipped is not None
    with FILE.open(encoding="utf-8", newline="") as file:
        given = answers(file)
    assert faults(shipped, given) == []
    assert [item.id for item in shipped.scenes.values() if not item.readers] == []


def test_every_answer_is_to_a_scene_that_ships() -> None:
    """No answer is left over from a scene that was renamed."""
    with FILE.open(encoding="utf-8", newline="") as file:
        given = answers(file)
    known_names = {
        (name, key) for name, of in SHIPPED.items() if of is not None for key in of.scenes
    }
    assert set(given) <= known_names


READ = scenario(
    scene(
        "s",
        choice("good", "L L L L L", readers=3),
        choice("poor", "M M M M M", readers=2),
        readers={Call.LEAD: 4, Call.MANAGE: 1},
    )
)
"""A scene that just holds, as ``ANSWERS`` have it."""
ANSWERS = [
    ",".join(COLUMNS),
    "1,example,s,lead,good,poor,Nobody knows why.",
    "2,example,s,lead,good,poor,Nobody knows why.",
    "3,example,s,lead,good,poor,They ask why.",
    "4,example,s,lead,poor,good,The list comes first.",
    "5,example,s,manage,poor,good,The list is missing.",
]


def faults_of(of: Scenario, lines: list[str]) -> list[str]:
    """The faults of *of* with the answers in *lines*."""
    return faults(of, answers(io.StringIO("\n".join(lines))))


def test_the_rule_holds_at_its_limit() -> None:
    """Four of five and three of five are enough; a scene without readers has no fault."""
    assert faults_of(READ, ANSWERS) == []
    plain = scenario(scene("s", choice("good"), choice("poor", "M M M M M")))
    assert faults_of(plain, ANSWERS[:1]) == []


@pytest.mark.parametrize(
    ("line", "instead", "calls", "best", "fault"),
    [
        (4, "4,example,s,manage,poor,good,No.", (3, 2), (3, 2), "3 of 5 made the call"),
        (3, "3,example,s,lead,poor,good,No.", (4, 1), (2, 3), "2 of 5 took the best"),
        (5, "5,example,s,lead,poor,good,No.", (4, 1), (3, 2), "calls are not counted"),
        (5, "5,example,s,manage,good,poor,No.", (4, 1), (3, 2), "best choices are not counted"),
        (5, "4,example,s,manage,poor,good,No.", (4, 1), (3, 2), "not of 5 readers"),
        (5, "5,example,s,manage,poor,poor,No.", (4, 1), (3, 2), "no second best"),
        (5, "5,example,s,manage,poor,good,", (4, 1), (3, 2), "no reason"),
        (5, "5,example,s,manage,worst,good,No.", (4, 1), (3, 2), "names no call or choice"),
        (5, "5,example,s,both,poor,good,No.", (4, 1), (3, 2), "names no call or choice"),
    ],
)
def test_each_breach_is_found(
    line: int, instead: str, calls: tuple[int, int], best: tuple[int, int], fault: str
) -> None:
    """One answer, or one count, that breaks a rule is named with its scene."""
    lines = [instead if number == line else item for number, item in enumerate(ANSWERS)]
    read = READ.scenes["s"]
    chosen = dict(zip(("good", "poor"), best, strict=True))
    changed = evolve(
        read,
        readers=dict(zip((Call.LEAD, Call.MANAGE), calls, strict=True)),
        choices={key: evolve(item, readers=chosen[key]) for key, item in read.choices.items()},
    )
    (result,) = faults_of(evolve(READ, scenes={"s": changed}), lines)
    assert result.startswith("example.s: ")
    assert fault in result


def test_answers_and_counts_come_together() -> None:
    """Answers without counts are a fault, and so are counts without answers."""
    read = READ.scenes["s"]
    silent = evolve(
        read,
        readers={},
        choices={key: evolve(item, readers=0) for key, item in read.choices.items()},
    )
    assert len(faults_of(evolve(READ, scenes={"s": silent}), ANSWERS)) == 1
    assert faults_of(READ, ANSWERS[:1])
