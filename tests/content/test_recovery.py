"""Several syntax errors: one pass reports them all, at their lines, and no others."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from random import Random

import pytest

from game.author.starter import starter
from game.content.diagnostics import Severity
from game.content.loader import Reading, read_scenario
from game.content.yaml.source import Source


STARTER = starter("cold-oven", {})
LINES = STARTER.splitlines()

MISTAKES: dict[str, tuple[Callable[[str], bool], Callable[[str], str]]] = {
    "an open quote": (
        lambda line: line.startswith("    call_because: "),
        lambda line: line.replace("call_because: ", 'call_because: "'),
    ),
    "a colon in a text": (
        lambda line: line.startswith("        right_if: "),
        lambda line: line.replace("right_if: ", "right_if: so: "),
    ),
    "a sign at the beginning": (
        lambda line: line.startswith("    name: "),
        lambda line: line.replace("name: ", "name: @"),
    ),
    "a tab": (
        lambda line: line.startswith("    wanted: "),
        lambda line: "\t" + line.lstrip(),
    ),
    "a list that is not closed": (
        lambda line: line.startswith("        shows: ["),
        lambda line: line.replace("]", ""),
    ),
    "a star": (
        lambda line: line.startswith("    role: "),
        lambda line: line.replace("role: ", "role: *"),
    ),
}


@pytest.fixture(scope="session")
def read() -> Callable[[str], Reading]:
    """Reads a text as the file cold-oven.yaml."""
    return lambda text: read_scenario(Source("cold-oven.yaml", text))


def broken(kinds: list[str], random: Random) -> tuple[str, set[int]]:
    """The starter with one mistake of each of *kinds*, and the lines they are on, from 1."""
    lines, planted = list(LINES), set()
    for kind in kinds:
        fits, spoil = MISTAKES[kind]
        number = random.choice([n for n, line in enumerate(LINES) if fits(line)])
        lines[number] = spoil(lines[number])
        planted.add(number + 1)
    return "\n".join(lines) + "\n", planted


def error_lines(reading: Reading) -> list[int]:
    """The lines of the errors."""
    errors = [p for p in reading.problems if p.severity is Severity.ERROR]
    return [problem.span.line for problem in errors if problem.span]


@pytest.mark.parametrize("kind", MISTAKES)
@pytest.mark.parametrize("seed", range(4))
def test_one_mistake_is_one_message(read: Callable[[str], Reading], kind: str, seed: int) -> None:
    """On its own line, and nothing is invented around it."""
    text, planted = broken([kind], Random(seed))
    assert error_lines(read(text)) == sorted(planted)


@pytest.mark.parametrize("seed", range(12))
def test_four_mistakes_are_four_messages(read: Callable[[str], Reading], seed: int) -> None:
    """Four independent mistakes in one file: four messages at the right lines."""
    random = Random(seed)
    text, planted = broken(random.sample(list(MISTAKES), 4), random)
    assert error_lines(read(text)) == sorted(planted)


def test_a_mistake_and_a_wrong_word_are_both_reported(read: Callable[[str], Reading]) -> None:
    """Problems of values are reported beside syntax errors."""
    text, planted = broken(["an open quote"], Random(0))
    text = text.replace("context: routine", "context: routin", 1)
    wrong = next(n for n, line in enumerate(text.splitlines(), 1) if "context: routin" in line)
    assert set(error_lines(read(text))) == {*planted, wrong}


@pytest.mark.parametrize("slip", ["title:", "title "], ids=["no space", "no colon"])
def test_a_slip_in_a_first_entry_above_a_comment(read: Callable[[str], Reading], slip: str) -> None:
    """A colon or its space that is missing above comment lines is told at its own line."""
    number = next(
        number
        for number, (line, below) in enumerate(pairwise(LINES))
        if line.startswith("    title: ") and below.lstrip().startswith("#")
    )
    lines = [*LINES]
    lines[number] = lines[number].replace("title: ", slip)
    assert error_lines(read("\n".join(lines))) == [number + 1]
