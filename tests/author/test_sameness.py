"""Advice on several scenarios together: what repeats, and which ideas none cites."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from game.author.lint.check import check
from game.author.lint.library_rules import MIN_FOR_IDEAS, sameness
from game.author.starter import starter
from game.content.loader import idea_ids
from game.core.enums import State
from game.core.scenario import Endings, Scenario
from tests.core.examples import choice, scenario, scene


def made(number: int, **more: Any) -> Scenario:
    """A scenario of which no text opens like that of another *number*."""
    item = scene(
        "s", choice("x", explanation=f"So {number} went here."), text=f"At {number}, a door."
    )
    endings = Endings(**{state.value: f"{state.value} of {number} begins" for state in State})
    return evolve(scenario(item), id=f"made-{number}", endings=endings, **more)


def ended(number: int, drift: str) -> Scenario:
    """The same with another ending in drift."""
    base = made(number)
    return evolve(base, endings=evolve(base.endings, drift=drift))


def worked(number: int, text: str, **more: Any) -> Scenario:
    """The same with *text* for its scene, and what else stands in that."""
    base = made(number)
    return evolve(base, scenes={"s": evolve(base.scenes["s"], text=text, **more)})


def explained(number: int, text: str) -> Scenario:
    """The same with *text* for an explanation."""
    base = made(number)
    choices = {"x": evolve(base.scenes["s"].choices["x"], explanation=text)}
    return evolve(base, scenes={"s": evolve(base.scenes["s"], choices=choices)})


def codes(*scenarios: Scenario) -> list[list[str]]:
    """The codes found for each of *scenarios*."""
    return [[finding.code for finding in result] for result in sameness(scenarios)]


def test_nothing_is_said_where_nothing_repeats() -> None:
    """Scenarios that differ draw no advice together."""
    assert codes(*(made(n) for n in range(5))) == [[]] * 5


def test_endings_that_open_alike() -> None:
    """More than two scenarios, in whatever state; capitals and signs make no difference."""
    alike = [ended(1, "The night is long."), ended(2, "“The night is over."), made(3)]
    assert codes(*alike) == [[], [], []]
    third = evolve(made(4), endings=evolve(made(4).endings, steady="the night, is it over?"))
    assert codes(*alike, third) == [["A436"], ["A436"], [], ["A436"]]
    result = sameness((*alike, third))[3][0]
    assert result.path == ("endings", "steady")
    assert "made-1, made-2" in result.message
    assert "made-4" not in result.message


def refrain(number: int, count: int) -> Scenario:
    """A scenario of whose endings *count* open alike."""
    base = made(number)
    alike = {state.value: f"Spring {number} comes late." for state in list(State)[:count]}
    return evolve(base, endings=evolve(base.endings, **alike))


def test_one_scenario_may_have_a_refrain() -> None:
    """Endings of one scenario may open alike in two scenarios, not in three; two endings may."""
    assert codes(refrain(1, 5), refrain(2, 3), refrain(3, 2), made(4)) == [[]] * 4
    result = codes(refrain(1, 5), refrain(2, 3), refrain(3, 4), made(4))
    assert result == [["A436"]] * 3 + [[]]


def test_two_of_one_scenario_are_one() -> None:
    """Repetition within one scenario is no repetition of the library."""
    endings = Endings(**{state.value: "The night is long." for state in State})
    assert codes(evolve(made(1), endings=endings), ended(2, "The night is on."), made(3)) == [
        *([], [], []),
    ]


def test_explanations_that_open_alike() -> None:
    """Three scenarios in which an explanation begins in the same way."""
    alike = [explained(n, f"The list was {word}.") for n, word in enumerate(("up", "old", "wet"))]
    assert codes(*alike[:2], made(8), made(9)) == [[]] * 4
    assert codes(*alike, made(9)) == [["A438"]] * 3 + [[]]
    (result,) = sameness(alike)[0]
    assert result.path == ("scenes", "s", "choices", "x", "explanation")


def test_the_same_weekday_in_most() -> None:
    """Two of three may be on one day; more than that, and three at least, may not."""
    days = [worked(n, f"Tuesday, {n} o'clock.") for n in range(3)]
    assert codes(*days, made(8), made(9)) == [[]] * 5
    assert codes(*days[:2], made(9)) == [[]] * 3
    assert codes(*days, made(9)) == [["A437"]] * 3 + [[]]
    assert codes(*days[:2], worked(5, "At five, a door. It opens. Tuesday is far."), made(9)) == (
        [[]] * 4
    )
    titled = worked(5, "At five, a door.", title="Late on Tuesday")
    assert codes(*days[:2], titled, made(9))[2] == ["A437"]


def test_weekdays_are_english_ones() -> None:
    """In another language the word is no weekday."""
    days = [evolve(worked(n, "Sunday."), language="da") for n in range(3)]
    assert codes(*days) == [[]] * 3


def test_ideas_that_no_scenario_cites() -> None:
    """A library of eight is asked for all ideas; what the game adds of itself counts as cited."""
    few = [made(n) for n in range(MIN_FOR_IDEAS - 1)]
    assert codes(*few) == [[]] * len(few)
    last = made(99)
    result = sameness([*few, last])
    assert [len(item) for item in result] == [0] * len(few) + [1]
    message = result[-1][0].message
    for cited in ("skill-courage", "skill-delegation", "ctx-routine"):
        assert cited not in message
    for missing in ("def-lead-influence", "myth-same-thing"):
        assert missing in message
    all_of_them = choice("x", ideas=tuple(idea_ids()), explanation="All.")
    whole = evolve(last, scenes={"s": evolve(last.scenes["s"], choices={"x": all_of_them})})
    assert codes(*few, whole) == [[]] * MIN_FOR_IDEAS


@pytest.mark.parametrize(("files", "expected"), [(2, set()), (3, {"A436", "A438"})])
def test_check_counts_over_all_its_files(tmp_path: Path, files: int, expected: set[str]) -> None:
    """One check of several files places this advice in each of them, below its own."""
    for number in range(files):
        (tmp_path / f"oven-{number}.yaml").write_text(starter("x", {}), encoding="utf-8")
    (tmp_path / "broken.yaml").write_text("title: [", encoding="utf-8")
    broken, *readings = check([tmp_path])
    assert [problem.code for problem in broken.problems] == ["E008"]
    assert len(readings) == files
    for reading in readings:
        assert {problem.code for problem in reading.problems} == expected
        for problem in reading.problems:
            assert problem.span is not None
            name = reading.source.line(problem.span.line).split(":")[0].strip()
            assert name in ("explanation", *State)
