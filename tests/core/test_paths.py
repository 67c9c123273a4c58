"""The ways through a scenario."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from game.core.model import END, Route, Scenario, When
from game.core.paths import Lengths, lengths, links
from tests.core.examples import choice, scenario, scene, ways


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


def walks(graph: Mapping[str, Sequence[str]], most: int) -> Iterator[tuple[str, ...]]:
    """Every walk from scene a that ends, or that has *most* scenes."""
    unfinished: list[tuple[str, ...]] = [("a",)]
    while unfinished:
        walk = unfinished.pop()
        for go in graph[walk[-1]]:
            if go == END or len(walk) == most:
                yield (*walk, go)
            else:
                unfinished.append((*walk, go))


@given(graphs)
def test_lengths_by_brute_force(graph: Mapping[str, Sequence[str]]) -> None:
    """The fewest and the most scenes are those of all walks; a loop leaves the most open."""
    found = list(walks(graph, most=len(graph)))
    ends = [len(walk) - 1 for walk in found if walk[-1] == END]
    loops = any(walk[-1] != END for walk in found)

    assert lengths(linked(graph)) == Lengths(
        least=min(ends, default=None), most=None if loops else max(ends)
    )


def test_fork() -> None:
    """Where ways differ in length, the shortest and the longest are told."""
    graph = {"a": ["b", "c"], "b": [END], "c": ["d"], "d": ["b"]}

    assert lengths(linked(graph)) == Lengths(least=2, most=4)


def test_long_chain() -> None:
    """Ten thousand scenes in a row are no trouble."""
    size = 10_000
    chain = {str(n): [str(n + 1) if n + 1 < size else END] for n in range(size)}

    assert lengths(linked(chain, start="0")) == Lengths(least=size, most=size)


def test_conditions_are_left_aside() -> None:
    """Every route counts as a way, whatever its condition."""
    never = Route(go="b", when=When(trust={"ana": 5}))
    story = scenario(scene("a", choice("x", go=ways(never, END))), scene("b", choice("y")))

    assert links(story) == {"a": ("b", END), "b": (END,)}
    assert lengths(story) == Lengths(least=1, most=2)


def test_links_leave_out_what_is_not_reached() -> None:
    """A scene that nothing leads to is no part of any way."""
    assert links(linked({"a": [END], "b": ["a"]})) == {"a": (END,)}
