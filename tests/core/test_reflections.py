"""What is thought after an answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.core.debrief import Plan, Resolve, resolve_plan
from game.core.enums import Dimension, Pole, Practice, Skill
from game.core.sentences import line_digest, sentence_of, sentences


@given(st.text(), st.text())
def test_a_mark_is_of_one_line(one: str, other: str) -> None:
    """Two lines have the same mark only when they are the same."""
    assert (line_digest(one) == line_digest(other)) == (one == other)


def test_a_plan_that_is_taken() -> None:
    """Of a plan its side and its skill are kept, and none of its words."""
    plan = Plan(
        dimension=Dimension.FOCUS,
        pole=Pole.LEAD,
        skill=Skill.COURAGE,
        practice=Practice.FEEDBACK_REFLECTION,
    )
    assert resolve_plan(plan) == Resolve(Dimension.FOCUS, Pole.LEAD, Skill.COURAGE)


SPOKEN = (
    "Noor rings. “We are late. Who has the list?\nI do,” she says. “Now what?” asks Sam.\n\n"
    '"Soon. Or never."'
)


def test_each_sentence_of_a_speech_is_quoted() -> None:
    """Lines cut out of one speech have quotation marks on both sides, speaker tags included."""
    assert [*sentences(SPOKEN)] == [
        "Noor rings.",
        "“We are late.”",
        "“Who has the list?”",
        "“I do,” she says.",
        "“Now what?” asks Sam.",
        '"Soon."',
        '"Or never."',
    ]


def test_a_speech_left_open_ends_with_its_paragraph() -> None:
    """A mark that is never closed quotes no line of the next paragraph."""
    assert [*sentences("“We wait. Or not.\n\nNoor sits down. She waits.")] == [
        "“We wait.”",
        "“Or not.”",
        "Noor sits down.",
        "She waits.",
    ]
    assert [*sentences('A 5" pipe. It leaks.')] == ['A 5" pipe.', "It leaks."]


@pytest.mark.parametrize(
    ("digest", "line"),
    [
        ("b526f5448021046d", "Noor rings."),
        ("3b5a1a9c2c8424a3", "“We are late."),
        ("b8ed727e9e6b8f51", "I do,”"),
        ("d6c5fb71b4b813c6", "she says."),
        ("a3b41d0854a8ab85", "“Now what?”"),
        ("4881da217c6da0a8", "Who has the list?"),
        ("c1436c81faa1b3d3", "I do,” she says."),
        ("0b591a1d7983031d", "“Now what?” asks Sam."),
    ],
)
def test_a_line_stored_by_an_earlier_rule_is_found(digest: str, line: str) -> None:
    """A digest of each rule that lines were ever split by still finds its line."""
    assert sentence_of(SPOKEN, digest) == line


@pytest.mark.parametrize("line", sentences(SPOKEN))
def test_a_line_is_found_until_it_is_edited(line: str) -> None:
    """A digest finds its own line, and nothing in a text without it."""
    assert sentence_of(SPOKEN, line_digest(line)) == line
    assert sentence_of("Noor sits down.", line_digest(line)) is None
