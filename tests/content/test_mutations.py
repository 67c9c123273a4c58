"""Many broken files: never an exception, never a control character, always an answer."""

from __future__ import annotations

from random import Random
from unicodedata import category

import pytest

from game.author.starter import starter
from game.content.diagnostics import Severity, render
from game.content.loader import read_scenario
from game.content.yaml.source import Source


FULL = 2_000
"""Number of broken files per seed with ``--full``; ``SAMPLE`` without."""
SAMPLE = 25
TEXT = starter("cold-oven", {})
PIECES = (
    *('"', "'", ": ", "\t", "- ", "[", "{", "}", "]", "@", "*", "&", "!", "#", "|", ">", "%"),
    *("\n", "  ", ",", "`", "\\", "a: ", "---\n", "<<: ", "\x1b", "\u202e", "\u00a0", "\ufeff"),
)


def mutated(random: Random) -> str:
    """The starter with one to six pieces put in, cut out or doubled."""
    text = list(TEXT)
    for _ in range(random.randint(1, 6)):
        at, how = random.randrange(len(text)), random.random()
        if how < 0.5:
            text.insert(at, random.choice(PIECES))
        elif how < 0.8:
            del text[at : at + random.randint(1, 30)]
        else:
            text[at:at] = text[at : at + random.randint(1, 60)]
    return "".join(text)


@pytest.mark.parametrize("seed", range(10))
def test_mutations(seed: int, pytestconfig: pytest.Config) -> None:
    """A scenario is given exactly when there is no error, and every message can be shown."""
    random = Random(seed)
    for _ in range(FULL if pytestconfig.getoption("full") else SAMPLE):
        reading = read_scenario(Source("cold-oven.yaml", mutated(random)))
        errors = [p for p in reading.problems if p.severity is Severity.ERROR]
        assert (reading.scenario is None) == bool(errors)
        shown = render(reading.problems, reading.source)
        assert not {category(char) for char in shown} & {"Cf", "Cs", "Co", "Zl", "Zp"}
        assert {char for char in shown if category(char) == "Cc"} <= {"\n"}
