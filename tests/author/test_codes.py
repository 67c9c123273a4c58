"""The page of codes: complete, with working examples."""

from __future__ import annotations

import pytest

from game.author.lint.check import ADVICE, advise
from game.author.lint.meanings import Meaning, meanings
from game.author.starter import starter
from game.content.diagnostics import CODES
from game.content.loader import read_scenario
from game.content.yaml.source import Source


STARTER = starter("cold-oven", {})
EXAMPLES = [meaning for meaning in meanings().values() if meaning.bad]


def test_every_code_has_its_section_and_no_other() -> None:
    """The page and the program have the same codes."""
    assert list(meanings()) == [*CODES, *ADVICE]


@pytest.mark.parametrize("meaning", EXAMPLES, ids=lambda meaning: meaning.code)
def test_the_bad_example_draws_the_code_and_the_good_one_does_not(meaning: Meaning) -> None:
    """The starter contains the good lines; with the bad ones instead the code is reported."""
    assert meaning.good is not None
    assert meaning.bad is not None
    assert meaning.good.rstrip("\n") in STARTER
    spoilt = STARTER.replace(meaning.good.rstrip("\n"), meaning.bad.rstrip("\n"))
    codes = {p.code for p in read_scenario(Source("x.yaml", spoilt), extra_check=advise).problems}
    assert meaning.code in codes
    sound = read_scenario(Source("x.yaml", STARTER), extra_check=advise)
    assert sound.problems == ()


def test_a_section_is_reported_as_plain_text() -> None:
    """In a terminal there are no fences, and the examples are indented."""
    output = meanings()["E101"].as_text
    assert "```" not in output
    assert "\n    minuets: 7\n" in output
