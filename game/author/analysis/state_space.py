"""The states of a scenario and the transitions between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from attrs import field, frozen

from game.author.analysis.start_state import NOTHING, Memory, Reads, StartState, reads_from
from game.core.scenario import END, Scenario, Scene


def components(links: Sequence[Sequence[int]]) -> list[list[int]]:
    """
    Return the strongly connected components of *links*, each after those it leads to.

    Iterative, so that long chains do not exhaust the stack.
    """
    search = _Search(links)
    for root in range(len(links)):
        if search.number[root] is None:
            search.walk(root)
    return search.groups


class _Search:
    def __init__(self, links: Sequence[Sequence[int]]) -> None:
        self.links = links
        self.number: list[int | None] = [None] * len(links)
        self.low = [0] * len(links)
        self.groups: list[list[int]] = []
        self._count = 0
        self._open: list[int] = []
        self._is_open = [False] * len(links)

    def walk(self, root: int) -> None:
        visiting = [self._enter(root)]
        while visiting:
            node, rest = visiting[-1]
            for to in rest:
                visited = self.number[to]
                if visited is None:
                    visiting.append(self._enter(to))
                    break
                if self._is_open[to]:
                    self.low[node] = min(self.low[node], visited)
            else:
                visiting.pop()
                if visiting:
                    above = visiting[-1][0]
                    self.low[above] = min(self.low[above], self.low[node])
                if self.low[node] == self.number[node]:
                    self.groups.append(self._close(node))

    def _enter(self, node: int) -> tuple[int, Iterator[int]]:
        self.number[node] = self.low[node] = self._count
        self._count += 1
        self._open.append(node)
        self._is_open[node] = True
        return node, iter(self.links[node])

    def _close(self, root: int) -> list[int]:
        group = [self._open.pop()]
        while group[-1] != root:
            group.append(self._open.pop())
        for node in group:
            self._is_open[node] = False
        return group


BUDGET = 200_000
"""Maximum number of states of an analysis; a count rather than a time, for reproducible results."""
ENDED = -1
"""The state after the last answer."""
Run = tuple[str, ...]
"""Choices of a run or a part of one, as ``scene.choice``."""


class Way(NamedTuple):
    """A *choice* in a state, and the state it leads *to*."""

    choice: str
    to: int


class Group(NamedTuple):
    """A strongly connected group of states; *loops* if they can be visited again."""

    nodes: Sequence[int]
    loops: bool


class Taken(NamedTuple):
    """A *choice*, the index of its *route*, and the scene and memory after it."""

    choice: str
    route: int
    go: str
    memory: Memory


class Rules(NamedTuple):
    """
    The transitions of *scenario* from the state *begin*.

    *reads* is the past that each scene stores.
    """

    scenario: Scenario
    reads: Mapping[str, Reads]
    begin: StartState

    @property
    def conditional(self) -> bool:
        """Whether anything of the past is read."""
        return any(self.reads.values())

    @property
    def start(self) -> tuple[str, Memory]:
        """The first state."""
        return self.begin.scene, self.reads[self.begin.scene].keep(self.begin.memory)

    def taken(self, scene: Scene, memory: Memory) -> list[Taken]:
        """Return the transition of each choice of *scene*."""
        reads, result = self.reads[scene.id], []
        minds = bool(reads)
        for choice in scene.choices.values():
            after = reads.after(memory, self.scenario, scene, choice) if minds else NOTHING
            for position, route in enumerate(choice.next.routes):
                if route.when is None or after.holds(route.when):
                    kept = (
                        self.reads[route.go].keep(after) if minds and route.go != END else NOTHING
                    )
                    result.append(Taken(choice.id, position, route.go, kept))
                    break
        return result


@frozen(kw_only=True, slots=False)
class Space:
    """
    The reached states by number; 0 is the first.

    *scenes* and *memories* define the states, *ways* their transitions, *came* the predecessor and
    choice on the shortest route. *routes* are those taken, as scene, choice and index. If
    *complete* is False the search stopped and most states have no transitions yet.
    """

    rules: Rules = field(repr=False)
    scenes: Sequence[str]
    memories: Sequence[Memory]
    ways: Sequence[Sequence[Way]]
    came: Sequence[tuple[int, str] | None]
    routes: frozenset[tuple[str, str, int]]
    complete: bool = True

    @property
    def scenario(self) -> Scenario:
        """The scenario of these states."""
        return self.rules.scenario

    def __len__(self) -> int:
        """The number of states."""
        return len(self.scenes)

    @cached_property
    def groups(self) -> Sequence[Group]:
        """The strongly connected groups, each after those it leads to."""
        links = [[way.to for way in ways if way.to != ENDED] for ways in self.ways]
        return [
            Group(nodes, len(nodes) > 1 or nodes[0] in links[nodes[0]])
            for nodes in components(links)
        ]

    @cached_property
    def loops(self) -> bool:
        """Whether a state can be visited again."""
        return any(group.loops for group in self.groups)

    @cached_property
    def at(self) -> Mapping[str, Sequence[int]]:
        """The states of each reached scene, nearest first."""
        result: dict[str, list[int]] = {}
        for node, scene in enumerate(self.scenes):
            result.setdefault(scene, []).append(node)
        return result

    @cached_property
    def ending(self) -> Sequence[bool]:
        """For each state, whether the end can be reached from it."""
        result = [False] * len(self)
        for nodes, _ in self.groups:
            if any(way.to == ENDED or result[way.to] for node in nodes for way in self.ways[node]):
                for node in nodes:
                    result[node] = True
        return result

    def route(self, node: int) -> Run:
        """Return the shortest route to *node*, as ``scene.choice``."""
        names: list[str] = []
        came = self.came[node]
        while came is not None:
            before, choice = came
            names.append(f"{self.scenes[before]}.{choice}")
            came = self.came[before]
        return tuple(reversed(names))


def expand(
    scenario: Scenario,
    also: Mapping[str, Reads] | None = None,
    budget: int = BUDGET,
    begin: StartState | None = None,
) -> Space:
    """
    Return the states of *scenario* from *begin* on, nearest first, up to *budget*.

    States store what routes read, and what *also* adds.
    """
    rules = Rules(scenario, reads_from(scenario, also), begin or StartState.of(scenario))
    states = [rules.start]
    numbers = {rules.start: 0}
    ways: list[Sequence[Way]] = []
    came: list[tuple[int, str] | None] = [None]
    routes: set[tuple[str, str, int]] = set()
    for node, (scene_id, memory) in enumerate(states):  # grows while iterating
        if len(states) > budget:
            break
        out = []
        for choice, position, go, after in rules.taken(scenario.scenes[scene_id], memory):
            routes.add((scene_id, choice, position))
            if go == END:
                out.append(Way(choice, ENDED))
                continue
            state = (go, after)
            to = numbers.setdefault(state, len(states))
            if to == len(states):
                states.append(state)
                came.append((node, choice))
            out.append(Way(choice, to))
        ways.append(out)
    complete = len(ways) == len(states)
    ways.extend([()] * (len(states) - len(ways)))
    return Space(
        rules=rules,
        scenes=[scene_id for scene_id, _ in states],
        memories=[memory for _, memory in states],
        ways=ways,
        came=came,
        routes=frozenset(routes),
        complete=complete,
    )


def linked(scenario: Scenario, begin: StartState) -> Space:
    """
    Return the scenes linked from *begin* on, as if any condition could hold or not.

    A superset of the real runs, so figures on it are bounds.
    """
    order, numbers = [begin.scene], {begin.scene: 0}
    ways: list[Sequence[Way]] = []
    came: list[tuple[int, str] | None] = [None]
    for node, scene_id in enumerate(order):  # grows while iterating
        out = []
        for choice in scenario.scenes[scene_id].choices.values():
            for go in choice.next.targets:
                if go != END and go not in numbers:
                    numbers[go] = len(order)
                    order.append(go)
                    came.append((node, choice.id))
                out.append(Way(choice.id, ENDED if go == END else numbers[go]))
        ways.append(out)
    return Space(
        rules=Rules(scenario, {}, begin),
        scenes=order,
        memories=[NOTHING] * len(order),
        ways=ways,
        came=came,
        routes=frozenset(),
    )
