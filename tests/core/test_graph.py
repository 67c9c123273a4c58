"""The ways through a scenario."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from game.core.graph import Lengths, estimated_minutes, lengths, links, minutes
from game.core.scenario import END, Route, Scenario, When
from tests.core.examples import choice, scenario, scene, ways
from tests.core.strategies import scenarios


KEYS = ("a", "b", "c", "d", "e")

graphs = st.integers(1, len(KEYS)).flatmap(
    lambda size: st.fixed_dictionaries(
        {
            key: st.lists(st.sampled_from((*KEYS[:size], END)), min_size=1, max_size=3, unique=True)
            for key in KEYS[:size]
        }
    )
)
"""For each of up to five scenes, where its choices lead: loops and dead ends included."""


def linked(graph: Mapping[str, Sequence[str]], start: str = "a") -> Scenario:
    """The scenario in which each scene has one choice for each of its links."""
    return scenario(
        *(
            scene(key, *(choice(f"{key}-{go}", go=go) for go in targets))
            for key, targets in graph.items()
        ),
        start=start,
    )


def walks(graph: Mapping[str, Sequence[str]], longest: int) -> Iterator[tuple[str, ...]]:
    """Every walk from scene a that ends, or that has *most* scenes."""
    unfinished: list[tuple[str, ...]] = [("a",)]
    while unfinished:
        walk = unfinished.pop()
        for go in graph[walk[-1]]:
            if go == END or len(walk) == longest:
                yield (*walk, go)
            else:
                unfinished.append((*walk, go))


@given(graphs)
def test_lengths_by_brute_force(graph: Mapping[str, Sequence[str]]) -> None:
    """The fewest and the most scenes are those of all walks; a loop leaves the most open."""
    result = list(walks(graph, longest=len(graph)))
    ends = [len(walk) - 1 for walk in result if walk[-1] == END]
    loops = any(walk[-1] != END for walk in result)

    assert lengths(linked(graph)) == Lengths(
        shortest=min(ends, default=None), longest=None if loops else max(ends)
    )


def test_fork() -> None:
    """The shortest and the longest path match those of a brute-force search."""
    graph = {"a": ["b", "c"], "b": [END], "c": ["d"], "d": ["b"]}

    assert lengths(linked(graph)) == Lengths(shortest=2, longest=4)


def test_long_chain() -> None:
    """Ten thousand scenes in a row are no trouble."""
    size = 10_000
    chain = {str(n): [str(n + 1) if n + 1 < size else END] for n in range(size)}

    assert lengths(linked(chain, start="0")) == Lengths(shortest=size, longest=size)


def test_conditions_are_left_aside() -> None:
    """Every route counts as a way, whatever its condition."""
    never = Route(go="b", when=When(trust={"ana": 5}))
    story = scenario(scene("a", choice("x", go=ways(never, END))), scene("b", choice("y")))

    assert links(story) == {"a": ("b", END), "b": (END,)}
    assert lengths(story) == Lengths(shortest=1, longest=2)


def test_links_leave_out_what_is_not_reached() -> None:
    """A scene that nothing leads to is no part of any way."""
    assert links(linked({"a": [END], "b": ["a"]})) == {"a": (END,)}


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

    assert lengths(loop).longest is None
    assert lengths(chain).longest == 3
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
