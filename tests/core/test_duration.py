"""The playing time of a scenario."""

from __future__ import annotations

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from game.core.duration import estimated_minutes, minutes
from game.core.scenario import END, Scenario
from tests.core.examples import choice, scenario, scene
from tests.core.strategies import scenarios
from tests.core.test_paths import linked


def wordy(text: int, *, outcome: int = 0, go: str = END) -> Scenario:
    """One scene of *text* words whose two choices have outcomes of *outcome* words on average."""
    outcomes = [" ".join(["word"] * count) for count in (outcome * 2, 0)]
    choices = [
        choice(f"c{n}", go=to, text="Go.", outcome=outcomes[n], explanation="Look.")
        for n, to in enumerate((go, END))
    ]
    return scenario(scene("a", *choices, text="word " * text), minutes=None)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # a minute and a half to decide, and at 200 words a minute the texts: 80 of the game's
        # own for a scene, 2 of choices, 1 of an explanation, and 22 that frame the scenario
        (0, 2),  # 105 words
        (95, 2),  # 200 words: 2.5 minutes, halves to the even number
        (96, 3),
        (1000, 7),
    ],
)
def test_minutes_by_hand(words: int, expected: int) -> None:
    """Reading at 200 words a minute, and a minute and a half for each scene's decisions."""
    assert estimated_minutes(wordy(words)) == expected


def test_minutes_of_outcomes_are_of_the_mean_choice() -> None:
    """Of the outcomes only one is read, so their mean counts."""
    assert estimated_minutes(wordy(0, outcome=2000)) == estimated_minutes(wordy(2000))


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_more_words_take_no_less_time(some: int, more: int) -> None:
    """Minutes grow with the words, and never shrink."""
    assert estimated_minutes(wordy(some)) <= estimated_minutes(wordy(some + more))


def test_minutes_where_a_loop_leaves_the_length_open() -> None:
    """Each scene counts once there, as in a chain of as many scenes."""
    loop = linked({"a": ["b"], "b": ["a", END], "c": [END]})
    chain = linked({"a": ["b"], "b": ["c", "c"], "c": [END]})

    assert loop.lengths.longest is None
    assert chain.lengths.longest == 3
    short, long = evolve(loop, minutes=None), evolve(chain, minutes=None)
    assert minutes(short) == minutes(long) == 6


def test_a_longer_way_takes_longer() -> None:
    """What counts is the longest way, not the number of scenes."""
    fork = linked({"a": ["b", "c"], "b": [END], "c": [END]})
    chain = linked({"a": ["b", "b"], "b": ["c"], "c": [END]})

    assert estimated_minutes(fork) < estimated_minutes(chain)


@given(scenarios())
def test_minutes_are_whole_and_at_least_one(drawn: Scenario) -> None:
    """However short a scenario, it takes a minute."""
    result = minutes(evolve(drawn, minutes=None))

    assert isinstance(result, int)
    assert result >= 1


def test_minutes_that_are_given_are_shown() -> None:
    """An author's duration is used; without one, the estimate."""
    given_ten = evolve(wordy(0), minutes=10)

    assert (minutes(given_ten), estimated_minutes(given_ten)) == (10, 2)
    assert minutes(wordy(0)) == 2
