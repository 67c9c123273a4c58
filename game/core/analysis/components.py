"""Groups of nodes that lead to one another: Tarjan's strongly connected components."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def components(links: Sequence[Sequence[int]]) -> list[list[int]]:
    """
    The groups of the graph *links*, each after every group that it leads to.

    Without recursion, so that a chain of any length is no trouble.
    """
    search = _Search(links)
    for root in range(len(links)):
        if search.number[root] is None:
            search.walk(root)
    return search.found


class _Search:
    def __init__(self, links: Sequence[Sequence[int]]) -> None:
        self.links = links
        self.number: list[int | None] = [None] * len(links)
        self.low = [0] * len(links)
        self.found: list[list[int]] = []
        self._count = 0
        self._open: list[int] = []
        self._is_open = [False] * len(links)

    def walk(self, root: int) -> None:
        visiting = [self._enter(root)]
        while visiting:
            node, rest = visiting[-1]
            for to in rest:
                seen = self.number[to]
                if seen is None:
                    visiting.append(self._enter(to))
                    break
                if self._is_open[to]:
                    self.low[node] = min(self.low[node], seen)
            else:
                visiting.pop()
                if visiting:
                    above = visiting[-1][0]
                    self.low[above] = min(self.low[above], self.low[node])
                if self.low[node] == self.number[node]:
                    self.found.append(self._close(node))

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
