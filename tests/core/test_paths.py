"""The paths through a scenario."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from game.core.paths import Lengths
from game.core.scenario import END, Route, Scenario, When
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


def walks(graph: Mapping[str, Sequence[str]], longest: int) -> Iterator[tuple[str, ...]]:
    """Every walk from scene a that ends, or that has *longest* scenes."""
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

    assert linked(graph).lengths == Lengths(
        shortest=min(ends, default=None), longest=None if loops else max(ends)
    )


def test_fork() -> None:
    """A fork has two scenes on its short way and four on its long one."""
    graph = {"a": ["b", "c"], "b": [END], "c": ["d"], "d": ["b"]}

    assert linked(graph).lengths == Lengths(shortest=2, longest=4)


def test_long_chain() -> None:
    """Ten thousand scenes in a row are no trouble."""
    size = 10_000
    chain = {str(n): [str(n + 1) if n + 1 < size else END] for n in range(size)}

    assert linked(chain, start="0").lengths == Lengths(shortest=size, longest=size)


def test_conditions_are_left_aside() -> None:
    """Every route counts as a way, whatever its condition."""
    never = Route(go="b", when=When(trust={"ana": 5}))
    story = scenario(scene("a", choice("x", go=ways(never, END))), scene("b", choice("y")))

    assert story.links == {"a": ("b", END), "b": (END,)}
    assert story.lengths == Lengths(shortest=1, longest=2)


def test_links_leave_out_what_is_not_reached() -> None:
    """A scene that nothing leads to is no part of any way."""
    assert linked({"a": [END], "b": ["a"]}).links == {"a": (END,)}
