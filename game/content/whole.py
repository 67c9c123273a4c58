"""Reading a whole file as one value of any attrs class: the handbook, routes, campaigns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TypeVar

from game.content.bind import Grammar
from game.content.binder import BAD, Binder
from game.content.compose import compose
from game.content.decode import check_characters
from game.content.nodes import Node
from game.content.problems import Problem, Report
from game.content.source import Source


T = TypeVar("T")


def read_whole(
    kind: type[T],
    source: Source,
    *,
    name: str = "",
    known: Mapping[str, Collection[str]] | None = None,
    check: Callable[[Binder, Node], None] | None = None,
) -> tuple[T | None, Node | None, Report]:
    """
    Read *source* as a *kind*, called *name*.

    *known* are ids of other files that may be named, by their kind; *check* looks at the
    whole tree. Gives the value (exactly when there is no error), the tree for placing
    further problems, and the report to put them in.
    """
    report = Report()
    check_characters(source, report)
    if report.has_errors:
        return None, None, report
    tree = compose(source, report)
    if tree.root is None:
        if not report.has_errors:
            report.add(Problem(code="E001", message="the file is empty"))
        return None, None, report
    binder = Binder(source, report, name, tree.root, tree.cut)
    binder.defined.update((kind_, dict.fromkeys(ids)) for kind_, ids in (known or {}).items())
    value = Grammar().record(kind)(binder, tree.root)
    binder.resolve(tree.whole)
    if check is not None:
        check(binder, tree.root)
    return None if value is BAD or report.has_errors else value, tree.root, report
